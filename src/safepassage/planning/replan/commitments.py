"""What is committed: whatever began before now goes on as announced.

The rule, for each vehicle. One that has people aboard, or has begun to let people board or alight, goes on until it is
empty. One that drives empty goes on to the next stop that is no crossing; there it is free, unless nobody may drive
through that place, for then it does there what it came for and goes on until it is empty. One that stands empty is free
where it stands. Whoever was announced to leave a crossing in one convoy with a vehicle that goes on, goes along, but
nobody waits for one that is said to be late and has nobody aboard, unless the convoy would be too small without it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Stop
from safepassage.planning.replan.ground import Ground, Load, change, passings
from safepassage.planning.replan.history import Course


@dataclass(frozen=True, slots=True)
class Commitment:
    """The first `kept` of the stops ahead are committed; at the last of them it only arrives if it is `bare`."""

    course: Course
    kept: int
    bare: bool

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The committed stops as announced."""
        kept = self.course.ahead[: self.kept]
        if self.bare and kept:
            return (*kept[:-1], replace(kept[-1], depart_s=kept[-1].arrive_s, board={}, alight={}))
        return kept


def commitments(
    ground: Ground, found: list[Course], now_s: int, lost: frozenset[str], late: frozenset[str] = frozenset()
) -> list[Commitment]:
    """Give what every vehicle is committed to, in the same order; late ones have begun nothing where they stand.

    Raises
    ------
    UnusableInputError
        If a lost vehicle has people aboard: where they are is for the scenario to say.
    """
    made = []
    for course in found:
        if course.vehicle.name in lost:
            _refuse_people_aboard(ground, course)
            made.append(Commitment(course, 1 if course.standing and course.has_left else 0, bare=True))
        else:
            made.append(_alone(ground, course, now_s, late=course.vehicle.name in late))
    empty_and_late = {course.vehicle.name for course in found if course.vehicle.name in late and not course.aboard}
    return _with_convoys(ground, made, lost, empty_and_late)


def _refuse_people_aboard(ground: Ground, course: Course) -> None:
    if course.aboard:
        raise UnusableInputError(
            f"{course.vehicle.name} is lost with {ground.persons(course.aboard)} people aboard: say in people.csv "
            f"where they wait now, and take their boarding off the vehicle's stops."
        )


def _alone(ground: Ground, course: Course, now_s: int, *, late: bool) -> Commitment:
    """Tell what a vehicle is committed to by itself."""
    ahead = course.ahead
    if not ahead or course.stray:
        return Commitment(course, 0, bare=False)
    if course.standing:
        if course.aboard or (not late and _has_begun(ground, course, now_s)):
            return _until_empty(course, 0)
        if ahead[0].place not in ground.crossings:
            return Commitment(course, 1 if course.has_left else 0, bare=True)
    elif course.aboard:
        return _until_empty(course, 0)
    k = 0
    while k + 1 < len(ahead) and ahead[k].place in ground.crossings:
        k += 1
    closed = not ground.places[ahead[k].place].through
    if closed and (ahead[k].board or ahead[k].alight) and k + 1 < len(ahead):
        return _until_empty(course, k)
    return Commitment(course, k + 1, bare=True)


def _has_begun(ground: Ground, course: Course, now_s: int) -> bool:
    """Whether boarding or alighting has begun where the vehicle stands."""
    here = course.ahead[0]
    service = ground.service(here)
    if not (here.board or here.alight):
        return False
    ready_s = max((ground.people[row].ready_s for row in here.board), default=0)
    not_before_s = max(here.arrive_s, ready_s, course.vehicle.row.available_from_s)
    return not_before_s < now_s and here.depart_s - service < now_s


def _until_empty(course: Course, first: int) -> Commitment:
    """Commit it until it is empty after the stop `first` or a later one."""
    aboard: Load = Counter(course.aboard)
    for i, stop in enumerate(course.ahead):
        change(aboard, stop)
        if i >= first and not aboard:
            return Commitment(course, i + 1, bare=False)
    return Commitment(course, len(course.ahead), bare=False)


def _with_convoys(ground: Ground, made: list[Commitment], lost: frozenset[str], late: set[str]) -> list[Commitment]:
    """Commit also those who were announced for one convoy with somebody who is committed.

    Nobody waits for late ones, unless the convoy would be too small without them.
    """
    together: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for number, commitment in enumerate(made):
        course = commitment.course
        stops = (*course.done, *course.ahead)
        for i, passing in passings(ground, stops):
            if passing.convoy_rule is not None and i >= len(course.done) and course.vehicle.name not in lost:
                together[passing.convoy_rule, passing.leaves_s].append((number, i - len(course.done)))
    for (rule, _), members in together.items():
        in_time = [(number, i) for number, i in members if made[number].course.vehicle.name not in late]
        if len(in_time) >= ground.terms.convoys[rule].min_vehicles:
            members[:] = in_time
    again = True
    while again:
        again = False
        for members in together.values():
            if not any(_passes(made[number], i) for number, i in members):
                continue
            for number, i in members:
                if not _passes(made[number], i):
                    made[number] = _until_empty(made[number].course, i)
                    again = True
    return made


def _passes(commitment: Commitment, i: int) -> bool:
    """Whether the stop is committed."""
    return i < commitment.kept
