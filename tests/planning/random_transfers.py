"""Random scenarios in which people may change vehicles: at junctions, where others wait, or at destinations."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.domain.vehicles import VehicleRow
from tests.planning.random_scenarios import TINY, Size, random_scenario, scenarios


def random_transfers(rng: random.Random, size: Size = TINY, most: int = 2) -> Scenario:
    """Give a random scenario with one or more transfer places."""
    return with_transfers(random_scenario(rng, size), rng, most)


def transfers(size: Size = TINY, most: int = 2) -> st.SearchStrategy[Scenario]:
    """Give random scenarios with transfer places to Hypothesis."""
    return st.builds(
        lambda scenario, seed: with_transfers(scenario, random.Random(seed), most),
        scenarios(size),
        st.integers(0, 2**16),
    )


def with_transfers(scenario: Scenario, rng: random.Random, most: int) -> Scenario:
    """Make some places transfer places, rather junctions, and often let vehicles pass some of the crossings only."""
    crossings = sorted(scenario.agreement.crossing_places)
    places = [place for place in scenario.places if place.id not in crossings]
    plain = [place.id for place in places if place.id in {"west", "east"}]
    others = [place.id for place in places if place.id not in plain]
    chosen = {rng.choice(plain if rng.random() < 0.6 else others) for _ in range(rng.randint(1, most))}
    vehicles = scenario.vehicles
    if crossings and rng.random() < 0.5:
        vehicles = tuple(
            replace(row, crossings=(rng.choice(crossings),)) if rng.random() < 0.5 else row for row in vehicles
        )
    changed = tuple(_transfer(place, rng) if place.id in chosen else place for place in scenario.places)
    return replace(scenario, places=changed, vehicles=vehicles)


def _transfer(place: Place, rng: random.Random) -> Place:
    """Let people change at a place, which often takes time, and sometimes one of few bays."""
    minutes = [Fraction(60 * rng.choice((0, 0, 3, 10))) for _ in range(2)]
    bays = rng.choice((1, 2)) if rng.random() < 0.3 else None
    if place.board_s or place.alight_s:
        return replace(place, transfer=True)
    return replace(place, transfer=True, board_s=minutes[0], alight_s=minutes[1], bays=bays)


def random_relay(rng: random.Random) -> Scenario:
    """Give a tiny scenario in which changing at the hub, between two crossings, often is necessary or faster."""
    rows = [_waiting(rng, number) for number in range(rng.randint(1, 2))]
    vehicles = [_vehicle(rng, "bus", ("", "bridge")), _vehicle(rng, "van", ("line", "line", "bridge"))]
    shelter = rng.choice((None, None, 4))
    return Scenario(
        name="random-relay",
        start=datetime(2016, 12, 15, 6, tzinfo=UTC),
        places=(
            Place("depot"),
            Place("town", board_s=_minutes(rng, 0, 4)),
            Place("bridge"),
            _transfer(Place("hub", shelter_places=rng.choice((0, 0, 0, 2))), rng),
            Place("line"),
            Place("shelter", alight_s=_minutes(rng, 0, 4), shelter_places=shelter, bays=rng.choice((None, 1))),
            Place("village"),
        ),
        people=tuple(rows),
        vehicles=tuple(vehicles),
        links=(
            Link("depot", "town", _minutes(rng, 2, 12)),
            Link("town", "bridge", _minutes(rng, 2, 12)),
            Link("bridge", "hub", _minutes(rng, 2, 12)),
            Link("hub", "village", _minutes(rng, 2, 12)),
            Link("hub", "line", _minutes(rng, 2, 20)),
            Link("line", "shelter", _minutes(rng, 2, 20)),
        ),
        agreement=_terms(rng),
    )


def _minutes(rng: random.Random, low: int, high: int) -> Fraction:
    return Fraction(60 * rng.randint(low, high))


def _waiting(rng: random.Random, number: int) -> TravelGroups:
    """Give one or two groups that wait in the town, the second time perhaps in the village beyond the hub."""
    place = rng.choice(("town", "town", "village", "hub")) if number else "town"
    row = TravelGroups(f"row-{number}", place, groups=rng.randint(1, 2), seated=rng.randint(1, 3))
    return replace(
        row,
        priority=rng.choice((1, 3)),
        ready_s=rng.choice((0, 0, 1800)),
        stream=rng.choice(("", "", "other")),
        max_aboard_s=_minutes(rng, 15, 40) if rng.random() < 0.2 else None,
    )


def _vehicle(rng: random.Random, name: str, crossings: tuple[str, ...]) -> VehicleRow:
    """Give a vehicle that may pass one of the crossings ("": any), at the depot, in the town, or beyond the bridge."""
    row = VehicleRow(name, 1, rng.choice(("depot", "town") if name == "bus" else ("hub", "shelter")), rng.randint(3, 6))
    return replace(
        row,
        crossings=tuple(rng.choice(crossings).split()),
        drive_factor=rng.choice((Fraction(1), Fraction(1), Fraction(3, 2))),
        available_until_s=60 * rng.randint(60, 200) if rng.random() < 0.2 else None,
        return_to="hub" if rng.random() < 0.2 else None,
    )


def _terms(rng: random.Random) -> Agreement:
    """Give the crossings, sometimes with a window or a linked movement of the village with the town."""
    opens = 60 * rng.randint(0, 60)
    windows = (Window(opens, opens + 60 * rng.randint(30, 200)),) if rng.random() < 0.3 else None
    line = CrossingRule("line", lanes=rng.choice((None, 1)), check_s=_minutes(rng, 0, 5), windows=windows)
    steps = (LinkStep(0, rng.randint(0, 3)), LinkStep(rng.randint(1, 3), 9))
    linked = (LinkedMovement(("town",), ("village",), steps),) if rng.random() < 0.2 else ()
    return Agreement(crossings=(line, CrossingRule("bridge")), linked=linked)
