"""`safepassage roads`: links from a map, closures, choices, and what goes wrong, on an invented town."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit
from safepassage.scenarios import read_routes, read_scenario
from safepassage.scenarios.files import LARGEST

Capture = pytest.CaptureFixture[str]

MADE = ("links.csv", "routes.geojson")

BRIDGE = {
    "type": "Feature",
    "properties": {"id": "north-bridge"},
    "geometry": {"type": "LineString", "coordinates": [[19.0005, 35.004], [19.0005, 35.008]]},
}
SNIPER = {
    "type": "Feature",
    "properties": {"id": "sniper", "weight": 2, "reach_metres": 150},
    "geometry": {"type": "Point", "coordinates": [18.9848, 35.0028]},
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEPASSAGE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Give a copy of the town, without roads."""
    copy = shutil.copytree(example("river-town"), tmp_path / "town")
    for made in MADE:
        (copy / made).unlink()
    return copy


def features(path: Path, *of: object) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(of)}), encoding="utf-8")
    return path


def roads(town: Path, *more: str) -> int:
    return run(["roads", str(town), "--osm", str(town / "town.osm"), *more])


def links(town: Path) -> dict[tuple[str, str], dict[str, str]]:
    with (town / "links.csv").open(encoding="utf-8", newline="") as file:
        return {(row["from"], row["to"]): row for row in csv.DictReader(file)}


def edit(town: Path, file: str, old: str, new: str) -> None:
    text = (town / file).read_text(encoding="utf-8")
    assert old in text
    (town / file).write_text(text.replace(old, new), encoding="utf-8")


def test_links_and_their_ways_are_written_and_can_be_planned(town: Path, tmp_path: Path, capsys: Capture) -> None:
    assert roads(town) == Exit.DONE
    out = capsys.readouterr().out
    assert "42 links between 9 places." in out
    assert "© OpenStreetMap contributors" in out
    routes = read_routes(town)
    assert routes is not None
    assert {(route.from_place, route.to_place) for route in routes.routes} == set(links(town))
    assert run(["check", str(town)]) == Exit.DONE
    assert "no errors, no warnings" in capsys.readouterr().out
    plan = tmp_path / "plan.json"
    assert run(["plan", str(town), "-o", str(plan), "--time-limit", "2"]) == Exit.DONE
    assert "586 of 586 people come out." in capsys.readouterr().out
    assert run(["verify", str(town), str(plan)]) == Exit.DONE


def test_the_banks_are_joined_over_the_crossing_only(town: Path) -> None:
    roads(town)
    west, east = {"airfield", "tower", "market", "school", "riverside"}, {"hospital", "harbour", "salam"}
    assert not [pair for pair in links(town) if set(pair) & west and set(pair) & east]
    assert {("market", "bridge"), ("bridge", "harbour")} <= set(links(town))


def test_an_ambulance_may_use_the_weak_bridge_and_is_compared_with_the_bus(town: Path, capsys: Capture) -> None:
    assert roads(town, "--also", "ambulance") == Exit.DONE
    out = capsys.readouterr().out
    assert "Links that only the ambulance has: 30; that only the bus has: 0." in out
    roads(town, "--profile", "ambulance")
    assert ("market", "hospital") in links(town)
    assert "586 people can reach a destination without passing any crossing" in capsys.readouterr().out


def test_a_closure_on_the_only_bridge_is_told_by_name_by_roads_check_and_plan(
    town: Path, tmp_path: Path, capsys: Capture
) -> None:
    features(town / "closures.geojson", BRIDGE)
    assert roads(town) == Exit.DONE
    assert "Salam is cut off by closure north-bridge." in capsys.readouterr().out
    assert run(["check", str(town)]) == Exit.DONE
    out = capsys.readouterr().out
    assert "'north-bridge' is closed" in out
    assert all(place in out for place in ("'hospital'", "'harbour'", "'salam'", "'tower'", "'market'"))
    assert run(["plan", str(town), "-o", str(tmp_path / "plan.json"), "--time-limit", "1"]) == Exit.ANSWER_IS_NO
    out = capsys.readouterr().out
    assert "No road leads from where these people wait (tower)" in out
    assert "Closed roads (north-bridge) cut off North Bridge, Hill Hospital, Harbour and Salam." in out


