"""Facts of the operation as a whole, and of who may act in it."""

from dataclasses import dataclass
from typing import ClassVar

from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role


@dataclass(frozen=True, slots=True)
class OperationCreated(Fact):
    """An operation was set up from a scenario; with `rehearsal` it is no real one.

    `start` is the moment from which `at_s` counts, UTC text; `digest` the SHA-256 of the scenario's files, hexadecimal.
    """

    name: ClassVar[str] = "operation.created"

    operation: str
    scenario: str
    start: str
    digest: str
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class PersonAppointed(Fact):
    """A person may act in these roles, within the scope: places, vehicles and movements; empty: all of them."""

    name: ClassVar[str] = "person.appointed"

    person: str
    roles: tuple[Role, ...]
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonDismissed(Fact):
    """A person may not act any more."""

    name: ClassVar[str] = "person.dismissed"

    person: str


ACCESS_FACTS: tuple[type[Fact], ...] = (OperationCreated, PersonAppointed, PersonDismissed)
