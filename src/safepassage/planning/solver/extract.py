"""From the schedule of the search to itineraries of named vehicles and counts by row of people."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from safepassage.domain.plan import Itinerary, Stop
from safepassage.planning.solver.beginning import NOT_LEFT
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.handling import bring_home, place_everything
from safepassage.planning.solver.manifests import Expansion, Rows, boarded_rows
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.state import return_to_best
from safepassage.planning.solver.timeline import SERVICE, Events
from safepassage.planning.solver.walk import Walks


def itineraries(
    problem: Problem, engine: Engine, expansion: Expansion | None = None
) -> tuple[tuple[Itinerary, ...], Expansion]:
    """Write out the best schedule; returns the itineraries and who is left.

    Itineraries of vehicles that had left their start before the first decision go on from where they stood.
    """
    tables, search = engine.tables, engine.search
    return_to_best(engine.tables_handle, engine.handle)
    place_everything(engine.tables_handle, engine.handle)
    timeline, expansion = search.timeline, expansion or Expansion(problem)
    driven: dict[int, list[int]] = defaultdict(list)
    first_event = timeline.events.depart[:, 0]
    for t in sorted(range(len(timeline.vehicle)), key=lambda t: (int(first_event[t]), t)):
        if timeline.vehicle[t] >= 0:
            driven[int(timeline.vehicle[t])].append(t)
    boarded = boarded_rows(problem, search, expansion, [t for v in driven.values() for t in v])
    found = []
    for v, vehicle in enumerate(problem.vehicles):
        if not bring_home(engine.tables_handle, engine.handle, v):
            raise AssertionError(f"{vehicle.name} does not get home in a schedule that said so")
        if timeline.left[v] == NOT_LEFT:
            continue
        stops = [stop for t in driven[v] for stop in _trip_stops(problem, timeline.events, t, boarded[t])]
        if tables.beginning.left[v] == NOT_LEFT:
            stops = _from_start(stops, vehicle.row.start, int(tables.vehicles.since[v]), int(timeline.left[v]))
        stops.extend(_way_home(problem, search.bench.walks, v, timeline.at[v] == tables.vehicles.home[v]))
        if stops:
            found.append(Itinerary(vehicle.name, tuple(stops)))
    return tuple(found), expansion


def _from_start(stops: list[Stop], start: str, since_s: int, left_s: int) -> list[Stop]:
    if stops[0].place == start:
        return [replace(stops[0], arrive_s=since_s), *stops[1:]]
    return [Stop(start, since_s, left_s), *stops]


def _trip_stops(problem: Problem, events: Events, t: int, items: list[tuple[int, int, Rows]]) -> Iterator[Stop]:
    crossings = _crossings(problem)
    s = 0
    for e in range(int(events.number[t])):
        arrive, depart, where = int(events.arrive[t, e]), int(events.depart[t, e]), int(events.where[t, e])
        if events.what[t, e] != SERVICE:
            yield Stop(crossings[where], arrive, depart)
            continue
        board = _summed(groups for b, _, groups in items if b == s)
        alight = _summed(groups for _, a, groups in items if a == s)
        yield Stop(problem.stops[where], arrive, depart, board, alight)
        s += 1


def _summed(parts: Iterator[dict[str, int]]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for part in parts:
        for row, groups in part.items():
            total[row] += groups
    return dict(total)


def _way_home(problem: Problem, walks: Walks, v: int, is_home: bool) -> Iterator[Stop]:
    if problem.vehicles[v].row.return_to is None or is_home:
        return
    crossings, events = _crossings(problem), walks.events
    for e in range(int(events.number[0])):
        names = problem.stops if events.what[0, e] == SERVICE else crossings
        yield Stop(names[int(events.where[0, e])], int(events.arrive[0, e]), int(events.depart[0, e]))


def _crossings(problem: Problem) -> tuple[str, ...]:
    crossing_places = problem.scenario.agreement.crossing_places
    return tuple(place.id for place in problem.scenario.places if place.id in crossing_places)
