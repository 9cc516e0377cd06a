"""Convoys at a moment of a run: those that have formed and not left yet, and vehicles that wait for theirs to form."""

from dataclasses import dataclass

from safepassage.simulation import columns as c
from safepassage.simulation import facts
from safepassage.simulation.arrays import FAR, NONE
from safepassage.simulation.draws import drawn_s
from safepassage.simulation.replanning.progress import Progress
from safepassage.simulation.simulate import Run
from safepassage.simulation.uncertainty import Cause


@dataclass(frozen=True, slots=True)
class Gathering:
    """Convoys in the order in which they formed, each by the stops of its vehicles, and when each leaves.

    `waiting` are the seconds that the check of each vehicle takes which waits for a convoy that has not formed, by its
    stop. When a convoy leaves and how long a check takes is for the simulated world alone: nobody who plans knows it.
    """

    formed: tuple[tuple[int, ...], ...] = ()
    leave_s: tuple[int, ...] = ()
    waiting: tuple[tuple[int, int], ...] = ()


NO_GATHERING = Gathering()


def gathering_of(run: Run, progress: Progress, now_s: int) -> Gathering:
    """Find the convoys that have formed before a second and leave at it or later, and who waits for one to form."""
    here = _stops_where_vehicles_stand(run, progress)
    joins = run.prepared.tables["stops"][:, c.KIND] == c.JOINS
    joined: dict[int, list[int]] = {}
    leaves: dict[int, int] = {}
    for at_s, code, who, what, _ in run.log.tolist():
        if code == facts.CONVOY_JOINED and at_s < now_s:
            joined.setdefault(what, []).append(who)
        elif code == facts.CONVOY_DEPARTED:
            leaves[who] = at_s
    still = {convoy: who for convoy, who in joined.items() if leaves.get(convoy, FAR) >= now_s}
    formed = {stop for members in still.values() for stop in (here[who] for who in members)}
    waiting = [(who, stop) for who, stop in here.items() if joins[stop] and stop not in formed]
    return Gathering(
        formed=tuple(tuple(here[who] for who in members) for members in still.values()),
        leave_s=tuple(leaves.get(convoy, FAR) for convoy in still),
        waiting=tuple((stop, _check_s(run, who, stop)) for who, stop in waiting),
    )


def _stops_where_vehicles_stand(run: Run, progress: Progress) -> dict[int, int]:
    """Give by address the vehicles that stand somewhere, with their stops."""
    found = {}
    for number, vehicle in enumerate(run.prepared.tables["vehicles"].tolist()):
        for stop in range(vehicle[c.FIRST_STOP], vehicle[c.END_STOP]):
            if progress.arrived[stop] != NONE and progress.left[stop] == NONE:
                found[run.memory.addresses["vehicles"] + number * c.VEHICLES.width] = stop
    return found


def _check_s(run: Run, who: int, stop: int) -> int:
    """Draw again how long a vehicle's check takes."""
    cells = run.memory.cells
    first = (int(cells[who + c.FIRST_STOP]) - run.memory.addresses["stops"]) // c.STOPS.width
    planned_s = int(run.prepared.tables["stops"][stop, c.TAKES_S])
    return int(drawn_s(cells, int(Cause.CHECK), planned_s, int(cells[who + c.ENTITY]), stop - first))
