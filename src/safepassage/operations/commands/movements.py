"""What all commands about a movement share: its state, and the linked movements that a step holds or releases."""

from dataclasses import dataclass

from safepassage.agreement import movement_course
from safepassage.agreement.links import left_and_arrived, link_facts_due
from safepassage.agreement.movement import TRANSITIONS, trigger_of
from safepassage.agreement.movements import Movement
from safepassage.domain.events import Fact
from safepassage.operations.commands.fitting import after_fitting
from safepassage.operations.deciding import Command, Facts, Situation
from safepassage.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class OfMovement(Command):
    """A command about a movement."""

    movement: str

    def touches(self) -> tuple[str, ...]:
        """Give the movement."""
        return (self.movement,)


def fitting(operation: Operation, command: OfMovement, situation: Situation, fact: Fact) -> Facts:
    """Give a fact of a movement, and those by which linked movements are held and released then.

    A report says nothing of links: what is past is not held any more. `ReviewLinks` does it for now.

    Raises
    ------
    RefusedError
        If it contradicts the state of the movement, unless it is a report.
    """
    possible = [state for state, trigger in TRANSITIONS if trigger == trigger_of(fact)]
    before = operation.movement(command.movement)
    after = after_fitting(before, fact, movement_course.follow, command, situation, possible)
    return (fact,) if situation.reported else (fact, *links_due(operation, situation, after))


def links_due(operation: Operation, situation: Situation, *now: Movement) -> Facts:
    """Give the facts that hold and release movements as all stand; `now` are those that just moved on."""
    everything = {each.movement: each for each in (*operation.movements(), *now)}
    left, arrived = left_and_arrived(everything.values())
    linked = operation.agreement.terms.linked
    waiting = [everything[name] for name in sorted(everything)]
    return tuple(fact for each in waiting for fact in link_facts_due(each, linked, left, arrived, situation.at_s))
