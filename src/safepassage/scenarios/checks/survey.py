"""The scenario, indexed once for all checks."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks.wording import Suggestions
from safepassage.scenarios.streets.condition_files import StreetFiles

PLACES, PEOPLE, VEHICLES, LINKS = "places.csv", "people.csv", "vehicles.csv", "links.csv"
SCENARIO = "scenario.toml"
CROSSINGS, CONVOYS, LINKED = "agreement.toml:crossings", "agreement.toml:convoys", "agreement.toml:linked"

T = TypeVar("T")


class Survey:
    """A scenario with the lookups that several checks share.

    Ids that point nowhere do no harm here: what hangs on them is left out of the lookups. A blank id stands for one
    that could not be read and was reported then; it counts as unknown, and no check mentions it.
    """

    def __init__(self, scenario: Scenario, streets: StreetFiles | None = None) -> None:
        self.scenario = scenario
        self.streets = streets or StreetFiles()
        self.place_rows: dict[str, int] = {}
        for row, place in enumerate(scenario.places):
            if place.id:
                self.place_rows.setdefault(place.id, row)
        self.crossings = scenario.agreement.crossing_places - {""}
        self._shared: dict[object, object] = {}
        self._takers: dict[tuple[object, ...], frozenset[str]] = {}
        self._fitting: dict[tuple[object, ...], tuple[VehicleRow, ...]] = {}

    @cached_property
    def closures_around(self) -> dict[str, tuple[str, ...]]:
        """Ids of the closures that leave a place without a way, by place, as its routes tell."""
        return dict(self.streets.routes.cut_off) if self.streets.routes is not None else {}

    def shared(self, make: "Callable[[Survey], T]") -> T:
        """Give what `make` makes of this survey; it is made once."""
        if make not in self._shared:
            self._shared[make] = make(self)
        return self._shared[make]  # type: ignore[return-value]

    def knows(self, place: str) -> bool:
        """Whether there is a place with this id."""
        return place in self.place_rows

    def place(self, place_id: str) -> Place:
        """Give the place with this id; KeyError if there is none."""
        return self.scenario.places[self.place_rows[place_id]]

    @cached_property
    def place_hints(self) -> Suggestions:
        """Place ids that may have been meant."""
        return Suggestions(self.place_rows)

    @cached_property
    def fleet(self) -> tuple[VehicleRow, ...]:
        """Rows of vehicles that exist and stand at a known place."""
        return tuple(row for row in self.scenario.vehicles if row.count > 0 and self.knows(row.start))

    @cached_property
    def type_counts(self) -> dict[str, int]:
        """How many vehicles there are of each type."""
        counts: dict[str, int] = defaultdict(int)
        for row in self.scenario.vehicles:
            counts[row.type] += row.count
        return dict(counts)

    def sound_people(self) -> Iterator[tuple[int, TravelGroups]]:
        """Yield index and row of the travel groups that consist of somebody and point nowhere wrong."""
        return iter(self._sound_people)

    @cached_property
    def _sound_people(self) -> tuple[tuple[int, TravelGroups], ...]:
        return tuple((index, row) for index, row in enumerate(self.scenario.people) if self._is_sound(row))

    def _is_sound(self, row: TravelGroups) -> bool:
        return (
            row.groups > 0
            and row.group_size > 0
            and min(row.seated, row.wheelchair, row.stretcher) >= 0
            and all(map(self.knows, (row.place, *row.destinations)))
            and all(type_ in self.type_counts for type_ in row.vehicles)
        )

    @cached_property
    def waiting(self) -> dict[str, list[TravelGroups]]:
        """Rows of travel groups by the place where they wait, whatever else their rows name."""
        waiting: dict[str, list[TravelGroups]] = defaultdict(list)
        for row in self.scenario.people:
            if row.groups > 0 and row.group_size > 0 and self.knows(row.place):
                waiting[row.place].append(row)
        return dict(waiting)

    @cached_property
    def destinations(self) -> tuple[Place, ...]:
        """All places that shelter somebody and are not crossings."""
        known = map(self.place, self.place_rows)
        return tuple(place for place in known if place.is_destination and place.id not in self.crossings)

    @cached_property
    def stops(self) -> frozenset[str]:
        """Ids of the known places where some vehicle can have reason to stop."""
        scenario = self.scenario
        stops = {place.id for place in scenario.places if place.is_destination or place.transfer}
        stops |= self.crossings
        for people in scenario.people:
            stops |= {people.place, *people.destinations}
        for vehicles in scenario.vehicles:
            stops |= {vehicles.start, vehicles.return_to or vehicles.start}
        return frozenset(filter(self.knows, stops))

    def takers(self, row: TravelGroups) -> frozenset[str]:
        """Destinations that are allowed to these travel groups and have room for at least one of them."""
        named = tuple(dict.fromkeys(row.destinations))
        sitting = row.seated + row.wheelchair
        own = row.place if self.place(row.place).is_destination else ""
        key = (named, sitting, row.stretcher, own)
        if key not in self._takers:
            allowed = map(self.place, named) if named else self.destinations
            self._takers[key] = frozenset(
                place.id
                for place in allowed
                if place.id != own
                and place.id not in self.crossings
                and _has_room(place.shelter_places, sitting)
                and _has_room(place.beds, row.stretcher)
            )
        return self._takers[key]

    def fitting(self, row: TravelGroups) -> tuple[VehicleRow, ...]:
        """Vehicles that may carry one of these travel groups and have room for it."""
        key = (row.seated, row.wheelchair, row.stretcher, row.vehicles)
        if key not in self._fitting:
            self._fitting[key] = tuple(vehicle for vehicle in self.fleet if _fits(vehicle, row))
        return self._fitting[key]

    def in_time(self, row: TravelGroups) -> tuple[VehicleRow, ...]:
        """Vehicles that fit and are still available once these travel groups have boarded."""
        return tuple(vehicle for vehicle in self.fitting(row) if self._is_in_time(vehicle, row))

    def may_carry(self, vehicle: VehicleRow, row: TravelGroups) -> bool:
        """Whether this vehicle fits one of these travel groups and is still available once it has boarded."""
        return _fits(vehicle, row) and self._is_in_time(vehicle, row)

    def _is_in_time(self, vehicle: VehicleRow, row: TravelGroups) -> bool:
        return vehicle.available_until_s is None or vehicle.available_until_s >= self.boarded_s(row)

    def boarded_s(self, row: TravelGroups) -> Fraction:
        """Give the first second at which one of these travel groups can leave its place, aboard."""
        return max(0, row.ready_s) + self.place(row.place).board_s


def _fits(vehicle: VehicleRow, row: TravelGroups) -> bool:
    is_allowed = not row.vehicles or vehicle.type in row.vehicles
    return is_allowed and vehicle.fits(row.seated, row.wheelchair, row.stretcher)


def _has_room(capacity: int | None, needed: int) -> bool:
    return capacity is None or capacity >= needed
