"""Moments at which streets change: closures begin and end, and the speeds of an hour of the day come and go."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from safepassage.domain.streets import Closure, SpeedRule, StreetConditions

DAY_S = 86_400

MOST_STATES = 64
"""No more different states than this are looked at."""


@dataclass(frozen=True, slots=True)
class State:
    """The streets from `moment_s` seconds after the scenario's start: which closures and speed rules are in force."""

    moment_s: int
    closures: tuple[Closure, ...]
    rules: tuple[SpeedRule, ...]


def state_at(conditions: StreetConditions, moment_s: int, minute: int) -> State:
    """Give what is in force at a moment, which is `minute` minutes after local midnight."""
    return State(
        moment_s,
        tuple(closure for closure in conditions.closures if closure.at(moment_s)),
        tuple(rule for rule in conditions.speeds if rule.at(minute)),
    )


def states(conditions: StreetConditions, minute_of: Callable[[int], int], last_s: int) -> Iterator[State]:
    """Yield each different state from the start until `last_s` seconds after it, when it holds for the first time.

    `minute_of` gives the minute after local midnight of a moment.
    """
    seen: set[tuple[tuple[Closure, ...], tuple[SpeedRule, ...]]] = set()
    for moment in _moments(conditions, minute_of, last_s):
        state = state_at(conditions, moment, minute_of(moment))
        if (state.closures, state.rules) not in seen and len(seen) < MOST_STATES:
            seen.add((state.closures, state.rules))
            yield state


def _moments(conditions: StreetConditions, minute_of: Callable[[int], int], last_s: int) -> Sequence[int]:
    """Give the moments at which something may change, in order: the start, ends of closures, hours of speed rules."""
    ends = {end for closure in conditions.closures for end in (closure.from_s, closure.until_s) if end is not None}
    days = range(0, max(last_s, DAY_S), DAY_S)
    hours = {minute for rule in conditions.speeds for minute in (rule.from_minute, rule.until_minute)} - {None}
    clock = {day + _until(minute, minute_of(day)) for day in days for minute in hours if minute is not None}
    return sorted({0} | {moment for moment in ends | clock if 0 <= moment <= last_s})


def _until(minute: int, now: int) -> int:
    """Give the seconds until a minute of the day comes, 0 if it is now."""
    return (minute - now) % 1440 * 60
