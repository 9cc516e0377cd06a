"""Plans that may differ in all but their rows: every vehicle of the scenario and every crossing, in one order.

So runs that end with different plans can be tallied together. A vehicle without work stands where it starts.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from safepassage.domain.outcome import Outcome
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import RoadHazard
from safepassage.simulation import columns as c
from safepassage.simulation.arrays import NONE
from safepassage.simulation.preparing.tables import Prepared, prepare


def with_all_vehicles(scenario: Scenario, plan: Plan) -> Plan:
    """Give the plan with all vehicles: those that it uses in its order, then all others."""
    used = {itinerary.vehicle for itinerary in plan.itineraries if itinerary.stops}
    idle = (
        Itinerary(each.name, (Stop(each.row.start, each.row.available_from_s, each.row.available_from_s),))
        for each in scenario.each_vehicle()
        if each.name not in used
    )
    working = (itinerary for itinerary in plan.itineraries if itinerary.stops)
    return replace(plan, itineraries=(*working, *idle))


def prepare_aligned(
    scenario: Scenario, plan: Plan, before: Prepared | None = None, roads: Sequence[RoadHazard] = ()
) -> Prepared:
    """Prepare a plan with all crossings, in the order of the plan before; a run is complete when everybody is out.

    So people out are counted in levels of all persons: a later plan may bring out more than the first.

    Raises
    ------
    UnusableInputError
        If the plan cannot be carried out in this scenario.
    """
    prepared = prepare(scenario, plan, before.roads if before else roads)
    places = (rule.place for rule in scenario.agreement.crossings)
    names = tuple(dict.fromkeys((*(before or prepared).crossings, *places)))
    numbers = np.array([names.index(place) for place in prepared.crossings], dtype=np.int64)
    at = prepared.tables["stops"][:, c.CROSSING]
    at[at != NONE] = numbers[at[at != NONE]]
    prepared.tables["rows"][:, c.PLANNED_OUT] = prepared.tables["rows"][:, c.REGISTERED]
    tables = {**prepared.tables, "crossings": np.zeros((len(names), c.CROSSINGS.width), dtype=np.int64)}
    return replace(prepared, tables=tables, crossings=names, planned_out=scenario.persons)


def planned_out(prepared: Prepared) -> int:
    """Give the persons whom a plan brings out, as its announced stops say; `prepared.planned_out` are all persons."""
    persons = {row.id: row.group_size for row in prepared.scenario.people}
    stops = (stop for itinerary in prepared.plan.itineraries for stop in itinerary.stops)
    return sum(groups * persons[row] for stop in stops for row, groups in stop.alight.items())


def without_idle(outcome: Outcome, plan: Plan) -> Outcome:
    """Leave out vehicles that the plan does not use and that never drive."""
    used = {itinerary.vehicle for itinerary in plan.itineraries if itinerary.stops}
    kept = tuple(each for each in outcome.vehicles if each.used or each.vehicle in used)
    passed = tuple(each for each in outcome.crossings if each.passages.value)
    return replace(outcome, vehicles=kept, crossings=passed)
