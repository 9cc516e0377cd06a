"""Quantities as people write them in tags: `3.5`, `3.5 m`, `12'6"`, `7.5 t`, `30 mph`."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_FOOT_M = 0.3048
_METRES = {"": 1.0, "m": 1.0, "metre": 1.0, "metres": 1.0, "cm": 0.01, "ft": _FOOT_M, "feet": _FOOT_M, "'": _FOOT_M}
_TONNES = {
    "": 1.0,
    "t": 1.0,
    "tonnes": 1.0,
    "kg": 0.001,
    "st": 0.90718474,
    "lt": 1.0160469088,
    "lbs": 0.00045359237,
    "lb": 0.00045359237,
    "cwt": 0.05080234544,
}
"""`st` is the short ton of 2,000 pounds, `lt` the long ton of 2,240 (OpenStreetMap wiki, Map features/Units, 2026)."""

_KMH = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": 1.609344, "knots": 1.852}

_SLOWEST_KMH = 3
"""Nobody signs less: a smaller number is a slip."""

_ZONE = re.compile(r"(?:zone)?([1-9]\d{0,2})", re.ASCII)
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z/']*)\.?", re.ASCII)
_FEET_AND_INCHES = re.compile(r"""(\d+)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|''|in)?)?""", re.ASCII)

NAMED_KMH: Mapping[str, float] = MappingProxyType(
    {
        "walk": 7,
        "living_street": 7,
        "urban": 50,
        "rural": 90,
        "trunk": 110,
        "motorway": 130,
        "nsl_single": 60 * 1.609344,
        "nsl_dual": 70 * 1.609344,
    }
)
"""Limits that are named instead of written, without the country's code: OSRM 6, `car.lua`, `maxspeed_table`.

`walk` is Germany's walking pace of 7 km/h there. Countries that differ from these are not told apart.
"""


def metres(text: str) -> float | None:
    """Metres that a tag names; None for none, for words such as `default`, and for what cannot be read."""
    plain = text.strip().lower().replace("\u2019", "'").replace("\u201d", '"')
    feet = _FEET_AND_INCHES.fullmatch(plain)
    if feet:
        return int(feet[1]) * _FOOT_M + float(feet[2] or 0) * _FOOT_M / 12
    return _positive(plain, _METRES)


def tonnes(text: str) -> float | None:
    """Tonnes that a tag names; None for none, for words such as `default`, and for what cannot be read."""
    return _positive(text.strip().lower(), _TONNES)


def kmh(text: str) -> float | None:
    """Kilometres an hour that a speed limit names; None where it names no limit, or one that cannot be read.

    Of a list the least counts. A name may carry the code of a country: `DE:urban`. Zones name their limit: `FR:zone30`.
    """
    limits = (_one_limit(part.strip()) for part in text.lower().split(";"))
    return min((limit for limit in limits if limit is not None), default=None)


def _one_limit(text: str) -> float | None:
    limit = _positive(text, _KMH)
    if limit is not None:
        return limit if limit >= _SLOWEST_KMH else None
    name = text.rpartition(":")[2]
    zone = _ZONE.fullmatch(name)
    return float(zone[1]) if zone else NAMED_KMH.get(name)


def _positive(text: str, units: Mapping[str, float]) -> float | None:
    parts = _NUMBER.fullmatch(text)
    if not parts or parts[2] not in units:
        return None
    return float(parts[1].replace(",", ".")) * units[parts[2]] or None
