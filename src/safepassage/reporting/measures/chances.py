"""The chance that nobody is left behind over time, from all that an outcome says of it: chances by hour, and quantiles.

In a share q of runs all are out by the quantile q, so both are points of one curve, which never falls. A lower end of
an interval holds from its moment on, an upper end until its moment: so hours and quantiles bound the curve together.
"""

from dataclasses import dataclass

from safepassage.domain.outcome import Outcome

Point = tuple[int, float]
"""A moment, in seconds after the start, and a chance."""


@dataclass(frozen=True, slots=True)
class ChanceFrom:
    """The chance that nobody is left behind, from a moment to the next, within its confidence interval."""

    at_s: int
    low: float
    value: float
    high: float


def chances_over_time(outcome: Outcome) -> tuple[ChanceFrom, ...]:
    """Give the chance that all are out whom the plan brings out, from each moment at which more is known of it."""
    lows, values, highs = _points(outcome)
    moments = sorted({at_s for at_s, _ in (*lows, *values, *highs)})
    return tuple(
        ChanceFrom(at_s, _reached(lows, at_s), _reached(values, at_s), _not_above(highs, at_s, outcome))
        for at_s in moments
    )


def _points(outcome: Outcome) -> tuple[list[Point], list[Point], list[Point]]:
    """Give what is known of the lower ends, the figures and the upper ends."""
    lows = [(chance.at_s, chance.low) for chance in outcome.complete_by if chance.low is not None]
    values = [(chance.at_s, chance.value) for chance in outcome.complete_by if chance.value is not None]
    highs = [(chance.at_s, chance.high) for chance in outcome.complete_by if chance.high is not None]
    for share, found in zip(outcome.quantiles, outcome.completion_s, strict=True):
        for points, at_s in ((lows, found.high), (values, found.value), (highs, found.low)):
            if at_s is not None:
                points.append((int(at_s), share))
    return lows, values, highs


def _reached(points: list[Point], at_s: int) -> float:
    return max((share for since_s, share in points if since_s <= at_s), default=0.0)


def _not_above(points: list[Point], at_s: int, outcome: Outcome) -> float:
    """Give the least upper end that holds until after a moment."""
    ends = [share for until_s, share in points if until_s > at_s]
    last = outcome.complete.high
    return min([*ends, 1.0 if last is None else last])
