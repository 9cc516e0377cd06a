"""What an ensemble of runs says of a plan, with confidence intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from safepassage.simulation import columns as c
from safepassage.simulation.estimates import Estimate, bin_of_rank, mean, quantile, share
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import CARRIES, DRIVEN, LEFT_BEHIND, MINUTE_S, OF_RUN, OUT_FOR, USED, Tally

QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class OutAt:
    """How many are out at `at_s`: the mean over runs, and the quantiles QUANTILES, to a thousandth of the people."""

    at_s: int
    mean: float
    quantiles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CrossingUse:
    """What vehicles find at a crossing: how many pass, how long they wait, how many wait at once at most.

    `mean_wait_s` is over all vehicles of all runs, None if none passed; the others are means over runs.
    """

    place: str
    passages: Estimate
    mean_wait_s: float | None
    longest_wait_s: Estimate
    most_queued: Estimate


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """What a vehicle does on average: share of runs in which it drives, seconds driven, seconds out, persons."""

    vehicle: str
    used: float
    driven_s: float
    out_s: float
    persons: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `runs` runs say.

    A run is complete when all are out whom the plan brings out, `planned_out` of `persons`. `completion_s` are the
    quantiles QUANTILES of the moment when the last one comes out, to the minute above, over all runs: a run that is not
    complete is later than any moment, which None stands for. `complete_by` are the chances that all are out by each
    hour. `mean_completion_s` is over complete runs. People and hours are means over runs; `mean_aboard_s` is person
    seconds aboard for each person who rides.
    """

    scenario: str
    scenario_digest: str
    runs: int
    seed: int
    persons: int
    planned_out: int
    planned_completion_s: int
    complete: Estimate
    completion_s: tuple[Estimate, ...]
    mean_completion_s: Estimate
    complete_by: tuple[tuple[int, Estimate], ...]
    curve: tuple[OutAt, ...]
    people_out: Estimate
    people_out_by_priority: tuple[Estimate, Estimate, Estimate]
    mean_aboard_s: float | None
    longest_aboard_s: Estimate
    people_aboard_too_long: Estimate
    vehicles_withdrawn: Estimate
    vehicles_left_behind: Estimate
    crossings: tuple[CrossingUse, ...]
    vehicles: tuple[VehicleUse, ...]
    facts: int


def outcome_of(prepared: Prepared, tally: Tally, *, runs: int, seed: int, span_s: int) -> Outcome:
    """Give what a tally of `runs` runs says."""
    complete = int(tally.complete[0])
    figure = Means(tally, runs)
    carried = tally.sums[c.CARRIED - c.FACTS]
    return Outcome(
        scenario=prepared.scenario.name,
        scenario_digest=prepared.scenario.digest,
        runs=runs,
        seed=seed,
        persons=prepared.scenario.persons,
        planned_out=prepared.planned_out,
        planned_completion_s=prepared.plan.completion_seconds,
        complete=share(complete, runs),
        completion_s=tuple(_completion(tally, runs, q) for q in QUANTILES),
        mean_completion_s=mean(float(tally.complete[1]), float(tally.complete[2]), complete),
        complete_by=_complete_by(tally, runs),
        curve=_curve(tally, runs, prepared.planned_out, span_s),
        people_out=figure.of_run(c.OUT),
        people_out_by_priority=(figure.of_run(c.OUT_1), figure.of_run(c.OUT_2), figure.of_run(c.OUT_3)),
        mean_aboard_s=float(tally.sums[c.ABOARD_S - c.FACTS] / carried) if carried else None,
        longest_aboard_s=figure.of_run(c.LONGEST_ABOARD),
        people_aboard_too_long=figure.of_run(c.TOO_LONG),
        vehicles_withdrawn=figure.of_run(c.WITHDREW),
        vehicles_left_behind=figure.at(LEFT_BEHIND),
        crossings=tuple(figure.of_crossing(number, place) for number, place in enumerate(prepared.crossings)),
        vehicles=_vehicles(prepared.vehicles, tally, runs),
        facts=int(tally.sums[0]),
    )


class Means:
    """Means over runs of the figures in a tally."""

    def __init__(self, tally: Tally, runs: int) -> None:
        self._tally = tally
        self._runs = runs

    def at(self, place: int) -> Estimate:
        """Give the mean of the figure at that place of the sums."""
        return mean(float(self._tally.sums[place]), float(self._tally.squares[place]), self._runs)

    def of_run(self, column: int) -> Estimate:
        """Give the mean of a figure in the head."""
        return self.at(column - c.FACTS)

    def of_crossing(self, number: int, place: str) -> CrossingUse:
        """Give what happens at a crossing."""
        first = OF_RUN + 1 + number * c.CROSSINGS.width
        passed, waited = self._tally.sums[first + c.PASSED], self._tally.sums[first + c.WAITED_S]
        return CrossingUse(
            place=place,
            passages=self.at(first + c.PASSED),
            mean_wait_s=float(waited / passed) if passed else None,
            longest_wait_s=self.at(first + c.LONGEST_WAIT),
            most_queued=self.at(first + c.MOST_QUEUED),
        )


def _completion(tally: Tally, runs: int, q: float) -> Estimate:
    found = quantile(tally.minutes[:-1].tolist(), runs, q)
    in_seconds = (None if minute is None else minute * MINUTE_S for minute in (found.value, found.low, found.high))
    return Estimate(*in_seconds)


def _complete_by(tally: Tally, runs: int) -> tuple[tuple[int, Estimate], ...]:
    by_minute = np.cumsum(tally.minutes[:-1])
    hours = range(HOUR_S // MINUTE_S, len(by_minute), HOUR_S // MINUTE_S)
    return tuple((minute * MINUTE_S, share(int(by_minute[minute]), runs)) for minute in hours)


def _curve(tally: Tally, runs: int, planned_out: int, span_s: int) -> tuple[OutAt, ...]:
    levels = max(tally.levels.shape[1] - 1, 1)
    return tuple(
        OutAt((span + 1) * span_s, int(out) / max(runs, 1), _bands(row.tolist(), runs, planned_out, levels))
        for span, (out, row) in enumerate(zip(tally.curve, tally.levels, strict=True))
    )


def _bands(counts: Sequence[int], runs: int, planned_out: int, levels: int) -> tuple[int, ...]:
    ranks = (max(ceil(runs * q), 1) for q in QUANTILES)
    return tuple((bin_of_rank(counts, rank) or 0) * planned_out // levels for rank in ranks)


def _vehicles(names: Sequence[str], tally: Tally, runs: int) -> tuple[VehicleUse, ...]:
    means = tally.vehicles / max(runs, 1)
    return tuple(
        VehicleUse(name, float(row[USED]), float(row[DRIVEN]), float(row[OUT_FOR]), float(row[CARRIES]))
        for name, row in zip(names, means, strict=True)
    )
