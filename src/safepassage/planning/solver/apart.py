"""The problem as if nobody met anybody: a good way to share out the trips before their order is settled.

Lanes, bays and headways have no limit, convoys and linked movements are left out; windows, checks and all limits of
vehicles stay. One vehicle's schedule then does not touch
another's, and many thousand changes can be tried in a second.
"""

import numpy as np

from safepassage.planning.solver.beginning import nothing_yet
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import FOREVER
from safepassage.planning.solver.state import evaluate, keep_if_best, make_search
from safepassage.planning.solver.tables import Tables


def apart(tables: Tables) -> Tables:
    """Give the tables of the problem where nobody meets."""
    terms, none = tables.terms, np.zeros(0, np.int64)
    stops = tables.stops._replace(bays=np.full_like(tables.stops.bays, FOREVER))
    ways = tables.ways._replace(pass_convoy=np.full_like(tables.ways.pass_convoy, -1))
    nobody = np.zeros((0, tables.stops.bays.shape[0]), np.bool_)
    terms = terms._replace(
        lanes=np.full_like(terms.lanes, FOREVER),
        convoy_min=none,
        convoy_max=none,
        headway=none,
        leaves=nobody,
        arrives=nobody,
    )
    begun = nothing_yet(tables.vehicles.type.shape[0], 0)
    return tables._replace(stops=stops, ways=ways, terms=terms, beginning=begun)


def taken_over(tables: Tables, other: Engine) -> Engine:
    """Make a search of the problem whose trips, their order and their vehicles are the best of another search."""
    source = other.search
    engine = Engine.of(tables, make_search(tables, source.trips.num_items.shape[0], source.trips.kind.shape[1]))
    search = engine.search
    for mine, theirs in zip(search.trips, source.best_trips, strict=True):
        mine[:] = theirs
    for column in ("trip", "vehicle", "empty_way", "loaded_way"):
        getattr(search.order, column)[:] = getattr(source.best_order, column)
    for left, wanted in zip(search.ledger, source.best_ledger, strict=True):
        left[:] = wanted
    if evaluate(engine.tables_handle, engine.handle):
        keep_if_best(engine.tables_handle, engine.handle)
    return engine
