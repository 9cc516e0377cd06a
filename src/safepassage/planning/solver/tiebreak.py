"""Of plans of equal value the one with less risk, then the one with fewer kilometres.

The search compares schedules by people lost, value, risk and distance, in this order. Annealing looks for value only;
here changes are tried one by one, and those that leave people and value as they are, or make them better, stay if risk
and distance do not rise.
"""

from numba import njit

from safepassage.planning.solver.anneal import evaluate_change, go_back, note_rewritten
from safepassage.planning.solver.changes import NO_MOVE
from safepassage.planning.solver.moves import make_move
from safepassage.planning.solver.randomness import Stream
from safepassage.planning.solver.reroute import in_debt
from safepassage.planning.solver.state import (
    NOBODY,
    Search,
    best_score,
    copy_ledger,
    copy_order,
    copy_worth,
    keep_if_best,
    score_of,
)
from safepassage.planning.solver.tables import Tables

ANY_VEHICLE = -1


@njit(cache=True)
def tidy(tables: Tables, search: Search, random: Stream, meet: bool, tries: int) -> bool:
    """Try so many changes from a schedule as good as the best; returns whether the best became better."""
    better = False
    for _ in range(tries):
        copy_order(search.order, search.kept_order)
        copy_ledger(search.ledger, search.kept_ledger)
        copy_worth(search.worth, search.kept_worth)
        search.further[:] = NOBODY
        changed = make_move(tables, search, random, ANY_VEHICLE)
        useful = changed.vehicles[0] != NO_MOVE and not in_debt(tables, search)
        moved = useful and evaluate_change(tables, search, meet, changed.vehicles)
        if moved and score_of(tables, search) <= best_score(search):
            note_rewritten(search, changed.trips)
            better = keep_if_best(tables, search) or better
            continue
        go_back(search, changed.trips)
    return better
