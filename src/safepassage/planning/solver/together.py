"""Planning where vehicles meet: who does what as if nobody met, then in which order, then both, little by little."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from safepassage.planning.solver.anneal import Cooling, anneal
from safepassage.planning.solver.apart import apart, taken_over
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.explore import Explorer
from safepassage.planning.solver.handles import table_handle
from safepassage.planning.solver.loads import Load
from safepassage.planning.solver.meeting import Warmth, anneal_meeting
from safepassage.planning.solver.problem import Problem
from safepassage.planning.solver.randomness import stream
from safepassage.planning.solver.roster_search import rounds, start_rosters
from safepassage.planning.solver.rosters import keep_no_limits
from safepassage.planning.solver.sequence import Sequencer
from safepassage.planning.solver.spans import in_spans
from safepassage.planning.solver.state import Search, return_to_best
from safepassage.planning.solver.urgency import counts_everybody, unit_of

APART_SHARE = 0.25
"""Share of the time that is left for sharing out trips as if nobody met."""
HOTTEST, HOTTEST_FOR_ALL = 0.25, 0.03
"""The heat of the first changes, as a share of the mean time that a vehicle is under way for one trip.

The second is for aims that count when everybody alights: there nearly every change has a price.
"""
COLDER = 200
HEATS = (0.02, 0.007)
"""The same where vehicles meet, for rounds in turn."""
SMALL = 150
"""In problems of so few trips, all changes are scheduled in some rounds, at the first heat."""
MARGIN = 0.06
"""Vehicles count that end in the last so many mean trips before the latest."""
MOST_ORDERS, ORDERS_FOR, ORDERS_AT_ONCE = 100, 40_000, 6
"""Orders that are tried, and orders times trips; and how many between looks at the clock."""
MOST_EXPLORATIONS, EXPLORATIONS_FOR = 12, 12_000
"""How often trips are dealt out anew before each round, and how often times trips."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to go on: seconds that have passed, whether it is time to stop, and when and after how many changes."""

    elapsed_s: Callable[[], float]
    spent: Callable[[], bool]
    time_limit_s: float
    most_changes: int | None

    def part(self, share: float) -> "Limits":
        """Give the same limits with only a share of the time that is left."""
        now_s = self.elapsed_s()
        until_s = now_s + share * (self.time_limit_s - now_s)
        return replace(self, spent=lambda: self.spent() or self.elapsed_s() >= until_s, time_limit_s=until_s)


def mean_trip_s(search: Search) -> float:
    """Give how long a vehicle is under way for one trip, on the mean."""
    trips = int((search.trips.num_items > 0).sum())
    return max(60.0, float(search.worth.end.sum()) / max(1, trips))


def hottest(engine: Engine) -> float:
    """Give the heat of the first changes, in seconds."""
    return (HOTTEST_FOR_ALL if counts_everybody(engine) else HOTTEST) * mean_trip_s(engine.search)


class Together:
    """Improves the plan of a problem where vehicles meet."""

    def __init__(
        self, problem: Problem, engine: Engine, packings: Iterable[list[Load]], seed: int, limits: Limits
    ) -> None:
        self.problem, self.engine, self.seed, self.limits = problem, engine, seed, limits
        self.random, self.rounds = stream(seed), 0
        self._tables = apart(engine.tables)
        self._alone = table_handle(self._tables)
        self._packings = packings
        self._plain = bool(problem.onward) or counts_everybody(engine)
        self._unit = unit_of(problem, engine)

    def improve(self, steps: int) -> int:
        """Do one round of so many changes; returns how many were tried. The search may be another one afterwards."""
        if self.rounds == 0:
            self._share_out()
        return self._round(steps)

    def _share_out(self) -> None:
        """Share out the trips as if nobody met, and put them in order; the search becomes the better one."""
        alone = self._shared_out()
        if alone is not None:
            other = taken_over(self.engine.tables, alone)
            self._settle_order(other)
            if tuple(other.search.score) < tuple(self.engine.search.score):
                self.engine = other
        self._explorer = Explorer(self.engine, self.seed)
        self._sequencer = Sequencer(self.engine, self.seed)

    def _shared_out(self) -> Engine | None:
        """Search the problem where nobody meets; None where limits are in the way, or people remain even so."""
        if self._plain or not keep_no_limits(self._tables):
            return None
        search = start_rosters(self.problem, self._tables, self._packings, self.seed)
        if search is None:
            return None
        limits = self.limits.part(APART_SHARE)

        def left_s() -> float:
            return limits.time_limit_s - limits.elapsed_s()

        def spent(tried: int) -> bool:
            return limits.spent() or (limits.most_changes is not None and tried >= limits.most_changes)

        rounds(search, self.seed, limits.elapsed_s, left_s, limits.most_changes, spent, lambda: False)
        return search.engine

    def _settle_order(self, engine: Engine) -> None:
        sequencer, tries = Sequencer(engine, self.seed), self._as_many(MOST_ORDERS, ORDERS_FOR)
        for _ in range(0, tries, ORDERS_AT_ONCE):
            if not self.limits.spent():
                sequencer.sequence(ORDERS_AT_ONCE)

    def _as_many(self, most: int, work: int) -> int:
        """As many times as allowed, fewer in large problems."""
        return max(1, min(most, work // max(1, self._trips())))

    def _trips(self) -> int:
        return int((self.engine.search.trips.num_items > 0).sum())

    def _round(self, steps: int) -> int:
        """Try so many changes, after a few new orders and dispatches; returns how many were tried."""
        engine = self.engine
        self._explorer.explore(self.problem, self._as_many(MOST_EXPLORATIONS, EXPLORATIONS_FOR))
        self._sequencer.sequence(self._as_many(MOST_ORDERS, ORDERS_FOR) // 2)
        return_to_best(engine.tables_handle, engine.handle)
        mean, turn = mean_trip_s(engine.search), self.rounds
        self.rounds += 1
        small = self._trips() <= SMALL
        if self._plain or engine.search.score[:3].any() or (small and turn % 2 == 0):
            hot = hottest(engine)
            return self._anneal(Cooling(hot, max(1.0, hot / COLDER), steps, self._unit))
        hot = HEATS[turn // 2 % len(HEATS) if small else turn % len(HEATS)] * mean
        return self._anneal_meeting(Warmth(hot, max(1.0, hot / COLDER), max(60.0, MARGIN * mean), steps))

    def _anneal(self, cooling: Cooling) -> int:
        """Anneal one round, scheduling every change: where the problem is small or people remain."""
        engine = self.engine

        def run(start: int, end: int) -> None:
            anneal(engine.tables_handle, engine.handle, self.random, True, cooling, (start, end))

        return in_spans(run, cooling.steps, self.limits.elapsed_s, self.limits.spent)

    def _anneal_meeting(self, warmth: Warmth) -> int:
        """Anneal one round, scheduling what seems to be worth it."""
        engine, alone = self.engine, self._alone

        def run(start: int, end: int) -> None:
            anneal_meeting(engine.tables_handle, alone, engine.handle, self.random, warmth, (start, end))

        return in_spans(run, warmth.steps, self.limits.elapsed_s, self.limits.spent)
