"""What an ensemble of runs says of a plan, with confidence intervals."""

from collections.abc import Sequence
from math import ceil

import numpy as np

from safepassage.domain.outcome import (
    CONFIDENCE,
    QUANTILES,
    ChanceBy,
    CrossingUse,
    Estimate,
    OutAt,
    Outcome,
    PolicyUsed,
    VehicleUse,
)
from safepassage.domain.uncertainty import Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.estimates import bin_of_rank, mean, quantile, share
from safepassage.simulation.policy import Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import CARRIES, DRIVEN, LEFT_BEHIND, MINUTE_S, OF_RUN, OUT_FOR, USED, Tally

HOUR_S = 3600


def outcome_of(
    prepared: Prepared,
    policy: Policy,
    uncertainty: Uncertainty,
    tally: Tally,
    *,
    runs: int,
    seed: int,
    span_s: int,
) -> Outcome:
    """Give what a tally of `runs` runs says."""
    complete = int(tally.complete[0])
    figure = Means(tally, runs)
    carried = tally.sums[c.CARRIED - c.FACTS]
    return Outcome(
        scenario=prepared.scenario.name,
        scenario_digest=prepared.scenario.digest,
        runs=runs,
        seed=seed,
        policy=PolicyUsed(policy.ahead_s, policy.patience_s),
        uncertainty=uncertainty,
        confidence=CONFIDENCE,
        quantiles=QUANTILES,
        persons=prepared.scenario.persons,
        planned_out=prepared.planned_out,
        planned_completion_s=prepared.plan.completion_seconds,
        complete=share(complete, runs),
        completion_s=tuple(_completion(tally, runs, q) for q in QUANTILES),
        mean_completion_s=mean(float(tally.complete[1]), float(tally.complete[2]), complete),
        complete_by=_complete_by(tally, runs),
        people_out_over_time=_curve(tally, runs, prepared.planned_out, span_s),
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


def _complete_by(tally: Tally, runs: int) -> tuple[ChanceBy, ...]:
    by_minute = np.cumsum(tally.minutes[:-1])
    hours = range(HOUR_S // MINUTE_S, len(by_minute), HOUR_S // MINUTE_S)
    chances = ((minute * MINUTE_S, share(int(by_minute[minute]), runs)) for minute in hours)
    return tuple(ChanceBy(at_s, chance.value, chance.low, chance.high) for at_s, chance in chances)


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
