"""A scenario counts its people, names its vehicles, and has a fingerprint of all that a plan depends on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import FigureSource, Objective, Scenario, SourceKind
from safepassage.domain.terms import Agreement, CrossingRule
from safepassage.domain.uncertainty import Uncertainty
from safepassage.domain.vehicles import VehicleRow

START = datetime(2016, 12, 15, 6, tzinfo=UTC)
SCENARIO = Scenario(
    "tiny",
    START,
    places=(Place("square", name="The square"), Place("hub", shelter_places=None)),
    people=(TravelGroups("families", "square", 3, seated=4), TravelGroups("patients", "square", 2, stretcher=1)),
    vehicles=(VehicleRow("bus", 2, "hub"), VehicleRow("ambulance", 1, "hub"), VehicleRow("bus", 1, "square")),
    links=(Link("square", "hub", Place("hub").board_s + 600),),
)


def test_people_are_those_of_all_rows() -> None:
    assert SCENARIO.persons == 3 * 4 + 2
    assert Scenario("empty", START).persons == 0


def test_a_place_is_found_by_its_id_alone() -> None:
    assert SCENARIO.place("hub") is SCENARIO.places[1]
    with pytest.raises(KeyError, match="The square"):
        SCENARIO.place("The square")


def test_the_numbering_of_a_type_goes_on_over_its_rows() -> None:
    assert [(vehicle.name, vehicle.row.start) for vehicle in SCENARIO.each_vehicle()] == [
        ("bus-1", "hub"),
        ("bus-2", "hub"),
        ("ambulance-1", "hub"),
        ("bus-3", "square"),
    ]


@given(st.lists(st.tuples(st.sampled_from(["bus", "van"]), st.integers(0, 3)), max_size=5))
def test_every_vehicle_has_a_name_of_its_own(rows: list[tuple[str, int]]) -> None:
    scenario = replace(SCENARIO, vehicles=tuple(VehicleRow(kind, count, "hub") for kind, count in rows))
    names = [vehicle.name for vehicle in scenario.each_vehicle()]
    assert len(set(names)) == len(names) == sum(count for _, count in rows)


DEPENDS: dict[str, Any] = {
    "start": START + timedelta(seconds=1),
    "timezone": "Asia/Damascus",
    "objective": Objective.PRIORITY,
    "priority_weights": (100.0, 10.0, 2.0),
    "expected_calm_s": 3600.0,
    "places": (*SCENARIO.places, Place("gate")),
    "people": SCENARIO.people[:1],
    "vehicles": SCENARIO.vehicles[:1],
    "links": (),
    "agreement": Agreement(crossings=(CrossingRule("hub"),)),
}
DOES_NOT_DEPEND: dict[str, Any] = {
    "title": "A tiny evacuation",
    "sources": (FigureSource("people.csv: groups", "3", SourceKind.ASSUMED, "for the example"),),
    "places": tuple(replace(place, name="Another name") for place in SCENARIO.places),
    "uncertainty": Uncertainty(),
}


@pytest.mark.parametrize("field", DEPENDS)
def test_the_fingerprint_is_another_if_anything_changes_that_a_plan_depends_on(field: str) -> None:
    assert replace(SCENARIO, **{field: DEPENDS[field]}).digest != SCENARIO.digest


@pytest.mark.parametrize("field", DOES_NOT_DEPEND)
def test_the_fingerprint_stays_if_only_words_or_what_is_rehearsed_change(field: str) -> None:
    changed = replace(SCENARIO, **{field: DOES_NOT_DEPEND[field]})
    assert changed != SCENARIO
    assert changed.digest == SCENARIO.digest


def test_the_fingerprint_is_the_same_in_every_run_of_python() -> None:
    assert Scenario("empty", START).digest == "b054cc6ba8ee773f67b33fd48fab537f"
