"""Annealing over rosters, where vehicles never meet.

Every vehicle that ends within a margin of the latest counts, by the square of the seconds: so the latest give work to
the others, all that is late becomes shorter, and vehicles that are done long before cost nothing.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from safepassage.planning.solver.drafts import Draft, take_back
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.randomness import Stream, uniform
from safepassage.planning.solver.roster_moves import draft_move
from safepassage.planning.solver.rosters import Rosters, keep_rosters, row_end
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables

FINE = 20000
"""Improvements smaller than this part of the completion time are kept only at the end of a round."""


class Heat(NamedTuple):
    """A round of annealing: `steps` changes, heat falling from `hot` to `cold` seconds; `margin` before the latest."""

    hot: float
    cold: float
    margin: float
    steps: int


@njit(cache=True)
def cost_of(end: int, late: float, margin: float) -> float:
    """Give the cost of a vehicle that ends then: the square of its seconds after `late`, in units of the margin."""
    return (end - late) * (end - late) / margin if end > late else 0.0


@njit(cache=True)
def balance(
    tables: Tables, search: Search, rosters: Rosters, random: Stream, heat: Heat, span: tuple[int, int]
) -> None:
    """Try the changes `span[0] <= step < span[1]` of a round, and keep the best rosters met.

    How a round is cut into spans makes no difference.
    """
    trips, drive = search.trips, rosters.drive
    late = rosters.marks[0] - heat.margin
    for step in range(span[0], span[1]):
        warmth = heat.hot * (heat.cold / heat.hot) ** (step / heat.steps)
        draft = draft_move(tables, search, rosters, random, int(late))
        if draft.v < 0:
            continue
        ends = np.empty(2, np.int64)
        ends[0] = row_end(tables, trips, drive, draft.v, rosters.drafts[0], rosters.draft_number[0])
        before, after = cost_of(rosters.end[draft.v], late, heat.margin), cost_of(ends[0], late, heat.margin)
        possible = ends[0] < FOREVER
        if draft.w >= 0:
            ends[1] = row_end(tables, trips, drive, draft.w, rosters.drafts[1], rosters.draft_number[1])
            before += cost_of(rosters.end[draft.w], late, heat.margin)
            after += cost_of(ends[1], late, heat.margin)
            possible = possible and ends[1] < FOREVER
        if not possible or (after > before and uniform(random) >= np.exp((before - after) / warmth)):
            take_back(tables, search, draft.a, draft.b)
            continue
        _commit(search, rosters, draft, ends[0], ends[1])
        if _is_best(rosters, rosters.marks[0] // FINE):
            keep_rosters(search, rosters, _latest(rosters))
            late = rosters.marks[0] - heat.margin


@njit(cache=True)
def keep_if_any_better(search: Search, rosters: Rosters) -> None:
    """Keep the rosters as the best if they end earlier, however little."""
    if _is_best(rosters, 0):
        keep_rosters(search, rosters, _latest(rosters))


@njit(cache=True)
def _commit(search: Search, rosters: Rosters, draft: Draft, end_v: int, end_w: int) -> None:
    rosters.number[draft.v] = rosters.draft_number[0]
    rosters.row[draft.v, : rosters.draft_number[0]] = rosters.drafts[0, : rosters.draft_number[0]]
    rosters.end[draft.v] = end_v
    if draft.w >= 0:
        rosters.number[draft.w] = rosters.draft_number[1]
        rosters.row[draft.w, : rosters.draft_number[1]] = rosters.drafts[1, : rosters.draft_number[1]]
        rosters.end[draft.w] = end_w
    for t in (draft.a, draft.b):
        if t >= 0:
            search.dirty[t] = 1
            _note_spare(search, rosters, t)


@njit(cache=True)
def _note_spare(search: Search, rosters: Rosters, t: int) -> None:
    """Keep the list of trips without people right after a trip was rewritten."""
    at, number = -1, rosters.marks[2]
    for i in range(number):
        if rosters.spare[i] == t:
            at = i
    if search.trips.num_items[t] == 0 and at < 0:
        rosters.spare[number] = t
        rosters.marks[2] += 1
    elif search.trips.num_items[t] > 0 and at >= 0:
        rosters.spare[at] = rosters.spare[number - 1]
        rosters.marks[2] -= 1


@njit(cache=True)
def _is_best(rosters: Rosters, by: int) -> bool:
    """Whether all vehicles end before the best's latest end, by more than so many seconds.

    The vehicle that was found to end too late the last time is asked first.
    """
    limit = rosters.marks[0] - by
    if rosters.end[rosters.marks[1]] >= limit:
        return False
    for v in range(rosters.end.shape[0]):
        if rosters.end[v] >= limit:
            rosters.marks[1] = v
            return False
    return True


@njit(cache=True)
def _latest(rosters: Rosters) -> int:
    return int(rosters.end.max())
