"""docs/reference/street-files.md has every column, property and member that is read, and its examples are read."""

import re
import shutil
from pathlib import Path

import pytest

from safepassage.scenarios import check, read_routes, read_scenario, read_streets
from safepassage.scenarios.streets.tables import (
    LAYERS,
    ROUTE_PROPERTIES,
    ROUTES_MEMBERS,
    STREET_FILES,
    STREET_TABLES,
    Layer,
)
from tests.docs.pages import ROOT, blocks_of, text_of
from tests.docs.test_scenario_reference import row_of, rows_of, section

PATH = ROOT / "docs" / "reference" / "street-files.md"
PAGE = text_of(PATH)
SECTIONS = {
    **{part.name: part.columns for part in (*LAYERS, *STREET_TABLES)},
    "routes.geojson": (*ROUTE_PROPERTIES, *ROUTES_MEMBERS),
}
FILES_IN_ORDER = ("closures.geojson", "areas.geojson", "risk.geojson", "speeds.csv", "corridors.csv", "routes.geojson")


@pytest.mark.parametrize("name", SECTIONS)
def test_every_column_and_property_is_described_as_it_is_read(name: str) -> None:
    assert rows_of(section(PAGE, f"`{name}`")) == [row_of(column) for column in SECTIONS[name]]


def test_every_file_has_its_section_and_no_other() -> None:
    assert re.findall(r"^### `(.*)`$", PAGE, flags=re.MULTILINE) == list(FILES_IN_ORDER)
    assert set(FILES_IN_ORDER) == set(STREET_FILES)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_types_of_geometry_are_named(layer: Layer) -> None:
    said = section(PAGE, f"`{layer.name}`")
    assert "Geometries: all but collections." in said or f"Geometries: {', '.join(layer.geometries)}." in said


def test_the_examples_are_read_beside_their_scenario_without_a_notice(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "scenarios" / "river-town", tmp_path / "town")
    blocks = [block for block in blocks_of(PATH) if block.language in {"json", "csv"}]
    for name, block in zip(FILES_IN_ORDER, blocks, strict=True):
        assert block.language == ("csv" if name.endswith(".csv") else "json")
        (folder / name).write_text(block.text, encoding="utf-8")
    assert check(folder).notices == ()
    streets, _ = read_streets(folder, read_scenario(folder))
    assert [len(part) for part in (streets.closures, streets.speeds, streets.risks, streets.chosen)] == [2, 3, 2, 1]
    routes = read_routes(folder)
    assert routes is not None
    assert routes.cut_off == (("salam", ("north-bridge",)),)
