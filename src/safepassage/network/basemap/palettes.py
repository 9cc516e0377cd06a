"""Colours of the basemap: calm, so that what is drawn over it stands out."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one scheme. `roads` gives those of road classes, `edges` those of their edges."""

    land: str
    built: str
    green: str
    water: str
    water_edge: str
    buildings: str
    buildings_edge: str
    boundary: str
    rail: str
    path: str
    roads: Mapping[str, str]
    edges: Mapping[str, str]
    words: str
    quiet_words: str
    water_words: str
    halo: str


def _by_class(motorway: str, main: str, secondary: str, other: str) -> Mapping[str, str]:
    """Give a colour to each road class."""
    return {
        "motorway": motorway,
        "trunk": motorway,
        "primary": main,
        "secondary": secondary,
        "tertiary": other,
        "minor": other,
        "service": other,
    }


SCHEMES: Mapping[str, Palette] = {
    "light": Palette(
        land="#f2f1ec",
        built="#e8e6e0",
        green="#e1eada",
        water="#c5d9e6",
        water_edge="#a9c3d4",
        buildings="#dedad3",
        buildings_edge="#cdc8bf",
        boundary="#8d8a99",
        rail="#a3a3a6",
        path="#c9c1b4",
        roads=_by_class("#eac48c", "#f3dcae", "#faf0d3", "#ffffff"),
        edges=_by_class("#c39a5e", "#c4aa75", "#c8ba91", "#cbc5b9"),
        words="#2b2f33",
        quiet_words="#565b61",
        water_words="#3f6680",
        halo="#fbfaf8",
    ),
    "print": Palette(
        land="#ffffff",
        built="#f3f3f3",
        green="#e9efe6",
        water="#d3e1ea",
        water_edge="#8fa9b8",
        buildings="#dcdcdc",
        buildings_edge="#b9b9b9",
        boundary="#6e6e6e",
        rail="#8c8c8c",
        path="#b5b5b5",
        roads=_by_class("#8a8a8a", "#b3b3b3", "#d2d2d2", "#ffffff"),
        edges=_by_class("#5c5c5c", "#7c7c7c", "#8f8f8f", "#a6a6a6"),
        words="#000000",
        quiet_words="#333333",
        water_words="#2e4d5e",
        halo="#ffffff",
    ),
    "dark": Palette(
        land="#22262b",
        built="#282d33",
        green="#26302a",
        water="#182733",
        water_edge="#2b4152",
        buildings="#31373e",
        buildings_edge="#3b424a",
        boundary="#7d7a8c",
        rail="#565c63",
        path="#454b52",
        roads=_by_class("#8b7044", "#6f6144", "#57524a", "#3f454c"),
        edges=_by_class("#171a1e", "#171a1e", "#171a1e", "#171a1e"),
        words="#d9dde1",
        quiet_words="#a3abb3",
        water_words="#7fa3ba",
        halo="#22262b",
    ),
}
"""By day on a screen, on paper with or without colour, and by night."""
