"""The basemap of an extract: from OpenStreetMap objects to one archive of vector tiles."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from safepassage.domain.errors import UnusableInputError
from safepassage.network.basemap.extract import Reading
from safepassage.network.basemap.layers import LAYERS
from safepassage.network.basemap.sea import Box
from safepassage.network.basemap.tiling import make_tiles, write_features


@dataclass(frozen=True, slots=True)
class BasemapFacts:
    """What is in a basemap.

    `features` counts those of each layer, `size` is the archive's in bytes, `bounds` is west, south, east and north of
    all that is drawn. `coast_pieces` counts pieces of coastline and `seas` the faces of sea that they enclose: pieces
    without a sea mean a coast that ends inside the extract.
    """

    features: Mapping[str, int]
    size: int
    bounds: Box
    coast_pieces: int
    seas: int


def make_basemap(extract: Path, output: Path) -> BasemapFacts:
    """Make a basemap, PMTiles with vector tiles, from an OpenStreetMap extract, and say what is in it.

    The same extract gives the same bytes with the same version of tippecanoe. The archive is put in place once it is
    whole; a file that was there stays if anything fails.

    Raises
    ------
    UnusableInputError
        If the extract cannot be read or holds nothing to draw, the tiles cannot be made, or the output cannot be
        written.
    """
    _refuse_unwritable(output)
    reading = Reading()
    with TemporaryDirectory(prefix="basemap-") as name:
        folder = Path(name)
        counted = write_features(reading.features(extract.absolute()), folder)
        if not counted:
            raise UnusableInputError(
                f"{extract}: the extract holds nothing that could be drawn on a map. Check that it is the region you "
                "want, and not an empty one."
            )
        archive = make_tiles(counted, folder, "basemap.pmtiles")
        size = archive.stat().st_size
        _put(archive, output)
    features = {layer: counted[layer] for layer in LAYERS if counted[layer]}
    return BasemapFacts(features, size, reading.bounds, len(reading.coast.lines), reading.seas)


def _refuse_unwritable(output: Path) -> None:
    """Say that a file cannot be written there before work is put into it."""
    if output.is_dir():
        raise UnusableInputError(f"{output} is a folder: name a file to write.")
    with _writable(output):
        output.parent.mkdir(parents=True, exist_ok=True)


def _put(archive: Path, output: Path) -> None:
    """Copy a file beside its place, then put it there in one step."""
    real = Path(os.path.realpath(output))
    part = real.with_name(f".{real.name}.{os.getpid()}.part")
    with _writable(output):
        try:
            shutil.copyfile(archive, part)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(real)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def _writable(output: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not possible"
        raise UnusableInputError(
            f"{output}: cannot be written to ({reason}). Choose another place or check its permissions."
        ) from error
