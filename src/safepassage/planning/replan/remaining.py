"""What is still to be planned, as scenarios: the people who wait, the room that is left, where vehicles become free.

One scenario is for planning: each vehicle is a row of its own that stands where and when it becomes free. What a
scenario cannot say (duty and distance used, bays, lanes and convoys that are taken, who has left and arrived in linked
movements) is the beginning of the schedule. Another is for bounds: it leaves all that out and lets vehicles become
free a little earlier together, so whatever holds for its plans holds for those of the first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Stop
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import LinkedMovement, LinkStep
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.replan.ground import Ground, Load, change
from safepassage.planning.replan.timing import Run

MOST_CLASSES = 48
"""The bound takes vehicles together until there are at most so many classes."""
FINEST_S = 60


@dataclass(frozen=True, slots=True)
class FreeVehicle:
    """A vehicle that may be given trips: it is free at `place` from `free_s` on.

    `left_s` is when it left its start (None: not yet), `km` what it has driven, `ended_s` its last committed alighting.
    """

    run: Run
    place: str
    free_s: int
    left_s: int | None
    km: Fraction
    ended_s: int

    @property
    def name(self) -> str:
        """The vehicle's name."""
        return self.run.course.vehicle.name

    @property
    def row(self) -> VehicleRow:
        """The vehicle's row in the scenario."""
        return self.run.course.vehicle.row


@dataclass(frozen=True, slots=True)
class Fixed:
    """What all committed stops of all vehicles do: who boards and alights, by row, with places and moments."""

    stops: tuple[tuple[str, Stop], ...]
    boarded: Load
    out: Load
    alighted: dict[str, Load]
    ended_s: int


def free_vehicles(
    ground: Ground, runs: list[Run], now_s: int, lost: frozenset[str], late: dict[str, int]
) -> list[FreeVehicle]:
    """List the vehicles that may be given trips."""
    found = []
    for run in runs:
        name, row, stops = run.course.vehicle.name, run.course.vehicle.row, run.stops
        if name in lost or run.stuck:
            continue
        free = max(now_s, row.available_from_s, stops[-1].depart_s if stops else 0, run.back_s, late.get(name, 0))
        ended = max((stop.depart_s for stop in stops if stop.alight), default=0)
        place, left = (stops[-1].place, stops[0].depart_s) if stops else (row.start, None)
        found.append(FreeVehicle(run, place, free, left, _km(ground, run), ended))
    return found


def _km(ground: Ground, run: Run) -> Fraction:
    aboard: Load = Counter()
    km, row = Fraction(0), run.course.vehicle.row
    for before, after in zip(run.stops, run.stops[1:], strict=False):
        change(aboard, before)
        drive = ground.drive(row, before.place, after.place, loaded=bool(aboard))
        km += drive.km if drive is not None else 0
    return km


def fixed_by(ground: Ground, runs: list[Run]) -> Fixed:
    """Add up what is done and committed."""
    boarded: Load = Counter()
    out: Load = Counter()
    alighted: dict[str, Load] = defaultdict(Counter)
    stops = [(run.course.vehicle.name, stop) for run in runs for stop in run.stops]
    ended = 0
    for _, stop in stops:
        boarded.update(stop.board)
        if stop.alight:
            alighted[stop.place].update(stop.alight)
            if ground.places[stop.place].is_destination:
                out.update(stop.alight)
                ended = max(ended, stop.depart_s)
    return Fixed(tuple(stops), boarded, out, dict(alighted), ended)


def remaining_scenario(ground: Ground, fixed: Fixed, free: list[FreeVehicle]) -> Scenario:
    """Give the scenario to plan: who still waits, where vehicles become free."""
    rows = tuple(
        replace(vehicle.row, count=1, start=vehicle.place, available_from_s=vehicle.free_s) for vehicle in free
    )
    return replace(
        ground.scenario,
        people=tuple(_waiting(ground, fixed)),
        places=tuple(_with_room_left(ground, fixed, place) for place in ground.scenario.places),
        vehicles=rows,
    )


