"""Linked movements: nobody leaves on one side before enough have arrived on the other.

People have left when they board where they waited; boarding again at a transfer place on their way is no second
leaving. People have arrived when they alight at a destination to stay. At equal seconds arrivals count first.
"""

from collections.abc import Iterator, Sequence

from safepassage.domain.terms import LinkedMovement, LinkStep
from safepassage.planning.verify.case import Case
from safepassage.planning.verify.journeys import Move
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


def judge_linked(case: Case) -> Iterator[Violation]:
    """Judge every leaving of every linked movement."""
    for movement in case.scenario.agreement.linked:
        yield from _movement(case, movement)


def _movement(case: Case, movement: LinkedMovement) -> Iterator[Violation]:
    arrivals = [(move, False) for move in case.outcome.arrived if move.row.place in movement.against_from]
    leavings = [(move, True) for move in _leavings(case, movement.people_from)]
    arrived = left = 0
    for move, leaves in sorted([*arrivals, *leavings], key=lambda entry: (entry[0].at_s, entry[1], entry[0].when)):
        if not leaves:
            arrived += move.persons
            continue
        left += move.persons
        allowed = may_have_left(movement.steps, arrived)
        if left > allowed:
            message = (
                f"At {case.clock.say(move.at_s)} {left} people have left {_listed(movement.people_from)}, while "
                f"{arrived} from {_listed(movement.against_from)} have arrived; so far {allowed} may have left."
            )
            yield Violation(Rule.LINKED_STEP, move.vehicle, move.stop, message)


def _leavings(case: Case, places: Sequence[str]) -> Iterator[Move]:
    for journey in case.journeys:
        for halt in journey.halts:
            for move in halt.boards:
                if move.row.place in places and move.place == move.row.place:
                    yield move


def may_have_left(steps: Sequence[LinkStep], arrived: int) -> int:
    """Give how many may have left once so many have arrived: that of the last step reached, 0 before the first."""
    reached = [step.may_leave for step in steps if step.arrived <= arrived]
    return reached[-1] if reached else 0


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places)
