"""Compiling the engine's loops before they are needed; they are cached beside the source.

A loop is compiled for the types of its arguments, and those are the same for every operation. So the smallest one does.
"""

from datetime import UTC, datetime

from safepassage.domain.places import Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.uncertainty import CERTAINTY
from safepassage.domain.vehicles import VehicleRow
from safepassage.simulation.figures import fold_log
from safepassage.simulation.memory import lay_out
from safepassage.simulation.policy import TIMETABLE
from safepassage.simulation.preparing.tables import prepare
from safepassage.simulation.rehearse import rehearse
from safepassage.simulation.simulate import simulate

SMALLEST = Scenario(
    name="smallest",
    start=datetime(2025, 1, 1, tzinfo=UTC),
    places=(Place("depot"),),
    vehicles=(VehicleRow("bus", 1, "depot"),),
)

STANDS_STILL = Plan(
    scenario="smallest",
    objective=Objective.COMPLETION,
    itineraries=(Itinerary("bus-1", (Stop("depot", 0, 0),)),),
    value=0,
    bound=None,
    proof=Proof.NONE,
    completion_seconds=0,
    people_out=0,
    people_remaining=0,
    people_out_bound=0,
)


def compile_loops() -> None:
    """Run every compiled loop once; half a minute the first time."""
    prepared = prepare(SMALLEST, STANDS_STILL)
    rehearse(prepared, runs=1)
    fold_log(lay_out(prepared, TIMETABLE, CERTAINTY).cells, simulate(prepared).log)
