"""The map: labels never collide, crowded areas are enlarged, and places without coordinates are not lost."""

from dataclasses import replace
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.places import Place
from safepassage.network import RoadNetwork
from safepassage.reporting.maps.drawing import Shown, draw_map
from safepassage.reporting.maps.flows import NARROWEST, WIDEST, band_width, bands
from safepassage.reporting.maps.labels import Box, Stroke, Wanted, leader_end, place_labels
from safepassage.reporting.maps.layout import located, panels
from safepassage.reporting.maps.roles import MapPlace, Role, Roles, map_places
from safepassage.reporting.maps.scheme import scheme
from safepassage.reporting.measures.flows import Flow, road_flows
from safepassage.reporting.measures.movements import movements
from tests.reporting.cases import Case, shuttle, valley, without_coordinates

POINTS = st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=25)
SHEET = Box(0, 0, 300, 300)


@given(POINTS)
def test_labels_cover_neither_one_another_nor_marks_and_stay_on_the_sheet(points: list[tuple[float, float]]) -> None:
    marks = [Box(x - 5, y - 5, x + 5, y + 5) for x, y in points]
    wanted = [Wanted(f"p{i}", at, (f"Place {i}", "1,000 leave")) for i, at in enumerate(points)]
    placed = place_labels(wanted, SHEET, marks, [])
    assert all(label.box.within(SHEET) for label in placed)
    assert not any(a.box.overlaps(b.box) for a, b in combinations(placed, 2))
    assert not any(label.box.overlaps(mark) for label in placed for mark in marks)


def test_a_label_stands_aside_of_a_road_when_there_is_room() -> None:
    wanted = [Wanted("a", (100, 100), ("Alone",))]
    (free,) = place_labels(wanted, SHEET, [], [])
    (aside,) = place_labels(wanted, SHEET, [], [Stroke((100, 100), (300, 100), 6)])
    assert free.anchor == "start"
    assert not aside.box.meets((100, 100), (300, 100))


def test_no_leader_runs_through_a_label_when_there_is_room() -> None:
    spots = [(100.0 + 14 * i, 150.0 + 7 * (i % 2)) for i in range(5)]
    wanted = [Wanted(f"p{i}", at, (f"Place {i}", "900 leave")) for i, at in enumerate(spots)]
    labels = place_labels(wanted, SHEET, [Box(x - 5, y - 5, x + 5, y + 5) for x, y in spots], [])
    assert len(labels) == 5
    for label, other in permutations(labels, 2):
        assert not (label.far and other.box.meets(label.wanted.at, leader_end(label)))


@pytest.mark.parametrize(
    ("a", "b", "meets"),
    [((0, 5), (20, 5), True), ((0, 0), (20, 0), False), ((12, 0), (12, 20), True), ((11, 6), (12, 7), True)],
    ids=["across", "beside", "downwards", "inside"],
)
def test_lines_through_a_box_are_found(a: tuple[float, float], b: tuple[float, float], meets: bool) -> None:
    assert Box(10, 4, 15, 8).meets(a, b) is meets


def placed(*spots: tuple[str, float, float]) -> list[MapPlace]:
    return [MapPlace(Place(name, lat=lat, lon=lon), Role.WAITING, "", 1) for name, lat, lon in spots]


CITY = [("a", 36.170, 37.120), ("b", 36.175, 37.130), ("c", 36.180, 37.125), ("d", 36.172, 37.135)]
FAR = [("x", 36.10, 36.60), ("y", 36.25, 36.70)]


def test_a_crowded_city_is_enlarged_beside_the_overview() -> None:
    overview, inset = panels(placed(*CITY, *FAR), 940, 462)
    assert inset.px_per_km is not None
    assert overview.px_per_km is not None
    assert inset.px_per_km > 5 * overview.px_per_km
    assert (overview.labelled, inset.labelled) == (frozenset("xy"), frozenset("abcd"))


def test_one_panel_is_enough_where_nothing_crowds() -> None:
    (only,) = panels(placed(*FAR), 940, 462)
    assert only.labelled == frozenset("xy")


