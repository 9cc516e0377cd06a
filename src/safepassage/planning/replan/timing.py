"""When what is committed will happen: at the announced times, or later where delays or changed terms require it.

First everything that can keep its announced times does. What cannot is fitted in between, event by event as time goes
by: with the earliest free bay, lane and window, and convoys together once their last vehicle is there.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor

from safepassage.domain.plan import Stop
from safepassage.domain.terms import joined_windows
from safepassage.planning.replan.commitments import Commitment
from safepassage.planning.replan.elsewhere import NEVER, Elsewhere, alighted_by_place
from safepassage.planning.replan.ground import Ground, Load, Passing, change, passings
from safepassage.planning.replan.history import Course

Span = tuple[int, int]


@dataclass
class Run:
    """A vehicle on its committed stops. `timed` have their times, `left` are still as announced.

    `stuck` says why it cannot go on, if it cannot. `turned` is where it left the announced way, if it did, and
    `back_s` when it was back there.
    """

    commitment: Commitment
    timed: list[Stop] = field(default_factory=list)
    left: list[Stop] = field(default_factory=list)
    stuck: str = ""
    turned: str = ""
    back_s: int = 0

    @property
    def course(self) -> Course:
        """Where the vehicle is and what it has done."""
        return self.commitment.course

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops that it has made or is committed to."""
        return (*self.course.done, *self.timed)

    @property
    def waits(self) -> bool:
        """Whether it only waits at the last of its stops."""
        return bool(self.timed) and self.commitment.bare and not self.left

    @property
    def open_from(self) -> int:
        """Which of the stops ahead is the first that is not committed; one at which it only arrives still is open."""
        return self.commitment.kept - (1 if self.commitment.bare and self.commitment.kept else 0)


