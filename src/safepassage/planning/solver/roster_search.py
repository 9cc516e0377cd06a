"""The search where vehicles never meet: rosters dealt out from several packings of people, then annealed.

Rounds of annealing grow threefold, each from the best rosters; the last one fills the time that is left, so that it
ends cold.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.balance import Heat, balance, keep_if_any_better
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.loads import Load
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.randomness import Stream, stream
from safepassage.planning.solver.rosters import (
    Rosters,
    deal_out,
    keep_rosters,
    make_rosters,
    return_to_best_rosters,
    schedule_rosters,
)
from safepassage.planning.solver.start import with_trips
from safepassage.planning.solver.state import keep_if_best
from safepassage.planning.solver.tables import Tables

Integers = NDArray[np.int64]

SPARE_PLACES = 6
TRIAL_STEPS = 30
"""Changes a trip by which packings are compared."""
FIRST_STEPS = 4000
STEPS_A_TRIP = 40
"""Changes of the first round: the larger of these."""
GROWTH = 3
HOTTEST, COLDEST, MARGIN = 0.1, 0.0002, 0.4
"""Heat at the beginning and at the end of a round, and the margin before the latest end, in mean trips."""
CHUNK_S = 0.2

Spent = Callable[[int], bool]


@dataclass
class RosterSearch:
    """Rosters of a problem with the engine whose trips they use; `trip_s` is the mean time that a trip takes."""

    engine: Engine
    rosters: Rosters
    trip_s: float

    @property
    def trips(self) -> int:
        """Trips in use."""
        return int(self.rosters.number.sum())

    @property
    def value(self) -> int:
        """The latest end of the best rosters."""
        return int(self.rosters.marks[0])

    def heat(self, steps: int) -> Heat:
        """Make a round of so many changes."""
        return Heat(HOTTEST * self.trip_s, max(0.5, COLDEST * self.trip_s), MARGIN * self.trip_s, steps)

    def anneal(self, random: Stream, steps: int, elapsed_s: Callable[[], float], spent: Spent) -> int:
        """Do one round in spans that leave time to look at the clock, and go back to the best; returns the changes."""
        heat, done, span = self.heat(steps), 0, 1000
        handles = self.engine.tables_handle, self.engine.handle
        while done < steps and not spent(done):
            began, end = elapsed_s(), min(steps, done + span)
            balance(*handles, self.rosters, random, heat, (done, end))
            took, done = elapsed_s() - began, end
            span = 2 * span if took < CHUNK_S / 2 else (max(100, span // 2) if took > 2 * CHUNK_S else span)
        keep_if_any_better(self.engine.handle, self.rosters)
        return_to_best_rosters(*handles, self.rosters)
        return done

    def publish(self) -> None:
        """Make the best rosters the schedule of the search, if it is better than the best there."""
        handles = self.engine.tables_handle, self.engine.handle
        if schedule_rosters(*handles, self.rosters):
            keep_if_best(*handles)


def start_rosters(problem: Problem, tables: Tables, packings: Iterable[list[Load]], seed: int) -> RosterSearch | None:
    """Deal out each packing, compare them after a short search, and give the best.

    None if some people are on no load, or a trip finds no vehicle that does it in time.
    """
    groups = sum(kind.groups for kind in problem.kinds)
    tried = [
        search
        for loads in packings
        if sum(sum(load.groups.values()) for load in loads) == groups
        and (search := _dealt_out(problem, tables, loads)) is not None
    ]
    if len(tried) > 1:
        for search in tried:
            search.anneal(stream(seed), TRIAL_STEPS * search.trips, lambda: 0.0, lambda _: False)
    return min(tried, key=lambda search: search.value, default=None)


def _dealt_out(problem: Problem, tables: Tables, loads: list[Load]) -> RosterSearch | None:
    engine = with_trips(problem, tables, loads)
    longest = 2 * len(loads) // len(problem.vehicles) + SPARE_PLACES
    shortest_type = min(problem.type_of.count(t) for t in set(problem.type_of))
    longest = min(len(loads), max(longest, 2 * len(loads) // shortest_type + SPARE_PLACES)) + 1
    rosters = make_rosters(tables, engine.search.trips.num_items.shape[0], longest)
    riding = _riding_s(engine, rosters, len(loads))
    sequence = np.argsort(-riding, kind="stable").astype(np.int64)
    if not deal_out(engine.tables_handle, engine.handle, rosters, sequence):
        return None
    engine.search.dirty[:] = 1
    keep_rosters(engine.handle, rosters, int(rosters.end.max()))
    return RosterSearch(engine, rosters, float(rosters.end.sum()) / len(loads))


def _riding_s(engine: Engine, rosters: Rosters, number: int) -> Integers:
    """Seconds that each trip takes a vehicle of the first profile from its first stop on, about."""
    trips, stops = engine.search.trips, engine.tables.stops
    total = np.zeros(number, np.int64)
    for s in range(int(trips.num_stops[:number].max(initial=0))):
        here, there = trips.stop[:number, s], s < trips.num_stops[:number]
        total += np.where(there & trips.boards[:number, s], stops.board_s[here], 0)
        total += np.where(there & trips.alights[:number, s], stops.alight_s[here], 0)
        if s:
            before = trips.stop[:number, s - 1]
            total += np.where(there & (before != here), rosters.drive[1, before, here], 0)
    return total


def rounds(
    search: RosterSearch,
    seed: int,
    elapsed_s: Callable[[], float],
    left_s: Callable[[], float],
    most: int | None,
    spent: Spent,
    done: Callable[[], bool],
) -> int:
    """Anneal round after round until time or changes are spent, or `done` says yes; returns the changes tried.

    `most` is how many changes may be tried at most; where it is given, only changes count, not the clock.
    """
    random, tried, steps = stream(seed), 0, max(FIRST_STEPS, STEPS_A_TRIP * search.trips)
    while True:
        search.publish()
        if done() or spent(tried):
            return tried
        steps = steps if most is None else min(steps, most - tried)
        began, before = elapsed_s(), tried

        def spent_in_all(more: int, before: int = before) -> bool:
            return spent(before + more)

        tried += search.anneal(random, steps, elapsed_s, spent_in_all)
        steps *= GROWTH
        if most is None:
            rate = (tried - before) / max(1e-6, elapsed_s() - began)
            fitting = int(rate * left_s())
            steps = max(FIRST_STEPS, fitting if fitting < (1 + GROWTH) * steps else steps)
