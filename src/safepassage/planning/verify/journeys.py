"""What happens stop by stop: who boards, who alights, who is aboard, in which visits.

Nothing is judged here. Rows that the scenario does not have, and counts below one, are passed over; of people who
are to alight, only those who are aboard do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Itinerary, Stop
from safepassage.domain.vehicles import VehicleRow


@dataclass(frozen=True, slots=True)
class Move:
    """`groups` travel groups of one row who board or alight at one stop; it counts at `at_s`, the stop's departure.

    `order` is the place of the itinerary in the plan, `stop` the index of the stop in it.
    """

    row: TravelGroups
    groups: int
    place: str
    at_s: int
    vehicle: str
    order: int
    stop: int

    @property
    def persons(self) -> int:
        """Persons who move."""
        return self.groups * self.row.group_size

    @property
    def when(self) -> tuple[int, int, int]:
        """Sorts moves by time, then in the order of the plan."""
        return (self.at_s, self.order, self.stop)


@dataclass(frozen=True, slots=True)
class Halt:
    """One stop as it turns out; `aboard` is who leaves with the vehicle. `place` None: the scenario lacks it."""

    index: int
    stop: Stop
    place: Place | None
    alights: tuple[Move, ...]
    boards: tuple[Move, ...]
    aboard: tuple[tuple[TravelGroups, int], ...]

    @property
    def loaded(self) -> bool:
        """Whether anybody is aboard when the vehicle leaves."""
        return bool(self.aboard)

    @property
    def wants_to_alight(self) -> bool:
        """Whether the plan says that anybody alights here."""
        return any(groups >= 1 for groups in self.stop.alight.values())

    @property
    def wants_to_board(self) -> bool:
        """Whether the plan says that anybody boards here."""
        return any(groups >= 1 for groups in self.stop.board.values())


@dataclass(frozen=True, slots=True)
class Visit:
    """Consecutive stops at one place, between which nothing is driven. `came_from` is the place of the visit before."""

    halts: tuple[Halt, ...]
    came_from: str | None

    @property
    def place(self) -> str:
        """Id of the place."""
        return self.halts[0].stop.place

    @property
    def arrive_s(self) -> int:
        """When the vehicle comes."""
        return self.halts[0].stop.arrive_s

    @property
    def depart_s(self) -> int:
        """When the vehicle leaves."""
        return self.halts[-1].stop.depart_s

    @property
    def loaded(self) -> bool:
        """Whether anybody is aboard when the vehicle leaves."""
        return self.halts[-1].loaded


@dataclass(frozen=True, slots=True)
class Journey:
    """An itinerary as it turns out. `row` None: the scenario has no such vehicle."""

    vehicle: str
    row: VehicleRow | None
    halts: tuple[Halt, ...]
    visits: tuple[Visit, ...]


def follow(
    itinerary: Itinerary,
    order: int,
    row: VehicleRow | None,
    places: Mapping[str, Place],
    people: Mapping[str, TravelGroups],
) -> Journey:
    """Follow a vehicle through its stops."""
    aboard: dict[str, int] = {}
    halts = []
    for index, stop in enumerate(itinerary.stops):
        here = (stop.place, stop.depart_s, itinerary.vehicle, order, index)
        alights = _alight(stop, aboard, people, here)
        boards = _board(stop, aboard, people, here)
        load = tuple((people[row_id], groups) for row_id, groups in aboard.items())
        halts.append(Halt(index, stop, places.get(stop.place), alights, boards, load))
    return Journey(itinerary.vehicle, row, tuple(halts), _visits(halts))


def _alight(
    stop: Stop, aboard: dict[str, int], people: Mapping[str, TravelGroups], here: tuple[str, int, str, int, int]
) -> tuple[Move, ...]:
    moves = []
    for row_id, wanted in stop.alight.items():
        groups = min(wanted, aboard.get(row_id, 0))
        if groups < 1:
            continue
        moves.append(Move(people[row_id], groups, *here))
        aboard[row_id] -= groups
        if not aboard[row_id]:
            del aboard[row_id]
    return tuple(moves)


def _board(
    stop: Stop, aboard: dict[str, int], people: Mapping[str, TravelGroups], here: tuple[str, int, str, int, int]
) -> tuple[Move, ...]:
    moves = []
    for row_id, groups in stop.board.items():
        if groups < 1 or row_id not in people:
            continue
        moves.append(Move(people[row_id], groups, *here))
        aboard[row_id] = aboard.get(row_id, 0) + groups
    return tuple(moves)


def _visits(halts: Sequence[Halt]) -> tuple[Visit, ...]:
    visits: list[Visit] = []
    for _, at_place in groupby(halts, key=lambda halt: halt.stop.place):
        came_from = visits[-1].place if visits else None
        visits.append(Visit(tuple(at_place), came_from))
    return tuple(visits)
