"""From an extract to an archive: everything of the extract is in the tiles, and trouble is a sentence."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import osmium
import pytest
from pmtiles.reader import MemorySource, Reader
from shapely import LineString

from safepassage.domain.errors import UnusableInputError
from safepassage.network.basemap import ATTRIBUTION, LAYERS, MAX_ZOOM, make_basemap
from safepassage.network.basemap.archive import Basemap
from safepassage.network.basemap.classes import ROADS
from tests.network.basemap.extracts import ARABIC, BOX, Extract, coast_town, helsinki, square


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the basemap of a town in a folder whose name has spaces and other scripts."""
    folder = tmp_path_factory.mktemp("maps") / "a map ' of" / ARABIC
    folder.mkdir(parents=True)
    make_basemap(coast_town().write(folder / "town and sea.osm.pbf", BOX), folder / "base map.pmtiles")
    return folder / "base map.pmtiles"


def found(archive: Path, layer: str, zoom: int = MAX_ZOOM) -> list[dict[str, object]]:
    """Give the properties of a layer's features, each once however many tiles it is in."""
    basemap = Basemap.of(archive)
    features = basemap.features(basemap.bounds, zoom, [layer])
    return [json.loads(one) for one in sorted({json.dumps(feature.properties, sort_keys=True) for feature in features})]


def test_every_layer_has_its_features(town: Path) -> None:
    assert {layer: bool(found(town, layer)) for layer in LAYERS} == dict.fromkeys(LAYERS, True)


def test_properties_are_those_of_the_source(town: Path) -> None:
    place = {"kind": "city", "rank": 1, "name": ARABIC, "name_latin": "Aleppo", "population": 1602264}
    primary = {"class": "primary", "name": ARABIC, "ref": "N 14"}
    assert found(town, "places") == [place]
    assert primary in found(town, "roads")
    assert {"class": "minor", "name": "Rue", "name_latin": "Rue", "oneway": -1} in found(town, "roads")
    assert found(town, "boundaries") == [{"admin_level": 2}]
    kinds = Counter(str(label["kind"]) for label in found(town, "labels"))
    assert kinds == {"hospital": 1, "station": 1, "bridge": 1, "water": 1}


def test_names_keep_their_signs_as_they_are(town: Path) -> None:
    assert {"kind": "station", "name": "Gare <b>&amp;</b> 'Nord'", "name_latin": "Gare <b>&amp;</b> 'Nord'"} in found(
        town, "labels"
    )


def test_the_sea_and_the_lake_with_its_island_have_their_size(town: Path) -> None:
    basemap = Basemap.of(town)
    sizes = {"lake": 0.0, "sea": 0.0}
    for feature in basemap.features(BOX, MAX_ZOOM, ["water"]):
        sizes[feature.properties["kind"]] += feature.geometry.area
    assert sizes["lake"] == pytest.approx(0.0003, rel=0.02)
    assert sizes["sea"] == pytest.approx(0.1 * 0.02 + 0.05 * 0.01 * (5 / 6) / 2, rel=0.02)


def test_small_roads_and_buildings_come_at_the_last_zooms(town: Path) -> None:
    assert {road["class"] for road in found(town, "roads", 8)} == {"primary", "trunk"}
    assert found(town, "buildings", 12) == []


def test_the_archive_names_its_source_and_no_path(town: Path) -> None:
    data = town.read_bytes()
    reader = Reader(MemorySource(data))  # type: ignore[no-untyped-call]  # pmtiles has no types here
    metadata = reader.metadata()  # type: ignore[no-untyped-call]  # nor here
    assert metadata["attribution"] == metadata["description"] == ATTRIBUTION
    assert Basemap.of(town).attribution == ATTRIBUTION
    assert str(town.parent) not in json.dumps(metadata, ensure_ascii=False)
    assert "basemap-" not in json.dumps(metadata)


def test_the_same_extract_gives_the_same_bytes(town: Path, tmp_path: Path) -> None:
    facts = make_basemap(town.with_name("town and sea.osm.pbf"), tmp_path / "again.pmtiles")
    assert (tmp_path / "again.pmtiles").read_bytes() == town.read_bytes()
    assert (facts.size, facts.coast_pieces, facts.seas) == (town.stat().st_size, 1, 1)


def test_all_roads_of_a_real_city_are_in_the_tiles(tmp_path: Path) -> None:
    """Compare with a plain walk over the extract: the length of roads of each class, but for those cut at the edge."""
    facts = make_basemap(helsinki(), tmp_path / "basemap.pmtiles")
    basemap = Basemap.of(tmp_path / "basemap.pmtiles")
    drawn: dict[str, float] = defaultdict(float)
    for feature in basemap.features(basemap.bounds, MAX_ZOOM, ["roads"]):
        drawn[feature.properties["class"]] += feature.geometry.length
    assert dict(drawn) == pytest.approx(walked(helsinki()), rel=0.03)
    assert facts.seas > 0


