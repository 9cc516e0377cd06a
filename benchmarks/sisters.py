"""What was agreed in each family of the benchmark."""

from collections.abc import Sequence
from fractions import Fraction

from benchmarks.terrain import CROSSING
from safepassage.domain.people import TravelGroups
from safepassage.domain.terms import Agreement, ConvoyRule, CrossingRule, LinkedMovement, LinkStep, Window

FAMILIES = ("shuttle", "lanes", "windows", "convoy", "siege")
"""`shuttle` is without a crossing; its sisters go through one."""

BUSES_PER_LANE = 12
CHECK_S = Fraction(4 * 60)
CONVOY = ConvoyRule(CROSSING.id, min_vehicles=5, max_vehicles=25, headway_s=Fraction(12 * 60))
DAYS = 14
"""Windows open on so many days; the largest scenario needs less than half of them."""

OPENS_S = 2 * 3600
"""Windows open two hours after the start of each day."""

STEPS = 20
"""Linked movements go in steps of 5 % of the people."""


def agreement(family: str, *, buses: int, open_hours: int, people: Sequence[TravelGroups]) -> Agreement:
    """Give the terms of this family.

    `open_hours` is how long the crossing is open each day in `windows` and `siege`.
    """
    match family:
        case "shuttle":
            return Agreement()
        case "lanes":
            return Agreement(crossings=(_lanes(buses, windows=None),))
        case "windows":
            return Agreement(crossings=(_lanes(buses, windows=_daily(open_hours)),))
        case "convoy":
            return Agreement(crossings=(CrossingRule(CROSSING.id),), convoys=(CONVOY,))
        case "siege":
            return Agreement(crossings=(_lanes(buses, windows=_daily(open_hours)),), linked=(_linked(people),))
        case _:
            raise ValueError(f"There is no family {family!r}: choose one of {', '.join(FAMILIES)}.")


def _lanes(buses: int, *, windows: tuple[Window, ...] | None) -> CrossingRule:
    lanes = max(1, round(buses / BUSES_PER_LANE))
    return CrossingRule(CROSSING.id, lanes=lanes, check_s=CHECK_S, windows=windows)


def _daily(open_hours: int) -> tuple[Window, ...]:
    opening = [day * 86_400 + OPENS_S for day in range(DAYS)]
    return tuple(Window(opens_s, opens_s + open_hours * 3600) for opens_s in opening)


def _linked(people: Sequence[TravelGroups]) -> LinkedMovement:
    """Let the people of every second place leave in twenty steps, as those of the others arrive."""
    at = sorted({row.place for row in people})
    waiting, against = at[1::2], at[0::2]
    leaving = sum(row.persons for row in people if row.place in waiting)
    arriving = sum(row.persons for row in people if row.place in against)
    steps = (LinkStep(step * arriving // STEPS, (step + 1) * leaving // STEPS) for step in range(STEPS))
    return LinkedMovement(tuple(waiting), tuple(against), tuple(steps))
