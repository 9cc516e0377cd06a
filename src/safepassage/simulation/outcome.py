"""What an ensemble of runs says of a plan, with confidence intervals."""

from math import ceil

import numpy as np

from safepassage.domain.outcome import (
    CONFIDENCE,
    QUANTILES,
    ChanceBy,
    CrossingUse,
    Danger,
    Disruptions,
    Estimate,
    OutAt,
    Outcome,
    PolicyUsed,
    VehicleUse,
    Waiting,
)
from safepassage.domain.uncertainty import Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import Floats, Integers
from safepassage.simulation.chunks import (
    CARRIES,
    DRIVEN,
    ENDED_FOR_GOOD,
    LEFT_BEHIND,
    LOADED_FOR,
    MAKES,
    NO_SEAT,
    OF_ALL,
    OF_CROSSING,
    OUT_FOR,
    QUEUED_FOR,
    USED,
)
from safepassage.simulation.estimates import mean, quantile, ratio, share
from safepassage.simulation.policy import Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.tally import MINUTE_S, OVER, Tally

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
    found = Found(prepared, tally, runs, span_s)
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
        people_out=found.mean(c.OUT),
        people_out_by_priority=(found.mean(c.OUT_1), found.mean(c.OUT_2), found.mean(c.OUT_3)),
        mean_aboard_s=found.mean_aboard_s(),
        longest_aboard_s=found.mean(c.LONGEST_ABOARD),
        people_aboard_too_long=found.mean(c.TOO_LONG),
        vehicles_withdrawn=found.mean(c.WITHDREW),
        vehicles_left_behind=found.at(LEFT_BEHIND),
        complete_by=_complete_by(tally, runs),
        people_out_over_time=found.curve(tally.out, c.OUT_IN),
        crossings=tuple(found.crossing(number, place) for number, place in enumerate(prepared.crossings)),
        vehicles=tuple(found.vehicles()),
        people_left_aboard=found.mean(c.LEFT_ABOARD),
        waiting_by_priority=tuple(found.waiting(priority) for priority in (1, 2, 3)),
        danger=found.danger(),
        disruptions=found.disruptions(),
        people_out_if_ended_at=found.curve(tally.beyond, c.BEYOND_IN),
        facts=int(tally.sums[0]),
    )


