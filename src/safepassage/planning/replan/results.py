"""Whole plans from what is fixed and a way to go on: counted anew, compared, and with what changed."""

from collections import Counter
from dataclasses import dataclass, replace

from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from safepassage.planning.replan.announced import AnnouncedTrip, trips_of
from safepassage.planning.replan.changes import Differences, differences
from safepassage.planning.replan.ground import Ground
from safepassage.planning.replan.remaining import Fixed, FreeVehicle
from safepassage.planning.replan.timing import Run
from safepassage.planning.solver.bounds import OutBound
from safepassage.planning.solver.value_bounds import ValueBound
from safepassage.planning.verify import Verdict, verify

Triple = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stand: what is done and committed, who is free for more, and which announced trips are open."""

    ground: Ground
    now_s: int
    runs: list[Run]
    fixed: Fixed
    free: list[FreeVehicle]
    announced: list[AnnouncedTrip]


@dataclass(frozen=True, slots=True)
class WayOn:
    """One way to go on: by vehicle the stops after the fixed ones, and why people remain, by row."""

    stops: dict[str, tuple[Stop, ...]]
    reasons: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Proven:
    """Bounds over all ways to go on: on the people who still come out, and on the completion time."""

    most: OutBound
    completion: ValueBound


@dataclass(frozen=True, slots=True)
class Candidate:
    """A whole plan with the judge's verdict and how it differs from what was announced."""

    plan: Plan
    verdict: Verdict
    differences: Differences

    def rank(self, cost_of_change_s: int) -> tuple[int, int, int, int, float]:
        """Give what is to be least: rules broken, people left by priority, completion time and cost of changes."""
        broken = sum(1 for violation in self.verdict.violations if violation.vehicle)
        first, second, third = self.verdict.summary.remaining_by_priority
        cost = self.verdict.summary.completion_s + cost_of_change_s * len(self.differences.changed)
        return broken, first, second, third, cost


def as_announced(standing: Standing) -> WayOn:
    """Give the way to go on that was announced, of the vehicles that are free in time for it."""
    later = {vehicle.name: vehicle.run.course.ahead[vehicle.run.open_from :] for vehicle in standing.free}
    in_time = {vehicle.name for vehicle in standing.free if _in_time(vehicle, later[vehicle.name])}
    return WayOn({name: stops for name, stops in later.items() if name in in_time}, {})


def _in_time(vehicle: FreeVehicle, later: tuple[Stop, ...]) -> bool:
    """Whether a vehicle is free before it is to leave or to begin anything."""
    return not later or (later[0].depart_s >= vehicle.free_s and not vehicle.run.turned)


def assembled(
    standing: Standing, before: Plan, ways_on: list[WayOn], proven: Proven, cost_of_change_s: int
) -> tuple[Plan, int, tuple[str, ...]]:
    """Give the best of the whole plans, how many announced trips it keeps, and what is doubtful."""
    candidates = [_candidate(standing, before, way_on) for way_on in ways_on]
    best = min(range(len(candidates)), key=lambda i: (candidates[i].rank(cost_of_change_s), i))
    reasons = {row.people: row.reasons for row in before.remaining}
    for way_on in ways_on:
        reasons |= way_on.reasons
    chosen = candidates[best]
    plan = _with_figures(standing, chosen, proven, reasons)
    return plan, chosen.differences.kept, tuple(_notices(standing, chosen))


def _candidate(standing: Standing, before: Plan, way_on: WayOn) -> Candidate:
    """Put fixed and later stops together."""
    itineraries: list[Itinerary] = []
    planned: list[AnnouncedTrip] = []
    free = {vehicle.name: vehicle.free_s for vehicle in standing.free}
    for run in standing.runs:
        name = run.course.vehicle.name
        later = way_on.stops.get(name, ())
        planned += trips_of(standing.ground, name, (*run.stops, *later), len(run.stops))
        stops = _joined(run, later, free.get(name, 0))
        if len(stops) > 1 or any(stop.board for stop in stops):
            itineraries.append(Itinerary(name, stops))
    plan = replace(before, itineraries=tuple(itineraries), scenario_digest=standing.ground.scenario.digest)
    return Candidate(plan, verify(standing.ground.scenario, plan), differences(standing.announced, planned))


