"""Journeys: from which place to which destination people go, and how long they are aboard."""

from collections import deque
from dataclasses import dataclass

from safepassage.domain.people import TravelGroups
from safepassage.reporting.measures.movements import Change, Movements, Whereabouts


@dataclass(frozen=True, slots=True)
class Ride:
    """Groups of one row who ride in one vehicle from a boarding stop's departure to an alighting stop's."""

    row: TravelGroups
    groups: int
    vehicle: str
    origin: str
    destination: str
    board_s: int
    alight_s: int

    @property
    def persons(self) -> int:
        """Persons in these groups."""
        return self.groups * self.row.group_size


@dataclass(frozen=True, slots=True)
class Journey:
    """All rides between two places; times aboard in whole seconds, the median over people."""

    origin: str
    destination: str
    persons: int
    loads: int
    first_board_s: int
    last_alight_s: int
    median_aboard_s: int
    longest_aboard_s: int


def rides(happened: Movements) -> tuple[Ride, ...]:
    """Match boardings and alightings of each vehicle and row, first in, first out."""
    waiting: dict[tuple[str, str], deque[list[int | str]]] = {}
    found: list[Ride] = []
    for change in happened.changes:
        queue = waiting.setdefault((change.vehicle, change.row.id), deque())
        if change.after == Whereabouts.ABOARD:
            queue.append([change.groups, change.place, change.at_s])
        else:
            found.extend(_alighted(change, queue))
    return tuple(found)


def rides_by_vehicle(happened: Movements) -> dict[str, list[Ride]]:
    """Give every vehicle's rides."""
    found: dict[str, list[Ride]] = {}
    for ride in rides(happened):
        found.setdefault(ride.vehicle, []).append(ride)
    return found


def _alighted(change: Change, queue: deque[list[int | str]]) -> list[Ride]:
    left, found = change.groups, []
    while left and queue:
        boarded, place, at_s = queue[0]
        groups = min(left, int(boarded))
        found.append(Ride(change.row, groups, change.vehicle, str(place), change.place, int(at_s), change.at_s))
        left -= groups
        queue[0][0] = int(boarded) - groups
        if not queue[0][0]:
            queue.popleft()
    return found


def journeys(happened: Movements) -> tuple[Journey, ...]:
    """Give all rides summed up by origin and destination, most people first."""
    together: dict[tuple[str, str], list[Ride]] = {}
    for ride in rides(happened):
        together.setdefault((ride.origin, ride.destination), []).append(ride)
    found = [_journey(*ends, ridden) for ends, ridden in together.items()]
    return tuple(sorted(found, key=lambda j: -j.persons))


def _journey(origin: str, destination: str, ridden: list[Ride]) -> Journey:
    return Journey(
        origin,
        destination,
        sum(r.persons for r in ridden),
        len({(r.vehicle, r.alight_s) for r in ridden}),
        min(r.board_s for r in ridden),
        max(r.alight_s for r in ridden),
        _median_aboard(ridden),
        max(r.alight_s - r.board_s for r in ridden),
    )


def _median_aboard(ridden: list[Ride]) -> int:
    """Give the time aboard that half of the people do not exceed, in whole seconds."""
    half, so_far = sum(r.persons for r in ridden) / 2, 0
    times = sorted((r.alight_s - r.board_s, r.persons) for r in ridden)
    for time, persons in times:
        so_far += persons
        if so_far >= half:
            return time
    return times[-1][0]


@dataclass(frozen=True, slots=True)
class Trip:
    """One vehicle from its first boarding until it is empty again."""

    vehicle: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    board_s: int
    alight_s: int
    persons: int


def trips(happened: Movements) -> tuple[Trip, ...]:
    """Give every trip in order of time: rides of one vehicle that overlap are one trip."""
    found = []
    for ridden in rides_by_vehicle(happened).values():
        together: list[Ride] = []
        for ride in sorted(ridden, key=lambda r: (r.board_s, r.alight_s)):
            if together and ride.board_s >= max(r.alight_s for r in together):
                found.append(_trip(together))
                together = []
            together.append(ride)
        found.append(_trip(together))
    return tuple(sorted(found, key=lambda t: (t.board_s, t.vehicle)))


def _trip(ridden: list[Ride]) -> Trip:
    by_end = sorted(ridden, key=lambda r: r.alight_s)
    return Trip(
        ridden[0].vehicle,
        tuple(dict.fromkeys(r.origin for r in ridden)),
        tuple(dict.fromkeys(r.destination for r in by_end)),
        min(r.board_s for r in ridden),
        max(r.alight_s for r in ridden),
        sum(r.persons for r in ridden),
    )
