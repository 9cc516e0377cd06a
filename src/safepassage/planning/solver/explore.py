"""Dispatching again and again, a little differently each time, and keeping what comes out best.

Where vehicles meet at crossings, one trip more or less in a convoy changes all that follows, and small changes of a
schedule seldom help. Another order of dealing out trips does: more or less urgent first, shorter or longer first,
vehicles dealt with hour by hour or half a day at a time, convoys that wait or leave.
"""

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.dispatch import dispatch, duration_of
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import FOREVER, Problem
from safepassage.planning.solver.start import let_wait
from safepassage.planning.solver.state import evaluate, keep_if_best, return_to_best
from safepassage.planning.solver.urgency import counts_everybody, in_order, rates

Reals = NDArray[np.float64]

SHORTEST_SPREAD_S = 600
LONGEST_SPREAD_S = 6 * 3600
MOST_PATIENCE = 2.5
HABIT = 0.7
"""How often a try stays near the ways of the best one so far."""


class Explorer:
    """Tries dispatching with random habits, more often near those that did best."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine = engine
        self.random = np.random.default_rng(seed)
        self.best: Reals | None = None

    def explore(self, problem: Problem, tries: int) -> None:
        """Dispatch so many times and keep the best schedule; the search is left at it."""
        engine = self.engine
        return_to_best(engine.tables_handle, engine.handle)
        length, urgent = self._measures(problem)
        for _ in range(tries):
            habits = self._habits()
            key = habits[0] * urgent + habits[1] * length + habits[2] * self.random.standard_normal(len(length))
            sequence = np.argsort(key, kind="stable").astype(np.int64)
            let_wait(engine, float(habits[3]))
            spread, ranked = int(habits[4]), bool(habits[5] < 0.5)
            dispatch(engine.tables_handle, engine.handle, sequence[: self._filled], spread, ranked)
            if evaluate(engine.tables_handle, engine.handle) and keep_if_best(engine.tables_handle, engine.handle):
                self.best = habits
        return_to_best(engine.tables_handle, engine.handle)

    def _measures(self, problem: Problem) -> tuple[Reals, Reals]:
        """Length and urgency of every trip, about 1 on the mean; empty trips come last.

        Urgency is the priority, or where everybody's alighting counts the place by Smith's rule.
        """
        trips = self.engine.search.trips
        filled = np.flatnonzero(trips.num_items > 0)
        self._filled = len(filled)
        length = np.full(len(trips.num_items), float(FOREVER))
        urgent = np.full(len(trips.num_items), float(FOREVER))
        profile = problem.profile_of[0]
        for t in filled:
            length[t] = duration_of(self.engine.tables_handle, self.engine.handle, int(t), profile)
            urgent[t] = min(problem.kinds[k].priority for k in trips.kind[t, : trips.num_items[t]])
        if self._filled:
            length[filled] /= max(1.0, float(length[filled].mean()))
        if counts_everybody(self.engine):
            order = in_order(length[filled], rates(problem, self.engine)[filled])
            urgent[filled[order]] = np.linspace(0.0, 2.0, len(filled))
        return length, urgent

    def _habits(self) -> Reals:
        """Draw habits: weight of urgency and of length, noise, patience in headways, spread in seconds, and order.

        The last is whether trips of one round are placed by rank (below a half) or by when their vehicle is free.
        """
        low, high = np.log(SHORTEST_SPREAD_S), np.log(LONGEST_SPREAD_S)
        draw = self.random.random
        spread = float(np.exp(low + (high - low) * draw()))
        noise = 0.5 * draw() ** 2
        fresh = np.array(
            [draw() < 0.5, self.random.choice([-1.0, 0.3, 1.0]), noise, MOST_PATIENCE * draw(), spread, draw()]
        )
        if self.best is None or draw() > HABIT:
            return fresh
        near = self.best.copy()
        changed = int(self.random.integers(2, 6))
        near[changed] = fresh[changed]
        return near
