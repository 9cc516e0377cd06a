"""The simulated operation once more, with SimPy: one process for each vehicle, in plain Python.

    python -m benchmarks.rehearsal_simpy CASE.npz RUNS

reads the tables of a prepared plan and how long everything takes in one run, simulates it so often, and writes its
figures and the seconds of computing as JSON. It imports nothing of Safe Passage but the names of columns: it is a
second implementation, against which the engine's figures are held. At equal seconds the same kinds come first.
"""

import heapq
import json
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import simpy  # type: ignore[import-not-found]  # it lives in the environment of the peers
from simpy.events import Event  # type: ignore[import-not-found]

from safepassage.simulation import columns as c
from safepassage.simulation.agenda import ARRIVES, ASKS, CHECKED, CONVOY, ENDS, GIVES_UP, HANDS_ON, LEAVES
from safepassage.simulation.arrays import FAR, NONE

Row = list[int]
Process = Generator[Event, Any, Any]


@dataclass
class Line:
    """Bays or lanes: who waits for them, in the order of the plan, with the event by which they go on."""

    free: int
    waiting: list[tuple[int, int, int, Event]] = field(default_factory=list)
    serving: bool = False


@dataclass
class Convoy:
    """Vehicles that leave together, with the events by which they do."""

    expected: int
    members: list[tuple[int, int, int, Event]] = field(default_factory=list)


class Withdrawn(Exception):  # noqa: N818 - it is no error: a vehicle's hours are over
    """The vehicle stops work."""


