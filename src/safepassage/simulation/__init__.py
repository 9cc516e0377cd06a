"""Rehearsal: carry out a plan in a simulated world, as often as wanted.

    Scenario + Plan ──prepare──► tables ──simulate──► stream of facts ──► custody, replay, reports
                                   │
                                   └────rehearse────► tallies of figures ──► Outcome
                                        compare, sensitivity: pairs of runs on the same draws

It is a discrete-event simulation (Law, Simulation Modeling and Analysis, 5th edition 2015, chapter 1): time jumps from
one thing that happens to the next. What is simulated is what a plan must respect: roads, bays, crossings with lanes and
windows, convoys, linked movements, changing vehicles, hours of vehicles and crews. With nothing uncertain, the
timetable comes true to the second.

What a run does is told as facts, `domain.events`, and nothing else; every figure is a fold over them. `preparing` turns
a scenario and a plan into tables, `columns` says what is in them, `engine` carries them out in compiled code, `policy`
says how the plan is followed, and `uncertainty` what is not known. docs/rehearsal.md tells the theory.

"""

from safepassage.simulation.compare import compare
from safepassage.simulation.crew import Crew
from safepassage.simulation.policy import IN_ORDER, TIMETABLE, Policy
from safepassage.simulation.preparing.tables import Prepared, prepare
from safepassage.simulation.rehearse import rehearse
from safepassage.simulation.sensitivity import sensitivity, uncertain_causes
from safepassage.simulation.simulate import Run, simulate
from safepassage.simulation.warm import compile_loops

__all__ = [
    "IN_ORDER",
    "TIMETABLE",
    "Crew",
    "Policy",
    "Prepared",
    "Run",
    "compare",
    "compile_loops",
    "prepare",
    "rehearse",
    "sensitivity",
    "simulate",
    "uncertain_causes",
]
