"""What a peer decides: which loads each vehicle takes, in which order, and to where."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.peers.jobs import Job, jobs_of
from benchmarks.peers.travel import Travel
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.vehicles import Vehicle, VehicleRow


class Visit(NamedTuple):
    """A stop of a trip: the jobs that board there and those that alight."""

    place: str
    board: tuple[Job, ...] = ()
    alight: tuple[Job, ...] = ()


Trip = tuple[Visit, ...]
"""Visits from an empty vehicle to an empty vehicle."""

Programs = dict[str, list[Trip]]
"""The trips of each vehicle by its name, in order."""


@dataclass(frozen=True)
class Case:
    """A scenario as the peers see it: jobs, vehicles and ways."""

    scenario: Scenario
    jobs: tuple[Job, ...]
    vehicles: tuple[Vehicle, ...]
    travel: Travel
    board_s: dict[str, int]
    alight_s: dict[str, int]
    shelter: dict[str, int]
    beds: dict[str, int]

    @classmethod
    def of(cls, scenario: Scenario) -> "Case":
        """Pack the people and look up the places."""
        everyone = scenario.persons
        return cls(
            scenario=scenario,
            jobs=jobs_of(scenario),
            vehicles=tuple(scenario.each_vehicle()),
            travel=Travel(scenario),
            board_s={p.id: -int(-p.board_s // 1) for p in scenario.places},
            alight_s={p.id: -int(-p.alight_s // 1) for p in scenario.places},
            shelter={p.id: everyone if p.shelter_places is None else p.shelter_places for p in scenario.places},
            beds={p.id: everyone if p.beds is None else p.beds for p in scenario.places},
        )

    def trip_s(self, row: VehicleRow, job: Job, destination: str) -> int | None:
        """Seconds from the beginning of boarding to the end of alighting if nobody waits, or None without a way."""
        drive = self.travel.seconds(row, job.place, destination, loaded=True)
        return None if drive is None else self.board_s[job.place] + drive + self.alight_s[destination]

    def empty_s(self, row: VehicleRow, origin: str, pickup: str) -> int | None:
        """Seconds of the empty drive to a pickup if nobody waits, or None without a way."""
        return self.travel.seconds(row, origin, pickup, loaded=False)


def direct(job: Job, destination: str) -> Trip:
    """Give the trip that takes one job straight to a destination."""
    return (Visit(job.place, board=(job,)), Visit(destination, alight=(job,)))


def unanswered(scenario: Scenario) -> list[str]:
    """Name the terms that neither the peers' models nor the simulation know; none of them is in the families."""
    found = {
        f"the objective {scenario.objective}": scenario.objective is not Objective.COMPLETION,
        "streams": len({row.stream for row in scenario.people}) > 1,
        "transfer places": any(place.transfer for place in scenario.places),
        "longest times aboard": any(row.max_aboard_s is not None for row in scenario.people),
        "ends of availability": any(row.available_until_s is not None for row in scenario.vehicles),
        "longest duties": any(row.max_duty_s is not None for row in scenario.vehicles),
        "longest distances": any(row.max_km is not None for row in scenario.vehicles),
        "fixed ends": any(row.return_to is not None for row in scenario.vehicles),
    }
    return [term for term, there in found.items() if there]


def in_order_of_start(deals: Sequence[tuple[float, str, Trip]]) -> Programs:
    """Give the programs of trips that begin at these times on these vehicles."""
    programs: Programs = {}
    for _, name, trip in sorted(deals, key=lambda deal: (deal[0], deal[1])):
        programs.setdefault(name, []).append(trip)
    return programs


@dataclass(frozen=True, slots=True)
class Limits:
    """What a peer may use: seconds by `clock`, threads if it knows how to use several, and its seed if it has one."""

    time_limit_s: float
    seed: int
    threads: int
    clock: Callable[[], float]


def nominal_ends(case: Case, programs: Programs) -> dict[str, int]:
    """Seconds after the start at which each vehicle is done if nobody ever waits for anybody."""
    ends = {}
    for vehicle in case.vehicles:
        at, now = vehicle.row.start, vehicle.row.available_from_s
        for trip in programs.get(vehicle.name, ()):
            aboard = 0
            for visit in trip:
                leg_s = case.travel.seconds(vehicle.row, at, visit.place, loaded=aboard > 0)
                if leg_s is None:
                    raise ValueError(f"No way leads {vehicle.name} from {at} to {visit.place}.")
                now = max(now + leg_s, max((job.ready_s for job in visit.board), default=0))
                now += case.board_s[visit.place] if visit.board else 0
                now += case.alight_s[visit.place] if visit.alight else 0
                at, aboard = visit.place, aboard + len(visit.board) - len(visit.alight)
        ends[vehicle.name] = now
    return ends
