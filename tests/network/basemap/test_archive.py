"""Reading a basemap: features stand where they are, and whatever is damaged is said in a sentence."""

import zlib
from math import asinh, pi, radians, tan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point, box

from safepassage.domain.errors import UnusableInputError
from safepassage.network.basemap import LAYERS, make_basemap
from safepassage.network.basemap.archive import LARGEST_TILE, Basemap, tile_at
from tests.network.basemap.extracts import BOX, coast_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    make_basemap(coast_town().write(folder / "town.osm.pbf", BOX), folder / "basemap.pmtiles")
    return folder / "basemap.pmtiles"


def test_features_stand_where_they_are_at_every_zoom(town: Path) -> None:
    basemap = Basemap.of(town)
    for zoom in range(basemap.min_zoom, basemap.max_zoom + 1):
        (city,) = basemap.features(BOX, zoom, ["places"])
        pixel = 360 / 2**zoom / 4096
        assert city.geometry.distance(Point(37.06, 36.05)) < 2 * pixel


def test_only_tiles_that_meet_the_box_are_read(town: Path) -> None:
    basemap = Basemap.of(town)
    assert list(basemap.features((10, 10, 11, 11), 14, list(LAYERS))) == []
    assert basemap.num_tiles((10, 10, 11, 11), 14) == 0
    assert basemap.num_tiles((37.06, 36.05, 37.061, 36.051), 14) < basemap.num_tiles(BOX, 14)
    assert basemap.num_tiles((-180, -90, 180, 90), 6) == 1


def test_a_road_over_several_tiles_is_there_once(town: Path) -> None:
    basemap = Basemap.of(town)
    roads = [f for f in basemap.features(BOX, 14, ["roads"]) if f.properties["class"] == "primary"]
    assert len(roads) > 1
    assert sum(road.geometry.length for road in roads) == pytest.approx(0.06, rel=1e-3)
    assert all(box(*BOX).buffer(0.01).contains(road.geometry) for road in roads)


@given(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 14))
def test_tiles_are_those_of_web_maps(lon: float, lat: float, zoom: int) -> None:
    x, y = tile_at(lon, lat, zoom)
    assert 0 <= x < 2**zoom
    assert 0 <= y < 2**zoom
    if abs(lat) < 85 and abs(lon) < 179:
        assert x <= (lon + 180) / 360 * 2**zoom <= x + 1
        assert y <= (0.5 - asinh(tan(radians(lat))) / 2 / pi) * 2**zoom + 1e-9 <= y + 1 + 1e-9


def read_all(path: Path) -> int:
    basemap = Basemap.of(path)
    return sum(len(list(basemap.features(BOX, zoom, list(LAYERS)))) for zoom in range(6, 15))


def test_a_damaged_archive_is_a_sentence_whatever_is_damaged(town: Path, tmp_path: Path) -> None:
    """Every archive with a wrong byte is read as it stands, or refused in a sentence."""
    whole = town.read_bytes()
    said = []
    for at in [*range(0, 127, 3), *range(127, len(whole), len(whole) // 60)]:
        path = tmp_path / "damaged.pmtiles"
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        said.append(refusal(path))
    assert all(one == "" or one.startswith("damaged.pmtiles: the basemap cannot be read (") for one in said)
    assert not any("\n" in one for one in said)
    assert sum(map(bool, said)) > 20


def refusal(path: Path) -> str:
    try:
        read_all(path)
    except UnusableInputError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kept", [0, 6, 100, 127, 400, 0.5, 0.99])
def test_an_archive_that_is_cut_off_is_a_sentence(kept: float, town: Path, tmp_path: Path) -> None:
    whole = town.read_bytes()
    (tmp_path / "cut.pmtiles").write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    with pytest.raises(UnusableInputError, match="the basemap cannot be read"):
        read_all(tmp_path / "cut.pmtiles")


def test_what_is_no_file_is_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.pmtiles"):
        with pytest.raises(UnusableInputError, match=r"the basemap cannot be read \((Is a directory|No such file)"):
            Basemap.of(path)


def test_a_tile_that_unpacks_to_too_much_is_refused(town: Path, tmp_path: Path) -> None:
    """Put a tile of zeros in the place of all tiles: it is small in the file and enormous unpacked."""
    packer = zlib.compressobj(wbits=31)
    bomb = packer.compress(bytes(LARGEST_TILE * 2)) + packer.flush()
    whole = bytearray(town.read_bytes())
    start = int.from_bytes(whole[56:64], "little")
    whole[56:64] = len(whole).to_bytes(8, "little")
    path = tmp_path / "bomb.pmtiles"
    path.write_bytes(bytes(whole) + bomb + bytes(len(whole) - start))
    with pytest.raises(UnusableInputError, match="the basemap cannot be read"):
        read_all(path)