def walked(extract: Path) -> dict[str, float]:
    total: dict[str, float] = defaultdict(float)
    for way in osmium.FileProcessor(extract).with_locations():
        if not isinstance(way, osmium.osm.Way):
            continue
        highway = (way.tags.get("highway") or "").removesuffix("_link")
        points = [(node.lon, node.lat) for node in way.nodes if node.location.valid()]
        if highway in ROADS and way.tags.get("area") != "yes" and len(points) > 1:
            total[ROADS[highway][0]] += LineString(points).length
    return dict(total)


def test_a_way_out_of_the_extract_and_back_is_not_drawn_straight_across(tmp_path: Path) -> None:
    made = Extract()
    refs = [made.point((37.0 + i / 100, 36.0)) for i in range(4)]
    made.way_over([*refs[:2], 99, *refs[2:]], highway="primary")
    make_basemap(made.write(tmp_path / "x.osm.pbf"), tmp_path / "x.pmtiles")
    basemap = Basemap.of(tmp_path / "x.pmtiles")
    length = sum(f.geometry.length for f in basemap.features(basemap.bounds, MAX_ZOOM, ["roads"]))
    assert length == pytest.approx(0.02, rel=0.01)


def test_a_thing_mapped_twice_is_named_once(tmp_path: Path) -> None:
    made = Extract()
    made.point((37.0, 36.0), amenity="hospital", name="H")
    made.way(square(37.0, 36.0, 0.001), amenity="hospital", name="H")
    made.point((37.1, 36.0), amenity="hospital", name="H")
    facts = make_basemap(made.write(tmp_path / "x.osm.pbf"), tmp_path / "x.pmtiles")
    assert facts.features == {"labels": 2}


def test_a_bridge_is_not_named_after_its_street(tmp_path: Path) -> None:
    made = Extract()
    made.way([(37.0, 36.0), (37.01, 36.0)], highway="primary", name="Street")
    made.way([(37.01, 36.0), (37.02, 36.0)], highway="primary", name="Street", bridge="yes")
    made.way([(37.02, 36.0), (37.03, 36.0)], highway="primary", name="Street", bridge="yes", bridge__name="Old Bridge")
    make_basemap(made.write(tmp_path / "x.osm.pbf"), tmp_path / "x.pmtiles")
    assert [label["name"] for label in found(tmp_path / "x.pmtiles", "labels")] == ["Old Bridge"]


def broken(folder: Path, kind: str) -> Path:
    whole = helsinki().read_bytes()
    path = folder / "broken.osm.pbf"
    match kind:
        case "missing":
            return path
        case "folder":
            path.mkdir()
        case "no-kind":
            path = folder / "broken.zip"
            path.write_bytes(whole)
        case _:
            path.write_bytes({"empty": b"", "cut-off": whole[:300_000], "words": b"hello " * 99}[kind])
    return path


@pytest.mark.parametrize("kind", ["missing", "folder", "no-kind", "empty", "cut-off", "words"])
def test_a_broken_extract_is_a_sentence_and_leaves_nothing(kind: str, tmp_path: Path) -> None:
    extract = broken(tmp_path, kind)
    (tmp_path / "basemap.pmtiles").write_bytes(b"the old one")
    with pytest.raises(UnusableInputError, match="the extract cannot be read") as refused:
        make_basemap(extract, tmp_path / "basemap.pmtiles")
    assert str(extract) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (tmp_path / "basemap.pmtiles").read_bytes() == b"the old one"


def test_an_extract_with_nothing_to_draw_is_a_sentence(tmp_path: Path) -> None:
    made = Extract()
    made.point((37.0, 36.0), amenity="bench")
    with pytest.raises(UnusableInputError, match="nothing that could be drawn"):
        make_basemap(made.write(tmp_path / "x.osm.pbf"), tmp_path / "x.pmtiles")
    assert list(tmp_path.glob("*.pmtiles")) == []


def test_a_place_that_cannot_be_written_to_is_a_sentence(tmp_path: Path) -> None:
    extract = coast_town().write(tmp_path / "x.osm.pbf")
    (tmp_path / "folder").mkdir()
    for output in (tmp_path / "folder", extract / "basemap.pmtiles"):
        with pytest.raises(UnusableInputError, match=r"is a folder|cannot be written to"):
            make_basemap(extract, output)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "x.osm.pbf"]