def test_what_if_says_what_a_closure_would_do_and_writes_nothing(town: Path, capsys: Capture) -> None:
    before = sorted(path.name for path in town.iterdir())
    file = features(town.parent / "if.geojson", BRIDGE)
    assert roads(town, "--what-if", str(file)) == Exit.DONE
    out = capsys.readouterr().out
    assert "Cut off from the other places: North Bridge, Hill Hospital, Harbour and Salam." in out
    assert "240 people at School reach no destination any more." in out
    assert roads(town, "--what-if", str(file), "--profile", "ambulance", "--json") == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["gone"] == []
    assert len(told["longer"]) == 10
    assert all(link["minutes_after"] > link["minutes_before"] for link in told["longer"])
    assert sorted(path.name for path in town.iterdir()) == before


def test_what_if_takes_the_id_of_a_closure_that_is_written_down(town: Path, capsys: Capture) -> None:
    features(town / "closures.geojson", BRIDGE)
    assert roads(town, "--what-if", "north-bridge") == Exit.DONE
    assert "10 links are gone" in capsys.readouterr().out


def test_closures_and_speeds_of_other_times_are_told_and_followed_on_request(town: Path, capsys: Capture) -> None:
    later = {**BRIDGE, "properties": {"id": "north-bridge", "from": "+1d", "until": "+1d6h"}}
    features(town / "closures.geojson", later)
    (town / "speeds.csv").write_text("from,until,factor\n20:00,05:00,0.5\n", encoding="utf-8")
    assert roads(town, "--json") == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert [each["from"] for each in told["later"]] == ["2025-03-01T20:00:00+00:00", "2025-03-02T08:00:00+00:00"]
    day = links(town)
    roads(town, "--at", "+13h")
    night = links(town)
    assert float(night["market", "school"]["minutes"]) == pytest.approx(
        2 * float(day["market", "school"]["minutes"]), abs=0.01
    )
    roads(town, "--at", "+1d1h")
    assert ("bridge", "market") not in links(town)


def test_a_safer_way_is_offered_chosen_and_kept(town: Path, capsys: Capture) -> None:
    features(town / "risk.geojson", SNIPER)
    roads(town)
    assert links(town)["market", "school"]["risk"] == "2"
    assert roads(town, "--corridors", "market", "school", "--json") == Exit.DONE
    capsys.readouterr()
    assert roads(town, "--corridors", "market", "school", "--json") == Exit.DONE
    ways = json.loads(capsys.readouterr().out)["ways"]
    assert [(way["risk"], way["fastest"], way["safest"]) for way in ways] == [(2, True, False), (0, False, True)]
    assert roads(town, "--corridors", "market", "school", "--take", "2") == Exit.DONE
    assert roads(town) == Exit.DONE
    row = links(town)["market", "school"]
    assert row["risk"] in ("", "0")
    assert float(row["minutes"]) == pytest.approx(ways[1]["minutes"], abs=0.001)
    assert roads(town, "--corridors", "market", "school", "--take", "1") == Exit.DONE
    roads(town)
    assert links(town)["market", "school"]["risk"] == "2"


def test_hours_that_are_faster_are_told_too(town: Path, capsys: Capture) -> None:
    (town / "speeds.csv").write_text("from,until,factor\n06:00,09:00,0.5\n", encoding="utf-8")
    assert roads(town) == Exit.DONE
    assert "from Sat 1 Mar 2025, 09:00: 42 links shorter (" in capsys.readouterr().out


def test_closures_that_touch_nothing_and_chosen_ways_that_lead_nowhere_are_told(town: Path, capsys: Capture) -> None:
    away = {**BRIDGE, "geometry": {"type": "LineString", "coordinates": [[19.2, 35.004], [19.2, 35.008]]}}
    features(town / "closures.geojson", away)
    (town / "corridors.csv").write_text("from,to,through\nmarket,salam,34.9987 18.989\n", encoding="utf-8")
    assert roads(town) == Exit.DONE
    out = capsys.readouterr().out
    assert "Closure north-bridge touches no street" in out
    assert "The chosen way from Market to Salam cannot be driven" in out


def test_a_closure_around_the_whole_world_closes_everything(town: Path, capsys: Capture) -> None:
    world = [[[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]]]
    closed = {**BRIDGE, "geometry": {"type": "Polygon", "coordinates": world}}
    assert roads(town, "--what-if", str(features(town.parent / "if.geojson", closed))) == Exit.DONE
    assert "42 links are gone" in capsys.readouterr().out


