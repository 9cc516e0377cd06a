"""People as jobs: full vehicle loads at one place, packed before anything is routed.

Routing packages want jobs of fixed size. A job here is what one vehicle takes from one place in one go; only the last
job of each place and kind of vehicle is part-full.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow


@dataclass(frozen=True, slots=True)
class Job:
    """A load that waits at one place: travel groups by `people.csv` id, and what they need in all.

    `types` are the vehicle types that may carry all of them, `destinations` the places where they may be brought.
    """

    number: int
    place: str
    groups: tuple[tuple[str, int], ...]
    seated: int
    wheelchair: int
    stretcher: int
    priority: int
    ready_s: int
    stream: str
    types: tuple[str, ...]
    destinations: tuple[str, ...]

    @property
    def persons(self) -> int:
        """People in the load."""
        return self.seated + self.wheelchair + self.stretcher

    @property
    def sheltered(self) -> int:
        """Shelter places that the load takes; those on stretchers take beds."""
        return self.seated + self.wheelchair


class Alike(NamedTuple):
    """What people must have in common to travel in one load, and the vehicle type that it is packed for."""

    place: str
    ready_s: int
    stream: str
    allowed: tuple[str, ...]
    destinations: tuple[str, ...]
    packed_for: str


def jobs_of(scenario: Scenario) -> tuple[Job, ...]:
    """Pack everybody who fits some vehicle and may be brought somewhere into loads, fullest first."""
    capacities = {row.type: row for row in reversed(scenario.vehicles) if row.count > 0}
    alike: dict[Alike, list[TravelGroups]] = defaultdict(list)
    for row in scenario.people:
        types = tuple(t for t, shown in capacities.items() if _may_carry(shown, row))
        wanted = _destinations(scenario, row)
        if types and wanted and row.groups > 0:
            largest = max(types, key=lambda t: (capacities[t].seats, capacities[t].stretchers))
            alike[Alike(row.place, row.ready_s, row.stream, row.vehicles, wanted, largest)].append(row)
    jobs: list[Job] = []
    for shared, rows in alike.items():
        for load in _packed(capacities[shared.packed_for], rows):
            people = [(row, count) for row, count in load if count]
            jobs.append(
                Job(
                    number=len(jobs),
                    place=shared.place,
                    groups=tuple((row.id, count) for row, count in people),
                    seated=sum(row.seated * count for row, count in people),
                    wheelchair=sum(row.wheelchair * count for row, count in people),
                    stretcher=sum(row.stretcher * count for row, count in people),
                    priority=min(row.priority for row, _ in people),
                    ready_s=shared.ready_s,
                    stream=shared.stream,
                    types=_types_for(capacities, shared.allowed, people),
                    destinations=shared.destinations,
                )
            )
    return tuple(jobs)


def _may_carry(shown: VehicleRow, row: TravelGroups) -> bool:
    return (not row.vehicles or shown.type in row.vehicles) and shown.fits(row.seated, row.wheelchair, row.stretcher)


def _destinations(scenario: Scenario, row: TravelGroups) -> tuple[str, ...]:
    return tuple(
        place.id
        for place in scenario.places
        if place.is_destination and place.id != row.place and (not row.destinations or place.id in row.destinations)
    )


def _packed(shown: VehicleRow, rows: Sequence[TravelGroups]) -> Iterator[list[tuple[TravelGroups, int]]]:
    """Yield loads: first-fit decreasing, those hardest to place first."""
    order = sorted(rows, key=lambda r: (r.priority, -r.stretcher, -r.wheelchair, -r.seated, r.id))
    left = {row.id: row.groups for row in order}
    while any(left.values()):
        load: list[tuple[TravelGroups, int]] = []
        needs = (0, 0, 0)
        for row in order:
            count = _how_many_fit(shown, needs, row, left[row.id])
            left[row.id] -= count
            needs = _with(needs, row, count)
            load.append((row, count))
        yield load


def _how_many_fit(shown: VehicleRow, needs: tuple[int, int, int], row: TravelGroups, most: int) -> int:
    fitting = 0
    while fitting < most and shown.fits(*_with(needs, row, fitting + 1)):
        fitting += 1
    return fitting


def _with(needs: tuple[int, int, int], row: TravelGroups, count: int) -> tuple[int, int, int]:
    seated, wheelchair, stretcher = needs
    return seated + count * row.seated, wheelchair + count * row.wheelchair, stretcher + count * row.stretcher


def _types_for(
    capacities: dict[str, VehicleRow], allowed: Sequence[str], people: Sequence[tuple[TravelGroups, int]]
) -> tuple[str, ...]:
    needs = (0, 0, 0)
    for row, count in people:
        needs = _with(needs, row, count)
    return tuple(t for t, shown in capacities.items() if (not allowed or t in allowed) and shown.fits(*needs))
