"""Ways to choose corridors from: other ways than the fastest one that still make sense by themselves.

Other ways come from the penalty method: the streets of ways already found are made to weigh more, and the search is
repeated (de la Barra, Perez & Anez 1993, "Multidimensional path search and assignment"; Bader, Dees, Geisberger &
Sanders 2011, "Alternative route graphs in road networks").

What the penalty pushes off a main street for a few blocks is put right again. Every window of a way, a share of its
weight long, is replaced by the way of least weight between its ends. So all parts of half that weight are the best
there are. That is local optimality, which Abraham, Delling, Goldberg & Werneck ask of a good alternative (2013,
"Alternative routes in road networks").

Safer ways come from weights of time and risk together. How much time a unit of risk is worth follows from the ways
found, in a search for the safest way within a time by Lagrangian relaxation (Handler & Zang 1980, "A dual algorithm for
the constrained shortest path problem").
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safepassage.network.streets.connectors import NOWHERE
from safepassage.network.streets.corridors_search import SpottedStreets
from safepassage.network.streets.graph import Floats, Ints

_PENALTY = 0.5
"""The share by which a street weighs more for each way found on it."""

_WINDOW = 0.2
"""The share of a way's weight that is replaced if there is a better way; half of it is locally optimal."""

_SAFEST_WORTH = 100.0
"""The weights for the safest way: as many times the fastest one's time are given to be rid of its risk."""

_TRADES = 4
"""How many times the worth of risk is set anew between two ways."""

_PRECISION = 1e-9
"""Weights that differ by less than this share are equal."""


@dataclass(frozen=True, eq=False, slots=True)
class Mix:
    """What a unit of risk weighs, in ms, and the way of least weight with it: its arcs, ms and risk."""

    worth_ms: float
    path: Ints
    ms: float
    risk: float


def mixes(streets: SpottedStreets, risk: Floats, longest: float) -> tuple[Mix, ...]:
    """Give weights of time and risk worth searching with, the fastest way first; nothing where no way leads.

    Parameters
    ----------
    streets
        With the origin as spot 0 and the destination as spot 1.
    risk
        Of each arc, shape `(num_arcs,)`.
    longest
        How many times the fastest way's time a safer way may take.
    """
    fastest = _mix(streets, risk, 0.0)
    if fastest is None:
        return ()
    if not fastest.risk:
        return (fastest,)
    safest = _mix(streets, risk, _SAFEST_WORTH * fastest.ms / fastest.risk)
    between = () if safest is None else _between(streets, risk, fastest, safest, longest * fastest.ms)
    return (fastest, *between)


def _between(streets: SpottedStreets, risk: Floats, quick: Mix, safe: Mix, most_ms: float) -> tuple[Mix, ...]:
    """Give a safe mix and those found between it and a quick one, closing in on the safest within the time."""
    found = [safe]
    for _ in range(_TRADES):
        if safe.risk >= quick.risk:
            break
        mix = _mix(streets, risk, (safe.ms - quick.ms) / (quick.risk - safe.risk))
        if mix is None or not _lighter(mix, quick):
            break
        found.append(mix)
        quick, safe = (mix, safe) if mix.ms <= most_ms else (quick, mix)
    return tuple(found)


def _lighter(mix: Mix, other: Mix) -> bool:
    """Tell whether the way of a mix weighs less, by that mix, than another's."""
    weight, others = (m.ms + mix.worth_ms * m.risk for m in (mix, other))
    return weight < others * (1 - _PRECISION)


def _mix(streets: SpottedStreets, risk: Floats, worth_ms: float) -> Mix | None:
    path = streets.path(streets.ms + worth_ms * risk, streets.leaves(0), streets.reached(1))
    return None if path is None else Mix(worth_ms, path, float(streets.ms[path].sum()), float(risk[path].sum()))


def candidates(streets: SpottedStreets, weights: Floats, path: Ints, rounds: int) -> Iterator[Ints]:
    """Yield the way of least weight, and then others, by penalties; some may be the same."""
    used = np.zeros(streets.streets.graph.num_pieces + 1)
    yield path
    for _ in range(rounds):
        used[streets.piece[path]] += 1
        used[NOWHERE] = 0
        other = streets.path(weights * (1 + _PENALTY * used[streets.piece]), streets.leaves(0), streets.reached(1))
        if other is None:
            return
        path = straightened(streets, weights, other)
        yield path


def straightened(streets: SpottedStreets, weights: Floats, path: Ints) -> Ints:
    """Give a way in which no window could weigh less: each is replaced by the best way between its ends, until none is.

    Windows overlap by half, so that every part of half a window's weight lies in one of them.
    """
    length = _WINDOW * weights[path].sum()
    while True:
        better = _without_circles(streets, _pass(streets, weights, path, length))
        if np.array_equal(better, path):
            return path
        path = better


def _pass(streets: SpottedStreets, weights: Floats, path: Ints, length: float) -> Ints:
    """Give a way with each of its windows replaced by the best way between the window's ends."""
    begin, end = 0, 0
    while end < len(path):
        end = begin + int(np.searchsorted(np.cumsum(weights[path[begin:]]), length)) + 1
        window = _straight(streets, weights, path[begin:end])
        path = np.concatenate([path[:begin], window, path[end:]])
        end = begin + len(window)
        step = int(np.searchsorted(np.cumsum(weights[window]), length / 2, side="right"))
        begin = min(begin + max(1, step), end)
    return path


def _straight(streets: SpottedStreets, weights: Floats, path: Ints) -> Ints:
    """Give the way of least weight from the beginning of a way to its end; itself where none weighs less."""
    least = streets.path(weights, int(streets.tail[path[0]]), int(streets.head[path[-1]]))
    if least is None or weights[least].sum() >= weights[path].sum() * (1 - _PRECISION):
        return path
    return least


def _without_circles(streets: SpottedStreets, path: Ints) -> Ints:
    """Give a way without what lies between two visits of one node."""
    kept: list[int] = []
    nodes = [int(streets.tail[path[0]])]
    for arc in path.tolist():
        node = int(streets.head[arc])
        if node in nodes:
            visit = nodes.index(node)
            del kept[visit:], nodes[visit + 1 :]
        else:
            kept.append(arc)
            nodes.append(node)
    return np.array(kept, dtype=np.int64)
