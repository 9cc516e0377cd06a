"""Whatever the file holds, the answer is a graph or one plain sentence that names the file."""

import bz2
import os
import random
from pathlib import Path

import osmium
import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.network.osm import AMBULANCE, BUS, PROFILES, build, read_extract, read_osm
from safepassage.network.streets.components import main_component
from tests.network.osm.helsinki import helsinki
from tests.network.osm.maps import ROAD, SmallMap

ONE_ROAD = SmallMap(ways={1: (ROAD, [11, 12])})


def _sentence(path: Path) -> str:
    """Read what cannot be read, and take the sentence about it."""
    with pytest.raises(UnusableInputError) as refusal:
        read_osm(path, BUS)
    sentence = str(refusal.value)
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "no such file" in _sentence(tmp_path / "nowhere.osm.pbf")


def test_a_name_longer_than_any_file_is_refused(tmp_path: Path) -> None:
    _sentence(tmp_path / ("long" * 200 + ".osm.pbf"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "not a file" in _sentence(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.osm.pbf")
    assert "not a file" in _sentence(tmp_path / "pipe.osm.pbf")


def test_a_file_with_the_name_of_standard_input_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-").write_bytes(b"")
    assert "no whole OpenStreetMap extract" in _sentence(Path("-"))


@pytest.mark.parametrize("ending", ["osm.pbf", "pbf", "osm", "osm.bz2", "osm.gz", "o5m", "txt", "csv", "geojson"])
@pytest.mark.parametrize("content", [b"", b"id,name\n1,Aleppo\n", b"\x00" * 5000, b"\xff\xfe" * 100])
def test_a_file_that_is_no_extract_is_refused(tmp_path: Path, ending: str, content: bytes) -> None:
    path = tmp_path / f"map.{ending}"
    path.write_bytes(content)
    assert "no whole OpenStreetMap extract" in _sentence(path)


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<gpx></gpx>", "another format"),
        ('<osm version="0.6">', "no end"),
        ('<osm version="0.5"></osm>', "an old version"),
        ('<osm version="0.6"><node id="1" lat="north" lon="37"/></osm>', "a position in words"),
        ('<osm version="0.6"><node id="1" lat="99999" lon="37"/></osm>', "a position that cannot be"),
        ('<osm version="0.6"><way id="99999999999999999999"/></osm>', "an id that cannot be"),
        ('<osm version="0.6"><way id="1"><nd ref="x"/></way></osm>', "a point that cannot be"),
    ],
)
def test_xml_that_is_amiss_is_refused(tmp_path: Path, xml: str, reason: str) -> None:
    path = tmp_path / "map.osm"
    road = '<way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>'
    path.write_text(xml.replace("</osm>", f"{road}</osm>"), encoding="utf-8")
    assert "no whole OpenStreetMap extract" in _sentence(path), reason


def test_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "map.osm"
    road = SmallMap(ways={1: (ROAD | {"name": "NAME"}, [11, 12])}).xml().encode()
    path.write_bytes(road.replace(b"NAME", b"\xff\xfe\xfa"))
    assert "no whole OpenStreetMap extract" in _sentence(path)


@pytest.mark.parametrize(
    "xml", ['<osm version="0.6"></osm>', '<osm version="0.6"><node id="1" lat="1" lon="1"/></osm>']
)
def test_an_extract_without_any_road_is_refused(tmp_path: Path, xml: str) -> None:
    path = tmp_path / "sea.osm"
    path.write_text(xml, encoding="utf-8")
    assert "there is no road in this extract" in _sentence(path)


def test_an_extract_without_a_road_for_the_vehicle_is_refused(tmp_path: Path) -> None:
    path = SmallMap(ways={1: (ROAD | {"maxheight": "3.5"}, [11, 12])}).write(tmp_path)
    assert "no road" in _sentence(path)
    assert read_osm(path, AMBULANCE).num_pieces == 1


def test_an_extract_without_any_position_is_refused(tmp_path: Path) -> None:
    assert "no road" in _sentence(SmallMap(ways={1: (ROAD, [11, 12])}, missing=[11, 12]).write(tmp_path))


def test_positions_off_the_earth_count_as_missing(tmp_path: Path) -> None:
    small = SmallMap(ways={1: (ROAD, [11, 12, 13])}, places={13: (95.0, 37.0)})
    streets = build(read_extract(small.write(tmp_path)), BUS)
    assert streets.graph.node_names.tolist() == ["11", "12"]
    assert streets.tally.ways_with_gaps == 1


def test_the_poles_and_the_date_line_are_on_the_earth(tmp_path: Path) -> None:
    small = SmallMap(ways={1: (ROAD, [11, 12])}, places={11: (90.0, 180.0), 12: (-90.0, -180.0)})
    assert small.graph(tmp_path).length_m == pytest.approx([6_371_008.8 * 3.141592653589793])


def test_thousands_of_tags_are_read(tmp_path: Path) -> None:
    tags = {f"note:{number}": "x" * 200 for number in range(3000)} | {f"maxspeed:{n}": "5" for n in range(3000)}
    assert SmallMap(ways={1: (ROAD | tags, [11, 12])}).graph(tmp_path).kmh.tolist() == [30, 30]


def test_tags_full_of_signs_are_read(tmp_path: Path) -> None:
    tags = {"name": "<&\"'\u202e\U0001f68c", "maxspeed": "9" * 250, "maxheight": ";;;", "surface": ";", "access": " ; "}
    graph = SmallMap(ways={1: (ROAD | tags, [11, 12])}).graph(tmp_path)
    assert graph.kmh.tolist() == [30, 30]
    assert graph.streets[1] == "<&\"'\u202e\U0001f68c"


def test_packed_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.osm.bz2"
    path.write_bytes(bz2.compress(ONE_ROAD.xml().encode()))
    assert read_osm(path, BUS).num_pieces == 1
    path.write_bytes(bz2.compress(ONE_ROAD.xml().encode())[:-20])
    assert "no whole OpenStreetMap extract" in _sentence(path)


def test_a_download_that_broke_off_is_refused(tmp_path: Path) -> None:
    whole = helsinki().read_bytes()
    path = tmp_path / "part.osm.pbf"
    for share in range(1, 20):
        path.write_bytes(whole[: len(whole) * share // 20])
        assert "no whole OpenStreetMap extract" in _sentence(path)


def test_damaged_bytes_end_in_a_graph_or_a_sentence(tmp_path: Path) -> None:
    """Unpacked, so that no check sum of the packing stands before the reader."""
    path = tmp_path / "damaged.osm.pbf"
    with osmium.SimpleWriter(osmium.io.File(path, "pbf,pbf_compression=none")) as writer:
        for found in osmium.FileProcessor(helsinki()):
            writer.add(found)
    whole = path.read_bytes()
    chance = random.Random(3)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 3, 20])):
            damaged[chance.randrange(chance.choice([300, len(whole)]))] = chance.randrange(256)
        path.write_bytes(damaged)
        answer = _graphs_or_sentence(path)
        assert answer == "graphs" or answer.startswith(f"{path}: ")


def test_damaged_xml_ends_in_a_graph_or_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(4)
    path = tmp_path / "damaged.osm"
    ways = {way: (ROAD | {"maxspeed": "50"}, [way + 10, way + 11, way + 20]) for way in range(1, 9)}
    whole = SmallMap(ways=ways, node_tags={12: {"barrier": "gate"}}).xml().encode()
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.choice([1, 1, 2])):
            damaged[chance.randrange(len(whole))] = chance.choice(b'0123456789 abc<>"-.=/')
        path.write_bytes(damaged)
        answer = _graphs_or_sentence(path)
        assert answer == "graphs" or answer.startswith(f"{path}: ")


def _graphs_or_sentence(path: Path) -> str:
    try:
        extract = read_extract(path)
        for profile in PROFILES.values():
            main_component(build(extract, profile).graph)
    except UnusableInputError as refusal:
        return str(refusal)
    return "graphs"
