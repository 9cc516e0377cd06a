"""Who rides on which trip, by row of people: kinds are given names again.

Those who go on from a transfer place are of the rows that were brought there before; who came first goes on first.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence

from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.timeline import SERVICE

Rows = dict[str, int]
"""Groups by row of `people.csv`."""
NO_TRIP = -1


class Expansion:
    """Hands out the rows of people behind each kind, so that every group is named once."""

    def __init__(self, problem: Problem) -> None:
        self._left = [dict(kind.rows) for kind in problem.kinds]

    def take(self, kind: int, groups: int, trip: int = NO_TRIP) -> Rows:  # noqa: ARG002
        """Give groups of a kind by row of `people.csv`, for a trip if that matters."""
        taken: Rows = {}
        left = self._left[kind]
        for row in list(left):
            number = min(left[row], groups)
            if number:
                taken[row] = number
                groups -= number
                left[row] -= number
            if not left[row]:
                del left[row]
            if not groups:
                break
        return taken

    def left(self) -> Iterator[tuple[int, str, int]]:
        """Yield kind, row and groups of all who were not taken."""
        for kind, left in enumerate(self._left):
            for row, groups in left.items():
                yield kind, row, groups


def boarded_rows(
    problem: Problem, search: Search, expansion: Expansion, driven: Sequence[int]
) -> dict[int, list[tuple[int, int, Rows]]]:
    """Give for each trip that is driven who rides on it, as (boarding stop, alighting stop, groups by row)."""
    trips = search.trips
    items = [(t, i) for t in driven for i in range(int(trips.num_items[t]))]
    rows: dict[tuple[int, int], Rows] = {}
    waits: list[tuple[int, int]] = []
    for t, i in items:
        kind = int(trips.kind[t, i])
        if problem.kinds[kind].origin is None:
            rows[t, i] = expansion.take(kind, int(trips.groups[t, i]), t)
        else:
            waits.append((t, i))
    _go_on(problem, search, items, waits, rows)
    return {
        t: [(int(trips.board[t, i]), int(trips.alight[t, i]), rows[t, i]) for i in range(int(trips.num_items[t]))]
        for t in driven
    }


def _go_on(
    problem: Problem,
    search: Search,
    items: list[tuple[int, int]],
    waits: list[tuple[int, int]],
    rows: dict[tuple[int, int], Rows],
) -> None:
    """Name those who go on from transfer places, one onward kind after the other as all who come to it have names."""
    trips = search.trips
    come: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    go: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    for t, i in items:
        there = problem.onward.get((int(trips.kind[t, i]), int(trips.stop[t, trips.alight[t, i]])))
        if there is not None:
            come[there].append((_departs(search, t, int(trips.alight[t, i])), (t, i)))
    for t, i in waits:
        go[int(trips.kind[t, i])].append((_departs(search, t, int(trips.board[t, i])), (t, i)))
    while go:
        named = [kind for kind in go if all(item in rows for _, item in come[kind])]
        for kind in named:
            queue = deque(entry for _, item in sorted(come[kind]) for entry in rows[item].items())
            for _, (t, i) in sorted(go.pop(kind)):
                rows[t, i] = _first(queue, int(trips.groups[t, i]))


def _first(queue: deque[tuple[str, int]], groups: int) -> Rows:
    """Take so many groups from the front of a queue."""
    taken: Rows = defaultdict(int)
    while groups:
        row, number = queue.popleft()
        share = min(number, groups)
        taken[row] += share
        groups -= share
        if number > share:
            queue.appendleft((row, number - share))
    return dict(taken)


def _departs(search: Search, t: int, stop: int) -> int:
    """When the vehicle of a trip departs from one of its stops."""
    events = search.timeline.events
    services = [e for e in range(int(events.number[t])) if events.what[t, e] == SERVICE]
    return int(events.depart[t, services[stop]])
