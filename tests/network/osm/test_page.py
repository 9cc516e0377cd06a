"""The page about street data says what the code does."""

import re
from collections.abc import Mapping
from pathlib import Path

from safepassage.network.osm import AMBULANCE, BUS
from safepassage.network.osm.access import KEEPS_OUT, LETS_IN
from safepassage.network.osm.limits import WAY_LIMITS
from safepassage.network.osm.profiles import SMOOTHNESS_KMH
from safepassage.network.osm.quantities import NAMED_KMH

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "street-data.md").read_text(encoding="utf-8")
MEASURES = {
    "height, m": "height_m",
    "width, m": "width_m",
    "length, m": "length_m",
    "weight, t": "weight_t",
    "axle load, t": "axle_t",
    "top speed, km/h": "top_kmh",
}


def _section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _rows(title: str) -> list[tuple[str, ...]]:
    """Cells of the section's tables, without their heads."""
    lines = re.findall(r"^\|(.+)\|$", _section(title), flags=re.MULTILINE)
    cells = [tuple(cell.strip().strip("`") for cell in line.split("|")) for line in lines]
    heads = [place for place, row in enumerate(cells) if set("".join(row)) == {"-"}]
    return [row for place, row in enumerate(cells) if place not in heads and place + 1 not in heads]


def _by_vehicle(bus: Mapping[str, float], ambulance: Mapping[str, float]) -> list[tuple[str, ...]]:
    assert bus.keys() == ambulance.keys()
    return [(key, f"{bus[key]:g}", f"{ambulance[key]:g}") for key in bus]


def _listed(lead: str, page: str) -> set[str]:
    """Words in code marks between a lead and the end of its sentence."""
    return set(re.findall(r"`([a-z_]+)`", page.partition(lead)[2].partition(".")[0]))


def test_speeds_by_class_and_surface_are_those_of_the_code() -> None:
    assert _rows("Speed by class") == _by_vehicle(BUS.class_kmh, AMBULANCE.class_kmh)
    assert _rows("Speed by surface") == _by_vehicle(BUS.surface_kmh, AMBULANCE.surface_kmh)


def test_speeds_by_condition_are_those_of_the_code() -> None:
    assert (BUS.tracktype_kmh, BUS.service_kmh) == (AMBULANCE.tracktype_kmh, AMBULANCE.service_kmh)
    tables = {"tracktype": BUS.tracktype_kmh, "smoothness": SMOOTHNESS_KMH, "service": BUS.service_kmh}
    expected = [(f"{key}={value}", f"{kmh:g}") for key, table in tables.items() for value, kmh in table.items()]
    assert _rows("Speed by condition") == expected


def test_named_limits_are_those_of_the_code() -> None:
    assert _rows("Speed limits") == [(name, f"{round(kmh, 1):g}") for name, kmh in NAMED_KMH.items()]


def test_measures_and_limits_are_those_of_the_code() -> None:
    rows = [(words, f"{getattr(BUS, name):g}", f"{getattr(AMBULANCE, name):g}") for words, name in MEASURES.items()]
    words_of = {name: words.split(",")[0] for words, name in MEASURES.items()}
    assert _rows("The vehicles") == [*rows, *((key, words_of[measure]) for key, _, measure in WAY_LIMITS)]


def test_access_values_and_barriers_are_those_of_the_code() -> None:
    section = _section("Who may drive where")
    assert _listed("These values let in:", section) == LETS_IN
    assert _listed("These keep out:", section) == KEEPS_OUT
    passable = _listed("or a tag lets the vehicle in:", section)
    assert passable == AMBULANCE.passable_barriers
    assert passable | {"bus_trap", "sump_buster"} == BUS.passable_barriers
