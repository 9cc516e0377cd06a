"""Random scenarios with every kind of rule on and off: as a Hypothesis strategy, and from a seed for benchmarks.

Both forms share one body. Most scenarios can be solved; in a good share of them somebody must remain, for want of a
seat, a bed, a road, a window or an arrival. All are valid by formats.md.
"""

import random
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.vehicles import VehicleRow
from tests.planning.random_choices import (
    MEDIUM,
    SIZES,
    SMALL,
    TINY,
    Choices,
    Chooser,
    Drawing,
    Drawn,
    Rules,
    Seeded,
    Size,
)
from tests.planning.random_terms import agreement

__all__ = ["MEDIUM", "SIZES", "SMALL", "TINY", "Size", "random_scenario", "scenarios", "with_objective"]

WEIGHTS = ((100.0, 10.0, 1.0), (1.0, 1.0, 1.0), (4.0, 2.5, 0.1), (3.0, 1.0, 0.0))
CALM_HOURS = (1, 3, 12)


def random_scenario(rng: random.Random, size: Size = TINY) -> Scenario:
    """Give a scenario that depends on nothing but the random stream and the choose.size."""
    return _scenario(Seeded(rng), size)


@st.composite
def scenarios(draw: Drawing, size: Size = TINY) -> Scenario:
    """Give random scenarios to Hypothesis."""
    return _scenario(Drawn(draw), size)


def with_objective(scenario: Scenario, objective: Objective, seed: int) -> Scenario:
    """Give the scenario another objective, with weights and an expected calm that depend on a number."""
    weights, hours = WEIGHTS[seed % len(WEIGHTS)], CALM_HOURS[seed % len(CALM_HOURS)]
    return replace(scenario, objective=objective, priority_weights=weights, expected_calm_s=3600.0 * hours)


def _scenario(chooser: Chooser, size: Size) -> Scenario:
    percent = chooser.pick((10, 20, 30, 50))
    choose = Choices(chooser, Rules(**{rule.name: chooser.flag(percent) for rule in fields(Rules)}), size)
    ground = _ground(choose)
    vehicles = _vehicles(choose, ground)
    people = _people(choose, ground, vehicles)
    return Scenario(
        name="random",
        start=datetime(2016, 12, 15, 6, tzinfo=UTC),
        places=_places(choose, ground, people),
        people=people,
        vehicles=vehicles,
        links=_links(choose, ground),
        agreement=agreement(choose, ground.crossings, ground.stops, people),
    )


@dataclass(frozen=True)
class Ground:
    """The places by their use. Crossings stand between the `west` and the `east`, in rows of one or two."""

    pickups: tuple[str, ...]
    destinations: tuple[str, ...]
    depots: tuple[str, ...]
    junctions: tuple[str, ...]
    crossing_rows: tuple[tuple[str, ...], ...]
    east: frozenset[str]
    closed: frozenset[str]

    @property
    def crossings(self) -> tuple[str, ...]:
        """All crossings."""
        return tuple(place for row in self.crossing_rows for place in row)

    @property
    def stops(self) -> tuple[str, ...]:
        """All places where a vehicle may stop but the crossings."""
        return self.pickups + self.destinations + self.depots

    def side(self, east: bool) -> list[str]:
        """Give the places on one side."""
        return [place for place in self.junctions + self.stops if (place in self.east) is east]


def _ground(choose: Choices) -> Ground:
    pickups = tuple(f"pickup-{n}" for n in range(1, choose.integer(1, choose.size.pickups) + 1))
    destinations = tuple(f"shelter-{n}" for n in range(1, choose.integer(1, choose.size.destinations) + 1))
    depots = ("depot-1", "depot-2")
    divided = choose.flag(70)
    rows: tuple[tuple[str, ...], ...] = ()
    if divided:
        rows = (("gate-1", "gate-2"),) if choose.rules.crossings_in_a_row else (("gate-1",),)
        rows += (("gate-3",),) if choose.rules.several_crossings else ()
    east = {"east"}
    if divided:
        east |= {place for place in pickups[1:] if choose.rules.both_sides and choose.flag(50)}
        east |= {place for place in destinations if not (choose.rules.both_sides and choose.flag(25))}
        east |= {place for place in depots if choose.flag(50)}
    closed = frozenset(
        place for place in pickups + destinations + depots if choose.rules.no_through and choose.flag(50)
    )
    junctions = ("west", "east") if divided else ("west",)
    return Ground(pickups, destinations, depots, junctions, rows, frozenset(east), closed)


