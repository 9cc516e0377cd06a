"""The map over real streets and a basemap: what is drawn, whose data it is, and what happens when a file is damaged."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

from safepassage.domain.places import Link
from safepassage.domain.streets import Line, Routes
from safepassage.network.basemap import Basemap
from safepassage.reporting import Ground, render_report
from safepassage.reporting.maps.background import BUDGET, LAYERS, Drawn, Name, background, within_budget
from safepassage.reporting.maps.background_names import MOST, place_names
from safepassage.reporting.maps.drawing import Map, Shown, draw_map
from safepassage.reporting.maps.ground import NO_GROUND
from safepassage.reporting.maps.labels import Box, Stroke
from safepassage.reporting.maps.projection import Frame, Middle
from safepassage.reporting.maps.roles import map_places
from safepassage.reporting.maps.streets import Streets
from safepassage.reporting.measures.flows import Flow, road_flows
from safepassage.reporting.measures.movements import movements
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.svg import compact
from tests.network.basemap.extracts import ARABIC
from tests.reporting.cases import Case, minutes, without_coordinates
from tests.reporting.page import read
from tests.reporting.street_cases import AT, ATTRIBUTION, JOIN, routes, seaside, seaside_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return seaside_folder(tmp_path_factory.mktemp("sea side") / ARABIC)


def drawn(case: Case, ground: Ground, width: float = 940) -> Map:
    happened = movements(case.scenario, case.plan)
    flows = road_flows(case.scenario, happened, Facts.of(case.scenario, case.plan).ways)
    return draw_map(Shown.of(case.scenario, map_places(case.scenario, happened), flows, ground), width, width / 2)


def test_people_of_ways_that_join_are_added_up() -> None:
    case = seaside()
    scenario = replace(case.scenario, people=tuple(replace(row, stream="") for row in case.scenario.people))
    (svg, *_) = drawn(Case(scenario, case.plan), Ground(routes())).panels
    assert "39 people on 2 ways that join here" in svg
    assert "Square → Bridge: 24 people" in svg
    assert f"{ARABIC} → Bridge: 15 people" not in svg, "the village has another name"
    assert "Bridge → Town: 24 people" not in svg
    assert "Bridge → Town: 39 people" in svg


def test_bands_follow_the_streets() -> None:
    bent = drawn(seaside(), Ground(routes())).panels[0]
    straight = drawn(seaside(), NO_GROUND).panels[0]
    assert points_of_flows(bent) > points_of_flows(straight) >= 2


def points_of_flows(svg: str) -> int:
    """Give the most points that one band has."""
    return 1 + max(len(line.split("L")) - 1 for line in re.findall(r'<path d="(M[^"]*)" stroke-width', svg))


def test_streets_without_people_are_drawn_once_in_grey() -> None:
    streets = Streets.of(seaside().scenario, (), Ground(routes()))
    assert (streets.strands, streets.flows, streets.links) == ((), (), ())
    assert len(streets.lines) == 12, "six links, both ways"
    assert len(streets.segments) == 18 - 2 * 2, "all that the six lines have, but for two that three of them share"
    svg = drawn(seaside(), Ground(routes())).panels[0]
    (grey,) = re.findall(r'<path d="([^"]*)" class="road"', svg)
    assert grey.count("M") <= 6


def test_a_one_way_link_does_not_borrow_the_line_of_the_way_back() -> None:
    links = (Link("town", "bridge", minutes(30), both_ways=False), Link("depot", "square", minutes(10)))
    streets = Streets.of(seaside(links).scenario, [Flow("town", "bridge", "", 5, 1)], Ground(routes()))
    assert [flow.origin for flow in streets.flows] == ["town"]
    assert [link.from_place for link in streets.links] == ["town"]
    assert len(streets.lines) == 2


def test_routes_of_links_that_are_gone_are_not_shown() -> None:
    streets = Streets.of(seaside((Link("depot", "square", minutes(10)),)).scenario, (), Ground(routes()))
    assert len(streets.lines) == 2


def test_a_scheme_without_coordinates_shows_all_flows() -> None:
    svg, plain = (drawn(without_coordinates(seaside()), g) for g in (Ground(routes()), NO_GROUND))
    assert svg == plain


def test_the_map_has_room_for_streets_that_lead_around() -> None:
    detour: Line = (AT["bridge"], (37.3, 36.06), AT["town"])
    far = tuple(replace(r, line=detour) if r.to_place == "town" else r for r in routes().routes)
    streets = Streets.of(seaside().scenario, [Flow("bridge", "town", "", 5, 1)], Ground(Routes(far)))
    assert streets.corners == [(AT["bridge"][0], AT["town"][1]), (37.3, 36.06)]


def test_whose_data_it_is_stands_on_each_drawing_and_at_the_foot(folder: Path) -> None:
    case = seaside()
    html = render_report(case.scenario, case.plan, ground=Ground.read(folder))
    assert html.count(f'class="attribution">{ATTRIBUTION}<') >= 1
    assert f'<bdi dir="auto">{ATTRIBUTION}</bdi>' in html.split("<footer>")[1]
    narrow = html.split("narrow panels")[1].split("</div>")[0]
    assert " ".join(re.findall(r'class="attribution">([^<]*)<', narrow)) == ATTRIBUTION
    assert read(html).balanced


@pytest.mark.parametrize("shown", ["routes", "basemap"])
def test_either_file_alone_names_its_source(shown: str, folder: Path) -> None:
    ground = Ground.read(folder)
    alone = Ground(routes=ground.routes) if shown == "routes" else Ground(basemap=ground.basemap)
    assert drawn(seaside(), alone).attributions == (ATTRIBUTION,)
    assert drawn(seaside(), NO_GROUND).attributions == ()


def test_without_files_nothing_of_streets_is_in_the_report(tmp_path: Path) -> None:
    case = seaside()
    html = render_report(case.scenario, case.plan, ground=Ground.read(tmp_path))
    assert html == render_report(case.scenario, case.plan)
    assert "OpenStreetMap" not in html
    assert Ground.read(tmp_path / "case.xlsx") == NO_GROUND


def test_water_green_roads_and_names_lie_below_the_flows(folder: Path) -> None:
    svg = drawn(seaside(), Ground.read(folder)).panels[0]
    order = [svg.index(part) for part in ("base-green", "base-water", "base-main", 'class="road"', 'class="flow')]
    assert order == sorted(order)
    assert all(f'class="base-{part}"' in svg for part in ("river", "border", "small"))


def test_names_of_the_background_are_escaped_and_in_both_scripts(folder: Path) -> None:
    names = background(Basemap.of(folder / "basemap.pmtiles"), town_frame(9400), 9400, 9400).names
    assert (ARABIC, "Aleppo") in {(name.name, name.latin) for name in names}
    wide = drawn(seaside(), Ground.read(folder))
    assert "<b>" not in "".join(wide.panels)
    station = Name((100, 100), "Gare <b>&amp;</b>", "", (1, 0))
    ((name, _),) = place_names([station], Box(0, 0, 900, 900), [], [], ())
    assert name.name == station.name


def town_frame(width: float) -> Frame:
    """Give a frame in which the town by the sea fills a square of that width."""
    scale = width / (0.1 * 111.32)
    return Frame(Middle(36.05, 37.05, 111.32), scale, width / 2, width / 2)


def test_names_cover_nothing_and_none_stands_twice() -> None:
    names = [Name((100.0 + 3 * i, 100.0), f"Name {i}", "", (i, 0)) for i in range(60)]
    names += [Name((20.0 + 60 * (i % 14), 200.0 + 40 * (i // 14)), f"Far {i % 50}", "", (9, 0)) for i in range(80)]
    taken, stroke = [Box(0, 190, 200, 260)], Stroke((0, 300), (900, 300), 8)
    placed = place_names(names, Box(0, 0, 900, 900), taken, [stroke], {"Name 0"})
    assert 3 < len(placed) <= MOST
    boxes = [box for _, box in placed]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in [*taken, *boxes[:i]])
    assert not any(box.meets(stroke.a, stroke.b) for box in boxes)
    written = [name.name for name, _ in placed]
    assert "Name 0" not in written
    assert len(set(written)) == len(written)


def test_a_background_keeps_its_budget_however_much_there_is() -> None:
    """Ten thousand crooked streets come out coarser, with the main ones last to go."""
    rng = np.random.default_rng(7)
    starts, steps = rng.uniform(0, 900, (10_000, 1, 2)), rng.normal(0, 4, (10_000, 12, 2))
    classes = ["motorway", "secondary", "minor", "minor"]
    found: Drawn = {layer: [] for layer in LAYERS}
    for i, line in enumerate(starts + steps.cumsum(axis=1)):
        found["roads"].append(({"class": classes[i % 4]}, LineString(line)))
    drawn = within_budget(found, 5.0)
    assert BUDGET / 20 < len(drawn) <= BUDGET
    assert "base-main" in drawn
    assert "base-small" not in drawn


@given(st.lists(st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), min_size=1, max_size=9), max_size=4))
def test_short_paths_lead_through_the_same_points(lines: list[list[tuple[float, float]]]) -> None:
    """Read the path back, step by step: every point is the one given, to a tenth."""
    found = []
    for part in re.findall(r"M([^M]*)", compact(lines)):
        start, steps = part.split("l")
        numbers = [round(10 * float(n)) for n in re.findall(r"-?[\d.]+", start) + re.findall(r"-?[\d.]+", steps)]
        found.append(np.cumsum(np.reshape(numbers, (-1, 2)), axis=0).tolist())
    wanted = []
    for line in lines:
        points = [[round(x * 10), round(y * 10)] for x, y in line]
        moved = [at for at, before in zip(points, [None, *points], strict=False) if at != before]
        wanted += [moved] if len(moved) > 1 else []
    assert found == wanted


def test_a_pixel_of_the_background_is_where_the_map_has_it(folder: Path) -> None:
    basemap, frame = Basemap.of(folder / "basemap.pmtiles"), town_frame(940)
    (city,) = (name for name in background(basemap, frame, 940, 940).names if name.name == ARABIC)
    at = frame.pixels(np.array([[37.06, 36.05]]))[0]
    assert city.at == pytest.approx(tuple(at), abs=1)
    west, south, east, north = frame.box(940, 940)
    assert frame.pixels(np.array([[west, north], [east, south]])) == pytest.approx(
        np.array([[0, 0], [940, 940]]), abs=1e-6
    )


def damaged(folder: Path, tmp_path: Path, kept: int, name: str = "basemap.pmtiles") -> Ground:
    """Copy the scenario folder with one file cut off."""
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / name).write_bytes((folder / name).read_bytes()[:kept])
    return Ground.read(tmp_path)


@pytest.mark.parametrize("kept", [0, 100, 1000, 3000])
def test_a_damaged_basemap_is_a_sentence_and_the_map_is_drawn_without_it(
    kept: int, folder: Path, tmp_path: Path
) -> None:
    shown = drawn(seaside(), damaged(folder, tmp_path, kept))
    (trouble,) = shown.troubles
    assert trouble.startswith("The map has no background: basemap.pmtiles: the basemap cannot be read (")
    assert str(tmp_path) not in trouble
    assert shown.panels == drawn(seaside(), Ground(routes=Ground.read(folder).routes)).panels


def test_damaged_routes_are_a_sentence_and_roads_are_straight(folder: Path, tmp_path: Path) -> None:
    ground = damaged(folder, tmp_path, 300, "routes.geojson")
    (trouble,) = ground.troubles
    assert trouble.startswith("The map shows roads as straight lines: routes.geojson")
    assert ground.routes is None
    assert ground.basemap is not None


def test_links_changed_after_the_routes_were_made_are_told(folder: Path, tmp_path: Path) -> None:
    damaged(folder, tmp_path, 10_000_000)
    with (tmp_path / "links.csv").open("a") as links:
        links.write("town,depot,9,9,no,\n")
    (trouble,) = Ground.read(tmp_path).troubles
    assert "links.csv was changed after routes.geojson was made" in trouble


def test_troubles_stand_in_the_report_as_text() -> None:
    case = seaside()
    html = render_report(case.scenario, case.plan, ground=Ground(troubles=("The <b>map</b> is damaged.",)))
    assert "The &lt;b&gt;map&lt;/b&gt; is damaged." in html


def test_a_join_is_where_both_ways_pass() -> None:
    assert sum(JOIN in route.line for route in routes().routes) == 3
