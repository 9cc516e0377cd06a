"""The state of the operation as a whole: from what it was set up, and who may act in it."""

from dataclasses import dataclass, replace

from safepassage.domain.live import access
from safepassage.domain.live.roles import Role
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Appointment:
    """In which roles somebody may act, and within what scope; empty: everywhere."""

    person: str
    roles: tuple[Role, ...]
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """The operation and its people with access; `operation` "" until it was set up."""

    operation: str = ""
    scenario: str = ""
    start: str = ""
    digest: str = ""
    rehearsal: bool = False
    appointed: tuple[Appointment, ...] = ()

    def appointment(self, person: str) -> Appointment | None:
        """Give what somebody was appointed for; None if they may not act."""
        return next((each for each in self.appointed if each.person == person), None)


def begin(_: str) -> Staff:
    """Give the state before anything was told."""
    return Staff()


def follow(staff: Staff, told: Told) -> Staff:
    """Give the state after one more fact."""
    match told.fact:
        case access.OperationCreated() as fact if not staff.operation:
            return replace(
                staff,
                operation=fact.operation,
                scenario=fact.scenario,
                start=fact.start,
                digest=fact.digest,
                rehearsal=fact.rehearsal,
            )
        case access.PersonAppointed(person=person, roles=roles, scope=scope):
            return replace(staff, appointed=(*_without(staff, person), Appointment(person, roles, scope)))
        case access.PersonDismissed(person=person):
            return replace(staff, appointed=_without(staff, person))
        case _:
            return staff


def _without(staff: Staff, person: str) -> tuple[Appointment, ...]:
    return tuple(each for each in staff.appointed if each.person != person)
