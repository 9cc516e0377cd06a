"""Whoever remains is told which term holds them back."""

from dataclasses import replace
from fractions import Fraction

import pytest

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import ConvoyRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.solver import solve
from tests.planning import by_hand
from tests.planning.disagreements import disagreements

PATIENT = TravelGroups("patients", "town", stretcher=1)
AMBULANCE = VehicleRow("ambulance", 1, "depot", seats=2, stretchers=1)
EARLY = replace(by_hand.CHECK, windows=(Window(0, 700),))
LINKED = by_hand.villages_first((4, 4))
HOLD = by_hand.scenario(places=(by_hand.VILLAGE,), roads=(by_hand.FROM_VILLAGE,), linked=(LINKED,))
ENDLESS = 20.0


def bus(**changes: object) -> tuple[VehicleRow, ...]:
    """Give the bus with changes."""
    return (replace(by_hand.BUS, **changes),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scenario", "said", "reason"),
    [
        (
            by_hand.scenario(replace(by_hand.FAMILY, seated=9)),
            "the seats and places that a whole group needs",
            "no seat",
        ),
        (by_hand.scenario(replace(by_hand.FAMILY, vehicles=("van",))), "No vehicle that may carry", "no type may"),
        (by_hand.scenario(PATIENT), "the seats and places", "a bus without stretchers"),
        (by_hand.scenario(PATIENT, vehicles=(AMBULANCE,)), "has a bed for a whole group", "no bed anywhere"),
        (
            by_hand.scenario(replace(PATIENT, groups=2), vehicles=(AMBULANCE,), places=(Place("shelter", beds=1),)),
            *("No bed is left", "one bed for two"),
        ),
        (
            by_hand.scenario(places=(Place("shelter", shelter_places=3),)),
            *("has a shelter place for a whole group", "three places for four people"),
        ),
        (
            by_hand.scenario(by_hand.two(), places=(Place("shelter", shelter_places=7),)),
            *("No shelter place is left", "seven places for two families"),
        ),
        (
            by_hand.scenario(replace(by_hand.FAMILY, place="village"), places=(by_hand.VILLAGE,)),
            *("No road leads", "a village without a road"),
        ),
        (by_hand.scenario(replace(by_hand.FAMILY, destinations=("gate",))), "no destination", "nowhere to go"),
        (by_hand.scenario(crossings=(EARLY,)), "windows of the crossings close", "the gate closes at 700 s"),
        (HOLD, "linked movement is not met", "no villager ever arrives"),
        (by_hand.scenario(vehicles=bus(available_until_s=1700)), "not available long enough", "it ends a minute early"),
        (by_hand.scenario(vehicles=bus(max_duty_s=Fraction(1700))), "longest duty", "30 minutes' work, 28 allowed"),
        (by_hand.scenario(vehicles=bus(max_km=Fraction(25))), "longest distance", "30 km, 25 allowed"),
        (
            by_hand.scenario(replace(by_hand.FAMILY, max_aboard_s=Fraction(1100))),
            *("longer than these people may be aboard", "20 minutes aboard, 18 allowed"),
        ),
        (
            by_hand.scenario(by_hand.two(), crossings=(by_hand.CHECK,), convoys=(ConvoyRule("gate", min_vehicles=2),)),
            *("smallest convoy", "one bus, and only the last convoy may be small"),
        ),
        (
            by_hand.scenario(vehicles=bus(available_until_s=1700), crossings=(EARLY,)),
            *("Several terms together", "neither the window nor the bus suffices"),
        ),
        (by_hand.scenario(vehicles=()), "There are no vehicles", "no vehicles at all"),
    ],
)
def test_the_reason_that_is_named(scenario: Scenario, said: str, reason: str) -> None:
    plan = solve(scenario, time_limit_s=ENDLESS, max_iterations=100)
    assert disagreements(scenario, plan) == []
    assert plan.remaining, reason
    for left in plan.remaining:
        assert any(said in sentence for sentence in left.reasons), (reason, left.reasons)
        assert all(sentence.endswith(".") for sentence in left.reasons)


def test_every_term_that_holds_people_back_alone_is_named() -> None:
    """A ride that is too long for the people and a bus that drives too far are two reasons only if each would do."""
    both = by_hand.scenario(
        replace(by_hand.FAMILY, max_aboard_s=Fraction(1100)),
        vehicles=bus(max_km=Fraction(25)),
        places=(by_hand.FAR,),
        roads=(Link("town", "far", Fraction(1150), Fraction(1)),),
    )
    [left] = solve(both, time_limit_s=ENDLESS, max_iterations=100).remaining
    assert left.reasons == ("The ride would take longer than these people may be aboard.",)


def test_nobody_remains_where_all_come_out() -> None:
    assert solve(by_hand.scenario(), time_limit_s=ENDLESS, max_iterations=100).remaining == ()


def test_each_row_that_remains_has_its_own_entry() -> None:
    """Rows that are one kind to the planner are named one by one, with their groups and persons."""
    rows = (replace(by_hand.FAMILY, seated=9, groups=2), replace(by_hand.FAMILY, id="more", seated=9))
    plan = solve(by_hand.scenario(*rows), time_limit_s=ENDLESS, max_iterations=100)
    assert [(left.people, left.groups, left.persons) for left in plan.remaining] == [
        ("families", 2, 18),
        ("more", 1, 9),
    ]