class Operation:
    """One run."""

    def __init__(self, tables: dict[str, list[Row]], times: dict[str, Row], ahead_s: int) -> None:
        self.env = simpy.Environment()
        self.tables, self.times, self.ahead_s = tables, times, ahead_s
        self.stops, self.moves = tables["stops"], tables["moves"]
        self.lines = [Line(row[c.FREE]) for row in tables["lines"]]
        self.counters = [0] * len(tables["counters"])
        self.waiters: list[list[tuple[int, int, Event]]] = [[] for _ in self.counters]
        self.pools = [row[0] for row in tables["pools"]]
        self.slots = [0] * len(tables["slots"])
        self.convoys = [Convoy(row[c.EXPECTED]) for row in tables["convoys"]]
        self.forming = [row[c.FORMING] for row in tables["convoy_rules"]]
        self.last_left = [-FAR] * len(self.forming)
        self.aboard = [0] * len(tables["vehicles"])
        self.facts = self.out = self.completion = self.aboard_s = self.waited_s = self.withdrawn = 0

    def run(self) -> None:
        """Carry everything out."""
        for vehicle in range(len(self.tables["vehicles"])):
            self.env.process(self.vehicle(vehicle))
        self.env.run()

    # Time.

    def at(self, at_s: int, kind: int) -> Event:
        """Give an event of that second; at equal seconds kinds come in their order."""
        event = Event(self.env)
        event._ok, event._value = True, None
        self.env.schedule(event, kind, at_s - self.env.now)
        return event

    def not_before(self, planned_s: int) -> int:
        """Give when the policy lets it be done."""
        return max(int(self.env.now), planned_s - self.ahead_s)

    def opens_for(self, rule: int, from_s: int, check_s: int) -> int:
        """Give the first second from which a check lies in one window."""
        if rule == NONE or self.tables["rules"][rule][c.ALWAYS_OPEN]:
            return from_s
        first, end, *_ = self.tables["rules"][rule]
        for opens, closes, *_ in self.tables["windows"][first:end]:
            if max(from_s, opens) + check_s <= closes:
                return max(from_s, opens)
        return FAR

    # A vehicle.

    def vehicle(self, vehicle: int) -> Process:
        """Drive from stop to stop."""
        row = self.tables["vehicles"][vehicle]
        first, end = row[c.FIRST_STOP], row[c.END_STOP]
        available = row[c.AVAILABLE_FROM] + self.times["late"][vehicle]
        yield self.at(max(available, self.not_before(self.stops[first][c.PLAN_ARRIVES])), ARRIVES)
        self.facts += 1
        left = NONE
        for stop in range(first, end):
            self.facts += stop > first and self.stops[stop - 1][c.DRIVES_ON]
            try:
                yield from self.at_stop(vehicle, stop, left)
            except Withdrawn:
                yield self.at(int(self.env.now), GIVES_UP)
                self.withdraw(stop, end)
                return
            yield from self.gates(stop, 0, LEAVES)
            self.move(vehicle, stop)
            left = int(self.env.now) if left == NONE else left
            self.facts += stop + 1 == end or self.stops[stop][c.DRIVES_ON]
            if stop + 1 < end:
                arrives = int(self.env.now) + self.times["drive"][stop + 1]
                yield self.at(max(arrives, self.not_before(self.stops[stop + 1][c.PLAN_ARRIVES])), ARRIVES)

    def at_stop(self, vehicle: int, stop: int, left: int) -> Process:
        """Do what is to be done at a stop, and wait until the vehicle may leave."""
        row = self.stops[stop]
        kind, takes, empty = row[c.KIND], self.times["takes"][stop], self.aboard[vehicle] == 0
        if kind == c.JOINS and empty:
            self.strike_off(stop)
        if kind == c.JOINS and not empty:
            yield from self.in_convoy(stop, takes)
            return
        if kind == c.SERVES or (kind != c.PASSES and not (empty and row[c.FREE_IF_EMPTY])):
            yield from self.use(vehicle, stop, takes, left)
        due = self.not_before(row[c.PLAN_LEAVES])
        if due > self.env.now:
            yield self.at(due, LEAVES)

    def use(self, vehicle: int, stop: int, takes: int, left: int) -> Process:
        """Be served or checked."""
        row, came = self.stops[stop], int(self.env.now)
        asks = self.not_before(row[c.PLAN_BEGINS])
        if row[c.READY_S] > asks:
            part = row[c.BEFORE_BOARDING_S] * takes // row[c.TAKES_S] if row[c.TAKES_S] else 0
            asks = max(asks, row[c.READY_S] - part)
        if asks > self.env.now:
            yield self.at(asks, ASKS)
        yield from self.gates(stop, 1, ASKS)
        self.facts += 1
        line = row[c.LINE]
        if line != NONE:
            turn = Event(self.env)
            heapq.heappush(self.lines[line].waiting, (row[c.RANK], stop, takes, turn))
            self.hand_on(line, int(self.env.now))
            yield turn
        else:
            yield from self.opening(row[c.RULE], takes)
        if self.too_late(vehicle, stop, left):
            if line != NONE:
                self.lines[line].free += 1
                self.hand_on(line, int(self.env.now))
            raise Withdrawn
        if row[c.KIND] != c.SERVES:
            self.waited_s += int(self.env.now) - came
        self.facts += 1
        yield self.at(int(self.env.now) + takes, ENDS)
        self.facts += 1
        if line != NONE:
            self.lines[line].free += 1
            self.hand_on(line, int(self.env.now))

    def opening(self, rule: int, takes: int) -> Process:
        """Wait until a window is open for so long; for ever, if none will be."""
        opens = self.opens_for(rule, int(self.env.now), takes)
        if opens == FAR:
            yield Event(self.env)
        elif opens > self.env.now:
            yield self.at(opens, ASKS)

    def too_late(self, vehicle: int, stop: int, left: int) -> bool:
        """Whether the trip would end after hours."""
        row, trip_s = self.tables["vehicles"][vehicle], self.stops[stop][c.TRIP_S]
        if trip_s == NONE or self.aboard[vehicle]:
            return False
        until = row[c.AVAILABLE_UNTIL] if left == NONE else min(row[c.AVAILABLE_UNTIL], left + row[c.MAX_DUTY])
        return bool(self.env.now + trip_s > until)

    def withdraw(self, here: int, end: int) -> None:
        """Expect the vehicle nowhere any more."""
        self.facts += 1
        self.withdrawn += 1
        for stop in range(here, end):
            if self.stops[stop][c.CONVOY_OF] != NONE:
                self.strike_off(stop)
            for move in self.moves_of(stop):
                if move[c.WHAT] == c.ONWARD:
                    self.add(move[c.COUNTER], move[c.GROUPS])

    # Lines.

    def hand_on(self, line: int, at_s: int) -> None:
        """Hand bays or lanes on at the end of the second."""
        if not self.lines[line].serving:
            self.lines[line].serving = True
            self.env.process(self.serve(self.lines[line], at_s))

    def serve(self, line: Line, at_s: int) -> Process:
        """Let those go on who come first in the plan, as far as bays and windows allow."""
        yield self.at(at_s, HANDS_ON)
        line.serving = False
        while line.free and line.waiting:
            _, stop, takes, turn = line.waiting[0]
            opens = self.opens_for(self.stops[stop][c.RULE], int(self.env.now), takes)
            if self.env.now < opens < FAR:
                self.hand_on(self.stops[stop][c.LINE], opens)
                return
            heapq.heappop(line.waiting)
            if opens < FAR:
                line.free -= 1
                turn.succeed()

    # Counters.

    def gates(self, stop: int, before_it_begins: int, kind: int) -> Process:
        """Wait until all thresholds are reached."""
        for gate in self.tables["gates"][self.stops[stop][c.FIRST_GATE] : self.stops[stop][c.END_GATE]]:
            counter, threshold, begins = gate
            if begins == before_it_begins and self.counters[counter] < threshold:
                reached = Event(self.env)
                heapq.heappush(self.waiters[counter], (threshold, stop, reached))
                yield reached
                yield self.at(int(self.env.now), kind)

    def add(self, counter: int, amount: int) -> None:
        """Let a counter grow."""
        before, self.counters[counter] = self.counters[counter], self.counters[counter] + amount
        row = self.tables["counters"][counter]
        for (step,) in self.tables["steps"][row[c.FIRST_STEP] : row[c.END_STEP]]:
            self.facts += before < step <= before + amount
        while self.waiters[counter] and self.waiters[counter][0][0] <= before + amount:
            heapq.heappop(self.waiters[counter])[2].succeed()

    # People.

    def moves_of(self, stop: int) -> list[Row]:
        """Give the moves at a stop."""
        return self.moves[self.stops[stop][c.FIRST_MOVE] : self.stops[stop][c.END_MOVE]]

    def move(self, vehicle: int, stop: int) -> None:
        """Let people alight and board."""
        now = int(self.env.now)
        for move in self.moves_of(stop):
            slot, row, planned, what, pool, counter = move
            people = self.tables["rows"][row]
            there = self.pools[pool] if what == c.BOARD else self.slots[slot]
            groups = min(planned, there)
            change = groups if what == c.BOARD else -groups
            self.slots[slot] += change
            self.aboard[vehicle] += change
            self.aboard_s -= now * change * people[c.PERSONS]
            self.facts += groups > 0
            if what != c.ALIGHT:
                self.pools[pool] -= change
            if what == c.ONWARD:
                self.add(counter, planned)
            elif what == c.ALIGHT:
                self.out += groups * people[c.PERSONS]
                self.completion = now if groups else self.completion
                for (number,) in self.tables["row_counters"][people[c.FIRST_COUNTER] : people[c.END_COUNTER]]:
                    self.add(number, groups * people[c.PERSONS])

    # Convoys.

    def convoy_now(self, stop: int) -> int:
        """Give the convoy to which the vehicle belongs."""
        planned = self.stops[stop][c.CONVOY_OF]
        return max(planned, self.forming[self.tables["convoys"][planned][c.OF_RULE]])

    def strike_off(self, stop: int) -> None:
        """Expect a vehicle no longer."""
        convoy = self.convoy_now(stop)
        self.convoys[convoy].expected -= 1
        self.form(self.tables["convoys"][convoy][c.OF_RULE])

    def in_convoy(self, stop: int, takes: int) -> Process:
        """Wait for the convoy, be checked, and leave with it."""
        self.facts += 1
        convoy, came, leaves = self.convoy_now(stop), int(self.env.now), Event(self.env)
        self.convoys[convoy].members.append((self.stops[stop][c.RANK], stop, came + takes, leaves))
        self.form(self.tables["convoys"][convoy][c.OF_RULE])
        leaves_s = yield leaves
        begins = leaves_s - takes
        if self.stops[stop][c.RULE] != NONE:
            if begins > self.env.now:
                yield self.at(begins, CHECKED)
            self.facts += 2
        self.waited_s += int(self.env.now) - came
        yield self.at(leaves_s, CONVOY)

    def form(self, rule: int) -> None:
        """Form the convoys that are complete, in their turn."""
        row = self.tables["convoy_rules"][rule]
        least, most = row[c.MIN_SIZE], row[c.MAX_SIZE]
        while self.forming[rule] < row[c.END_CONVOY]:
            number = self.forming[rule]
            convoy = self.convoys[number]
            if convoy.expected >= least or (convoy.expected and not self.others_follow(number, row[c.END_CONVOY])):
                if len(convoy.members) < min(convoy.expected, most):
                    return
                self.depart(number, rule, most)
            elif convoy.expected:
                self.convoys[number + 1].expected += convoy.expected
                self.convoys[number + 1].members += convoy.members
            self.forming[rule] = number + 1

    def others_follow(self, number: int, end: int) -> bool:
        """Whether any vehicle belongs to a later convoy of the rule."""
        return any(later.expected for later in self.convoys[number + 1 : end])

    def depart(self, number: int, rule: int, most: int) -> None:
        """Let a convoy depart as soon as it may."""
        convoy = self.convoys[number]
        convoy.members.sort()
        leaving, staying = convoy.members[:most], convoy.members[most:]
        self.facts += len(leaving) + 2
        if convoy.expected > len(leaving):
            self.convoys[number + 1].members += staying
            self.convoys[number + 1].expected += convoy.expected - len(leaving)
        leaves_s = self.leaves_at(number, rule, leaving)
        if leaves_s < FAR:
            self.last_left[rule] = leaves_s
            for *_, leaves in leaving:
                leaves.succeed(leaves_s)

    def leaves_at(self, number: int, rule: int, leaving: list[tuple[int, int, int, Event]]) -> int:
        """Give the first second at which every check lies within a window."""
        headway = max(1, self.tables["convoy_rules"][rule][c.HEADWAY_S])
        planned = self.not_before(self.tables["convoys"][number][c.PLAN_DEPARTS])
        leaves_s, before = max(planned, self.last_left[rule] + headway), NONE
        while leaves_s != before and leaves_s < FAR:
            before = leaves_s
            for _, stop, ready, _ in leaving:
                takes = self.times["takes"][stop]
                leaves_s = self.opens_for(self.stops[stop][c.RULE], max(leaves_s, ready) - takes, takes) + takes
        return leaves_s


