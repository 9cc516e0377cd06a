"""What each place is for: how the map marks it and what stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.reporting.measures.movements import Movements, Whereabouts
from safepassage.reporting.words import number


class Role(StrEnum):
    """What a place is for, in the order of what matters most when it is several things."""

    CROSSING = "crossing"
    WAITING = "waiting"
    TRANSFER = "transfer"
    DESTINATION = "destination"
    START = "start"
    JUNCTION = "junction"


ROLE_WORDS: Mapping[Role, str] = {
    Role.CROSSING: "Crossing",
    Role.WAITING: "People wait here",
    Role.TRANSFER: "Transfer place",
    Role.DESTINATION: "Destination",
    Role.START: "Vehicles start here",
    Role.JUNCTION: "Junction or other place",
}


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place as the map shows it: `note` stands under its name, `persons` is how much it matters."""

    place: Place
    role: Role
    note: str
    persons: int

    @property
    def rank(self) -> tuple[int, int]:
        """A sort key: the most important place first."""
        return (list(Role).index(self.role), -self.persons)


class Roles:
    """Says what places are for."""

    def __init__(self, scenario: Scenario) -> None:
        self._crossings = scenario.agreement.crossing_places
        self._homes = {row.place for row in scenario.people}
        self._starts = {row.start for row in scenario.vehicles}

    def of(self, place: Place) -> tuple[Role, ...]:
        """Give everything that a place is for, most important first; a junction only if it is nothing else."""
        uses = {
            Role.CROSSING: place.id in self._crossings,
            Role.WAITING: place.id in self._homes,
            Role.TRANSFER: place.transfer,
            Role.DESTINATION: place.is_destination,
            Role.START: place.id in self._starts,
        }
        return tuple(role for role, used in uses.items() if used) or (Role.JUNCTION,)


def map_places(scenario: Scenario, happened: Movements) -> tuple[MapPlace, ...]:
    """Give every place of the scenario as the map shows it."""
    left = _persons(happened, before=Whereabouts.WAITING)
    arrived = _persons(happened, after=Whereabouts.OUT)
    passed: dict[str, int] = {}
    for passage in happened.passages:
        passed[passage.crossing] = passed.get(passage.crossing, 0) + passage.persons
    roles = Roles(scenario)
    return tuple(_map_place(place, roles.of(place)[0], left, arrived, passed) for place in scenario.places)


def _map_place(
    place: Place, role: Role, left: Mapping[str, int], arrived: Mapping[str, int], passed: Mapping[str, int]
) -> MapPlace:
    notes = {
        Role.CROSSING: (passed.get(place.id, 0), "pass"),
        Role.WAITING: (left.get(place.id, 0), "leave"),
        Role.DESTINATION: (arrived.get(place.id, 0), "arrive"),
    }
    persons, verb = notes.get(role, (0, ""))
    return MapPlace(place, role, f"{number(persons)} {verb}" if persons else "", persons)


def _persons(
    happened: Movements, before: Whereabouts | None = None, after: Whereabouts | None = None
) -> dict[str, int]:
    """Sum up people by the place where they leave or enter a state."""
    total: dict[str, int] = {}
    for change in happened.changes:
        if before in (None, change.before) and after in (None, change.after):
            total[change.place] = total.get(change.place, 0) + change.persons
    return total
