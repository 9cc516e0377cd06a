"""What became of every stop of a plan in a run before a moment, read from the facts told before it and no later one."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from safepassage.simulation import columns as c
from safepassage.simulation import facts
from safepassage.simulation.arrays import NONE, Integers
from safepassage.simulation.simulate import Run

SIGNS = (
    facts.AVAILABLE, facts.ARRIVED, facts.QUEUED, facts.SERVICE_BEGAN, facts.SERVICE_ENDED, facts.CHECK_BEGAN,
    facts.CHECK_ENDED, facts.DEPARTED, facts.RELEASED, facts.WITHDRAWN, facts.REFUSED,
)  # fmt: skip
"""Facts that tell at which stop a vehicle is."""

Load = Counter[str]


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of the stops, `(num_stops,)` each: the seconds at which it happened, NONE if it has not yet.

    `moved` is when anybody first alighted or boarded. `released`, `withdrawn` and `refused` are at the stop where the
    vehicle stands then. `boarded` and `alighted` are by stop the
    groups who did so, by row of people.
    """

    arrived: Integers
    begun: Integers
    moved: Integers
    left: Integers
    released: Integers
    withdrawn: Integers
    refused: Integers
    boarded: dict[int, Load]
    alighted: dict[int, Load]


def progress_of(run: Run, before_s: int) -> Progress:
    """Read the facts of a run before a second."""
    return _Reader(run, before_s).progress()


class _Reader:
    def __init__(self, run: Run, before_s: int) -> None:
        self._tables, self._addresses = run.prepared.tables, run.memory.addresses
        self._people = [row.id for row in run.prepared.scenario.people]
        self._log = run.log[run.log[:, facts.AT] < before_s]
        self._stops = len(self._tables["stops"])
        self._boarded: dict[int, Load] = {}
        self._alighted: dict[int, Load] = {}

    def progress(self) -> Progress:
        """Give what became of the stops."""
        moved, moved_last = self._moves()
        arrived = self._first(facts.AVAILABLE, facts.ARRIVED)
        begun = self._first(facts.SERVICE_BEGAN, facts.CHECK_BEGAN)
        left = self._first(facts.DEPARTED)
        self._at_the_same_place(arrived, _earlier(self._first(*SIGNS), moved), left, moved_last)
        return Progress(
            arrived=arrived,
            begun=begun,
            moved=moved,
            left=left,
            released=self._first(facts.RELEASED),
            withdrawn=self._first(facts.WITHDRAWN),
            refused=self._first(facts.REFUSED),
            boarded=self._boarded,
            alighted=self._alighted,
        )

    def _first(self, *codes: int) -> Integers:
        """Give the first second at which any of these facts was told of each stop."""
        rows = self._log[np.isin(self._log[:, facts.CODE], codes)]
        found = np.full(self._stops, NONE)
        stops = (rows[::-1, facts.OF] - self._addresses["stops"]) // c.STOPS.width
        found[stops] = rows[::-1, facts.AT]
        return found

    def _moves(self) -> tuple[Integers, Integers]:
        """Count who boarded and alighted, and give when anybody first and last did at each stop."""
        stops, moves = self._tables["stops"], self._tables["moves"]
        stop_of = np.repeat(np.arange(self._stops), stops[:, c.END_MOVE] - stops[:, c.FIRST_MOVE])
        moved, moved_last = np.full(self._stops, NONE), np.full(self._stops, NONE)
        for at_s, code, _, what, groups in self._log[
            np.isin(self._log[:, facts.CODE], (facts.BOARDED, facts.ALIGHTED))
        ].tolist():
            move = (what - self._addresses["moves"]) // c.MOVES.width
            stop, row = int(stop_of[move]), self._people[int(moves[move, c.ROW])]
            counted = self._boarded if code == facts.BOARDED else self._alighted
            counted.setdefault(stop, Counter())[row] += groups
            moved[stop] = at_s if moved[stop] == NONE else moved[stop]
            moved_last[stop] = at_s
        return moved, moved_last

    def _at_the_same_place(self, arrived: Integers, seen: Integers, left: Integers, moved: Integers) -> None:
        """Fill in what no fact tells where one stop follows another at the same place, and begins as that ends."""
        drives_on = self._tables["stops"][:, c.DRIVES_ON]
        for vehicle in self._tables["vehicles"]:
            for stop in range(int(vehicle[c.FIRST_STOP]), int(vehicle[c.END_STOP]) - 1):
                if drives_on[stop] or arrived[stop] == NONE:
                    continue
                left[stop] = seen[stop + 1] if moved[stop] == NONE else moved[stop]
                if arrived[stop + 1] == NONE:
                    arrived[stop + 1] = left[stop]


def _earlier(one: Integers, other: Integers) -> Integers:
    """Give the earlier of two seconds, either of which may be NONE."""
    both = np.minimum(one, other)
    return np.where(both == NONE, np.maximum(one, other), both)
