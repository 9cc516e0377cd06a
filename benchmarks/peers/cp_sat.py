"""OR-Tools CP-SAT: loads as trips with a choice of destination, vehicles as routes, checks at crossings as intervals.

It knows lanes and windows, on the way out and on the way back, where a way passes one crossing and no convoy rule;
other ways take their time without waiting, and the rest is left to the simulation. The greedy dispatcher's plan is its
hint. With many loads each may only be followed by some, or the model would be too large.
"""

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from benchmarks.peers.greedy import dispatch
from benchmarks.peers.hints import seen_in
from benchmarks.peers.jobs import Job
from benchmarks.peers.plans import plan_of
from benchmarks.peers.travel import Leg
from benchmarks.peers.trips import Case, Limits, Programs, Trip, direct, in_order_of_start

FOLLOWERS = 24
"""With more than `MANY` jobs, each may be followed by so many others, spread evenly, and by the one of the hint."""

MANY = 150

DEPOT = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One way to bring a job out: by a vehicle of that row, to that destination."""

    row: int
    destination: str
    out: Leg


def solve(case: Case, limits: Limits) -> Programs | None:
    """Give the trips of every vehicle, or None if it finds none."""
    began = limits.clock()
    model = _Model(case)
    return model.solve(limits, limits.time_limit_s - (limits.clock() - began))


class _Model:
    def __init__(self, case: Case) -> None:
        self.case, self.model = case, cp_model.CpModel()
        self.rows = [row for row in case.scenario.vehicles if row.count > 0]
        greedy = plan_of(case, dispatch(case))
        self.horizon = greedy.completion_seconds
        self.seen = seen_in(case, greedy)
        self.jobs = [job for job in case.jobs if job in self.seen]
        self.checks: dict[int, list[cp_model.IntervalVar]] = defaultdict(list)
        self.begins: dict[Job, cp_model.IntVar] = {}
        self.done: dict[Job, cp_model.LinearExpr] = {}
        self.chosen: dict[Job, dict[Option, cp_model.IntVar]] = {}
        self.back: dict[Job, cp_model.IntVar] = {}
        self.last: dict[Job, cp_model.IntVar] = {}
        self.ends: dict[Job, list[cp_model.IntVar]] = defaultdict(list)
        self.arcs: list[tuple[dict[int, Job], dict[tuple[int, int], cp_model.IntVar]]] = []
        makespan = self._number(0, self.horizon, self.horizon)
        for job in self.jobs:
            self._trip(job)
            self.model.add(makespan >= self.done[job])
        self._keep_room()
        for number in range(len(self.rows)):
            self._routes(number)
        for job, ends in self.ends.items():
            self.model.add(sum(ends) == self.last[job])
        for rule, intervals in self.checks.items():
            lanes = case.scenario.agreement.crossings[rule].lanes
            if lanes is not None:
                self.model.add_cumulative(intervals, [1] * len(intervals), lanes)
        self.model.minimize(makespan)

    def _number(self, low: int, high: int, hint: int) -> cp_model.IntVar:
        variable = self.model.new_int_var(low, high, "")
        self.model.add_hint(variable, min(max(hint, low), high))
        return variable

    def _literal(self, hint: bool) -> cp_model.IntVar:
        variable = self.model.new_bool_var("")
        self.model.add_hint(variable, hint)
        return variable

    def _trip(self, job: Job) -> None:
        """Say when a job is brought out: boarding, the way, perhaps a check within a window, alighting."""
        case, seen = self.case, self.seen[job]
        options = self._options(job)
        chosen = {o: self._literal((o.row, o.destination) == (seen.row, seen.destination)) for o in options}
        self.model.add_exactly_one(chosen.values())
        self.chosen[job] = chosen
        begins = self.begins[job] = self._number(job.ready_s, self.horizon, seen.begins_s)
        self.last[job] = self._literal(seen.next is None)
        leaves = begins + case.board_s[job.place]
        gates = {_gate(option.out) for option in options}
        (gate,) = gates if len(gates) == 1 else (None,)
        if gate is None:
            self.done[job] = leaves + sum(
                (o.out.total_s + case.alight_s[o.destination]) * literal for o, literal in chosen.items()
            )
            return
        check_s = self._check_s(gate)
        checked = self._check(gate, seen.out_check_s)
        self.model.add(checked >= leaves + sum(o.out.passes[0].leg_s * literal for o, literal in chosen.items()))
        self.checks[gate].append(self.model.new_fixed_size_interval_var(checked, check_s, ""))
        self.done[job] = (
            checked
            + check_s
            + sum((o.out.last_s + case.alight_s[o.destination]) * literal for o, literal in chosen.items())
        )

    def _options(self, job: Job) -> list[Option]:
        travel = self.case.travel
        return [
            Option(number, end, leg)
            for number, row in enumerate(self.rows)
            if row.type in job.types
            for end in job.destinations
            if (leg := travel.leg(row, job.place, end, loaded=True)) is not None
        ]

    def _check_s(self, rule: int) -> int:
        return -int(-self.case.scenario.agreement.crossings[rule].check_s // 1)

    def _check(self, rule: int, hint: int | None) -> cp_model.IntVar:
        """Give the time at which a check begins, within the windows."""
        windows = self.case.scenario.agreement.crossings[rule].windows
        spans = [(0, self.horizon)] if windows is None else [(w.opens_s, w.closes_s) for w in windows]
        takes = self._check_s(rule)
        fitting = [[opens, closes - takes] for opens, closes in spans if closes - takes >= opens]
        variable = self.model.new_int_var_from_domain(cp_model.Domain.from_intervals(fitting), "")
        if hint is not None:
            self.model.add_hint(variable, hint)
        return variable

    def _keep_room(self) -> None:
        for place in sorted({option.destination for options in self.chosen.values() for option in options}):
            going = [
                (job, literal)
                for job, options in self.chosen.items()
                for option, literal in options.items()
                if option.destination == place
            ]
            self.model.add(sum(job.sheltered * literal for job, literal in going) <= self.case.shelter[place])
            self.model.add(sum(job.stretcher * literal for job, literal in going) <= self.case.beds[place])

    def _routes(self, number: int) -> None:
        """Let the vehicles of a row drive from job to job, each job with one of all rows."""
        row = self.rows[number]
        mine = [job for job in self.jobs if any(o.row == number for o in self.chosen[job])]
        nodes = dict(enumerate(mine, 1))
        arcs: dict[tuple[int, int], cp_model.IntVar] = {}
        for i, job in nodes.items():
            seen = self.seen[job]
            options = [literal for o, literal in self.chosen[job].items() if o.row == number]
            elsewhere = arcs[i, i] = self._literal(seen.row != number)
            self.model.add(sum(options) + elsewhere == 1)
            first = arcs[DEPOT, i] = self._literal(seen.row == number and seen.first)
            drive = self.case.empty_s(row, row.start, job.place)
            if drive is None:
                self.model.add(first == 0)
            else:
                self.model.add(self.begins[job] >= row.available_from_s + drive).only_enforce_if(first)
            ends = arcs[i, DEPOT] = self._literal(seen.row == number and seen.next is None)
            self.ends[job].append(ends)
            for k in self._followers(i, nodes):
                arc = arcs[i, k] = self._literal(seen.row == number and seen.next == nodes[k])
                self._follow(number, job, nodes[k], arc)
        self.arcs.append((nodes, arcs))
        if not nodes:
            return
        self.model.add_multiple_circuit([(a, b, literal) for (a, b), literal in arcs.items()])
        self.model.add(sum(literal for (a, _), literal in arcs.items() if a == DEPOT) <= row.count)

    def _followers(self, i: int, nodes: dict[int, Job]) -> list[int]:
        others = [k for k in nodes if k != i]
        if len(nodes) > MANY:
            hinted = self.seen[nodes[i]].next
            step = len(others) / FOLLOWERS
            spread = {others[int((f + i / len(nodes)) * step) % len(others)] for f in range(FOLLOWERS)}
            others = [k for k in others if k in spread or nodes[k] == hinted]
        return others

    def _follow(self, number: int, job: Job, after: Job, arc: cp_model.IntVar) -> None:
        """Let one job follow another: the vehicle comes back empty, perhaps through a check."""
        row, travel = self.rows[number], self.case.travel
        ways = {
            option: travel.leg(row, option.destination, after.place, loaded=False)
            for option in self.chosen[job]
            if option.row == number
        }
        legs = {option: leg for option, leg in ways.items() if leg is not None}
        for option in ways.keys() - legs.keys():
            self.model.add_bool_or([arc.negated(), self.chosen[job][option].negated()])
        gates = {_gate(leg) for leg in legs.values()}
        (gate,) = gates if len(gates) == 1 else (None,)
        if gate is None:
            drive = sum(leg.total_s * self.chosen[job][option] for option, leg in legs.items())
            self.model.add(self.begins[after] >= self.done[job] + drive).only_enforce_if(arc)
            return
        checked = self._back(job, gate, {o: leg.passes[0].leg_s for o, leg in legs.items()})
        last_s = max(leg.last_s for leg in legs.values())
        self.model.add(self.begins[after] >= checked + self._check_s(gate) + last_s).only_enforce_if(arc)

    def _back(self, job: Job, rule: int, drive_s: dict[Option, int]) -> cp_model.IntVar:
        """Give the time at which the check on the way back from a job begins."""
        if job not in self.back:
            checked = self.back[job] = self._check(rule, self.seen[job].back_check_s)
            returns = self.last[job].negated()
            takes = self._check_s(rule)
            self.checks[rule].append(self.model.new_optional_fixed_size_interval_var(checked, takes, returns, ""))
            drive = sum(seconds * self.chosen[job][option] for option, seconds in drive_s.items())
            self.model.add(checked >= self.done[job] + drive).only_enforce_if(returns)
        return self.back[job]

    def solve(self, limits: Limits, left_s: float) -> Programs | None:
        """Search until the time is over."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.1, left_s)
        solver.parameters.num_workers = limits.threads
        solver.parameters.random_seed = limits.seed
        status = solver.solve(self.model)
        return self._programs(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None

    def _programs(self, solver: cp_model.CpSolver) -> Programs:
        deals: list[tuple[float, str, Trip]] = []
        for row, (nodes, arcs) in zip(self.rows, self.arcs, strict=True):
            names = [vehicle.name for vehicle in self.case.vehicles if vehicle.row == row]
            used = [arc for arc, literal in arcs.items() if arc[0] != arc[1] and solver.value(literal)]
            follows = {a: b for a, b in used if a != DEPOT}
            for name, first in zip(names, (b for a, b in used if a == DEPOT), strict=False):
                at = first
                while at != DEPOT:
                    job = nodes[at]
                    end = next(o.destination for o, literal in self.chosen[job].items() if solver.value(literal))
                    deals.append((solver.value(self.begins[job]), name, direct(job, end)))
                    at = follows[at]
        return in_order_of_start(deals)


def _gate(leg: Leg) -> int | None:
    """Give the rule of the one check on a way; None without a check, with several, or where a convoy rule stands."""
    if len(leg.passes) != 1 or leg.passes[0].convoy is not None:
        return None
    return leg.passes[0].rule