def test_places_on_one_spot_are_drawn_side_by_side() -> None:
    (only,) = panels(placed(("town", 36.1, 36.6), ("hospital", 36.1, 36.6), FAR[1]), 940, 462)
    (x1, y1), (x2, y2) = only.positions["town"], only.positions["hospital"]
    assert (abs(x1 - x2), y1) == (12, y2)


def test_the_scale_is_the_same_in_both_directions() -> None:
    km = located([Place("a", lat=36.0, lon=37.0), Place("b", lat=37.0, lon=37.0), Place("c", lat=36.5, lon=38.0)])
    assert km["b"][1] - km["a"][1] == pytest.approx(111.3, abs=0.1)
    assert km["c"][0] - km["a"][0] == pytest.approx(111.3 * 0.804, abs=0.2)


def test_a_place_has_the_role_that_matters_most() -> None:
    scenario = valley().scenario
    roles = Roles(scenario)
    found = {place.id: roles.of(place)[0] for place in scenario.places}
    assert found == {
        "depot": Role.START,
        "square": Role.WAITING,
        "village": Role.WAITING,
        "bridge": Role.CROSSING,
        "town": Role.DESTINATION,
    }


def test_the_scheme_runs_from_start_to_destination() -> None:
    case = without_coordinates(valley())
    happened = movements(case.scenario, case.plan)
    flows = road_flows(case.scenario, happened, RoadNetwork.of(case.scenario))
    panel = scheme(map_places(case.scenario, happened), flows, 940)
    xs = [panel.positions[place][0] for place in ("depot", "square", "bridge", "town")]
    assert xs == sorted(xs)
    assert panel.px_per_km is None


def drawn(case: Case, width: float = 940) -> tuple[str, bool, tuple[str, ...]]:
    happened = movements(case.scenario, case.plan)
    flows = road_flows(case.scenario, happened, RoadNetwork.of(case.scenario))
    shown = Shown.of(case.scenario, map_places(case.scenario, happened), flows)
    made = draw_map(shown, width, width / 2)
    return "".join(made.panels), made.to_scale, made.not_drawn


def test_a_map_has_scale_north_names_and_flows() -> None:
    svg, to_scale, not_drawn = drawn(valley())
    assert to_scale
    assert not_drawn == ()
    assert all(found in svg for found in (">Bridge<", ">39 pass<", ">N<", "2.5 km", "Bridge → Town: 24 people"))


def test_a_scheme_claims_no_scale() -> None:
    svg, to_scale, _ = drawn(without_coordinates(valley()))
    assert not to_scale
    assert " km<" not in svg
    assert ">N<" not in svg


def test_a_place_without_coordinates_is_named_beside_the_map() -> None:
    case = valley()
    places = tuple(replace(p, lat=None, lon=None) if p.id == "depot" else p for p in case.scenario.places)
    _, to_scale, not_drawn = drawn(Case(replace(case.scenario, places=places), case.plan))
    assert (to_scale, not_drawn) == (True, ("Depot",))


def test_bands_are_as_wide_as_people_are_many_and_never_vanish() -> None:
    assert band_width(1000, 1000) == WIDEST
    assert band_width(500, 1000) == WIDEST / 2
    assert band_width(1, 1000) == NARROWEST


def test_opposite_flows_lie_side_by_side() -> None:
    flows = [Flow("a", "b", "", 100, 1), Flow("b", "a", "", 100, 1)]
    there, back = bands(flows, {"a": (0, 0), "b": (100, 0)}, 100)
    assert abs(there.line[0][1] - back.line[0][1]) >= WIDEST


def test_the_scheme_keeps_to_its_busiest_places() -> None:
    case = without_coordinates(shuttle(6, 1))
    places = [*map_places(case.scenario, movements(case.scenario, case.plan))]
    many = [MapPlace(Place(f"q{i}"), Role.WAITING, "", i) for i in range(100)]
    panel = scheme([*places, *many], [], 940)
    assert {"q99", "q60"} <= set(panel.positions)
    assert "q0" not in panel.positions
