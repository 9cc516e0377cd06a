"""Names of bridges: what a way over a bridge is called, where nothing else has that name.

Few bridges have an object of their own; a way over one bears either the bridge's name or its street's. A name that
no road beside bridges bears is taken for the bridge's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shapely import LineString, MultiLineString, Point

from safepassage.network.basemap.classes import EARTH_M, ROADS, Drawn
from safepassage.network.basemap.names import local_name, named

SHORTEST_M = 40.0
"""Bridges shorter than this are not named."""

MIN_ZOOM = 13


@dataclass(slots=True)
class Bridges:
    """Gathers ways over bridges and the names of roads while an extract is read."""

    streets: set[str] = field(default_factory=set)
    longest: dict[str, tuple[float, Point, Drawn]] = field(default_factory=dict)

    def add(self, tags: Mapping[str, str], line: LineString | MultiLineString) -> None:
        """Take note of a way."""
        if tags.get("highway", "").removesuffix("_link") not in ROADS and "railway" not in tags:
            return
        if tags.get("bridge", "no") == "no":
            self.streets.add(local_name(tags))
            return
        names = _bridge_names(tags)
        name, length_m = local_name(names), line.length * EARTH_M / 360
        if name and length_m >= SHORTEST_M and length_m > self.longest.get(name, (0.0,))[0]:
            label = Drawn("labels", MIN_ZOOM, {"kind": "bridge", **named(names)})
            self.longest[name] = (length_m, line.interpolate(0.5, normalized=True), label)

    def labels(self) -> Iterator[tuple[Drawn, Point]]:
        """Yield one label for each bridge, in the middle of its longest way."""
        for name, (_, middle, label) in self.longest.items():
            if name not in self.streets:
                yield label, middle


def _bridge_names(tags: Mapping[str, str]) -> dict[str, str]:
    """Give the names under `bridge:name` if there are any, else those of the way."""
    own = {key.removeprefix("bridge:"): name for key, name in tags.items() if key.startswith("bridge:name")}
    return own if "name" in own else {key: name for key, name in tags.items() if "name" in key.split(":")[0]}
