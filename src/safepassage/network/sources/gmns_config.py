"""What a GMNS folder says of itself in `config.csv`: units, and where its coordinates are meant."""

from dataclasses import dataclass
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.network.sources.csv_tables import read_csv
from safepassage.network.sources.text_files import trouble
from safepassage.network.sources.units import KM_M, LENGTHS_M, SPEEDS_KMH, unit

CONFIG = "config.csv"

_DEGREES = frozenset({"4326", "4258", "4269", "wgs84", "crs84"})
"""Coordinate systems in degrees that differ by less than 3 m: WGS 84, ETRS89 and NAD83 by their EPSG numbers."""


@dataclass(frozen=True, slots=True)
class GmnsConfig:
    """Metres in a unit of length, km/h in a unit of speed, and whether coordinates are WGS 84 degrees."""

    length_m: float
    speed_kmh: float
    degrees: bool


def read_config(folder: Path) -> GmnsConfig:
    """Read the units of a GMNS folder. Without a unit of speed it is the unit of length an hour.

    Raises
    ------
    UnusableInputError
        If the file is missing, or a unit is missing or unknown: nobody should guess whether miles or km are meant.
    """
    path = folder / CONFIG
    if not path.exists():
        raise _missing(0, "")
    table = read_csv(path)
    if len(table.rows) != 1:
        raise trouble(CONFIG, 0, "", f"there are {len(table.rows)} rows below the names; leave one.")
    line = table.lines[0]
    length, speed, crs = (table.texts(column)[0] for column in ("long_length", "speed", "crs"))
    if not length:
        raise _missing(line, "long_length")
    length_m = unit(LENGTHS_M, length, (CONFIG, line, "long_length"))
    speed_kmh = unit(SPEEDS_KMH, speed, (CONFIG, line, "speed")) if speed else length_m / KM_M
    return GmnsConfig(length_m, speed_kmh, not crs or _plain_name(crs) in _DEGREES)


def _plain_name(crs: str) -> str:
    """Give the last part of a coordinate system's name, without what varies: `EPSG:4326` is 4326."""
    return "".join(c for c in crs.replace("/", ":").split(":")[-1].lower() if c.isalnum())


def _missing(line: int, column: str) -> UnusableInputError:
    message = "the units are missing; write a line long_length,speed,crs and below it km,km/h,4326 or what is true."
    return trouble(CONFIG, line, column, message)
