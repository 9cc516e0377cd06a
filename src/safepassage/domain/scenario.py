"""The scenario: everything that a plan starts from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.terms import Agreement
from safepassage.domain.uncertainty import Uncertainty
from safepassage.domain.vehicles import Vehicle, VehicleRow


class Objective(StrEnum):
    """What a plan optimises once as many people as possible are brought out, by priority."""

    COMPLETION = "completion"
    PRIORITY = "priority"
    BEFORE_BREAKDOWN = "before-breakdown"


class SourceKind(StrEnum):
    """Where a figure comes from: somebody reported it, or the scenario's authors assume it."""

    REPORTED = "reported"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Where a figure of the scenario comes from.

    `about` names what it is ("places.csv: board_minutes"), `figure` the value in words, `source` who said so, or for
    an assumption why it was chosen.
    """

    about: str
    figure: str
    kind: SourceKind
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A complete scenario. `start` is timezone-aware; all other times are whole seconds after it.

    `priority_weights` are for the priorities 1, 2, 3; `expected_calm_s` is the mean time until the agreement fails.
    `uncertainty` is what a rehearsal draws, None if the scenario says nothing of it. No plan depends on it, so it is no
    part of `repr`, of which the digest is made.
    """

    name: str
    start: datetime
    title: str = ""
    timezone: str = "UTC"
    objective: Objective = Objective.COMPLETION
    priority_weights: tuple[float, float, float] = (100.0, 10.0, 1.0)
    expected_calm_s: float | None = None
    places: tuple[Place, ...] = ()
    people: tuple[TravelGroups, ...] = ()
    vehicles: tuple[VehicleRow, ...] = ()
    links: tuple[Link, ...] = ()
    agreement: Agreement = field(default_factory=Agreement)
    sources: tuple[FigureSource, ...] = ()
    uncertainty: Uncertainty | None = field(default=None, repr=False)

    @property
    def persons(self) -> int:
        """Persons who have asked to leave."""
        return sum(row.persons for row in self.people)

    def place(self, place_id: str) -> Place:
        """Give the place with this id; KeyError if there is none."""
        for place in self.places:
            if place.id == place_id:
                return place
        raise KeyError(place_id)

    def each_vehicle(self) -> Iterator[Vehicle]:
        """Yield every vehicle by name; the numbering of a type goes on over its rows."""
        counted: dict[str, int] = {}
        for row in self.vehicles:
            first = counted.get(row.type, 0) + 1
            counted[row.type] = first + row.count - 1
            for number in range(first, first + row.count):
                yield Vehicle(f"{row.type}-{number}", row)

    @property
    def digest(self) -> str:
        """Give a fingerprint of all that a plan depends on: another one if anything of it changes."""
        bare = replace(self, title="", sources=(), places=tuple(replace(place, name="") for place in self.places))
        return sha256(repr(bare).encode()).hexdigest()[:32]
