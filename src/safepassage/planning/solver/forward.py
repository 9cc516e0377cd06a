"""Where the planner brings people: to their destinations, and to transfer places from which a road leads on."""

from math import inf

import numpy as np
from numpy.typing import NDArray

from safepassage.network import RoadNetwork
from safepassage.planning.solver.problem import Problem


def forward(problem: Problem, network: RoadNetwork) -> NDArray[np.bool_]:
    """Tell where the planner brings each kind, shape `(num_kinds, num_stops)`.

    To a transfer place only where a road leads on from it; from one on to another only where less driving is left, so
    that nobody goes round in circles.
    """
    flags = np.zeros((len(problem.kinds), len(problem.stops)), np.bool_)
    for number, kind in enumerate(problem.kinds):
        flags[number, list(kind.destinations)] = True
    left = _left(problem, network)
    for number, x in problem.onward:
        flags[number, x] = left[problem.onward[number, x]] < left.get(number, (inf, 0))
    return flags


def _left(problem: Problem, network: RoadNetwork) -> dict[int, tuple[float, int]]:
    """Least driving to any destination, crossings passed freely, by onward kind, with the stop where it waits."""
    known: dict[tuple[int, tuple[int, ...]], float] = {}
    found = {}
    for there in problem.onward.values():
        kind = problem.kinds[there]
        final = tuple(d for d in kind.destinations if (there, d) not in problem.onward)
        if (kind.stop, final) not in known:
            drive = network.ways_from(problem.stops[kind.stop], problem.scenario.agreement.crossing_places).drive
            units = [int(drive[network.index[problem.stops[d]]]) for d in final]
            known[kind.stop, final] = min((unit for unit in units if unit >= 0), default=inf)
        found[there] = known[kind.stop, final], kind.stop
    return found
