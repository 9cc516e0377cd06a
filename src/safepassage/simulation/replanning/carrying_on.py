"""A new plan in the simulated world: what has happened in it happens again, and only then does it go on as planned.

The stops done are those of the run before, with the seconds at which things really happened in the place of the planned
ones. As nothing is done before its planned moment, and as all draws have names, each of them takes as long as before
and happens when it happened. What has not begun is planned for now at the earliest.
"""

from collections.abc import Mapping, Sequence
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
    announced = {itinerary.vehicle: itinerary.stops for itinerary in before.plan.itineraries}
    itineraries = [
        Itinerary(name, tuple(_stops(history, span, announced[name], later.get(name) or announced[name][:1])))
        for name, span in spans.items()
    ]
    prepared = prepare_aligned(before.scenario, replace(plan, itineraries=tuple(itineraries)), before)
    _pin(history, prepared, spans)
    return prepared


def _stops(history: History, span: tuple[int, int], announced: Sequence[Stop], planned: Sequence[Stop]) -> list[Stop]:
    """Give the stops of a vehicle: those that it has made, and the new ones; at least the one where it begins.

    A vehicle for which there is no way on, or that would have to turn back on its way or before a crossing, keeps its
    announced stops: it goes as far as it can, and waits there.
    """
    progress, now_s = history.progress, history.now_s
    stops: list[Stop] = []
    for stop in range(*span):
        left = history.left_s(stop, span[0])
        if left == NONE:
            break
        stops.append(Stop(history.place(stop), int(progress.arrived[stop]), left, *history.moved(stop)))
    here = span[0] + len(stops)
    rest = planned[len(stops) :]
    stands = here < span[1] and progress.arrived[here] != NONE
    if here < span[1] and stops and (not rest or rest[0].place != history.place(here)):
        rest = announced[len(stops) :]
    first_s = now_s + len(history.gathering.formed)
    new = [_not_before(stop, now_s, first_s) for stop in rest]
    if stands:
        new[0] = _here(history, here, new[0])
    return [*stops, *new]


def _not_before(stop: Stop, now_s: int, leaves_s: int) -> Stop:
    arrive_s = max(stop.arrive_s, now_s)
    return replace(stop, arrive_s=arrive_s, depart_s=max(stop.depart_s, leaves_s, arrive_s))


def _here(history: History, here: int, stop: Stop) -> Stop:
    """Give the stop where a vehicle stands. Convoys that have formed are the next to leave, in their order."""
    for number, members in enumerate(history.gathering.formed):
        if here in members:
            stop = replace(stop, depart_s=history.now_s + number)
    return replace(stop, arrive_s=int(history.progress.arrived[here]))


def _pin(history: History, prepared: Prepared, spans: Mapping[str, tuple[int, int]]) -> None:
    """Put what happened in the place of what was planned, and let nothing else begin before now."""
    stops, convoys = prepared.tables["stops"], prepared.tables["convoys"]
    stops[:, c.PLAN_BEGINS] = stops[:, c.PLAN_BEGINS].clip(min=history.now_s)
    new_of: dict[int, int] = {}
    for name, vehicle in zip(prepared.vehicles, prepared.tables["vehicles"].tolist(), strict=True):
        new_of |= dict(zip(range(*spans[name]), range(vehicle[c.FIRST_STOP], vehicle[c.END_STOP]), strict=False))
        for old in range(*spans[name]):
            if old in new_of:
                _pin_stop(history, prepared, old, new_of[old], spans[name][0])
    for stop, check_s in history.gathering.waiting:
        of = convoys[stops[new_of[stop], c.CONVOY_OF]]
        of[c.PLAN_DEPARTS] = max(of[c.PLAN_DEPARTS], history.now_s + check_s)
    for members, leaves_s in zip(history.gathering.formed, history.gathering.leave_s, strict=True):
        convoys[stops[new_of[members[0]], c.CONVOY_OF], c.PLAN_DEPARTS] = leaves_s


def _pin_stop(history: History, prepared: Prepared, old: int, new: int, first: int) -> None:
    """Pin one stop as far as it has gone: what it waited for has happened, and hours were no hindrance."""
    progress, row = history.progress, prepared.tables["stops"][new]
    gates = prepared.tables["gates"][row[c.FIRST_GATE] : row[c.END_GATE]]
    left_s = history.left_s(old, first)
    gave_up_s = int(max(progress.withdrawn[old], progress.refused[old]))
    if gave_up_s != NONE and progress.moved[old] == NONE:
        _give_up(row, gave_up_s, refuses=progress.refused[old] != NONE)
    elif progress.begun[old] != NONE:
        row[c.PLAN_BEGINS], row[c.TRIP_S] = progress.begun[old], NONE
        gates[gates[:, c.BEFORE_IT_BEGINS] == 1, c.THRESHOLD] = 0
    if left_s != NONE:
        row[c.PLAN_LEAVES] = left_s if progress.moved[old] == NONE else progress.moved[old]
        row[c.PLAN_BEGINS] = min(row[c.PLAN_BEGINS], row[c.PLAN_LEAVES])
        gates[:, c.THRESHOLD] = 0


def _give_up(row: Integers, at_s: int, *, refuses: bool) -> None:
    """Let a vehicle refuse or be withdrawn here again: it asks for a service of no length that begins a trip.

    The draw that made it refuse is the same again; who is withdrawn has no time for a trip without end.
    """
    row[c.KIND], row[c.TAKES_S], row[c.LINE], row[c.READY_S] = c.SERVES, 0, NONE, 0
    row[c.PLAN_BEGINS], row[c.TRIP_S] = at_s, 0 if refuses else FAR
    row[c.END_GATE] = row[c.FIRST_GATE]
