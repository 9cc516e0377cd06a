"""From counted moves of vehicles to the trips of each one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.jobs import Job
from benchmarks.peers.trips import Case, Programs, Trip, direct, in_order_of_start


@dataclass(frozen=True, slots=True)
class Move:
    """Vehicles of a row go from a place to another in steps of time; loaded ones take one of `jobs` each.

    An empty `origin` is where the vehicles start.
    """

    row: int
    origin: str
    target: str
    leaves: int
    arrives: int
    jobs: tuple[Job, ...]


def programs_of(case: Case, moves: Sequence[tuple[Move, int]]) -> Programs:
    """Give moves to vehicles, whoever has waited longest first; moves that no vehicle is there for are left out."""
    rows = [row for row in case.scenario.vehicles if row.count > 0]
    there: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for vehicle in case.vehicles:
        there[rows.index(vehicle.row), ""].append((0, vehicle.name))
    waiting = {move.jobs: list(move.jobs) for move, _ in moves if move.jobs}
    deals: list[tuple[float, str, Trip]] = []
    for move, count in sorted(moves, key=lambda entry: (entry[0].leaves, bool(entry[0].jobs), entry[0].origin != "")):
        pool = there[move.row, move.origin]
        for _ in range(count):
            ready = [entry for entry in pool if entry[0] <= move.leaves]
            if not ready or (move.jobs and not waiting[move.jobs]):
                break
            pool.remove(min(ready))
            name = min(ready)[1]
            there[move.row, move.target].append((move.arrives, name))
            if move.jobs:
                job = waiting[move.jobs].pop()
                deals.append((move.leaves, name, direct(job, move.target.removeprefix("end "))))
    return in_order_of_start(deals)