def test_links_that_somebody_typed_are_kept_and_those_made_here_are_not(town: Path, capsys: Capture) -> None:
    typed = "from,to,minutes\nmarket,school,5\n"
    (town / "links.csv").write_text(typed, encoding="utf-8")
    assert roads(town) == Exit.DONE
    assert "kept as links.csv.before." in capsys.readouterr().out
    assert (town / "links.csv.before").read_text(encoding="utf-8") == typed
    assert roads(town) == Exit.DONE
    assert "kept" not in capsys.readouterr().out
    edit(town, "links.csv", "no", "yes")
    assert roads(town) == Exit.DONE
    assert "kept as links.csv.before-2." in capsys.readouterr().out


def test_links_larger_than_any_that_are_read_are_kept_too(town: Path, capsys: Capture) -> None:
    with (town / "links.csv").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert roads(town) == Exit.DONE
    assert "kept as links.csv.before." in capsys.readouterr().out
    assert (town / "links.csv.before").stat().st_size == LARGEST + 1


def test_the_same_roads_make_the_same_files(town: Path) -> None:
    roads(town)
    first = [(town / name).read_bytes() for name in MADE]
    roads(town)
    assert [(town / name).read_bytes() for name in MADE] == first


def test_the_roads_that_come_with_the_town_are_those_of_its_map(town: Path) -> None:
    roads(town)
    assert [(town / name).read_bytes() for name in MADE] == [
        (example("river-town") / name).read_bytes() for name in MADE
    ]


def empty_extract(town: Path) -> None:
    (town / "town.osm").write_text("", encoding="utf-8")