class Found:
    """What a tally of runs says, figure by figure."""

    def __init__(self, prepared: Prepared, tally: Tally, runs: int, span_s: int) -> None:
        self._prepared = prepared
        self._tally = tally
        self._runs = runs
        self._span_s = span_s

    def at(self, place: int, factor: float = 1.0) -> Estimate:
        """Give the mean of a value of the runs times a factor."""
        total, squares = float(self._tally.sums[place]), float(self._tally.squares[place])
        return mean(factor * total, factor * factor * squares, self._runs)

    def mean(self, column: int) -> Estimate:
        """Give the mean of a figure in the head."""
        return self.at(column - c.FACTS)

    def _sum(self, column: int) -> float:
        return float(self._tally.sums[column - c.FACTS])

    def mean_aboard_s(self) -> float | None:
        """Give the seconds aboard of each person who gets off."""
        got_off = self._sum(c.GOT_OFF)
        return self._sum(c.ABOARD_S) / got_off if got_off else None

    def waiting(self, priority: int) -> Waiting:
        """Give how long people of a priority wait."""
        number = priority - 1
        top, bottom = (
            (float(self._tally.sums[column - c.FACTS]), float(self._tally.squares[column - c.FACTS]))
            for column in OVER[number]
        )
        waited = ratio(top, bottom, float(self._tally.products[number]), self._runs)
        return Waiting(waited, self.mean(c.STILL_1 + number))

    def danger(self) -> Danger | None:
        """Give what the risk of roads adds up to, if any road has one."""
        if not any(link.risk for link in self._prepared.scenario.links):
            return None
        loaded, empty = (self.at(column - c.FACTS, 1 / c.HARM_UNITS) for column in (c.HARM_LOADED, c.HARM_EMPTY))
        return Danger(self.mean(c.DANGER_S), loaded, empty)

    def disruptions(self) -> Disruptions:
        """Give what went wrong."""
        return Disruptions(
            people_stayed=self.mean(c.PEOPLE_STAYED),
            people_turned_back=self.mean(c.PEOPLE_TURNED_BACK),
            people_without_seat=self.at(NO_SEAT),
            suspensions=self.mean(c.SUSPENSIONS),
            suspended_s=self.mean(c.SUSPENDED_S),
            breakdowns=self.mean(c.BREAKDOWNS),
            refusals=self.mean(c.REFUSALS),
            ended_for_good=share(int(self._tally.sums[ENDED_FOR_GOOD]), self._runs),
        )

    def crossing(self, number: int, place: str) -> CrossingUse:
        """Give what happens at a crossing."""
        first = OF_ALL + number * OF_CROSSING
        passed, waited = self._tally.sums[first + c.PASSED], self._tally.sums[first + c.WAITED_S]
        spans = len(self._tally.curve)
        return CrossingUse(
            place=place,
            passages=self.at(first + c.PASSED),
            mean_wait_s=float(waited / passed) if passed else None,
            longest_wait_s=self.at(first + c.LONGEST_WAIT),
            most_queued=self.at(first + c.MOST_QUEUED),
            queued_over_time=self._queued(self._tally.queues[number * spans : (number + 1) * spans]),
        )

    def _queued(self, changes: Integers) -> tuple[float, ...]:
        """Give how many vehicles wait on average in each span, from the summed changes `(num_spans, 2)`."""
        there_before = np.cumsum(changes[:, c.ENTERED]) - changes[:, c.ENTERED]
        seconds = there_before * self._span_s + changes[:, c.PART_S]
        return tuple((seconds / (self._span_s * max(self._runs, 1))).tolist())

    def vehicles(self) -> list[VehicleUse]:
        """Give what each vehicle does."""
        means: Floats = self._tally.vehicles / max(self._runs, 1)
        ends_s = self._sum(c.WORK_UNTIL) / max(self._runs, 1)
        return [
            VehicleUse(
                vehicle=name,
                used=float(row[USED]),
                driven_s=float(row[DRIVEN]),
                out_s=float(row[OUT_FOR]),
                persons=float(row[CARRIES]),
                trips=float(row[MAKES]),
                loaded_s=float(row[LOADED_FOR]),
                queued_s=float(row[QUEUED_FOR]),
                in_use=float(row[OUT_FOR]) / ends_s if ends_s else 0.0,
            )
            for name, row in zip(self._prepared.vehicles, means, strict=True)
        ]

    def curve(self, histogram: Integers, column: int) -> tuple[OutAt, ...]:
        """Give a curve of people over time from its histogram and its column of the summed curve."""
        sums: Integers = self._tally.curve[:, column]
        means = (sums / max(self._runs, 1)).tolist()
        bands = _bands(histogram, self._runs, self._prepared.planned_out).tolist()
        return tuple(
            OutAt((span + 1) * self._span_s, out, tuple(band))
            for span, (out, band) in enumerate(zip(means, bands, strict=True))
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


def _bands(histogram: Integers, runs: int, planned_out: int) -> Integers:
    """Give the quantiles of people at each span, `(num_spans, num_quantiles)`, from the runs at each level."""
    levels = max(histogram.shape[1] - 1, 1)
    seen = np.cumsum(histogram, axis=1)
    ranks = (max(ceil(runs * q), 1) for q in QUANTILES)
    reached = np.stack([np.count_nonzero(seen < rank, axis=1) for rank in ranks], axis=1)
    bands: Integers = np.where(reached > levels, 0, reached) * planned_out // levels
    return bands
