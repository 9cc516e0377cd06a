"""Which terms bind in a plan: a guess at what is worth trying, read off the plan. Nothing that is reported rests on it.

Each test gives how hard a term presses, from 0 (not at all) to 1. Where people remain, a window presses fully.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from safepassage.domain.options import Change, Term
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify.case import Case, open_case
from safepassage.planning.verify.convoys import convoys
from safepassage.planning.verify.crossings import Passage, passages
from safepassage.planning.verify.service import service_begins

NEAR_S = 3600
"""What happens within an hour of the edge of a window is held up or hurried by it."""
NEARLY = 0.9


@dataclass(frozen=True)
class Pressure:
    """A plan with what happens at its crossings, to ask how hard each term presses."""

    scenario: Scenario
    case: Case
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan) -> "Pressure":
        """Look at a plan."""
        case = open_case(scenario, plan)
        return cls(scenario, case, tuple(passages(case)))

    def on(self, change: Change) -> float:
        """Say how hard the term presses that a change would loosen."""
        return _TESTS[change.term](self, change)

    def at_crossing(self, change: Change) -> list[Passage]:
        """Give the loaded passages on which one of the rules falls that a change touches."""
        return [p for p in self.passages if p.crossing_rule in change.rows and p.visit.loaded]


def binding(scenario: Scenario, plan: Plan, changes: Sequence[Change]) -> list[Change]:
    """Give the changes to terms that press, the hardest first, and of equal ones in their order."""
    pressure = Pressure.of(scenario, plan)
    pressing = [(pressure.on(change), change) for change in changes]
    return [change for force, change in sorted(pressing, key=lambda pair: -pair[0]) if force > 0]


def _closing(pressure: Pressure, change: Change) -> float:
    """Whether anybody passes after the closing, at a later opening, or nobody can any more."""
    if pressure.case.plan.people_remaining:
        return 1.0
    passing = pressure.at_crossing(change)
    later = sum(p.visit.depart_s > max(change.moments_s) for p in passing)
    return later / len(passing) if passing else 0.0


def _opening(pressure: Pressure, change: Change) -> float:
    """Whether vehicles wait for the opening, or pass soon after it."""
    if pressure.case.plan.people_remaining:
        return 1.0
    passing = pressure.at_crossing(change)
    near = sum(any(0 <= p.visit.depart_s - at <= NEAR_S for at in change.moments_s) for p in passing)
    later = sum(p.visit.depart_s >= min(change.moments_s) for p in passing)
    return later / len(passing) if near else 0.0


def _lanes(pressure: Pressure, change: Change) -> float:
    """Give the share of checks in lanes that begin in the very second in which another one ends."""
    rule = pressure.scenario.agreement.crossings[change.rows[0]]
    ends = [p.visit.depart_s for p in pressure.passages if p.crossing_rule in change.rows and p.convoy_rule is None]
    follow = sum(end - rule.check_s in ends for end in ends)
    return follow / len(ends) if ends and rule.check_s else 0.0


def _check(pressure: Pressure, change: Change) -> float:
    return NEARLY if pressure.at_crossing(change) else 0.0


def _headway(pressure: Pressure, change: Change) -> float:
    """Give the share of convoys that leave as soon after the one before as they may."""
    gaps = []
    for rule, in_time in convoys(pressure.case):
        if any(pressure.scenario.agreement.convoys[row] is rule for row in change.rows):
            gaps += [(b.leaves_s - a.leaves_s) <= rule.headway_s + NEAR_S / 6 for a, b in pairwise(in_time)]
    return sum(gaps) / len(gaps) if gaps else 0.0


def _convoy_size(pressure: Pressure, change: Change) -> float:
    """Give the share of convoys that are as large as they may be."""
    full = []
    for rule, in_time in convoys(pressure.case):
        if any(pressure.scenario.agreement.convoys[row] is rule for row in change.rows):
            full += [rule.max_vehicles is not None and each.size >= rule.max_vehicles for each in in_time]
    return sum(full) / len(full) if full else 0.0


def _linked(pressure: Pressure, change: Change) -> float:
    """How near those who have left come to the number who may leave, before the last step."""
    rule = pressure.scenario.agreement.linked[change.rows[0]]
    left = sum(
        move.persons
        for journey in pressure.case.journeys
        for halt in journey.halts
        for move in halt.boards
        if move.row.place == move.place and move.place in rule.people_from
    )
    steps = [step.may_leave for step in rule.steps]
    reached = [may for may in steps if may > 0 and NEARLY * may <= left]
    return 0.6 if len(reached) > 1 or (reached and reached[0] != max(steps)) else 0.3 if reached else 0.0


def _vehicles(pressure: Pressure, change: Change) -> float:
    """Give the share of the vehicles of a type that carry anybody."""
    kind = pressure.scenario.vehicles[change.rows[0]].type
    count = sum(row.count for row in pressure.scenario.vehicles if row.type == kind)
    used = sum(
        j.row is not None and j.row.type == kind and any(h.boards for h in j.halts) for j in pressure.case.journeys
    )
    return used / count if used >= NEARLY * count else 0.0


def _available_from(pressure: Pressure, change: Change) -> float:
    """Give the share of the vehicles that move within the first hour."""
    row = pressure.scenario.vehicles[change.rows[0]]
    first = [j.halts[0].stop.depart_s for j in pressure.case.journeys if j.row is row and j.halts]
    soon = sum(at <= row.available_from_s + NEAR_S for at in first)
    return soon / row.count


def _available_until(pressure: Pressure, change: Change) -> float:
    """Whether vehicles work until shortly before they leave."""
    row = pressure.scenario.vehicles[change.rows[0]]
    last = [j.halts[-1].stop.depart_s for j in pressure.case.journeys if j.row is row and j.halts]
    until = row.available_until_s or 0
    return sum(at >= until - 4 * NEAR_S for at in last) / row.count


def _full(pressure: Pressure, change: Change) -> float:
    """Whether a place becomes as good as full."""
    place = pressure.case.places[change.place]
    room = place.beds if change.term is Term.BEDS else place.shelter_places
    taken = sum(
        move.groups * (move.row.stretcher if change.term is Term.BEDS else move.row.seated + move.row.wheelchair)
        for move in pressure.case.outcome.arrived
        if move.place == change.place
    )
    return taken / room if room and taken >= NEARLY * room else 0.0


def _bays(pressure: Pressure, change: Change) -> float:
    """Give the share of services at a place that begin while all its bays are taken, theirs included."""
    services = [
        (service_begins(halt), halt.stop.depart_s)
        for journey in pressure.case.journeys
        for halt in journey.halts
        if halt.stop.place == change.place and (halt.alights or halt.boards)
    ]
    bays = pressure.case.places[change.place].bays
    if bays is None or not services:
        return 0.0
    return sum(_going_on(services, begins) >= bays for begins, _ in services) / len(services)


def _going_on(services: Sequence[tuple[Fraction, int]], moment: Fraction) -> int:
    return sum(begins <= moment < ends for begins, ends in services)


_TESTS: dict[Term, Callable[[Pressure, Change], float]] = {
    Term.CLOSING: _closing,
    Term.OPENING: _opening,
    Term.LANES: _lanes,
    Term.CHECK: _check,
    Term.HEADWAY: _headway,
    Term.CONVOY_SIZE: _convoy_size,
    Term.MAY_LEAVE: _linked,
    Term.ARRIVED: _linked,
    Term.VEHICLES: _vehicles,
    Term.AVAILABLE_FROM: _available_from,
    Term.AVAILABLE_UNTIL: _available_until,
    Term.BEDS: _full,
    Term.SHELTER_PLACES: _full,
    Term.BAYS: _bays,
}
