"""A scenario as the planner sees it: whole numbers, alike groups and vehicles brought together.

Rows of people that differ in nothing but their id are one *kind*. Places where something happens (somebody waits, a
vehicle starts or ends, people can be brought) are *stops*, numbered from 0. Times are whole seconds after the
scenario's start, rounded so that a plan which keeps them keeps the exact rules as well.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from safepassage.domain.errors import UnsupportedTermError
from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import Vehicle, VehicleRow

FOREVER = 2**40
"""A time after everything, in seconds; also stands for an unlimited amount."""


def seconds_up(exact: Fraction) -> int:
    """Give the least whole number of seconds that is not less."""
    return ceil(exact)


def seconds_down(exact: Fraction | None) -> int:
    """Give the greatest whole number of seconds that is not more; None is no limit."""
    return FOREVER if exact is None else floor(exact)


@dataclass(frozen=True, slots=True)
class Kind:
    """Travel groups that are alike in everything that matters to a plan.

    `rows` are the `people.csv` ids with the count of groups each. `stop` is where they wait; `destinations` the stops
    where they may be brought; `types` the vehicle types that may carry them and where one group fits.
    """

    rows: tuple[tuple[str, int], ...]
    groups: int
    stop: int
    seated: int
    wheelchair: int
    stretcher: int
    priority: int
    ready_s: int
    destinations: tuple[int, ...]
    types: tuple[int, ...]
    stream: int
    max_aboard_s: int

    @property
    def size(self) -> int:
        """Persons in one group."""
        return self.seated + self.wheelchair + self.stretcher

    @property
    def sheltered(self) -> int:
        """Shelter places that one group takes."""
        return self.seated + self.wheelchair


@dataclass(frozen=True, slots=True)
class Problem:
    """All that the planner needs, indexed from 0.

    `stops` are place ids; `types` and `type_rows` the vehicle types with a row that shows their capacities;
    `profiles` the distinct pairs of drive factor and allowed crossings (None: any); `profile_of` gives each vehicle's.
    """

    scenario: Scenario
    stops: tuple[str, ...]
    kinds: tuple[Kind, ...]
    vehicles: tuple[Vehicle, ...]
    types: tuple[str, ...]
    type_rows: tuple[VehicleRow, ...]
    type_of: tuple[int, ...]
    profiles: tuple[tuple[Fraction, frozenset[str] | None], ...]
    profile_of: tuple[int, ...]
    pickups: tuple[int, ...]
    destinations: tuple[int, ...]
    board_s: tuple[int, ...]
    alight_s: tuple[int, ...]
    bays: tuple[int, ...]
    shelter: tuple[int, ...]
    beds: tuple[int, ...]

    @property
    def persons(self) -> int:
        """Persons who have asked to leave."""
        return sum(kind.groups * kind.size for kind in self.kinds)

    @property
    def asked(self) -> tuple[int, int, int]:
        """Persons of each priority who have asked to leave."""
        by_priority = [0, 0, 0]
        for kind in self.kinds:
            by_priority[kind.priority - 1] += kind.groups * kind.size
        return by_priority[0], by_priority[1], by_priority[2]


def compile_problem(scenario: Scenario) -> Problem:
    """Bring a scenario into the planner's form.

    Raises
    ------
    UnsupportedTermError
        If the scenario has transfer places, which this version reads and verifies but does not plan.
    """
    transfers = [place.id for place in scenario.places if place.transfer]
    if transfers:
        raise UnsupportedTermError(
            f"places.csv: {', '.join(transfers[:3])} {'is a' if len(transfers) == 1 else 'are'} transfer "
            f"place{'' if len(transfers) == 1 else 's'}, which this version cannot plan; set transfer to no."
        )
    vehicles = tuple(scenario.each_vehicle())
    stops = _stops(scenario)
    index = {place: i for i, place in enumerate(stops)}
    types = tuple(dict.fromkeys(row.type for row in scenario.vehicles if row.count > 0))
    type_rows = tuple(next(row for row in scenario.vehicles if row.type == name) for name in types)
    keys = [(v.row.drive_factor, frozenset(v.row.crossings) or None) for v in vehicles]
    profiles = tuple(dict.fromkeys(keys))
    places = [scenario.place(place) for place in stops]
    destinations = tuple(i for i, place in enumerate(places) if place.is_destination)
    kinds = _kinds(scenario, index, types, type_rows, destinations)
    return Problem(
        scenario=scenario,
        stops=stops,
        kinds=kinds,
        vehicles=vehicles,
        types=types,
        type_rows=type_rows,
        type_of=tuple(types.index(v.row.type) for v in vehicles),
        profiles=profiles,
        profile_of=tuple(profiles.index(key) for key in keys),
        pickups=tuple(sorted({kind.stop for kind in kinds})),
        destinations=destinations,
        board_s=tuple(seconds_up(place.board_s) for place in places),
        alight_s=tuple(seconds_up(place.alight_s) for place in places),
        bays=tuple(FOREVER if place.bays is None else place.bays for place in places),
        shelter=tuple(FOREVER if place.shelter_places is None else place.shelter_places for place in places),
        beds=tuple(FOREVER if place.beds is None else place.beds for place in places),
    )


def _stops(scenario: Scenario) -> tuple[str, ...]:
    used = {row.place for row in scenario.people} | {row.start for row in scenario.vehicles}
    used |= {row.return_to for row in scenario.vehicles if row.return_to is not None}
    used |= {place.id for place in scenario.places if place.is_destination}
    return tuple(place.id for place in scenario.places if place.id in used)


def _kinds(
    scenario: Scenario,
    index: dict[str, int],
    types: tuple[str, ...],
    type_rows: tuple[VehicleRow, ...],
    destinations: tuple[int, ...],
) -> tuple[Kind, ...]:
    alike: dict[tuple[object, ...], list[TravelGroups]] = defaultdict(list)
    streams = list(dict.fromkeys(row.stream for row in scenario.people))
    for row in scenario.people:
        key = (row.place, row.seated, row.wheelchair, row.stretcher, row.priority, row.ready_s, row.destinations)
        alike[(*key, row.vehicles, row.stream, row.max_aboard_s)].append(row)
    kinds = []
    for rows in alike.values():
        row = rows[0]
        here = index[row.place]
        wanted = [index[d] for d in row.destinations if index.get(d) in destinations] if row.destinations else None
        kinds.append(
            Kind(
                rows=tuple((r.id, r.groups) for r in rows if r.groups > 0),
                groups=sum(r.groups for r in rows),
                stop=here,
                seated=row.seated,
                wheelchair=row.wheelchair,
                stretcher=row.stretcher,
                priority=row.priority,
                ready_s=row.ready_s,
                destinations=tuple(d for d in (destinations if wanted is None else wanted) if d != here),
                types=tuple(
                    i
                    for i, (name, shown) in enumerate(zip(types, type_rows, strict=True))
                    if (not row.vehicles or name in row.vehicles)
                    and shown.fits(row.seated, row.wheelchair, row.stretcher)
                ),
                stream=streams.index(row.stream),
                max_aboard_s=seconds_down(row.max_aboard_s),
            )
        )
    return tuple(kinds)
