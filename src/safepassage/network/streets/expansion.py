"""Forbidden sequences of arcs, made part of a graph in which every way may be driven.

Whether the next arc may be driven depends on those before it only as far as they begin a forbidden sequence. So the
streets are seen as an automaton that reads arcs (Villeneuve & Desaulniers 2005, "The shortest path problem with
forbidden paths"), and it is the one that finds many words in a text at once (Aho & Corasick 1975, "Efficient string
matching: an aid to bibliographic search"):

- A *state* stands for the longest end of the way so far that begins a forbidden sequence. At most nodes nothing does,
  and the state is the node itself.
- From a state, an arc leads to the state of the longest end of "state and arc" that begins a forbidden sequence. The
  *failure* of a state is its own longest shorter end that begins one: there the search for that state goes on.
- Where state and arc end with a whole forbidden sequence, the expanded graph has no arc.

Every way in the expanded graph carries a way on the streets without a forbidden sequence, and each of those is
carried by exactly one. Few sequences are forbidden, so that the graph grows by few nodes.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from safepassage.network.streets.graph import Ints, StreetGraph
from safepassage.network.streets.groups import Groups

_NOTHING = 0
"""The state in which no forbidden sequence has begun."""

_FORBIDDEN = -1


@dataclass(frozen=True, eq=False, slots=True)
class ExpandedGraph:
    """The streets with one more node for each state in which a forbidden sequence has begun.

    Attributes
    ----------
    street_node
        The street node at which each expanded node stands, shape `(num_expanded_nodes,)`. The first ones are the street
        nodes themselves, in their order; whoever starts at a place starts from these.
    tail, head
        Expanded nodes of the expanded arcs, shape `(num_expanded_arcs,)`.
    arc
        The street arc that each expanded arc carries, same shape. The first ones are the street arcs themselves in
        their order, driven when nothing has begun.
    """

    street_node: Ints
    tail: Ints
    head: Ints
    arc: Ints

    @property
    def num_nodes(self) -> int:
        """How many expanded nodes there are."""
        return len(self.street_node)

    @property
    def num_arcs(self) -> int:
        """How many expanded arcs there are."""
        return len(self.tail)


def expanded(graph: StreetGraph) -> ExpandedGraph:
    """Expand a street graph by the states that its forbidden sequences need.

    Sequences whose arcs do not meet cannot be driven anyway and are left out.

    Raises
    ------
    ValueError
        If a sequence has less than two arcs: one arc that nobody may drive on is no arc of the graph.
    """
    automaton = _Automaton(_sequences(graph))
    nodes = np.concatenate([np.arange(graph.num_nodes), graph.head[automaton.last_arcs]])
    tails, heads, arcs = _arcs_of_states(graph, automaton)
    begun = graph.head.copy()
    for arc, state in automaton.follow[_NOTHING].items():
        begun[arc] = graph.num_nodes + state - 1
    return ExpandedGraph(
        nodes,
        np.concatenate([graph.tail, tails]),
        np.concatenate([begun, heads]),
        np.concatenate([np.arange(graph.num_arcs), arcs]),
    )


def _sequences(graph: StreetGraph) -> list[list[int]]:
    """Give the forbidden sequences that could be driven, the shortest first."""
    arcs, bounds = graph.forbidden.tolist(), graph.first_forbidden.tolist()
    meets = (graph.head[graph.forbidden[:-1]] == graph.tail[graph.forbidden[1:]]).tolist()
    if any(end - start < 2 for start, end in pairwise(bounds)):
        raise ValueError("a forbidden sequence needs two arcs at least")
    drivable = (arcs[start:end] for start, end in pairwise(bounds) if all(meets[start : end - 1]))
    return sorted(drivable, key=len)


def _arcs_of_states(graph: StreetGraph, automaton: "_Automaton") -> tuple[Ints, Ints, Ints]:
    """Give tails, heads and street arcs of the expanded arcs that leave states in which something has begun."""
    states, leaving = Groups.of(graph.tail, graph.num_nodes).of_all(graph.head[automaton.last_arcs])
    after = [automaton.after(state + 1, arc) for state, arc in zip(states.tolist(), leaving.tolist(), strict=True)]
    reached = np.array(after, dtype=np.int64)
    heads = np.where(reached == _NOTHING, graph.head[leaving], graph.num_nodes + reached - 1)
    may = reached != _FORBIDDEN
    return graph.num_nodes + states[may], heads[may], leaving[may]


class _Automaton:
    """The states of begun sequences; state 0 is that of nothing begun.

    `follow[state]` gives for each arc that carries a begun sequence on the next state, or `_FORBIDDEN`. `last_arcs` are
    the last arcs of the states from 1 on.
    """

    def __init__(self, sequences: list[list[int]]) -> None:
        self.follow: list[dict[int, int]] = [{}]
        self._reached_by = [(_NOTHING, -1)]
        self._depth = [0]
        for sequence in sequences:
            self._add(sequence)
        self._failure = [_NOTHING] * len(self.follow)
        for state in sorted(range(1, len(self.follow)), key=self._depth.__getitem__):
            self._link(state)
        self.last_arcs = np.array([arc for _, arc in self._reached_by[1:]], dtype=np.int64)

    def after(self, state: int, arc: int) -> int:
        """Give the state after an arc, or `_FORBIDDEN`."""
        while arc not in self.follow[state]:
            if state == _NOTHING:
                return _NOTHING
            state = self._failure[state]
        return self.follow[state][arc]

    def _add(self, sequence: list[int]) -> None:
        """Add the states of a sequence, unless it begins with a shorter forbidden one."""
        state = _NOTHING
        for arc in sequence[:-1]:
            before, new = state, len(self.follow)
            state = self.follow[before].setdefault(arc, new)
            if state == _FORBIDDEN:
                return
            if state == new:
                self.follow.append({})
                self._reached_by.append((before, arc))
                self._depth.append(self._depth[before] + 1)
        self.follow[state][sequence[-1]] = _FORBIDDEN

    def _link(self, state: int) -> None:
        """Find the failure of a state when those of shallower ones are known; forbid it if it ends with a sequence."""
        before, arc = self._reached_by[state]
        failure = _NOTHING if before == _NOTHING else self.after(self._failure[before], arc)
        if failure == _FORBIDDEN:
            self.follow[before][arc] = _FORBIDDEN
        else:
            self._failure[state] = failure
