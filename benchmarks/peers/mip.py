"""A time-expanded network in HiGHS: flows of vehicles over places and steps of time, in whole numbers.

Loads of one place and kind are counted, not told apart. Times are rounded to the nearest step; vehicles wait only at
pickups and destinations. Lanes, windows, convoys and linked movements are rows over the flows; windows end a step
early, as rounding may cost that much. Late arrivals cost steeply more than earlier ones. Steps are coarse at first and
finer while time is left; what counts is the simulated plan.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.peers.flows import Move, programs_of
from benchmarks.peers.greedy import dispatch
from benchmarks.peers.jobs import Job
from benchmarks.peers.plans import plan_of
from benchmarks.peers.rows import Program
from benchmarks.peers.travel import Leg
from benchmarks.peers.trips import Case, Limits, Programs
from safepassage.domain.terms import ConvoyRule, CrossingRule, LinkedMovement

STEPS = (60, 120, 240, 480)
"""Time is cut into about so many steps of whole minutes, at first and later."""

STEEPNESS = 8
"""An arrival costs the time it takes to this power."""

SLACK = 1.1
"""The horizon is so many times the last arrival of the greedy dispatcher."""

BLOCK = 4
"""Lanes are counted over so many steps at a time."""


def solve(case: Case, limits: Limits) -> Programs | None:
    """Give the best trips of all step lengths, or None if no program is solved in this time."""
    ends_s = limits.clock() + limits.time_limit_s
    horizon_s = int(SLACK * plan_of(case, dispatch(case)).value)
    answers: list[tuple[int, float, Programs]] = []
    for turn, steps in enumerate(STEPS):
        if limits.clock() >= ends_s:
            break
        network = _Network(case, horizon_s, steps)
        left_s = (ends_s - limits.clock()) / (len(STEPS) - turn)
        if left_s > 0:
            found = network.program.solve(time_limit_s=left_s, threads=limits.threads, seed=limits.seed)
            if found is not None:
                programs = programs_of(case, network.moves(found))
                plan = plan_of(case, programs)
                answers.append((-plan.people_out, plan.value, programs))
    return min(answers, key=lambda answer: answer[:2])[2] if answers else None


@dataclass(frozen=True, slots=True)
class Passing:
    """A flow that passes a crossing in a step under these rules."""

    column: int
    step: int
    rule: int | None
    convoy: int | None


class _Network:
    def __init__(self, case: Case, horizon_s: int, steps: int) -> None:
        self.case, self.program = case, Program()
        self.step_s = 60 * max(1, -(-horizon_s // (steps * 60)))
        self.steps = max(1, horizon_s // self.step_s)
        self.rows = [row for row in case.scenario.vehicles if row.count > 0]
        self.kinds: dict[tuple[object, ...], list[Job]] = defaultdict(list)
        for job in case.jobs:
            self.kinds[job.place, job.types, job.destinations, job.ready_s, job.priority].append(job)
        self.columns: list[tuple[int, Move]] = []
        self.passing: list[Passing] = []
        self.leaving: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
        self.arriving: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
        for number in range(len(self.rows)):
            self._flows(number)
        self._demand()
        terms = case.scenario.agreement
        for index, rule in enumerate(terms.crossings):
            self._lanes(index, rule)
        for index, convoy in enumerate(terms.convoys):
            self._convoys(index, convoy)
        for movement in terms.linked:
            self._linked(movement)

    def _cost(self, move: Move) -> float:
        """Late arrivals cost steeply more, so that the last one is early."""
        return 100 * (move.arrives / self.steps) ** STEEPNESS if move.jobs else 0.0

    def _at(self, seconds: int) -> int:
        return round(seconds / self.step_s)

    def _flows(self, number: int) -> None:
        """Add the moves of the vehicles of a row, and let as many leave every place as have come."""
        row = self.rows[number]
        mine = [jobs for jobs in self.kinds.values() if row.type in jobs[0].types]
        pickups = sorted({jobs[0].place for jobs in mine})
        ends = sorted({end for jobs in mine for end in jobs[0].destinations})
        balance: dict[tuple[str, str, int], list[tuple[int, float]]] = defaultdict(list)
        starts = []
        for move, leg, begins in self._moves(number, mine, pickups, ends):
            if move.arrives > self.steps or not self._open(leg, begins):
                continue
            column = self.program.column(row.count, cost=self._cost(move))
            self.columns.append((column, move))
            self._pass(column, leg, begins)
            if move.origin == "":
                starts.append((column, 1.0))
            else:
                balance[move.origin, "from", move.leaves].append((column, -1.0))
            balance[move.target, "at", move.arrives].append((column, 1.0))
        self.program.row(starts, high=row.count)
        for place in [*(f"pickup {p}" for p in pickups), *(f"end {d}" for d in ends)]:
            kept: int | None = None
            for step in range(self.steps + 1):
                wait = self.program.column(row.count, whole=False)
                flows = balance[place, "at", step] + balance[place, "from", step]
                held = [] if kept is None else [(kept, 1.0)]
                self.program.row([*flows, *held, (wait, -1.0)], low=0, high=0)
                kept = wait

    def _moves(
        self, number: int, mine: list[list[Job]], pickups: list[str], ends: list[str]
    ) -> Iterator[tuple[Move, Leg, int]]:
        """Yield every move with its way and the second, counted from its beginning, at which it drives off."""
        row, travel = self.rows[number], self.case.travel
        for p in pickups:
            for origin, at in [("", row.start), *((f"end {d}", d) for d in ends)]:
                leg = travel.leg(row, at, p, loaded=False)
                if leg is not None:
                    first = self._at(row.available_from_s) if not origin else 0
                    for step in range(first, self.steps):
                        move = Move(number, origin, f"pickup {p}", step, step + self._at(leg.total_s), ())
                        yield move, leg, step * self.step_s
        for jobs in mine:
            p = jobs[0].place
            for d in jobs[0].destinations:
                leg = travel.leg(row, p, d, loaded=True)
                if leg is None:
                    continue
                board_s = self.case.board_s[p]
                takes = max(1, self._at(board_s + leg.total_s + self.case.alight_s[d]))
                for step in range(-(-jobs[0].ready_s // self.step_s), self.steps):
                    move = Move(number, f"pickup {p}", f"end {d}", step, step + takes, tuple(jobs))
                    yield move, leg, step * self.step_s + board_s

    def _open(self, leg: Leg, begins_s: int) -> bool:
        """Whether a vehicle that drives off then finds every crossing open."""
        for at_s, rule, _ in self._checks(leg, begins_s):
            windows = None if rule is None else self.case.scenario.agreement.crossings[rule].windows
            check_s = 0 if rule is None else self._check_s(rule)
            if windows is not None and not any(
                w.opens_s <= at_s and at_s + check_s <= w.closes_s - self.step_s for w in windows
            ):
                return False
        return True

    def _checks(self, leg: Leg, begins_s: int) -> Iterator[tuple[int, int | None, int | None]]:
        at_s = begins_s
        for each in leg.passes:
            at_s += each.leg_s
            yield at_s, each.rule, each.convoy
            at_s += 0 if each.rule is None else self._check_s(each.rule)

    def _check_s(self, rule: int) -> int:
        return -int(-self.case.scenario.agreement.crossings[rule].check_s // 1)

    def _pass(self, column: int, leg: Leg, begins_s: int) -> None:
        for at_s, rule, convoy in self._checks(leg, begins_s):
            self.passing.append(Passing(column, at_s // self.step_s, rule, convoy))

    def _demand(self) -> None:
        """Bring out every load once, within the room there is, and remember who leaves and arrives when."""
        by_kind: dict[tuple[Job, ...], list[tuple[int, float]]] = {tuple(jobs): [] for jobs in self.kinds.values()}
        shelter: dict[str, list[tuple[int, float]]] = defaultdict(list)
        beds: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for column, move in self.columns:
            if not move.jobs:
                continue
            end = move.target.removeprefix("end ")
            by_kind[move.jobs].append((column, 1.0))
            count = len(move.jobs)
            shelter[end].append((column, sum(job.sheltered for job in move.jobs) / count))
            beds[end].append((column, sum(job.stretcher for job in move.jobs) / count))
            persons = sum(job.persons for job in move.jobs) / count
            self.leaving[move.jobs[0].place, move.leaves].append((column, persons))
            self.arriving[move.jobs[0].place, move.arrives].append((column, persons))
        for jobs, terms in by_kind.items():
            self.program.row(terms, low=len(jobs), high=len(jobs))
        for end, terms in shelter.items():
            self.program.row(terms, high=self.case.shelter[end])
            self.program.row(beds[end], high=self.case.beds[end])

    def _lanes(self, index: int, rule: CrossingRule) -> None:
        if rule.lanes is None or not rule.check_s:
            return
        blocks: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for each in self.passing:
            if each.rule == index and each.convoy is None:
                blocks[each.step // BLOCK].append((each.column, 1.0))
        for terms in blocks.values():
            self.program.row(terms, high=BLOCK * self.step_s * rule.lanes // rule.check_s)

    def _convoys(self, index: int, rule: ConvoyRule) -> None:
        """Let loaded vehicles pass only in steps with a convoy, in numbers within the bounds, but for the last one."""
        members: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for each in self.passing:
            if each.convoy == index:
                members[each.step].append((each.column, 1.0))
        goes = {step: self.program.column(1) for step in sorted(members)}
        last = {step: self.program.column(1) for step in goes}
        self.program.row([(column, 1.0) for column in last.values()], high=1)
        apart = max(1, -int(-rule.headway_s // self.step_s))
        everyone = sum(row.count for row in self.rows)
        for step, terms in members.items():
            most = float(rule.max_vehicles or everyone)
            self.program.row([*terms, (goes[step], -most)], high=0)
            least = [(goes[step], -float(rule.min_vehicles)), (last[step], float(rule.min_vehicles))]
            self.program.row([*terms, *least], low=0, high=everyone)
            near = [(goes[s], 1.0) for s in range(step, step + apart) if s in goes]
            self.program.row(near, high=1)
            earlier = [(column, 1.0) for s, column in last.items() if s < step]
            self.program.row([*earlier, (goes[step], 1.0)], high=1)

    def _linked(self, movement: LinkedMovement) -> None:
        """Let people leave no further than the steps that arrivals have reached."""
        so_far: list[tuple[int, float]] = []
        come: list[tuple[int, float]] = []
        first = movement.may_leave(0)
        later = [step for step in movement.steps if step.arrived > 0]
        for at in range(self.steps + 1):
            come += [term for place in movement.against_from for term in self.arriving[place, at]]
            new = [term for place in movement.people_from for term in self.leaving[place, at]]
            so_far += new
            if not new:
                continue
            reached, before = [], first
            for step in later:
                column = self.program.column(1)
                self.program.row([*((c, -p) for c, p in come), (column, float(step.arrived))], high=0)
                reached.append((column, -float(step.may_leave - before)))
                before = step.may_leave
            self.program.row([*so_far, *reached], high=first)

    def moves(self, found: list[int]) -> list[tuple[Move, int]]:
        """Give the moves that are made, with how many vehicles make each."""
        return [(move, found[column]) for column, move in self.columns if found[column] > 0]
