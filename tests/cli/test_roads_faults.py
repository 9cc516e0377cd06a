"""`safepassage roads` and what breaks: sources that never end, crossings that hide one another."""

import json
import os
import shutil
from pathlib import Path

import pytest

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.trouble import Exit

Capture = pytest.CaptureFixture[str]

CROSSING = """
[[crossings]]
place = "second"
lanes = 1
minutes_per_vehicle = 2
applies_to = "loaded"
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEPASSAGE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Give a copy of the town."""
    return shutil.copytree(example("river-town"), tmp_path / "town")


def roads(town: Path, *more: str) -> int:
    return run(["roads", str(town), "--osm", str(town / "town.osm"), *more])


def second_crossing(town: Path, lat: float, lon: float) -> None:
    """Add a crossing to the town."""
    for name, more in (("places.csv", f"second,Second,{lat},{lon},,,,,\n"), ("agreement.toml", CROSSING)):
        with (town / name).open("a", encoding="utf-8") as file:
            file.write(more)


def routes(town: Path) -> set[tuple[str, str]]:
    found = json.loads((town / "routes.geojson").read_text(encoding="utf-8"))["features"]
    return {(each["properties"]["from"], each["properties"]["to"]) for each in found}


@pytest.mark.parametrize("option", ["--osm", "--tntp", "--gmns", "--matrix"])
def test_a_pipe_is_refused_instead_of_waited_for(town: Path, tmp_path: Path, capsys: Capture, option: str) -> None:
    pipe = tmp_path / "pipe.osm.pbf"
    os.mkfifo(pipe)
    assert run(["roads", str(town), option, str(pipe)]) == Exit.UNUSABLE
    assert f"{option}: {pipe} is a pipe or a device" in capsys.readouterr().err


def test_a_device_that_never_ends_is_refused(town: Path, capsys: Capture) -> None:
    assert run(["roads", str(town), "--osm", "/dev/zero"]) == Exit.UNUSABLE
    assert "--osm: /dev/zero is a pipe or a device" in capsys.readouterr().err


def test_a_crossing_at_each_end_of_a_bridge_makes_everybody_stop_at_both(town: Path) -> None:
    second_crossing(town, 35.00540, 18.99590)
    assert roads(town) == 0
    joined = {pair for pair in routes(town) if "bridge" in pair}
    assert {other for pair in joined for other in pair} == {"bridge", "second", "hospital", "harbour", "salam"}


def test_a_crossing_hidden_by_another_one_in_the_same_spot_is_told(town: Path, capsys: Capture) -> None:
    second_crossing(town, 35.00585, 19.00113)
    assert roads(town) == 0
    assert "No street passes Second, only other crossings that stand in its place: leave out" in capsys.readouterr().out


def test_the_note_of_a_closure_turns_no_writing_around(town: Path, capsys: Capture) -> None:
    area = [[[19.0, 35.0], [19.01, 35.0], [19.01, 35.01], [19.0, 35.01], [19.0, 35.0]]]
    closed = {
        "type": "Feature",
        "properties": {"id": "bridge", "note": "جسر"},
        "geometry": {"type": "Polygon", "coordinates": area},
    }
    (town / "closures.geojson").write_text(json.dumps(closed), encoding="utf-8")
    assert roads(town, "--what-if", "bridge") == 0
    assert "As if bridge (\u2068جسر\u2069) were closed on" in capsys.readouterr().out


def test_a_large_risk_stands_apart_from_the_km_before_it(town: Path, capsys: Capture) -> None:
    area = [[[18.98, 34.99], [19.01, 34.99], [19.01, 35.01], [18.98, 35.01], [18.98, 34.99]]]
    shelled = {
        "type": "Feature",
        "properties": {"weight": 1_000_000},
        "geometry": {"type": "Polygon", "coordinates": area},
    }
    (town / "risk.geojson").write_text(json.dumps(shelled), encoding="utf-8")
    assert roads(town, "--corridors", "market", "school", "--ways", "1") == 0
    first = capsys.readouterr().out.splitlines()[2].split()
    assert first[:3] == ["1", "1.3", "1.2"]
