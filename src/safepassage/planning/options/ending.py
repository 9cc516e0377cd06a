"""Who comes out if the agreement ends early.

From the hour at which it ends, no crossing lets any vehicle pass that must be checked there. Whoever has passed keeps
going until the destination; whoever needs no crossing is not touched; vehicles need not return any more. Where a
scenario has no crossings, everything stops instead: who has not alighted by then does not come out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from safepassage.domain.options import EndingHour
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.scenario import Scenario
from safepassage.planning.options.changes import closed_from, until
from safepassage.planning.options.replans import Desk, Effort, Found, Task
from safepassage.planning.verify.case import open_case
from safepassage.planning.verify.crossings import passages
from safepassage.planning.verify.journeys import Journey, Move

HOUR_S = 3600


def ended(scenario: Scenario, at_s: int) -> Scenario:
    """Give the scenario whose agreement ends so many seconds after the start."""
    staying = replace(scenario, vehicles=tuple(replace(row, return_to=None) for row in scenario.vehicles))
    return closed_from(staying, at_s) if scenario.agreement.crossings else until(staying, at_s)


class Announced:
    """The announced plan with what happens in it, to be cut off at any hour."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = scenario, plan
        self._case = open_case(scenario, plan)
        self._passes: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for passage in passages(self._case):
            if passage.crossing_rule is not None:
                first = passage.visit.halts[0].index
                self._passes[passage.journey.vehicle].append((passage.visit.depart_s, first))
        self._arrivals: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for move in self._case.outcome.arrived:
            self._arrivals[move.vehicle].append((move.stop, move.persons))
        self._transfers = any(place.transfer for place in scenario.places)

    def people_out(self, at_s: int) -> int:
        """Give how many come out if the agreement ends then."""
        if self._transfers:
            return self.cut(at_s).people_out
        total = 0
        for journey in self._case.journeys:
            held = self._held(journey, at_s)
            total += sum(persons for stop, persons in self._arrivals[journey.vehicle] if stop < held)
        return total

    def cut(self, at_s: int) -> Plan:
        """Give what is left of the plan: itineraries as far as they get, with those who get out."""
        routes = []
        for journey in self._case.journeys:
            stops = _gets_through(journey, self._held(journey, at_s))
            if stops:
                routes.append(Itinerary(journey.vehicle, stops))
        return _counted(self.scenario, replace(self.plan, itineraries=tuple(routes), remaining=(), bound=None))

    def _held(self, journey: Journey, at_s: int) -> int:
        """Give the index of the first stop that a vehicle does not leave any more."""
        if self._case.crossings:
            late = [first for leaves_s, first in self._passes[journey.vehicle] if leaves_s > at_s]
        else:
            late = [halt.index for halt in journey.halts if halt.stop.depart_s > at_s]
        return min(late, default=len(journey.halts))


def _gets_through(journey: Journey, end: int) -> tuple[Stop, ...]:
    """Give the stops before `end` as far as anybody alights, without those who board and do not alight in time."""
    done = [halt.stop for halt in journey.halts[:end]]
    while done and not done[-1].alight:
        done.pop()
    lost: Counter[str] = Counter()
    for stop in done:
        lost.update(stop.board)
        lost.subtract(stop.alight)
    return tuple(reversed([_without(stop, lost) for stop in reversed(done)]))


def _without(stop: Stop, lost: Counter[str]) -> Stop:
    """Take as many of those who are lost off a stop's boarding as board there."""
    board = dict(stop.board)
    for row in stop.board:
        taken = min(board[row], lost[row])
        board[row] -= taken
        lost[row] -= taken
    return replace(stop, board={row: groups for row, groups in board.items() if groups})


def _counted(scenario: Scenario, plan: Plan) -> Plan:
    """Count anew what a plan does, without those who would board where nobody has brought them."""
    outcome = open_case(scenario, plan).outcome
    while outcome.not_there:
        plan = replace(plan, itineraries=tuple(_not_boarded(route, outcome.not_there) for route in plan.itineraries))
        outcome = open_case(scenario, plan).outcome
    out = [0, 0, 0]
    for move in outcome.arrived:
        out[move.row.priority - 1] += move.persons
    last = max((move.at_s for move in outcome.arrived), default=0)
    return replace(
        plan,
        people_out=sum(out),
        people_remaining=scenario.persons - sum(out),
        people_out_by_priority=(out[0], out[1], out[2]),
        completion_seconds=last,
        value=last,
    )


def _not_boarded(route: Itinerary, missing: Sequence[Move]) -> Itinerary:
    """Take those off a vehicle who cannot board it, where they board and where they would have alighted."""
    stops = list(route.stops)
    for move in missing:
        if move.vehicle != route.vehicle:
            continue
        lost = Counter({move.row.id: move.groups})
        stops[move.stop] = _without(stops[move.stop], Counter(lost))
        for i in range(len(stops) - 1, move.stop, -1):
            alight = dict(stops[i].alight)
            taken = min(alight.get(move.row.id, 0), lost[move.row.id])
            lost[move.row.id] -= taken
            alight = {row: groups - (taken if row == move.row.id else 0) for row, groups in alight.items()}
            stops[i] = replace(stops[i], alight={row: groups for row, groups in alight.items() if groups})
    return replace(route, stops=tuple(stops))


def ending_hours(scenario: Scenario, plan: Plan, effort: Effort, desk: Desk, most: int) -> tuple[EndingHour, ...]:
    """Give, for every full hour until everybody is out, who comes out if the agreement ends then.

    At most so many hours are planned anew, spread over those at which the announced plan would lose people. For the
    others, what an earlier hour allows is known to be possible; nothing is proven, save where all have one priority.
    """
    hours = range(0, (-(-plan.completion_seconds // HOUR_S) + 1) * HOUR_S, HOUR_S)
    announced = Announced(scenario, plan)
    out = {at: announced.people_out(at) for at in hours}
    chosen = _spread([at for at in hours if out[at] < plan.people_out], scenario, most)
    tasks = {at: Task(ended(scenario, at), effort, (announced.cut(at),)) for at in chosen}
    return tuple(_hours(scenario, out, desk.all(tasks, "If the agreement ends early")))


def _spread(hours: Sequence[int], scenario: Scenario, most: int) -> list[int]:
    """Choose hours evenly among those before which some crossing is open; between openings nothing changes."""
    changing = [at for at in hours if _open_before(scenario, at)]
    if len(changing) <= most:
        return changing
    last = len(changing) - 1
    return [changing[round(i * last / max(1, most - 1))] for i in range(most)]


def _open_before(scenario: Scenario, at_s: int) -> bool:
    return (
        any(
            rule.windows is None or any(w.opens_s < at_s and w.closes_s > at_s - HOUR_S for w in rule.windows)
            for rule in scenario.agreement.crossings
        )
        or not scenario.agreement.crossings
    )


def _hours(scenario: Scenario, announced: dict[int, int], planned: dict[int, Found]) -> Iterator[EndingHour]:
    one_priority = len({row.priority for row in scenario.people}) <= 1
    known = 0
    for at, people in announced.items():
        found = planned.get(at)
        known = max(known, people)
        at_most: int | None = None
        if found is not None:
            known, at_most = max(known, found.plan.people_out), found.replan.people_out_bound
        elif one_priority:
            at_most = next((planned[h].replan.people_out_bound for h in sorted(planned) if h >= at), scenario.persons)
        yield EndingHour(at, people, known, at_most, found is not None)