class Timing:
    """Calendars of what is committed, and the times that follow."""

    def __init__(self, ground: Ground, made: list[Commitment], now_s: int) -> None:
        self.ground, self.now_s = ground, now_s
        self.runs = [Run(commitment) for commitment in made]
        self.bays: dict[str, list[Span]] = defaultdict(list)
        self.lanes: dict[int, list[Span]] = defaultdict(list)
        self.convoys: dict[int, set[int]] = defaultdict(set)
        self.partners = self._partners()

    def all_times(self) -> list[Run]:
        """Give every vehicle's committed stops with their times."""
        for run in self.runs:
            self._reserve(run.course.done, run.course.done)
        late = self._late()
        for number, run in enumerate(self.runs):
            if number not in late:
                run.timed = list(run.commitment.stops)
                self._reserve(run.stops, tuple(run.timed))
        for number in late:
            self.runs[number].left = list(self.runs[number].commitment.stops)
        self._fit_in([self.runs[number] for number in sorted(late)])
        for run in self.runs:
            if self._aboard(run) and not run.stuck:
                self._turn(run, "nothing was announced for those aboard")
                self._fit_in([run])
        return self.runs

    def _partners(self) -> dict[tuple[int, int], list[int]]:
        """Numbers of the runs that are announced for each convoy, by rule and departure."""
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, run in enumerate(self.runs):
            for _, passing in self._ahead(run):
                if passing.convoy_rule is not None:
                    found[passing.convoy_rule, passing.leaves_s].append(number)
        return found

    def _ahead(self, run: Run) -> list[tuple[Stop, Passing]]:
        """List passings among the committed stops, as announced."""
        done, stops = len(run.course.done), (*run.course.done, *run.commitment.stops)
        return [(stops[i], passing) for i, passing in passings(self.ground, stops) if i >= done]

    def _late(self) -> set[int]:
        """Numbers of the runs that cannot keep their announced times, with all who travel in convoy with them."""
        late = {number for number, run in enumerate(self.runs) if not self._keeps_times(run)}
        used: dict[object, list[tuple[Span, int]]] = defaultdict(list)
        for number, run in enumerate(self.runs):
            if number in late:
                continue
            for resource, span, capacity in self._uses(run):
                if _overlapping(used[resource], span) >= capacity:
                    late.add(number)
                used[resource].append((span, number))
        grown = True
        while grown:
            grown = False
            for members in self.partners.values():
                if late & set(members) and not late >= set(members):
                    late |= set(members)
                    grown = True
        return late

    def _uses(self, run: Run) -> list[tuple[object, Span, int]]:
        """Bays and lanes that the committed stops use as announced, with how many there are."""
        found: list[tuple[object, Span, int]] = []
        for stop in run.commitment.stops:
            bays = self.ground.places[stop.place].bays
            if bays is not None and (stop.board or stop.alight):
                found.append((stop.place, (floor(stop.depart_s - self.ground.service(stop)), stop.depart_s), bays))
        for _, passing in self._ahead(run):
            if passing.crossing_rule is not None and passing.convoy_rule is None:
                lanes = self.ground.terms.crossings[passing.crossing_rule].lanes
                if lanes is not None:
                    found.append((passing.crossing_rule, (passing.begins_s, passing.leaves_s), lanes))
        return [use for use in found if use[1][0] < use[1][1]]

    def _keeps_times(self, run: Run) -> bool:
        """Whether a vehicle by itself can keep all the announced times."""
        aboard: Load = Counter(run.course.aboard)
        before = run.course.done[-1] if run.course.done else None
        for i, stop in enumerate(run.commitment.stops):
            here = i == 0 and run.course.standing
            if before is not None and not here:
                drive = self.ground.drive(run.course.vehicle.row, before.place, stop.place, loaded=bool(aboard))
                if drive is None or stop.arrive_s < max(before.depart_s + drive.seconds, self.now_s):
                    return False
            bare = run.commitment.bare and i + 1 == run.commitment.kept
            served = stop.arrive_s + self.ground.service(stop) <= stop.depart_s
            if not bare and not (served and (stop.depart_s >= self.now_s or not here)):
                return False
            if not self._may_alight(stop):
                return False
            change(aboard, stop)
            before = stop
        if aboard:
            return False
        return all(
            passing.crossing_rule is None
            or self._in_window(passing.crossing_rule, passing.begins_s) == passing.begins_s
            for _, passing in self._ahead(run)
        )

    def _may_alight(self, stop: Stop) -> bool:
        """Whether those who are to alight at a stop may do so there, as the scenario is now."""
        place = self.ground.places[stop.place]
        rows = [self.ground.people[row] for row in stop.alight]
        if rows and place.transfer:
            return True
        return all(place.is_destination and (not row.destinations or place.id in row.destinations) for row in rows)

    def _reserve(self, stops: tuple[Stop, ...], counted: tuple[Stop, ...]) -> None:
        """Note the bays, lanes and convoys that the last `counted` of these stops use."""
        first = len(stops) - len(counted)
        for stop in counted:
            if stop.board or stop.alight:
                self.bays[stop.place].append((floor(stop.depart_s - self.ground.service(stop)), stop.depart_s))
        for i, passing in passings(self.ground, stops):
            if i >= first:
                self._note(passing)

    def _note(self, passing: Passing) -> None:
        if passing.convoy_rule is not None:
            self.convoys[passing.convoy_rule].add(passing.leaves_s)
        elif passing.crossing_rule is not None:
            self.lanes[passing.crossing_rule].append((passing.begins_s, passing.leaves_s))

    def _fit_in(self, late: list[Run]) -> None:
        """Time the late ones, always the one that is ready first."""
        waiting: dict[tuple[int, int], list[tuple[Run, int]]] = defaultdict(list)
        while True:
            open_runs = [run for run in late if run.left and not run.stuck and not _waits(run, waiting)]
            if not open_runs and not waiting:
                return
            if not open_runs:
                key = min(waiting, key=lambda k: k[1])
                self._leave_together(key[0], waiting.pop(key))
                continue
            moment, number = min((self._ready(run), number) for number, run in enumerate(open_runs))
            run = open_runs[number]
            if moment >= NEVER:
                self._turn(run, f"no way leads from {run.stops[-1].place} to {run.left[0].place}")
            else:
                self._do_next(run, moment, waiting)
            self._send_complete(late, waiting)

    def _turn(self, run: Run, why: str) -> None:
        """Leave the announced way: bring those aboard elsewhere, or with nobody aboard be free where it was last."""
        aboard = self._aboard(run)
        if run.turned or not run.stops:
            run.stuck = why
            return
        last = run.stops[-1]
        run.turned = last.place
        run.back_s = max(last.depart_s, 2 * self.now_s - last.depart_s)
        everywhere = alighted_by_place(stop for other in self.runs for stop in (*other.stops, *other.left))
        run.left = []
        if not aboard:
            return
        row = run.course.vehicle.row
        run.left = Elsewhere(self.ground, self._in_window).stops(row, last.place, run.back_s, aboard, everywhere)
        run.stuck = "" if run.left else why

    def _ready(self, run: Run) -> int:
        """When a vehicle can be at its next stop, not before it is announced there."""
        stop, at_start = run.left[0], not run.stops
        if at_start or (not run.timed and run.course.standing and not run.turned):
            return max(stop.arrive_s, 0)
        before = run.stops[-1]
        aboard = self._aboard(run)
        drive = self.ground.drive(run.course.vehicle.row, before.place, stop.place, loaded=bool(aboard))
        if drive is None:
            return NEVER
        return max(before.depart_s + drive.seconds, stop.arrive_s, self.now_s)

    def _not_before(self, run: Run) -> int:
        """Give when a vehicle can leave at the earliest: not before now where it stands now."""
        return self.now_s if run.course.standing and not run.timed else 0

    def _aboard(self, run: Run) -> Load:
        aboard: Load = Counter(run.course.aboard)
        for stop in run.timed:
            change(aboard, stop)
        return aboard

    def _do_next(self, run: Run, arrive_s: int, waiting: dict[tuple[int, int], list[tuple[Run, int]]]) -> None:
        """Time a vehicle's next stop, or let it wait for its convoy there."""
        stop = run.left[0]
        last_elsewhere = next((s.place for s in reversed(run.stops) if s.place != stop.place), "")
        if stop.place not in self.ground.crossings:
            self._serve(run, arrive_s)
            return
        rule = self.ground.crossing_rule(stop.place, last_elsewhere)
        convoy = self.ground.convoy_rule(stop.place, last_elsewhere) if self._aboard(run) else None
        if convoy is not None:
            waiting[convoy, stop.depart_s].append((run, arrive_s))
            return
        leaves = self._checked(rule, arrive_s, max(stop.depart_s, self._not_before(run)))
        self._pass(run, arrive_s, leaves, rule, None)

    def _pass(self, run: Run, arrive_s: int, leaves_s: int, rule: int | None, convoy: int | None) -> None:
        if leaves_s >= NEVER:
            self._turn(run, f"{run.left[0].place} does not open again")
            return
        check = self.ground.terms.crossings[rule].check_s if rule is not None else Fraction(0)
        self._note(Passing(run.left[0].place, rule, convoy, floor(leaves_s - check), leaves_s))
        run.timed.append(replace(run.left.pop(0), arrive_s=arrive_s, depart_s=leaves_s))

    def _serve(self, run: Run, arrive_s: int) -> None:
        stop, place = run.left[0], self.ground.places[run.left[0].place]
        if not (stop.board or stop.alight):
            bare = run.commitment.bare and len(run.left) == 1
            depart_s = arrive_s if bare else max(arrive_s, stop.depart_s, self._not_before(run))
            run.timed.append(replace(run.left.pop(0), arrive_s=arrive_s, depart_s=depart_s))
            return
        if not self._may_alight(stop):
            self._turn(run, f"those aboard may not alight at {stop.place} any more")
            return
        service = self.ground.service(stop)
        ready = max((self.ground.people[row].ready_s for row in stop.board), default=0)
        boards = place.board_s if stop.board else Fraction(0)
        begins = max(arrive_s, ceil(stop.depart_s - service), ceil(ready + boards - service))
        begins = max(begins, run.course.vehicle.row.available_from_s, self._not_before(run) - floor(service))
        if place.bays is not None:
            begins = earliest(self.bays[stop.place], begins, ceil(service), place.bays)
        depart_s = begins + ceil(service)
        self.bays[stop.place].append((begins, depart_s))
        run.timed.append(replace(run.left.pop(0), arrive_s=arrive_s, depart_s=depart_s))

    def _checked(self, rule: int | None, arrive_s: int, announced_s: int) -> int:
        """When a vehicle leaves a crossing after a check in a free lane within a window; NEVER if it cannot."""
        if rule is None:
            return max(arrive_s, announced_s)
        terms = self.ground.terms.crossings[rule]
        check = ceil(terms.check_s)
        begins = max(arrive_s, announced_s - check)
        while True:
            begins = self._in_window(rule, begins)
            if begins >= NEVER or terms.lanes is None or not check:
                return min(NEVER, begins + check)
            free = earliest(self.lanes[rule], begins, check, terms.lanes)
            if free == begins:
                return begins + check
            begins = free

    def _in_window(self, rule: int, begins: int) -> int:
        """Give the earliest start of a check, not before that, within a window; NEVER if there is none."""
        terms = self.ground.terms.crossings[rule]
        if terms.windows is None:
            return begins
        for window in joined_windows(terms.windows):
            start = max(begins, window.opens_s)
            if start + terms.check_s <= window.closes_s:
                return start
        return NEVER

    def _send_complete(self, late: list[Run], waiting: dict[tuple[int, int], list[tuple[Run, int]]]) -> None:
        """Let every convoy leave whose vehicles are all there."""
        for key in list(waiting):
            members = [self.runs[number] for number in self.partners.get(key, ())]
            coming = [run for run in members if run in late and not run.stuck and _still_comes(run, key[1])]
            there = waiting[key]
            if any(all(run is not other for other, _ in there) for run in coming):
                continue
            self._leave_together(key[0], there)
            del waiting[key]

    def _leave_together(self, convoy: int, there: list[tuple[Run, int]]) -> None:
        rules, checks = [], []
        for run, _ in there:
            place = run.left[0].place
            rules.append(
                self.ground.crossing_rule(place, next(s.place for s in reversed(run.stops) if s.place != place))
            )
            checks.append(ceil(self.ground.terms.crossings[rules[-1]].check_s) if rules[-1] is not None else 0)
        leaves, settled = max(max(run.left[0].depart_s, self._not_before(run)) for run, _ in there), -1
        headway = max(1, ceil(self.ground.terms.convoys[convoy].headway_s))
        while leaves != settled and leaves < NEVER:
            settled = leaves
            for (_, arrive_s), rule, check in zip(there, rules, checks, strict=True):
                begins = max(arrive_s, leaves - check)
                leaves = max(leaves, begins + check if rule is None else self._in_window(rule, begins) + check)
            for other in sorted(self.convoys[convoy]):
                if abs(leaves - other) < headway:
                    leaves = other + headway
        for (run, arrive_s), rule in zip(there, rules, strict=True):
            self._pass(run, arrive_s, leaves, rule, convoy)


def _still_comes(run: Run, announced_s: int) -> bool:
    """Whether a run has still to pass the convoy crossing that it was to leave then."""
    return any(stop.depart_s == announced_s for stop in run.left)


def _waits(run: Run, waiting: dict[tuple[int, int], list[tuple[Run, int]]]) -> bool:
    return any(run is other for there in waiting.values() for other, _ in there)


def _overlapping(used: list[tuple[Span, int]], span: Span) -> int:
    """Count the most spans in use at once within a span."""
    inside = [other for other, _ in used if other[0] < span[1] and span[0] < other[1]]
    moments: list[int] = [max(span[0], other[0]) for other in inside]
    return max((sum(o[0] <= moment < o[1] for o in inside) for moment in moments), default=0)


def earliest(spans: list[Span], not_before: int, duration: int, capacity: int) -> int:
    """Give the earliest start from which fewer than `capacity` of the spans overlap for the whole duration."""
    if duration == 0:
        return not_before
    starts = sorted({not_before, *(end for _, end in spans if end > not_before)})
    for start in starts:
        if _overlapping([(span, 0) for span in spans], (start, start + duration)) < capacity:
            return start
    return starts[-1]
