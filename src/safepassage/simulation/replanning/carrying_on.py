"""A new plan in the simulated world: what has happened in it happens again, and only then does it go on as planned.

The stops done are those of the run before, with the seconds at which things really happened in the place of the planned
ones. As nothing is done before its planned moment, and as all draws have names, each of them takes as long as before
and happens when it happened. What has not begun is planned for now at the earliest.
"""

from collections.abc import Mapping
from dataclasses import replace

from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.replanning.aligning import prepare_aligned
from safepassage.simulation.replanning.history import History


def carried_on(history: History, plan: Plan) -> Prepared:
    """Prepare a plan that goes on from the run so far, its past pinned to what happened."""
    before = history.prepared
    later = {itinerary.vehicle: itinerary.stops for itinerary in plan.itineraries}
    spans = {
        name: (int(row[c.FIRST_STOP]), int(row[c.END_STOP]))
        for name, row in zip(before.vehicles, before.tables["vehicles"], strict=True)
    }
    itineraries = [Itinerary(name, _stops(history, span, later.get(name, ()))) for name, span in spans.items()]
    prepared = prepare_aligned(before.scenario, replace(plan, itineraries=tuple(itineraries)), before.crossings)
    _pin(history, prepared, spans)
    return prepared


def _stops(history: History, span: tuple[int, int], planned: tuple[Stop, ...]) -> tuple[Stop, ...]:
    """Give the stops of a vehicle: those that it has made, and the new ones; at least the one where it begins."""
    progress, now_s = history.progress, history.now_s
    stops: list[Stop] = []
    for stop in range(*span):
        left = history.left_s(stop, span[0])
        if left == NONE:
            break
        stops.append(Stop(history.place(stop), int(progress.arrived[stop]), left, *history.moved(stop)))
    rest = [_not_before(stop, now_s) for stop in planned[len(stops) :]]
    here = span[0] + len(stops)
    if here < span[1] and progress.arrived[here] != NONE and rest:
        rest[0] = replace(rest[0], arrive_s=int(progress.arrived[here]))
    if not stops and not rest:
        arrived = int(progress.arrived[span[0]])
        rest = [Stop(history.place(span[0]), now_s if arrived == NONE else arrived, now_s)]
    return (*stops, *rest)


def _not_before(stop: Stop, now_s: int) -> Stop:
    arrive_s = max(stop.arrive_s, now_s)
    return replace(stop, arrive_s=arrive_s, depart_s=max(stop.depart_s, arrive_s))


def _pin(history: History, prepared: Prepared, spans: Mapping[str, tuple[int, int]]) -> None:
    """Put what happened in the place of what was planned, and let nothing else begin before now."""
    stops, gates, progress = prepared.tables["stops"], prepared.tables["gates"], history.progress
    stops[:, c.PLAN_BEGINS] = stops[:, c.PLAN_BEGINS].clip(min=history.now_s)
    stops[:, c.PLAN_LEAVES] = stops[:, c.PLAN_LEAVES].clip(min=history.now_s)
    for name, vehicle in zip(prepared.vehicles, prepared.tables["vehicles"], strict=True):
        first, end = spans.get(name, (0, 0))
        for old, new in zip(range(first, end), range(vehicle[c.FIRST_STOP], vehicle[c.END_STOP]), strict=False):
            row = stops[new]
            if progress.withdrawn[old] != NONE:
                _withdraw(row, int(progress.withdrawn[old]))
            elif progress.begun[old] != NONE:
                row[c.PLAN_BEGINS], row[c.TRIP_S] = progress.begun[old], NONE
                gates[row[c.FIRST_GATE] : row[c.END_GATE], c.THRESHOLD] *= (
                    1 - gates[row[c.FIRST_GATE] : row[c.END_GATE], c.BEFORE_IT_BEGINS]
                )
            left_s = history.left_s(old, first)
            if left_s != NONE:
                row[c.PLAN_LEAVES] = left_s
                row[c.PLAN_BEGINS] = min(row[c.PLAN_BEGINS], left_s)
                row[c.END_GATE] = row[c.FIRST_GATE]


def _withdraw(row: Integers, at_s: int) -> None:
    """Let a vehicle be withdrawn here again: it asks for a service of no length that leads to a trip without end."""
    row[c.KIND], row[c.TAKES_S], row[c.LINE], row[c.READY_S] = c.SERVES, 0, NONE, 0
    row[c.PLAN_BEGINS], row[c.TRIP_S] = at_s, FAR
    row[c.END_GATE] = row[c.FIRST_GATE]
