"""The plan of a peer: its trips within the room there is, driven by the simulation, with figures and no bound."""

from benchmarks.peers.room import within_room
from benchmarks.peers.simulation import Simulation
from benchmarks.peers.trips import Case, Programs
from safepassage.domain.plan import Itinerary, Plan, Proof
from safepassage.domain.scenario import Objective


def plan_of(case: Case, programs: Programs) -> Plan:
    """Give the plan in which every vehicle does its trips as soon as the terms allow."""
    scenario = case.scenario
    stops = Simulation(case, within_room(case, programs)).run()
    sizes = {row.id: (row.group_size, row.priority) for row in scenario.people}
    out, completion_s = [0, 0, 0], 0
    for each in stops.values():
        for stop in each:
            for row, groups in stop.alight.items():
                size, priority = sizes[row]
                out[priority - 1] += size * groups
                completion_s = max(completion_s, stop.depart_s)
    asked = [sum(row.persons for row in scenario.people if row.priority == p) for p in (1, 2, 3)]
    return Plan(
        scenario=scenario.name,
        objective=Objective.COMPLETION,
        itineraries=tuple(Itinerary(name, tuple(each)) for name, each in stops.items()),
        value=completion_s,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=completion_s,
        people_out=sum(out),
        people_remaining=scenario.persons - sum(out),
        people_out_bound=scenario.persons,
        people_out_by_priority=(out[0], out[1], out[2]),
        people_out_bound_by_priority=(asked[0], asked[1], asked[2]),
    )
