"""What else is to be seen from a study: who is cut off by which closure, what comes later, how other vehicles fare."""

from collections.abc import Iterator

import numpy as np

from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Closure
from safepassage.network.streets.differences import Differences, cut_off, differences
from safepassage.network.streets.graph import Ints
from safepassage.network.streets.moments import DAY_S, State
from safepassage.network.streets.router import UNREACHED
from safepassage.network.streets.study import Study

LOOK_AHEAD_S, FURTHEST_S = 2 * DAY_S, 60 * DAY_S
"""States of the streets are looked for two days ahead, and as far as anything in the scenario is dated, up to these."""


def cut_off_by(study: Study, state: State, matrix: Ints) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each place that the closures of a state cut off, with the ids of those that do it alone, or else of all."""
    if not state.closures:
        return ()
    free = study.matrix(State(state.moment_s, (), state.rules))
    lost = cut_off(free, matrix)
    alone = {closure.id: _cut_alone(study, state, closure, free) for closure in state.closures} if lost else {}
    found = []
    for place in lost:
        by = tuple(closure for closure, places in alone.items() if place in places)
        found.append((study.places[place], by or tuple(alone)))
    return tuple(found)


def _cut_alone(study: Study, state: State, closure: Closure, free: Ints) -> tuple[int, ...]:
    return cut_off(free, study.matrix(State(state.moment_s, (closure,), state.rules)))


def last_moment(case: Scenario, study: Study) -> int:
    """Give until when the streets are looked at, in whole seconds after the start."""
    windows = [window.closes_s for rule in case.agreement.crossings for window in rule.windows or ()]
    until = [row.available_until_s for row in case.vehicles if row.available_until_s is not None]
    ends = [end for c in study.conditions.closures for end in (c.from_s, c.until_s) if end is not None]
    return min(FURTHEST_S, max([LOOK_AHEAD_S, *windows, *until, *ends]))


def other_states(case: Scenario, study: Study, state: State, matrix: Ints) -> Iterator[tuple[State, Differences]]:
    """Yield each other state of the streets with what it makes worse, in the order of time."""
    for other in study.states(last_moment(case, study)):
        if (other.closures, other.rules) != (state.closures, state.rules):
            yield other, differences(matrix, study.matrix(other))


def compared(matrix: Ints, other: Ints) -> tuple[tuple[float, float, float] | None, int, int]:
    """Compare the links of another kind of vehicle with a matrix, both of shape `(n, n)`.

    Returns
    -------
        Smallest, middle and largest ratio of its times (None without common links), how many links only it has, and
        how many it has not.
    """
    both = (matrix > 0) & (other > 0)
    ratios = other[both] / matrix[both]
    spread = tuple(float(x) for x in np.quantile(ratios, [0, 0.5, 1])) if ratios.size else None
    only, missing = (matrix == UNREACHED) & (other > 0), (matrix > 0) & (other == UNREACHED)
    return (spread[0], spread[1], spread[2]) if spread else None, int(only.sum()), int(missing.sum())
