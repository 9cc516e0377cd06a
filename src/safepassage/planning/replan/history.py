"""What has happened by now: what was announced, corrected by what is known to have been done."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from safepassage.domain.done import Done, DoneStop
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan, Stop
from safepassage.domain.vehicles import Vehicle
from safepassage.planning.replan.ground import Ground, Load, change


@dataclass(frozen=True, slots=True)
class Course:
    """One vehicle at one moment.

    `done` are the stops that it has left. If it is `standing`, the first of `ahead` is where it stands, as announced
    but with its true arrival; all others are the announced stops that come next. `aboard` is who is aboard; they are
    `stray` if nobody was to be aboard by now.
    """

    vehicle: Vehicle
    done: tuple[Stop, ...]
    ahead: tuple[Stop, ...]
    standing: bool
    aboard: Load
    stray: bool = False

    @property
    def has_left(self) -> bool:
        """Whether it has left its start."""
        return bool(self.done)


def courses(ground: Ground, plan: Plan, now_s: int, done: Done) -> list[Course]:
    """Give the course of every vehicle of the scenario, in its order.

    Raises
    ------
    UnusableInputError
        If what has been done cannot be true in this scenario, with the vehicle and the stop.
    """
    announced = {itinerary.vehicle: itinerary.stops for itinerary in plan.itineraries}
    _refuse_unknown(ground, announced, now_s, done)
    found = []
    for name, vehicle in ground.vehicles.items():
        stops = announced.get(name, ())
        if name in done.stops:
            found.append(_as_reported(ground, vehicle, stops, done.stops[name], now_s))
        else:
            found.append(_as_announced(ground, vehicle, stops, now_s))
    _refuse_more_than_there(ground, found)
    return found


def went_as_announced(ground: Ground, plan: Plan, now_s: int, done: Done) -> bool:
    """Whether nothing that is reported differs from what was announced."""
    if done.lost or done.late:
        return False
    return courses(ground, plan, now_s, done) == courses(ground, plan, now_s, Done(done.scenario))


def _refuse_unknown(ground: Ground, announced: Mapping[str, tuple[Stop, ...]], now_s: int, done: Done) -> None:
    if done.scenario and done.scenario != ground.scenario.name:
        raise UnusableInputError(f"What is done is of {done.scenario}; this scenario is {ground.scenario.name}.")
    for name in (*done.stops, *sorted(done.lost), *done.late):
        if name not in ground.vehicles:
            raise UnusableInputError(f"The scenario has no vehicle {name}, of which something was done: mend its name.")
    for name, stops in announced.items():
        moved = any(stop.depart_s < now_s for stop in stops)
        if name not in ground.vehicles and moved and name not in done.stops:
            raise UnusableInputError(
                f"{name} has left {stops[0].place}, but vehicles.csv has no such vehicle: keep its row, and name it "
                f"among the lost ones if it does nothing any more."
            )


def _as_announced(ground: Ground, vehicle: Vehicle, stops: tuple[Stop, ...], now_s: int) -> Course:
    """Everything up to now went as announced."""
    left = 0
    while left < len(stops) and stops[left].depart_s < now_s:
        left += 1
    ahead = stops[left:]
    standing = left == 0 or (left < len(stops) and stops[left].arrive_s <= now_s)
    return _course(ground, vehicle, stops[:left], ahead, standing=standing and bool(ahead))


def _as_reported(
    ground: Ground, vehicle: Vehicle, announced: tuple[Stop, ...], reported: tuple[DoneStop, ...], now_s: int
) -> Course:
    """Put what was reported in the place of what was announced."""
    done: list[Stop] = []
    following, here = 0, False
    for i, stop in enumerate(reported):
        _refuse_impossible(vehicle, i, stop, done, now_s)
        match = next((k for k in range(following, len(announced)) if announced[k].place == stop.place), None)
        if stop.depart_s is not None:
            done.append(Stop(stop.place, stop.arrive_s, stop.depart_s, stop.board, stop.alight))
            following = following if match is None else match + 1
            continue
        here = True
        if match is None:
            ahead = (Stop(stop.place, stop.arrive_s, max(now_s, stop.arrive_s)), *announced[following:])
        else:
            ahead = (replace(announced[match], arrive_s=stop.arrive_s), *announced[match + 1 :])
    if not here:
        ahead = announced[following:]
    expected: Load = Counter()
    for earlier in announced[: max(0, len(announced) - len(ahead))]:
        change(expected, earlier)
    course = _course(ground, vehicle, tuple(done), ahead, standing=here or (not done and bool(ahead)))
    if course.aboard == expected:
        return course
    stray = bool(course.aboard) and not expected
    return replace(course, ahead=tuple(_for_those_aboard(course, expected)), stray=stray)


def _for_those_aboard(course: Course, expected: Load) -> Iterator[Stop]:
    """Yield the stops ahead for other people aboard than expected: whoever is aboard alights by the end of the trip."""
    aboard, under_way = Counter(course.aboard), bool(expected)
    for stop in course.ahead:
        if not under_way:
            yield stop
            continue
        change(expected, stop)
        under_way = bool(expected)
        alight = {row: min(groups, aboard[row]) for row, groups in stop.alight.items() if aboard[row]}
        adapted = replace(stop, alight=alight if under_way else dict(aboard))
        change(aboard, adapted)
        yield adapted


def _refuse_impossible(vehicle: Vehicle, i: int, stop: DoneStop, before: list[Stop], now_s: int) -> None:
    where = f"{vehicle.name}, stop {i} ({stop.place})"
    if i == 0 and stop.place != vehicle.row.start:
        raise UnusableInputError(f"{where}: it stands at {vehicle.row.start} in the beginning; begin its stops there.")
    if before and stop.arrive_s < before[-1].depart_s:
        raise UnusableInputError(
            f"{where}: it cannot arrive at {stop.arrive_s} s, before it left {before[-1].place} at "
            f"{before[-1].depart_s} s; mend one of the times."
        )
    if stop.depart_s is not None and stop.depart_s < stop.arrive_s:
        raise UnusableInputError(f"{where}: it cannot leave at {stop.depart_s} s, before it arrives; mend the times.")
    if max(stop.arrive_s, stop.depart_s or 0) > now_s:
        raise UnusableInputError(f"{where}: this is after now, {now_s} s; leave out what has not happened yet.")


def _course(
    ground: Ground, vehicle: Vehicle, done: tuple[Stop, ...], ahead: tuple[Stop, ...], *, standing: bool
) -> Course:
    aboard: Load = Counter()
    for i, stop in enumerate(done):
        _refuse_contradiction(ground, vehicle, i, stop, aboard)
        change(aboard, stop)
    return Course(vehicle, done, tuple(_known(ground, ahead)), standing, aboard)


def _known(ground: Ground, ahead: tuple[Stop, ...]) -> Iterator[Stop]:
    """Yield the announced stops up to one at a place that is no more, without people who are no more."""
    for stop in ahead:
        if stop.place not in ground.places:
            return
        board = {row: groups for row, groups in stop.board.items() if row in ground.people}
        alight = {row: groups for row, groups in stop.alight.items() if row in ground.people}
        yield replace(stop, board=board, alight=alight)


def _refuse_contradiction(ground: Ground, vehicle: Vehicle, i: int, stop: Stop, aboard: Load) -> None:
    """Refuse what the scenario has no words for; a rule that was broken is another matter."""
    where = f"{vehicle.name}, stop {i} ({stop.place})"
    if stop.place not in ground.places:
        raise UnusableInputError(f"{where}: the scenario has no such place; keep its row in places.csv.")
    for row in (*stop.board, *stop.alight):
        if row not in ground.people:
            raise UnusableInputError(f"{where}: the scenario has no people {row}; keep their row in people.csv.")
    for row, groups in stop.alight.items():
        if groups > aboard[row]:
            raise UnusableInputError(
                f"{where}: {groups} groups of {row} alight, but {aboard[row]} are aboard; mend who boarded before."
            )
    place = ground.places[stop.place]
    if stop.alight and not (place.is_destination or place.transfer):
        raise UnusableInputError(f"{where}: people alight where there is no destination; give it room in places.csv.")


def _refuse_more_than_there(ground: Ground, found: list[Course]) -> None:
    boarded: Load = Counter()
    for course, i, stop in _stops_in_time(found):
        for row, groups in stop.board.items():
            boarded[row] += groups
            asked = ground.people[row].groups
            if boarded[row] > asked and ground.people[row].place == stop.place:
                raise UnusableInputError(
                    f"{course.vehicle.name}, stop {i} ({stop.place}): with it {boarded[row]} groups of {row} have "
                    f"boarded, but people.csv has {asked}; count those who have gone as well."
                )


def _stops_in_time(found: list[Course]) -> Iterator[tuple[Course, int, Stop]]:
    stops = [(course, i, stop) for course in found for i, stop in enumerate(course.done)]
    yield from sorted(stops, key=lambda entry: entry[2].depart_s)
