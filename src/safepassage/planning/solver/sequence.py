"""Settling the order of trips again and again: who has least time to spare goes first.

The vehicles keep their trips. From a schedule the latest start of every trip is worked out; the trips are placed anew
in that order; the new schedule has other waits, so other starts, and so on. Each time the habits are a little
different: how much waiting is allowed for at crossings, how much the start of the last schedule counts, how long
convoys wait, and some noise.
"""

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.latest import latest_starts
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.start import let_wait
from safepassage.planning.solver.state import evaluate, keep_if_best, return_to_best

Reals = NDArray[np.float64]

MARGINS_S = (0, 0, 120, 300, 600, 1200, 1800)
EARLIER_S = (1, 600, 1800)
SHARES = (0.0, 0.0, 0.2, 0.5)
NOISE_S = (0, 0, 60, 300, 900)
PATIENCE = (0.0, 0.25, 0.5, 1.0)
LONGEST_WALK = 12
"""After so many orders in a row without a better one, the best schedule is the next to start from."""


class Sequencer:
    """Places the trips of a search again and again in the order of their latest starts."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine = engine
        self.random = np.random.default_rng(seed)

    def sequence(self, tries: int) -> None:
        """Try so many orders, from the schedule at hand; the best is kept, and the search is left at it."""
        engine, since = self.engine, 0
        for _ in range(tries):
            self._order()
            kept = evaluate(engine.tables_handle, engine.handle) and keep_if_best(engine.tables_handle, engine.handle)
            since = 0 if kept else since + 1
            if since > LONGEST_WALK:
                return_to_best(engine.tables_handle, engine.handle)
                since = 0
        return_to_best(engine.tables_handle, engine.handle)

    def _order(self) -> None:
        """Order the trips by their latest starts, with habits drawn anew."""
        engine, draw = self.engine, self.random.choice
        search = engine.search
        latest = np.full(len(search.trips.num_items), FOREVER, np.int64)
        target, margin = int(search.worth.end.max()) - int(draw(EARLIER_S)), int(draw(MARGINS_S))
        latest_starts(engine.tables_handle, engine.handle, target, margin, latest)
        share, noise = float(draw(SHARES)), float(draw(NOISE_S))
        patience = float(draw(PATIENCE))
        starts = search.timeline.events.start[:, 0]
        key: Reals = (1.0 - share) * latest + share * starts + noise * self.random.standard_normal(len(latest))
        if len(engine.tables.terms.convoy_min):
            let_wait(engine, patience)
        search.order.trip[:] = np.argsort(key, kind="stable")
