"""Drives the trips of a peer through the scenario, first come, first served, so that every term is kept.

Vehicles drive at once and wait where they must: for a bay, until people are ready, for a lane, a window or a convoy. A
trip of people who may not leave yet under a linked movement waits before it begins; the vehicle takes another of its
trips meanwhile, if there is one. Trips keep their vehicle and, but for that, their order.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from math import ceil

from benchmarks.peers.jobs import Job
from benchmarks.peers.linked import Linked
from benchmarks.peers.queues import ConvoyQueue, ConvoysOfRule, Servers
from benchmarks.peers.travel import Pass
from benchmarks.peers.trips import Case, Programs, Trip, Visit
from safepassage.domain.plan import Stop
from safepassage.domain.terms import joined_windows
from safepassage.domain.vehicles import Vehicle


class What(IntEnum):
    """What happens next; at equal seconds in this order."""

    ALIGHTED = 0
    FREE = 1
    ARRIVES = 2
    CONVOY = 3


@dataclass(eq=False)
class Runner:
    """A vehicle under way: its stops so far, what is left of its trip, and its trips to come."""

    vehicle: Vehicle
    trips: list[Trip]
    at: str
    stops: list[Stop]
    steps: deque[tuple[int, Pass | Visit]] = field(default_factory=deque)
    whole: int = 1
    """So many of the stops belong to trips that have ended."""
    parked: bool = False
    stuck: bool = False


class Simulation:
    """One run of all programs."""

    def __init__(self, case: Case, programs: Programs) -> None:
        self.case = case
        terms = case.scenario.agreement
        windows = [None if rule.windows is None else joined_windows(rule.windows) for rule in terms.crossings]
        self.lanes = [Servers(rule.lanes, opens) for rule, opens in zip(terms.crossings, windows, strict=True)]
        self.check_s = [ceil(rule.check_s) for rule in terms.crossings]
        self.windows = windows
        self.convoys: dict[tuple[int, int | None], ConvoyQueue[Runner]] = {}
        self.of_rule: dict[int, ConvoysOfRule] = {}
        self.bays = {place.id: Servers(place.bays) for place in case.scenario.places}
        self.linked = Linked(terms.linked, case.scenario)
        self.events: list[tuple[int, int, int, Runner | tuple[int, int | None] | Visit]] = []
        self.runners = [Runner(v, list(programs.get(v.name, ())), v.row.start, [_first_stop(v)]) for v in case.vehicles]
        self.now_s = 0
        self._pushed = 0

    def run(self) -> dict[str, list[Stop]]:
        """Give the stops of every vehicle that carries somebody."""
        for runner in self.runners:
            for trip in runner.trips:
                self._count(runner, trip, 1)
            self._push(runner.vehicle.row.available_from_s, What.FREE, runner)
        while self.events or self._unstick():
            self.now_s, what, _, subject = heapq.heappop(self.events)
            if isinstance(subject, Runner):
                self._free(subject) if what == What.FREE else self._arrives(subject)
            elif isinstance(subject, Visit):
                self.linked.arrive(subject.alight)
                self._wake()
            else:
                self._convoy(subject)
        for runner in self.runners:
            del runner.stops[runner.whole :]  # of a trip that cannot end, say for want of a convoy
        return {runner.vehicle.name: runner.stops for runner in self.runners if len(runner.stops) > 1}

    def _push(self, at_s: int, what: What, subject: "Runner | tuple[int, int | None] | Visit") -> None:
        self._pushed += 1
        heapq.heappush(self.events, (at_s, what, self._pushed, subject))

    def _free(self, runner: Runner) -> None:
        """Begin the first trip whose people may leave, or park until that changes."""
        runner.whole, runner.parked = len(runner.stops), False
        chosen = next((i for i, trip in enumerate(runner.trips) if self.linked.may_begin(trip)), None)
        if chosen is None:
            runner.parked = bool(runner.trips)
            return
        trip = runner.trips.pop(chosen)
        self.linked.begin(trip)
        runner.steps = deque(self._steps(runner, trip))
        if runner.whole == 1:
            runner.stops[0] = Stop(runner.at, runner.stops[0].arrive_s, self.now_s)
        self._push(self.now_s + runner.steps[0][0], What.ARRIVES, runner)

    def _steps(self, runner: Runner, trip: Trip) -> Iterator[tuple[int, Pass | Visit]]:
        """Yield crossings and visits, each with the seconds of the drive to it."""
        at, aboard = runner.at, 0
        for visit in trip:
            leg = self.case.travel.leg(runner.vehicle.row, at, visit.place, loaded=aboard > 0)
            if leg is None:
                raise ValueError(f"No way leads {runner.vehicle.name} from {at} to {visit.place}.")
            yield from ((each.leg_s, each) for each in leg.passes)
            yield leg.last_s, visit
            aboard += len(visit.board) - len(visit.alight)
            at = visit.place

    def _arrives(self, runner: Runner) -> None:
        _, step = runner.steps[0]
        if isinstance(step, Visit):
            self._serve(runner, step)
        elif step.convoy is not None:
            queue = self._queue((step.convoy, step.rule))
            queue.join(self.now_s, runner)
            self._call(step.convoy, step.rule)
        else:
            ends = self.now_s if step.rule is None else self.lanes[step.rule].serve(self.now_s, self.check_s[step.rule])
            self._leaves(runner, ends)

    def _serve(self, runner: Runner, visit: Visit) -> None:
        board = self.case.board_s[visit.place] if visit.board else 0
        alight = self.case.alight_s[visit.place] if visit.alight else 0
        ready = max((job.ready_s for job in visit.board), default=0) - alight
        self._leaves(runner, self.bays[visit.place].serve(max(self.now_s, ready), alight + board))

    def _leaves(self, runner: Runner, at_s: int | None) -> None:
        """Write the stop down and drive on; who can never leave loses the trip and ends."""
        if at_s is None:
            runner.stuck = True
            del runner.stops[runner.whole :]
            return
        leg_s, step = runner.steps.popleft()
        arrived = self.now_s if not isinstance(step, Pass) or step.convoy is None else runner.stops[-1].depart_s + leg_s
        if isinstance(step, Visit):
            runner.stops.append(Stop(step.place, arrived, at_s, _groups(step.board), _groups(step.alight)))
            if step.alight:
                self._push(at_s, What.ALIGHTED, step)
        else:
            runner.stops.append(Stop(step.place, arrived, at_s))
        runner.at = step.place
        if runner.steps:
            self._push(at_s + runner.steps[0][0], What.ARRIVES, runner)
        else:
            self._push(at_s, What.FREE, runner)

    def _queue(self, key: tuple[int, int | None]) -> ConvoyQueue[Runner]:
        if key not in self.convoys:
            rule = self.case.scenario.agreement.convoys[key[0]]
            check_s = 0 if key[1] is None else self.check_s[key[1]]
            windows = None if key[1] is None else self.windows[key[1]]
            shared = self.of_rule.setdefault(key[0], ConvoysOfRule())
            self.convoys[key] = ConvoyQueue(rule, check_s, windows, shared)
        return self.convoys[key]

    def _call(self, convoy: int, rule: int | None) -> None:
        leaves_s = self._queue((convoy, rule)).leaves_s()
        if leaves_s is not None:
            self._push(max(self.now_s, leaves_s), What.CONVOY, (convoy, rule))

    def _convoy(self, key: tuple[int, int | None]) -> None:
        """Let a convoy leave if it still can at this second, and call the next one."""
        queue = self._queue(key)
        leaves_s = queue.leaves_s()
        if leaves_s is not None and leaves_s <= self.now_s:
            for runner in queue.leave(self.now_s):
                self._leaves(runner, self.now_s)
        self._call(*key)

    def _count(self, runner: Runner, trip: Trip, change: int) -> None:
        """Keep count of the loaded vehicles that are still to pass each crossing with convoys."""
        for _, step in self._loaded_steps(runner, trip):
            if isinstance(step, Pass) and step.convoy is not None:
                self._queue((step.convoy, step.rule)).shared.to_come += change

    def _loaded_steps(self, runner: Runner, trip: Trip) -> list[tuple[int, Pass | Visit]]:
        elsewhere, runner.at = runner.at, trip[0].place
        steps = list(self._steps(runner, trip))
        runner.at = elsewhere
        return steps

    def _wake(self) -> None:
        for runner in self.runners:
            if runner.parked:
                runner.parked = False
                self._push(self.now_s, What.FREE, runner)

    def _unstick(self) -> bool:
        """When nothing moves any more, let idle vehicles do trips of those that wait, or else give trips up."""
        idle = [r for r in self.runners if not (r.trips or r.steps or r.stuck)]
        late = [r for r in self.runners if r.trips]
        for runner in idle:
            if any(self._moves(giver, runner) for giver in late):
                self._push(self.now_s, What.FREE, runner)
        if not self.events:
            for runner in late:
                for trip in runner.trips:
                    self._count(runner, trip, -1)
                runner.trips, runner.parked = [], False
            for key in self.convoys:
                self._call(*key)
        return bool(self.events)

    def _moves(self, giver: Runner, taker: Runner) -> bool:
        """Hand the giver's last trip over, if it waits in a convoy queue and the taker could begin the trip now."""
        mine, its = giver.vehicle.row, taker.vehicle.row
        alike = (mine.type, mine.drive_factor, mine.crossings) == (its.type, its.drive_factor, its.crossings)
        if giver.parked or not giver.trips or not alike or not self.linked.may_begin(giver.trips[-1]):
            return False
        if self.case.travel.leg(its, taker.at, giver.trips[-1][0].place, loaded=False) is None:
            return False
        trip = giver.trips.pop()
        self._count(giver, trip, -1)
        self._count(taker, trip, 1)
        taker.trips.append(trip)
        return True


def _first_stop(vehicle: Vehicle) -> Stop:
    return Stop(vehicle.row.start, vehicle.row.available_from_s, vehicle.row.available_from_s)


def _groups(jobs: tuple[Job, ...]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for job in jobs:
        for row, count in job.groups:
            counted[row] = counted.get(row, 0) + count
    return counted
