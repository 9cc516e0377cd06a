"""Reading a basemap: what its header says, and its features in a box. What is damaged is said in a sentence."""

import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from math import asinh, floor, pi, radians, tan
from pathlib import Path
from typing import Any

import mapbox_vector_tile  # type: ignore[import-untyped]  # it brings no types
import numpy as np
import shapely
from numpy.typing import NDArray
from pmtiles.reader import Reader
from pmtiles.tile import Compression, TileType
from shapely.geometry.base import BaseGeometry

from safepassage.domain.errors import UnusableInputError
from safepassage.network.basemap.sea import Box

LARGEST_DIRECTORY, LARGEST_TILE = 2**18, 2**24
"""Bytes of a directory as it stands in the file, and of a tile unpacked, that are read at most."""

NORTHMOST = 85.0511287
"""Latitude up to which the square of web maps reaches (EPSG:3857)."""


@dataclass(frozen=True, slots=True)
class TileFeature:
    """A feature of one tile, cut off at the tile's edge, in WGS 84 degrees."""

    layer: str
    properties: Mapping[str, Any]
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Basemap:
    """A basemap in a file; `bounds` is west, south, east and north of what it shows."""

    path: Path
    bounds: Box
    min_zoom: int
    max_zoom: int
    attribution: str

    @classmethod
    def of(cls, path: Path) -> "Basemap":
        """Open a basemap.

        Raises
        ------
        UnusableInputError
            If the file cannot be read, or is no archive of vector tiles.
        """
        with readable(path):
            reader = _reader(path)
            header = reader.header()  # type: ignore[no-untyped-call]  # pmtiles has no types here
            if header["tile_type"] != TileType.MVT:
                raise ValueError("it holds pictures, not vector tiles")
            if header["tile_compression"] not in (Compression.GZIP, Compression.NONE):
                raise ValueError(f"its tiles are packed by {header['tile_compression'].name.lower()}, not by gzip")
            metadata = reader.metadata()  # type: ignore[no-untyped-call]  # nor here
            edges = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
            west, south, east, north = (header[edge] / 1e7 for edge in edges)
            attribution = metadata.get("attribution", "")
            if not isinstance(attribution, str):
                raise TypeError("its attribution is no text")
            return cls(path, (west, south, east, north), header["min_zoom"], header["max_zoom"], attribution)

    def num_tiles(self, box: Box, zoom: int) -> int:
        """Give how many tiles of a zoom meet a box, where the basemap is."""
        columns, rows = self._span(box, zoom)
        return len(columns) * len(rows)

    def features(self, box: Box, zoom: int, layers: Collection[str]) -> Iterator[TileFeature]:
        """Yield the features of these layers in all tiles of a zoom that meet a box.

        Raises
        ------
        UnusableInputError
            If a tile is damaged.
        """
        columns, rows = self._span(box, zoom)
        with readable(self.path):
            reader = _reader(self.path)
            for x in columns:
                for y in rows:
                    packed = reader.get(zoom, x, y)  # type: ignore[no-untyped-call]  # pmtiles has no types here
                    if packed:
                        yield from _features(_unpacked(packed), layers, zoom, x, y)

    def _span(self, box: Box, zoom: int) -> tuple[range, range]:
        """Give the columns and rows of tiles that meet a box and the basemap's bounds."""
        west, south = max(box[0], self.bounds[0]), max(box[1], self.bounds[1])
        east, north = min(box[2], self.bounds[2]), min(box[3], self.bounds[3])
        if west > east or south > north:
            return range(0), range(0)
        left, top = tile_at(west, north, zoom)
        right, bottom = tile_at(east, south, zoom)
        return range(left, right + 1), range(top, bottom + 1)


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Give column and row of the tile that holds a position (EPSG:3857; rows count from the north)."""
    across = 2**zoom
    lat = min(max(lat, -NORTHMOST), NORTHMOST)
    x, y = (lon + 180) / 360, (1 - asinh(tan(radians(lat))) / pi) / 2
    return min(max(floor(x * across), 0), across - 1), min(max(floor(y * across), 0), across - 1)


def _reader(path: Path) -> Reader:
    size = path.stat().st_size

    def get_bytes(offset: int, length: int) -> bytes:
        if length > LARGEST_TILE or offset + length > size:
            raise ValueError("it is cut off")
        with path.open("rb") as file:
            file.seek(offset)
            return file.read(length)

    return Reader(get_bytes)  # type: ignore[no-untyped-call]  # pmtiles has no types here


def _unpacked(packed: bytes) -> bytes:
    """Unpack a tile, but not beyond bounds."""
    if not packed.startswith(b"\x1f\x8b"):
        return packed
    unpacking = zlib.decompressobj(wbits=31)
    tile = unpacking.decompress(packed, LARGEST_TILE)
    if not unpacking.eof:
        raise ValueError("a tile is cut off or too large")
    return tile


def _features(tile: bytes, layers: Collection[str], zoom: int, x: int, y: int) -> Iterator[TileFeature]:
    decoded = mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})
    for layer in layers:
        found, extent = decoded.get(layer, {}).get("features", ()), decoded.get(layer, {}).get("extent", 1)
        shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in found], dtype=object)
        broken = ~shapely.is_valid(shapes)
        shapes[broken] = shapely.make_valid(shapes[broken])
        inside = shapely.intersection(shapes, shapely.box(0, 0, extent, extent))
        placed = shapely.transform(inside, partial(_degrees, extent=extent, zoom=zoom, corner=(x, y)))
        for feature, geometry, empty in zip(found, placed, shapely.is_empty(inside), strict=True):
            if not empty:
                yield TileFeature(layer, feature["properties"], geometry)


def _degrees(points: NDArray[np.float64], extent: int, zoom: int, corner: tuple[int, int]) -> NDArray[np.float64]:
    """Give points of a tile, in its own units to the right and down, in WGS 84 degrees (EPSG:3857)."""
    part = (points / extent + corner) / 2**zoom
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * part[:, 1]))))
    return np.column_stack([part[:, 0] * 360 - 180, lat])


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong in a damaged archive into a sentence."""
    try:
        yield
    except (UnusableInputError, MemoryError):
        raise
    except Exception as error:  # the libraries raise what they come across: struct, zlib, protobuf, index errors
        reason = getattr(error, "strerror", None) or _sentence_part(error)
        raise UnusableInputError(
            f"{path.name}: the basemap cannot be read ({reason}). Make it anew with safepassage roads --basemap."
        ) from error


def _sentence_part(error: Exception) -> str:
    """Give what a library says of a damaged file, if it is words."""
    said = " ".join(str(error).split())
    return said if isinstance(error, ValueError | TypeError) and said else "it is damaged"