def read_case(path: Path) -> tuple[dict[str, list[Row]], dict[str, Row], int]:
    """Read tables, times and policy."""
    with np.load(path) as stored:
        arrays = {name: stored[name].tolist() for name in stored.files}
    times = {name: arrays.pop(f"time-{name}") for name in ("takes", "drive", "late")}
    ahead_s = arrays.pop("ahead_s")
    return arrays, times, ahead_s


def figures(operation: Operation) -> dict[str, int]:
    """Give the figures that both implementations count."""
    names = ("facts", "out", "completion", "aboard_s", "waited_s", "withdrawn")
    return {name: int(getattr(operation, name)) for name in names}


def measured(path: Path, runs: int) -> Iterator[tuple[dict[str, int], float]]:
    """Simulate some runs, each with its figures and the seconds of computing."""
    case = read_case(path)
    for _ in range(runs):
        operation = Operation(*case)
        began = process_time()
        operation.run()
        yield figures(operation), process_time() - began


def main(path: str, runs: str) -> None:
    """Simulate, and write the figures and the fastest run's seconds."""
    results = list(measured(Path(path), int(runs)))
    assert all(found == results[0][0] for found, _ in results)  # noqa: S101 - one case, one outcome
    json.dump(results[0][0] | {"seconds": min(seconds for _, seconds in results)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
