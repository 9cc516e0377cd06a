"""What Python asks of a search between the rounds of the compiled loops: one compiled function for each question."""

from numba import njit

from safepassage.planning.solver.decode import place_all
from safepassage.planning.solver.edits import room_for, take
from safepassage.planning.solver.finish import drive_home
from safepassage.planning.solver.state import NOBODY, Search
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import settle


@njit(cache=True)
def settle_trip(tables: Tables, search: Search, t: int) -> bool:
    """Bring a trip's stops into line with its items; returns whether some vehicle type fits."""
    return settle(tables, search.trips, t)


@njit(cache=True)
def release_unplaced(tables: Tables, search: Search) -> None:
    """Let the people of trips that could not be scheduled wait, and give back the room that was kept for them."""
    trips = search.trips
    for t in range(trips.num_items.shape[0]):
        if search.timeline.vehicle[t] == NOBODY:
            for i in range(trips.num_items[t]):
                take(tables, trips, search.ledger, t, i, trips.groups[t, i])
            settle(tables, trips, t)


@njit(cache=True)
def groups_with_room(tables: Tables, search: Search, kind: int, stop: int) -> int:
    """How many groups of a kind a destination can still take."""
    return room_for(tables, search.ledger, kind, stop)


@njit(cache=True)
def place_everything(tables: Tables, search: Search) -> None:
    """Schedule all trips that can be; no vehicle drives home yet."""
    place_all(tables, search.trips, search.timeline, search.order, search.bench)


@njit(cache=True)
def bring_home(tables: Tables, search: Search, v: int) -> bool:
    """Drive a vehicle home if it must; its passings stand as events of the first walk."""
    return drive_home(tables, search.timeline, v, search.bench.walks, 0)
