"""With nothing uncertain, the timetable is carried out as planned, to the second."""

from collections import Counter
from itertools import groupby

import pytest

from safepassage.domain import events
from safepassage.domain.plan import Itinerary
from safepassage.planning.verify import verify
from safepassage.simulation import prepare, simulate
from tests.simulation.operations import random_operation
from tests.simulation.realised import realised

FIRST_ARRIVAL = 0
"""A vehicle stands at its first stop from the beginning, whatever the plan calls its arrival."""


def visits(itinerary: Itinerary) -> list[tuple[str, int, int]]:
    """Place, arrival and departure of each visit; consecutive stops at one place are one."""
    found: list[tuple[str, int, int]] = []
    for place, stops in groupby(itinerary.stops, key=lambda stop: stop.place):
        made = list(stops)
        found.append((place, made[0].arrive_s if found else FIRST_ARRIVAL, made[-1].depart_s))
    return found


def moves(itinerary: Itinerary) -> dict[tuple[str, int], tuple[Counter[str], Counter[str]]]:
    """Who boards and who alights at each place and second."""
    found: dict[tuple[str, int], tuple[Counter[str], Counter[str]]] = {}
    for stop in itinerary.stops:
        if stop.board or stop.alight:
            board, alight = found.setdefault((stop.place, stop.depart_s), (Counter(), Counter()))
            board.update(stop.board)
            alight.update(stop.alight)
    return found


@pytest.mark.parametrize("first", range(0, 60, 12))
def test_plans_come_true_to_the_second(first: int) -> None:
    for seed in range(first, first + 12):
        scenario, plan = random_operation(seed)
        done = realised(plan, simulate(prepare(scenario, plan)).facts())
        planned = {itinerary.vehicle: itinerary for itinerary in plan.itineraries}
        assert {made.vehicle: visits(made) for made in done.itineraries} == {
            name: visits(itinerary) for name, itinerary in planned.items()
        }, seed
        assert {made.vehicle: moves(made) for made in done.itineraries} == {
            name: moves(itinerary) for name, itinerary in planned.items()
        }, seed


def test_what_came_true_passes_the_judge() -> None:
    for seed in range(100, 124):
        scenario, plan = random_operation(seed)
        done = realised(plan, simulate(prepare(scenario, plan)).facts())
        assert verify(scenario, done).violations == (), seed


def test_windows_convoys_and_steps_are_told() -> None:
    """Among many plans each kind of fact occurs."""
    told = set()
    for seed in range(24):
        scenario, plan = random_operation(seed)
        told |= {type(fact) for fact in simulate(prepare(scenario, plan)).facts()}
    assert {events.WindowOpened, events.WindowClosed, events.ConvoyFormed, events.ConvoyDeparted} <= told
    assert {events.StepReached, events.CheckBegan, events.CheckEnded, events.OperationEnded} <= told
