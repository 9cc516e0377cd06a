"""Facts of movements: drafted, notified, acknowledged, green-lit, given the go, under way, ordered about, ended.

A crossing is passed by `convoy.departed`, a fact that a rehearsal knows as well; its `convoy` is the movement's id.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from safepassage.domain.events import Fact


class Order(StrEnum):
    """What a named person chose for a movement that has people on the road."""

    HOLD_HERE = "hold-here"
    GO_TO_HOLDING_PLACE = "go-to-holding-place"
    RETURN = "return"
    GO_ON = "go-on"
    ABORT = "abort"


@dataclass(frozen=True, slots=True)
class Passage:
    """A crossing that a movement passes, and the parties whose green light it needs there."""

    crossing: str
    lights_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovementFile:
    """What the parties are told of a movement before it begins.

    `parties` are all who must be told. `lead`, `tail` and `spare` are vehicles, "" if none; the spare has nobody
    aboard. `leader` is the person who leads it. `departs_s` is when it is to leave `origin`, whole seconds after the
    scenario's start; `persons` how many it is to bring out.
    """

    origin: str
    passages: tuple[Passage, ...]
    destination: str
    vehicles: tuple[str, ...]
    lead: str
    tail: str
    spare: str
    leader: str
    departs_s: int
    persons: int
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovementDrafted(Fact):
    """A movement file was drafted; no party was told yet."""

    name: ClassVar[str] = "movement.drafted"

    movement: str
    file: MovementFile


@dataclass(frozen=True, slots=True)
class MovementNotified(Fact):
    """The movement file was sent to a party. That is no permission."""

    name: ClassVar[str] = "movement.notified"

    movement: str
    party: str


@dataclass(frozen=True, slots=True)
class MovementAcknowledged(Fact):
    """A party said that it has the movement file. That is no permission either."""

    name: ClassVar[str] = "movement.acknowledged"

    movement: str
    party: str


@dataclass(frozen=True, slots=True)
class CrossingGreenLit(Fact):
    """A party gave a green light for a movement at a crossing, for `[from_s, until_s)`; it replaces the one before."""

    name: ClassVar[str] = "crossing.green-lit"

    movement: str
    crossing: str
    party: str
    from_s: int
    until_s: int


@dataclass(frozen=True, slots=True)
class GreenLightWithdrawn(Fact):
    """A party took back its green light for a movement at a crossing."""

    name: ClassVar[str] = "green-light.withdrawn"

    movement: str
    crossing: str
    party: str


@dataclass(frozen=True, slots=True)
class MovementGoGiven(Fact):
    """A named person, `by`, took it upon themselves that the movement goes."""

    name: ClassVar[str] = "movement.go-given"

    movement: str
    by: str


@dataclass(frozen=True, slots=True)
class MovementDeparted(Fact):
    """The movement left its origin with so many persons aboard, crew apart."""

    name: ClassVar[str] = "movement.departed"

    movement: str
    persons: int


@dataclass(frozen=True, slots=True)
class MovementChanged(Fact):
    """Another movement file took the place of the one before; `what` says what is different."""

    name: ClassVar[str] = "movement.changed"

    movement: str
    file: MovementFile
    what: str


@dataclass(frozen=True, slots=True)
class MovementCalledOff(Fact):
    """The movement does not go, or broke off after an order to return or to abort."""

    name: ClassVar[str] = "movement.called-off"

    movement: str
    reason: str


@dataclass(frozen=True, slots=True)
class MovementCompleted(Fact):
    """The movement came to its destination."""

    name: ClassVar[str] = "movement.completed"

    movement: str


@dataclass(frozen=True, slots=True)
class MovementOrdered(Fact):
    """A named person, `by`, chose what a movement on the road does; `place` is where to, "" where none is needed."""

    name: ClassVar[str] = "movement.ordered"

    movement: str
    order: Order
    place: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class MovementHeldByLink(Fact):
    """The movement waits until a step of a linked movement is reached; both count from 0 in the agreement's order."""

    name: ClassVar[str] = "movement.held-by-link"

    movement: str
    linked: int
    step: int


@dataclass(frozen=True, slots=True)
class MovementReleasedByLink(Fact):
    """The step that the movement waited for is reached."""

    name: ClassVar[str] = "movement.released-by-link"

    movement: str
    linked: int
    step: int


MOVEMENT_FACTS: tuple[type[Fact], ...] = (
    MovementDrafted,
    MovementNotified,
    MovementAcknowledged,
    CrossingGreenLit,
    GreenLightWithdrawn,
    MovementGoGiven,
    MovementDeparted,
    MovementChanged,
    MovementCalledOff,
    MovementCompleted,
    MovementOrdered,
    MovementHeldByLink,
    MovementReleasedByLink,
)