def _joined(run: Run, later: tuple[Stop, ...], free_s: int) -> tuple[Stop, ...]:
    """Join fixed and later stops; a vehicle that only waits is one stop until it leaves."""
    stops = run.stops
    if not stops and later:
        stands_from_s = max(0, run.course.vehicle.row.available_from_s)
        return (replace(later[0], arrive_s=min(later[0].arrive_s, stands_from_s)), *later[1:])
    if not later:
        return stops
    last = stops[-1]
    if last.board or last.alight or not run.waits:
        return (*stops, *later)
    if later[0].place == last.place:
        return (*stops[:-1], replace(later[0], arrive_s=last.arrive_s), *later[1:])
    return (*stops[:-1], replace(last, depart_s=max(last.depart_s, free_s)), *later)


def _with_figures(standing: Standing, chosen: Candidate, proven: Proven, reasons: dict[str, tuple[str, ...]]) -> Plan:
    """Count the plan anew and say what is proven of it."""
    summary, scenario = chosen.verdict.summary, standing.ground.scenario
    fixed = _by_priority(standing.ground, standing.fixed.out)
    most = proven.most.by_priority
    bounds = (fixed[0] + most[0], fixed[1] + most[1], fixed[2] + most[2])
    total = sum(fixed) + proven.most.total
    value = summary.completion_s
    best = summary.out_by_priority == bounds and value <= proven.completion.value
    explained = f"{proven.completion.explained}, over all plans that share what is done and committed"
    return replace(
        chosen.plan,
        objective=scenario.objective,
        value=value,
        bound=min(proven.completion.value, value),
        proof=Proof.OPTIMAL if best else Proof.BOUNDED,
        completion_seconds=value,
        people_out=summary.people_out,
        people_remaining=summary.people_remaining,
        people_out_bound=max(total, summary.people_out),
        people_out_by_priority=summary.out_by_priority,
        people_out_bound_by_priority=bounds,
        remaining=_remaining(standing.ground, chosen.plan, reasons),
        bound_explained=explained,
        changed=chosen.differences.changed,
    )


def _by_priority(ground: Ground, out: Counter[str]) -> Triple:
    persons = [0, 0, 0]
    for row, groups in out.items():
        persons[ground.people[row].priority - 1] += ground.persons({row: groups})
    return persons[0], persons[1], persons[2]


def _remaining(ground: Ground, plan: Plan, reasons: dict[str, tuple[str, ...]]) -> tuple[Remaining, ...]:
    """List everybody who is not brought out."""
    out: Counter[str] = Counter()
    for stop in (stop for itinerary in plan.itineraries for stop in itinerary.stops):
        if ground.places[stop.place].is_destination:
            out.update(stop.alight)
    why = ("They are aboard a vehicle that cannot go on.",)
    return tuple(
        Remaining(row.id, left, left * row.group_size, reasons.get(row.id, why))
        for row in ground.scenario.people
        if (left := row.groups - out[row.id]) > 0
    )


def _notices(standing: Standing, chosen: Candidate) -> list[str]:
    """Say what is doubtful: vehicles that cannot go on, and rules that the past or the plan breaks."""
    found = [f"{run.course.vehicle.name} cannot go on: {run.stuck}." for run in standing.runs if run.stuck]
    turned = [run for run in standing.runs if run.turned and not run.stuck]
    found += [f"{run.course.vehicle.name} cannot go on as announced and turns at {run.turned}." for run in turned]
    fixed = {run.course.vehicle.name: len(run.stops) for run in standing.runs}
    for violation in chosen.verdict.violations:
        if violation.stop is None:
            continue
        past = violation.stop < fixed.get(violation.vehicle, 0)
        what = "What is done or committed" if past else "The new plan"
        found.append(f"{what} breaks a rule: {violation.vehicle}, stop {violation.stop}: {violation.message}")
    return found
