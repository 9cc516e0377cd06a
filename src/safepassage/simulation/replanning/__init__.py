"""The policy that plans anew: simulate, find the first disruption, plan the rest anew, simulate the same run again.

As every draw has a name, what happened before a new plan happens again under it, so a run needs no state that could be
saved and changed: it is a plan and the names of its draws. Whoever plans anew is given what has happened by then, and
nothing later.
"""

from safepassage.simulation.replanning.one_run import NewPlan, Rehearsal, ReplannedRun, start
from safepassage.simulation.replanning.policy import Disruptions, HistoryChangedError, Replan
from safepassage.simulation.replanning.rehearse import rehearse_replanning

__all__ = [
    "Disruptions",
    "HistoryChangedError",
    "NewPlan",
    "Rehearsal",
    "Replan",
    "ReplannedRun",
    "rehearse_replanning",
    "start",
]