def _waiting(ground: Ground, fixed: Fixed) -> Iterable[TravelGroups]:
    for row in ground.scenario.people:
        groups = row.groups - fixed.boarded[row.id]
        if groups > 0:
            yield replace(row, groups=groups)


def _with_room_left(ground: Ground, fixed: Fixed, place: Place) -> Place:
    came = fixed.alighted.get(place.id, Counter())
    rows = [(ground.people[row], groups) for row, groups in came.items()]
    sheltered = sum(groups * (row.seated + row.wheelchair) for row, groups in rows)
    lying = sum(groups * row.stretcher for row, groups in rows)
    return replace(
        place,
        shelter_places=None if place.shelter_places is None else max(0, place.shelter_places - sheltered),
        beds=None if place.beds is None else max(0, place.beds - lying),
    )


def bounding_scenario(ground: Ground, fixed: Fixed, free: list[FreeVehicle], now_s: int) -> Scenario:
    """Give a scenario whose plans include every way to go on, with few classes of vehicles."""
    scenario = remaining_scenario(ground, fixed, free)
    return replace(
        scenario,
        people=tuple(replace(row, ready_s=max(row.ready_s, now_s)) for row in scenario.people),
        vehicles=_few_classes([_unburdened(vehicle) for vehicle in free]),
        agreement=replace(
            scenario.agreement,
            linked=tuple(_linked_left(ground, fixed, link, now_s) for link in scenario.agreement.linked),
        ),
    )


def _unburdened(vehicle: FreeVehicle) -> VehicleRow:
    """Give a free vehicle as a row of its own, with the duty and distance that it has left."""
    row, used = vehicle.row, 0 if vehicle.left_s is None else vehicle.free_s - vehicle.left_s
    return replace(
        row,
        count=1,
        start=vehicle.place,
        available_from_s=vehicle.free_s,
        max_duty_s=None if row.max_duty_s is None else max(Fraction(0), row.max_duty_s - used),
        max_km=None if row.max_km is None else max(Fraction(0), row.max_km - vehicle.km),
    )


def _few_classes(rows: list[VehicleRow]) -> tuple[VehicleRow, ...]:
    """Take alike vehicles of one place together that become free within a span, with the best that one of them has."""
    span, taken = 1, _together(rows, 1)
    while len(taken) > MOST_CLASSES and span < max(row.available_from_s for row in rows):
        span = max(FINEST_S, 2 * span)
        taken = _together(rows, span)
    return taken


def _together(rows: list[VehicleRow], span: int) -> tuple[VehicleRow, ...]:
    alike: dict[tuple[object, int], list[VehicleRow]] = defaultdict(list)
    for row in rows:
        kind = replace(row, available_from_s=0, max_duty_s=None, max_km=None)
        limits = (None, None) if span > 1 else (row.max_duty_s, row.max_km)
        alike[(kind, limits), row.available_from_s // span].append(row)
    return tuple(
        replace(
            members[0],
            count=len(members),
            available_from_s=min(row.available_from_s for row in members),
            max_duty_s=_most(row.max_duty_s for row in members),
            max_km=_most(row.max_km for row in members),
        )
        for members in alike.values()
    )


def _most(limits: Iterable[Fraction | None]) -> Fraction | None:
    """Give the widest limit; None is no limit."""
    known = list(limits)
    return None if any(limit is None for limit in known) else max(limit for limit in known if limit is not None)


def _linked_left(ground: Ground, fixed: Fixed, link: LinkedMovement, now_s: int) -> LinkedMovement:
    """Give a linked movement as it still binds: all committed arrivals count at once, departures only if before now."""
    gone = sum(
        ground.persons({row: n for row, n in stop.board.items() if ground.people[row].place in link.people_from})
        for _, stop in fixed.stops
        if stop.depart_s < now_s
    )
    come = ground.persons({r: n for r, n in fixed.out.items() if ground.people[r].place in link.against_from})
    steps = [LinkStep(max(0, step.arrived - come), max(0, step.may_leave - gone)) for step in link.steps]
    reached = [step for step in steps if step.arrived == 0]
    best = [max(reached, key=lambda step: step.may_leave)] if reached else []
    return replace(link, steps=(*best, *(step for step in steps if step.arrived > 0)))
