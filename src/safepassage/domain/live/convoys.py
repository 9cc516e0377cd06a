"""Facts of convoys that only a live operation knows: who leads, who is last, who stands by, and what became of them."""

from dataclasses import dataclass
from typing import ClassVar

from safepassage.domain.events import Fact


@dataclass(frozen=True, slots=True)
class ConvoyArranged(Fact):
    """A convoy got its order: the first vehicle, `lead`, the last, `tail`, and `spares`, which drive along empty.

    `leader` is the person who leads it.
    """

    name: ClassVar[str] = "convoy.arranged"

    convoy: str
    leader: str
    lead: str
    tail: str
    spares: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConvoySplit(Fact):
    """Some `vehicles` of a convoy go on by themselves, as the convoy `into`."""

    name: ClassVar[str] = "convoy.split"

    convoy: str
    into: str
    vehicles: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class SpareTaken(Fact):
    """A spare vehicle of a convoy took the place of another, `replaced`, which is in it no more."""

    name: ClassVar[str] = "spare.taken"

    convoy: str
    replaced: str
    spare: str


CONVOY_FACTS: tuple[type[Fact], ...] = (ConvoyArranged, ConvoySplit, SpareTaken)
