"""A scenario as the planner sees it: whole numbers, alike groups and vehicles brought together.

Rows of people that differ in nothing but their id are one *kind*. Places where something happens (somebody waits, a
vehicle starts or ends, people can be brought) are *stops*, numbered from 0. Times are whole seconds after the
scenario's start, rounded so that a plan which keeps them keeps the exact rules as well.

Who waits at a transfer place is a kind of its own (module `onward`), of which nobody is there at the start.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import Vehicle, VehicleRow
from safepassage.planning.solver.kinds import Kind
from safepassage.planning.solver.onward import with_onward_kinds

FOREVER = 2**40
"""A time after everything, in seconds; also stands for an unlimited amount."""


def seconds_up(exact: Fraction) -> int:
    """Give the least whole number of seconds that is not less."""
    return ceil(exact)


def seconds_down(exact: Fraction | None) -> int:
    """Give the greatest whole number of seconds that is not more; None is no limit."""
    return FOREVER if exact is None else floor(exact)


@dataclass(frozen=True, slots=True)
class Problem:
    """All that the planner needs, indexed from 0.

    `stops` are place ids; `types` and `type_rows` the vehicle types with a row that shows their capacities;
    `profiles` the distinct pairs of drive factor and allowed crossings (None: any); `profile_of` gives each vehicle's.
    `transfers` are the stops where people change vehicles; they are also pickups and destinations of rides, with room
    for everybody. `onward` gives, by kind and transfer stop, as which kind its groups wait there.
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
    transfers: tuple[int, ...] = ()
    onward: Mapping[tuple[int, int], int] = field(default_factory=dict)

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
    """Bring a scenario into the planner's form."""
    vehicles = tuple(scenario.each_vehicle())
    stops = _stops(scenario)
    index = first_stops(stops)
    types = tuple(dict.fromkeys(row.type for row in scenario.vehicles if row.count > 0))
    type_rows = tuple(next(row for row in scenario.vehicles if row.type == name) for name in types)
    keys = [(v.row.drive_factor, frozenset(v.row.crossings) or None) for v in vehicles]
    profiles = tuple(dict.fromkeys(keys))
    places = [scenario.place(place) for place in stops]
    transfers = tuple(
        i for i, place in enumerate(places) if place.transfer and (not place.is_destination or index[place.id] != i)
    )
    final = tuple(i for i, place in enumerate(places) if place.is_destination and i not in transfers)
    kinds, onward = with_onward_kinds(_kinds(scenario, index, types, type_rows, final), stops, transfers)
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
        destinations=(*final, *transfers),
        board_s=tuple(seconds_up(place.board_s) for place in places),
        alight_s=tuple(seconds_up(place.alight_s) for place in places),
        bays=tuple(FOREVER if place.bays is None else place.bays for place in places),
        shelter=tuple(_room(place.shelter_places, i in transfers) for i, place in enumerate(places)),
        beds=tuple(_room(place.beds, i in transfers) for i, place in enumerate(places)),
        transfers=transfers,
        onward=onward,
    )


def _stops(scenario: Scenario) -> tuple[str, ...]:
    used = {row.place for row in scenario.people} | {row.start for row in scenario.vehicles}
    used |= {row.return_to for row in scenario.vehicles if row.return_to is not None}
    used |= {place.id for place in scenario.places if place.is_destination or place.transfer}
    twice = [place.id for place in scenario.places if place.is_destination and place.transfer]
    return (*(place.id for place in scenario.places if place.id in used), *twice)


def first_stops(stops: Iterable[str]) -> dict[str, int]:
    """Give the first stop at each place; a destination that is a transfer place too has a second one."""
    index: dict[str, int] = {}
    for number, place in enumerate(stops):
        index.setdefault(place, number)
    return index


def _room(places: int | None, transfer: bool) -> int:
    """How many people a stop can take; any number may wait at a transfer place."""
    return FOREVER if transfer or places is None else places


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
