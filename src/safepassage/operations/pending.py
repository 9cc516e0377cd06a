"""What waits for somebody: a decision, a lost crew, an incident, a full place, an arrival to confirm, a follow-up."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from safepassage.agreement.decisions import convoys_to_decide
from safepassage.operations.commands.incidents import open_incidents
from safepassage.operations.commands.reception import follow_ups_due, room_left, unconfirmed
from safepassage.operations.commands.vehicles import alarms
from safepassage.operations.courses import Kind
from safepassage.operations.operation import Operation


class PendingKind(StrEnum):
    """What somebody must do."""

    DECIDE = "decide"
    LOOK_INTO = "look-into"
    FIND_CREW = "find-crew"
    FIND_ROOM = "find-room"
    CONFIRM_ARRIVAL = "confirm-arrival"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True)
class Pending:
    """What waits for somebody, of what it is, and since when, in seconds after the start; None: that is not known."""

    kind: PendingKind
    of: str
    sentence: str
    since_s: int | None = None


def pending(operation: Operation, now_s: int) -> Iterator[Pending]:
    """Yield all that waits, what is gravest first."""
    for decision in convoys_to_decide(operation.agreement, operation.movements()):
        why = decision.reason.replace("-", " ")
        sentence = (
            f"Somebody must decide for {decision.movement} and its people on the road ({why}): hold here, go to a "
            "holding place, return, go on or abort."
        )
        yield Pending(PendingKind.DECIDE, f"movement/{decision.movement}", sentence, decision.since_s)
    for alarm in alarms(operation, now_s):
        where = f" last at or near {alarm.heard_at}," if alarm.heard_at else ""
        sentence = f"The crew of {alarm.vehicle} was heard of,{where} longer ago than was agreed: find it."
        yield Pending(PendingKind.FIND_CREW, f"vehicle/{alarm.vehicle}", sentence, alarm.heard_s)
    for violation in operation.agreement.open_violations:
        sentence = f"A violation of the agreement was reported ({violation.what}): suspend it, or dismiss the report."
        yield Pending(PendingKind.LOOK_INTO, violation.event, sentence, violation.at_s)
    for place in operation.names(Kind.RECEPTION):
        room = room_left(operation, place)
        if room is not None and room < 0:
            sentence = f"{-room:,} more people are at {place} than it said it has room for: find room for them."
            yield Pending(PendingKind.FIND_ROOM, place, sentence)
    for incident in open_incidents(operation):
        sentence = (
            f"The incident {incident.incident} ({incident.kind}, {incident.severity}) at {incident.place} is not over: "
            "say so when it is, and how that is known."
        )
        yield Pending(PendingKind.LOOK_INTO, f"incident/{incident.incident}", sentence, incident.at_s)
    for place, vehicle, persons in unconfirmed(operation):
        sentence = f"Nobody at {place} has confirmed who came with {vehicle}: {persons} by the scans."
        yield Pending(PendingKind.CONFIRM_ARRIVAL, f"vehicle/{vehicle}", sentence)
    for due in follow_ups_due(operation, now_s):
        sentence = (
            f"The {due.persons} who came to {due.place} on day {due.day} are to be asked how they are, "
            f"{due.after_days} days after."
        )
        yield Pending(PendingKind.FOLLOW_UP, due.place, sentence, due.since_s)
