"""A scenario in whole numbers: alike rows are one, and rounding never makes a rule easier to keep."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.terms import ConvoyRule, CrossingRule
from safepassage.planning.solver.problem import FOREVER, compile_problem, seconds_down, seconds_up
from tests.planning import by_hand
from tests.planning.solver.workbench import prepare

FAMILY = by_hand.FAMILY


def test_rows_that_differ_in_nothing_but_their_id_are_one_kind() -> None:
    """The size of the models grows with kinds, not with rows; the rows are remembered by name."""
    problem = compile_problem(by_hand.scenario(FAMILY, replace(FAMILY, id="more", groups=3)))
    assert [(kind.rows, kind.groups) for kind in problem.kinds] == [((("families", 1), ("more", 3)), 4)]
    assert problem.persons == 16


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (replace(FAMILY, place="gate"), "they wait elsewhere"),
        (replace(FAMILY, seated=3), "they are fewer"),
        (replace(FAMILY, seated=3, wheelchair=1), "one uses a wheelchair"),
        (replace(FAMILY, seated=3, stretcher=1), "one lies"),
        (replace(FAMILY, priority=1), "they go first"),
        (replace(FAMILY, ready_s=1), "they are ready later"),
        (replace(FAMILY, destinations=("shelter",)), "they may go to one place only"),
        (replace(FAMILY, vehicles=("bus",)), "they may ride in one type only"),
        (replace(FAMILY, stream="b"), "they may not meet the others"),
        (replace(FAMILY, max_aboard_s=Fraction(60)), "they may not be aboard for long"),
    ],
)
def test_rows_that_differ_are_kinds_of_their_own(other: TravelGroups, reason: str) -> None:
    """Nobody's need or wish is lost by bringing rows together."""
    problem = compile_problem(by_hand.scenario(FAMILY, replace(other, id="other")))
    assert len(problem.kinds) == 2, reason


@given(st.fractions(-100, 100))
def test_rounding_goes_the_strict_way(exact: Fraction) -> None:
    """Whoever keeps the rounded figure keeps the exact one, and no other whole number is nearer."""
    assert 0 <= seconds_up(exact) - exact < 1
    assert 0 <= exact - seconds_down(exact) < 1


def test_times_are_rounded_so_that_the_exact_rules_are_kept() -> None:
    """Services, checks and headways up; duty, distance and time aboard down."""
    third = Fraction(100, 3)
    places = (Place("town", board_s=third, alight_s=third), Place("shelter", shelter_places=None, alight_s=third))
    bus = replace(by_hand.BUS, max_duty_s=third, max_km=Fraction(10, 3))
    ready = prepare(
        by_hand.scenario(
            replace(FAMILY, max_aboard_s=third),
            vehicles=(bus,),
            places=places,
            crossings=(CrossingRule("gate", check_s=third),),
            convoys=(ConvoyRule("gate", headway_s=third),),
        )
    )
    town, tables = ready.problem.stops.index("town"), ready.tables
    assert (ready.problem.board_s[town], ready.problem.alight_s[town]) == (34, 34)
    assert (tables.terms.check_s[0], tables.terms.headway[0]) == (34, 34)
    assert (tables.vehicles.max_duty[0], ready.problem.kinds[0].max_aboard_s) == (33, 33)
    assert tables.vehicles.max_km[0] == int(Fraction(10, 3) * ready.network.km_units)


def test_no_limit_is_forever() -> None:
    """An absent figure never becomes nought."""
    problem = compile_problem(by_hand.scenario())
    shelter = problem.stops.index("shelter")
    assert (problem.shelter[shelter], problem.beds[shelter]) == (FOREVER, 0)
    assert (problem.kinds[0].max_aboard_s, problem.bays[shelter]) == (FOREVER, FOREVER)


@pytest.mark.parametrize(
    ("row", "types", "destinations", "reason"),
    [
        (FAMILY, ("bus", "van"), ("shelter",), "any type with four seats"),
        (replace(FAMILY, seated=6), ("van",), ("shelter",), "a whole family must fit"),
        (replace(FAMILY, vehicles=("bus",)), ("bus",), ("shelter",), "only what may carry them"),
        (replace(FAMILY, seated=9), (), ("shelter",), "no type fits"),
        (replace(FAMILY, place="shelter"), ("bus", "van"), (), "nobody is brought to where they wait"),
        (replace(FAMILY, destinations=("gate",)), ("bus", "van"), (), "a place without room is no destination"),
    ],
)
def test_who_may_ride_where_in_what(
    row: TravelGroups, types: tuple[str, ...], destinations: tuple[str, ...], reason: str
) -> None:
    van = replace(by_hand.BUS, type="van", seats=6)
    problem = compile_problem(by_hand.scenario(row, vehicles=(by_hand.BUS, van)))
    kind = problem.kinds[0]
    assert tuple(problem.types[t] for t in kind.types) == types, reason
    assert tuple(problem.stops[d] for d in kind.destinations) == destinations, reason


def test_who_waits_at_a_transfer_place_is_a_kind_of_its_own() -> None:
    """Nobody is there at first; they may go on to where they wanted to go, and nobody is asked for twice."""
    problem = compile_problem(by_hand.scenario(places=(Place("gate", transfer=True),)))
    gate, shelter = problem.stops.index("gate"), problem.stops.index("shelter")
    family, waiting = problem.kinds
    assert (family.destinations, waiting.destinations) == ((shelter, gate), (shelter,))
    assert (waiting.stop, waiting.groups, waiting.rows, waiting.origin) == (gate, 0, (), 0)
    assert (problem.transfers, problem.onward, problem.persons) == ((gate,), {(0, gate): 1}, 4)


def test_a_destination_that_is_a_transfer_place_too_is_two_stops() -> None:
    """Those who stay use its room, those who wait to go on do not."""
    problem = compile_problem(by_hand.scenario(places=(Place("gate", transfer=True, shelter_places=3),)))
    assert [problem.shelter[i] for i, place in enumerate(problem.stops) if place == "gate"] == [3, FOREVER]
    assert [problem.stops[d] for d in problem.kinds[0].destinations] == ["gate", "shelter", "gate"]
    assert [problem.stops[d] for d in problem.kinds[1].destinations] == ["shelter"]


def test_nobody_changes_vehicles_where_they_wait_at_first() -> None:
    """Alighting where they boarded would break a rule."""
    problem = compile_problem(by_hand.scenario(places=(Place("town", transfer=True),)))
    assert len(problem.kinds) == 1
    assert problem.onward == {}
