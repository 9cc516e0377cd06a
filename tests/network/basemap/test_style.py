"""The style draws what the tiles have, and asks for nothing else."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from safepassage.network.basemap import ATTRIBUTION, LAYERS, make_basemap
from safepassage.network.basemap.archive import Basemap
from safepassage.network.basemap.palettes import SCHEMES
from safepassage.network.basemap.styling import style
from tests.network.basemap.extracts import BOX, coast_town, helsinki

Written = dict[str, Any]


@pytest.fixture(scope="module")
def in_the_tiles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Give layers with the properties that they have in two basemaps: a real one, and one with all there is."""
    folder = tmp_path_factory.mktemp("style")
    found: dict[str, set[str]] = {}
    for extract in (helsinki(), coast_town().write(folder / "town.osm.pbf", BOX)):
        make_basemap(extract, folder / "basemap.pmtiles")
        basemap = Basemap.of(folder / "basemap.pmtiles")
        for feature in basemap.features(basemap.bounds, 14, list(LAYERS)):
            found.setdefault(feature.layer, set()).update(feature.properties)
    return found


def asked_for(expression: object) -> Iterator[str]:
    """Yield the properties that an expression asks for."""
    if isinstance(expression, list):
        if len(expression) == 2 and expression[0] in {"get", "has"}:
            yield expression[1]
        for part in expression:
            yield from asked_for(part)
    elif isinstance(expression, dict):
        for part in expression.values():
            yield from asked_for(part)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_asks_only_for_what_the_tiles_have(scheme: str, in_the_tiles: dict[str, set[str]]) -> None:
    layers = style("pmtiles:///basemap.pmtiles", scheme)["layers"]
    for layer in layers[1:]:
        assert set(asked_for(layer)) <= in_the_tiles[layer["source-layer"]], layer["id"]
    assert {layer["source-layer"] for layer in layers[1:]} == set(LAYERS)


def test_the_tiles_have_only_what_is_described(in_the_tiles: dict[str, set[str]]) -> None:
    assert set(in_the_tiles) == set(LAYERS)
    for layer, properties in in_the_tiles.items():
        assert properties <= set(LAYERS[layer].properties)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_is_plain_json_and_names_nothing_outside(scheme: str) -> None:
    made = style("pmtiles:///basemap.pmtiles", scheme)
    text = json.dumps(made)
    assert "http" not in text
    assert {"glyphs", "sprite"}.isdisjoint(made)
    assert made["sources"]["basemap"]["attribution"] == ATTRIBUTION
    assert json.loads(text) == made
    ids = [layer["id"] for layer in made["layers"]]
    assert len(ids) == len(set(ids))


def test_every_road_class_and_kind_of_name_is_drawn() -> None:
    text = json.dumps(style("pmtiles:///basemap.pmtiles"))
    described = [LAYERS["roads"].properties["class"], LAYERS["labels"].properties["kind"]]
    described.append(LAYERS["places"].properties["kind"])
    for words in described:
        for word in words.replace(" or ", ", ").split(", "):
            assert f'"{word}"' in text


def test_tiles_may_be_an_archive_or_a_template() -> None:
    assert style("pmtiles:///x.pmtiles")["sources"]["basemap"]["url"] == "pmtiles:///x.pmtiles"
    source = style("/map/{z}/{x}/{y}")["sources"]["basemap"]
    assert (source["tiles"], source["minzoom"], source["maxzoom"]) == (["/map/{z}/{x}/{y}"], 6, 14)
    with pytest.raises(KeyError):
        style("x", "sepia")