def _links(choose: Choices, ground: Ground) -> tuple[Link, ...]:
    """Join each side into a tree around its junction, the sides by crossings, and add other ways."""
    ends: list[tuple[str, str]] = []
    for side in (ground.side(False), ground.side(True)):
        for number, place in enumerate(side[1:], start=1):
            joints = [other for other in side[:number] if other not in ground.closed]
            ends.append((side[0] if choose.flag(60) else choose.pick(joints), place))
        if choose.rules.other_ways and len(side) > 2:
            ends += [(one, other) for one, other in zip(side, side[2:], strict=False) if choose.flag(40)]
    for row in ground.crossing_rows:
        ends += zip(("west", *row), (*row, "east"), strict=True)
    links = [link for one, other in ends for link in _link(choose, one, other, 20)]
    if ground.crossing_rows and choose.rules.way_around:
        links += _link(choose, "west", "east", 90)
    return tuple(links)


def _link(choose: Choices, one: str, other: str, longest: int) -> list[Link]:
    """Join two places by a road both ways, or by two roads that differ, or now and then by a road one way only."""
    km = Fraction(choose.integer(1, longest), 2)
    risk = Fraction(choose.integer(0, 3), 4)
    drive_s = choose.minutes(max(1, longest // 4), longest)
    if not (choose.rules.one_way and choose.flag(40)):
        return [Link(one, other, drive_s, km, risk=risk)]
    there = Link(one, other, drive_s, km, both_ways=False, risk=risk)
    if choose.flag(10):
        return [there]
    return [there, Link(other, one, choose.minutes(1, longest), km, both_ways=False)]


def _vehicles(choose: Choices, ground: Ground) -> tuple[VehicleRow, ...]:
    starts = list(ground.depots)
    starts += ground.pickups if choose.rules.start_at_pickup else ()
    starts += ground.destinations if choose.rules.start_at_destination else ()
    rows: list[VehicleRow] = []
    left = choose.integer((choose.size.vehicles + 1) // 2, choose.size.vehicles)
    for type_ in ("bus", "van", "car")[: choose.integer(1, 3) if choose.rules.several_types else 1]:
        kind = _type(choose, type_)
        for _ in range(choose.integer(1, 2) if choose.rules.several_rows else 1):
            if left:
                count = choose.integer(1, left)
                rows.append(_row(choose, ground, kind, count, choose.pick(starts)))
                left -= count
    return tuple(rows)


def _type(choose: Choices, name: str) -> VehicleRow:
    """Give what all rows of a type have in common."""
    return VehicleRow(
        type=name,
        count=1,
        start="",
        seats=choose.integer(*choose.size.seats),
        wheelchairs=choose.integer(1, 2) if choose.rules.wheelchairs and choose.flag(75) else 0,
        stretchers=choose.integer(1, 2) if choose.rules.stretchers and choose.flag(75) else 0,
        seats_per_wheelchair=choose.integer(1, 3) if choose.rules.seats_per_place and choose.flag(50) else 0,
        seats_per_stretcher=choose.integer(1, 3) if choose.rules.seats_per_place and choose.flag(50) else 0,
        drive_factor=Fraction(choose.integer(8, 16), 10) if choose.rules.drive_factor else Fraction(1),
    )


def _row(choose: Choices, ground: Ground, kind: VehicleRow, count: int, start: str) -> VehicleRow:
    allowed = ground.crossings and choose.rules.allowed_crossings and choose.flag(60)
    ends = ground.depots + ground.destinations
    return replace(
        kind,
        count=count,
        start=start,
        available_from_s=60 * choose.integer(0, 60) if choose.rules.available_from else 0,
        available_until_s=60 * choose.size.pace * choose.integer(100, 400) if choose.rules.available_until else None,
        max_duty_s=choose.size.pace * choose.minutes(80, 300) if choose.rules.max_duty and choose.flag(75) else None,
        max_km=Fraction(choose.size.pace * choose.integer(25, 150))
        if choose.rules.max_km and choose.flag(75)
        else None,
        return_to=choose.pick((start, *ends)) if choose.rules.return_to and choose.flag(75) else None,
        crossings=choose.some(ground.crossings) if allowed else (),
    )


def _people(choose: Choices, ground: Ground, vehicles: tuple[VehicleRow, ...]) -> tuple[TravelGroups, ...]:
    places = list(ground.pickups)
    if choose.rules.waiting_at_destination and len(ground.destinations) > 1:
        places.append(ground.destinations[0])
    rows: list[TravelGroups] = []
    left = choose.integer(choose.size.groups // 2, choose.size.groups)
    for number in range(1, choose.integer(choose.size.rows // 2, choose.size.rows) + 1):
        if left:
            groups = min(left, choose.integer(1, max(1, 2 * choose.size.groups // choose.size.rows)))
            place = ground.pickups[0] if not rows else choose.pick(places)
            rows.append(replace(_groups(choose, ground, vehicles, place), id=f"row-{number}", groups=groups))
            left -= groups
    return tuple(rows)


def _groups(choose: Choices, ground: Ground, vehicles: tuple[VehicleRow, ...], place: str) -> TravelGroups:
    """Give travel groups at a place that, if possible, fit some vehicle and may go somewhere."""
    model = choose.pick(vehicles)
    wheelchair = int(choose.rules.wheelchairs and choose.flag(60 if model.wheelchairs else 10))
    stretcher = int(choose.rules.stretchers and choose.flag(60 if model.stretchers else 10))
    most = 1 if stretcher else choose.size.group_size if choose.flag(10) else min(choose.size.group_size, model.seats)
    seated = choose.integer(0 if wheelchair or stretcher else 1, most)
    fitting = [row.type for row in vehicles if row.fits(seated, wheelchair, stretcher)]
    elsewhere = [other for other in ground.destinations if other != place]
    return TravelGroups(
        id="",
        place=place,
        seated=seated,
        wheelchair=wheelchair,
        stretcher=stretcher,
        priority=choose.integer(1, 3) if choose.rules.priorities else 3,
        ready_s=60 * choose.integer(0, 60) if choose.rules.ready and choose.flag(60) else 0,
        destinations=choose.some(elsewhere) if choose.rules.some_destinations and choose.flag(50) else (),
        vehicles=choose.some(sorted(set(fitting))) if choose.rules.some_types and fitting and choose.flag(50) else (),
        stream=choose.pick(("", "north", "south")) if choose.rules.streams else "",
        max_aboard_s=choose.minutes(25, 150) if choose.rules.max_aboard and choose.flag(60) else None,
    )


def _places(choose: Choices, ground: Ground, people: tuple[TravelGroups, ...]) -> tuple[Place, ...]:
    """Give all places; the destinations take nobody more than `scarce` allows, and stretchers only with beds."""
    sitting = sum(row.groups * (row.seated + row.wheelchair) for row in people)
    lying = sum(row.groups * row.stretcher for row in people)
    places = []
    for name in (*ground.junctions, *ground.crossings, *ground.stops):
        served = name in ground.stops
        shelter = _capacity(choose, sitting) if name in ground.destinations else 0
        beds = _capacity(choose, lying) if name in ground.destinations and lying and choose.flag(80) else 0
        places.append(
            Place(
                name,
                board_s=choose.minutes(0, 15) if served and choose.rules.board_minutes else Fraction(0),
                alight_s=choose.minutes(0, 15) if served and choose.rules.alight_minutes else Fraction(0),
                bays=choose.integer(1, 2) if served and choose.rules.bays and choose.flag(70) else None,
                shelter_places=shelter,
                beds=beds,
                through=name not in ground.closed,
            )
        )
    return tuple(places)


def _capacity(choose: Choices, persons: int) -> int | None:
    """Give a capacity for some group at least: unlimited, ample, or too little for everybody."""
    if not choose.rules.scarce:
        return None if choose.flag(70) else persons + 5
    return max(choose.size.group_size, persons * choose.integer(30, 120) // 100)