def half_an_extract(town: Path) -> None:
    text = (town / "town.osm").read_text(encoding="utf-8")
    (town / "town.osm").write_text(text[: len(text) // 2], encoding="utf-8")


def an_extract_without_roads(town: Path) -> None:
    edit(town, "town.osm", "highway", "railway")


def no_extract(town: Path) -> None:
    (town / "town.osm").unlink()


def a_place_in_the_sea(town: Path) -> None:
    edit(town, "places.csv", "35.00405,18.98158", "34.5,18.5")


def a_crossing_off_every_road(town: Path) -> None:
    edit(town, "places.csv", "35.00585,19.00113", "35.0585,19.00113")


def a_place_without_coordinates(town: Path) -> None:
    edit(town, "places.csv", "35.00405,18.98158", ",")


def a_broken_closure(town: Path) -> None:
    (town / "closures.geojson").write_text('{"type": "FeatureCollection"', encoding="utf-8")


def a_chosen_way_off_every_road(town: Path) -> None:
    rows = "from,to,through\nmarket,school,35.00405 18.98158\nschool,market,35.00405 18.98158; 35.05 19.0\n"
    (town / "corridors.csv").write_text(rows, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (empty_extract, "town.osm"),
        (half_an_extract, "town.osm"),
        (an_extract_without_roads, "town.osm"),
        (no_extract, "there is no such file"),
        (a_place_in_the_sea, "Tower (tower) is "),
        (a_crossing_off_every_road, "North Bridge (bridge) is "),
        (a_place_without_coordinates, "Tower (tower) has no coordinates"),
        (a_broken_closure, "closures.geojson"),
        (a_chosen_way_off_every_road, "the way from school to market leads through 35.05,19.0, where no road is"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence_and_changes_nothing(
    town: Path, capsys: Capture, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(town)
    before = {path.name: path.read_bytes() for path in town.iterdir()}
    assert roads(town) == Exit.UNUSABLE
    heard = capsys.readouterr()
    assert heard.out == ""
    assert said in heard.err
    assert "Traceback" not in heard.err
    assert {path.name: path.read_bytes() for path in town.iterdir()} == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "No source of roads is named: give one of --osm, --gmns, --tntp, --matrix."),
        (["--osm", "TOWN", "--gmns", "here"], "Several sources of roads are named"),
        (["--osm", "TOWN", "--profile", "tank"], "There is no profile 'tank': choose one of bus, ambulance."),
        (["--osm", "TOWN", "--take", "1"], "--take goes with --corridors"),
        (["--osm", "TOWN", "--corridors", "market", "nowhere"], "there is no place 'nowhere'"),
        (["--osm", "TOWN", "--corridors", "market", "market"], "name two places"),
        (["--osm", "TOWN", "--corridors", "market", "school", "--take", "9"], "there is no way 9"),
        (["--osm", "TOWN", "--at", "soon"], '--at: "soon" is not a time'),
        (["--osm", "TOWN", "--what-if", "nothing.geojson"], "nothing.geojson"),
        (["--osm", "TOWN", "--tntp-nodes", "nodes.tntp"], "go with --tntp: name the network too"),
        (["--matrix", "m.csv", "--basemap"], "--basemap needs an OpenStreetMap extract"),
    ],
)
def test_options_that_do_not_fit_are_told(town: Path, capsys: Capture, options: list[str], said: str) -> None:
    before = {path.name: path.read_bytes() for path in town.iterdir()}
    given = [str(town / "town.osm") if option == "TOWN" else option for option in options]
    assert run(["roads", str(town), *given]) == Exit.UNUSABLE
    assert said in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in town.iterdir()} == before


def test_a_workbook_is_refused_since_roads_are_written_into_a_folder(tmp_path: Path, capsys: Capture) -> None:
    run(["new", str(tmp_path / "book"), "--xlsx"])
    assert run(["roads", str(tmp_path / "book.xlsx"), "--osm", "any.pbf"]) == Exit.UNUSABLE
    assert "is a workbook" in capsys.readouterr().err


def test_roads_leave_the_rest_of_the_scenario_alone(town: Path) -> None:
    roads(town)
    scenario = read_scenario(town)
    assert scenario.persons == 586
    assert all(not link.both_ways for link in scenario.links)


IDS = ("airfield", "tower", "market", "school", "riverside", "bridge", "hospital", "harbour", "salam")
"""The places of the town, in an order in which one road may lead through all of them."""


def test_a_matrix_of_minutes_becomes_links(town: Path, tmp_path: Path, capsys: Capture) -> None:
    rows = [",".join(["", *IDS]), *(",".join([a, *("" if a == b else "7.5" for b in IDS)]) for a in IDS)]
    matrix = tmp_path / "minutes.csv"
    matrix.write_text("\n".join(rows), encoding="utf-8")
    assert run(["roads", str(town), "--matrix", str(matrix)]) == Exit.DONE
    assert "72 links are in" in capsys.readouterr().out
    assert {row["minutes"] for row in links(town).values()} == {"7.5"}
    assert run(["check", str(town)]) == Exit.DONE


def gmns(folder: Path) -> Path:
    """Write a network of one road through all places, named by their ids, as GMNS."""
    folder.mkdir()
    (folder / "config.csv").write_text("long_length,speed\nkm,km/h\n", encoding="utf-8")
    (folder / "node.csv").write_text("\n".join(["node_id", *IDS]), encoding="utf-8")
    roads = [f"{i},{a},{b},false,1,60" for i, (a, b) in enumerate(pairwise(IDS))]
    head = "link_id,from_node_id,to_node_id,directed,length,free_speed"
    (folder / "link.csv").write_text("\n".join([head, *roads]), encoding="utf-8")
    return folder


def test_places_with_the_ids_of_nodes_stand_at_them_and_crossings_bind(town: Path, tmp_path: Path) -> None:
    edit(town, "places.csv", "35.00585,19.00113", ",")
    assert run(["roads", str(town), "--gmns", str(gmns(tmp_path / "network"))]) == Exit.DONE
    made = links(town)
    assert made["airfield", "riverside"]["minutes"] == "4"
    assert made["riverside", "bridge"]["minutes"] == "1"
    assert made["bridge", "salam"]["minutes"] == "3"
    assert ("riverside", "hospital") not in made


def test_a_tntp_network_is_read_in_its_units(town: Path, tmp_path: Path) -> None:
    for number, place in enumerate(IDS, 1):
        for name in ("places.csv", "people.csv", "vehicles.csv", "agreement.toml"):
            text = (town / name).read_text(encoding="utf-8")
            (town / name).write_text(re.sub(rf"(?<=[,\n \"]){place}(?=[, \n\"])", str(number), text), encoding="utf-8")
    rows = [f"\t{a}\t{a + 1}\t1800\t1\t2\t0.15\t4\t0\t0\t1\t;" for a in range(1, 9)]
    rows += [f"\t{a + 1}\t{a}\t1800\t1\t2\t0.15\t4\t0\t0\t1\t;" for a in range(1, 9)]
    head = ["<NUMBER OF ZONES> 0", "<NUMBER OF NODES> 9", "<FIRST THRU NODE> 1", "<NUMBER OF LINKS> 16"]
    network = tmp_path / "town_net.tntp"
    network.write_text("\n".join([*head, "<END OF METADATA>", "", *rows]), encoding="utf-8")
    assert run(["roads", str(town), "--tntp", str(network), "--tntp-km", "1.609344"]) == Exit.DONE
    assert (links(town)["1", "2"]["km"], links(town)["1", "2"]["minutes"]) == ("1.609", "2")
