"""On the streets of Helsinki corridors differ, keep to the limits, and are found again from what is kept of them."""

import random
from fractions import Fraction

import numpy as np
import pytest

from safepassage.domain.places import Place
from safepassage.domain.streets import Position, RiskSource, Shape
from safepassage.network.osm import BUS, read_osm
from safepassage.network.streets.components import main_component
from safepassage.network.streets.corridors import Limits, corridors
from safepassage.network.streets.corridors_waypoints import waypoints
from safepassage.network.streets.driven_lines import joined
from safepassage.network.streets.hierarchy import PreparedStreets, prepare
from safepassage.network.streets.risk import RiskMap
from safepassage.network.streets.router import Router, Spot, arc_times
from safepassage.network.streets.snapping import snap_places
from safepassage.network.streets.street_lines import StreetLines
from tests.network.streets.test_real_streets import helsinki


@pytest.fixture(scope="module")
def streets() -> PreparedStreets:
    return prepare(read_osm(helsinki(), BUS))


def some_pairs(streets: PreparedStreets) -> list[tuple[Spot, Spot]]:
    """Give pairs of spots on streets that connect with the others."""
    rng, pieces = random.Random(7), np.flatnonzero(main_component(streets.graph)).tolist()
    one, other = rng.sample(pieces, 6), rng.sample(pieces, 6)
    return [(Spot(a, rng.random()), Spot(b, rng.random())) for a, b in zip(one, other, strict=True)]


def dangers(streets: PreparedStreets, lines: StreetLines) -> list[RiskSource]:
    """Give points of danger on some streets."""
    rng = random.Random(8)
    sources = []
    for piece in rng.sample(range(streets.graph.num_pieces), 5):
        lat, lon = lines.metric.from_metres(*lines.middles[piece])
        sources.append(RiskSource("mines", Shape(points=((float(lon), float(lat)),)), Fraction(3), 80))
    return sources


def snapped(streets: PreparedStreets, lines: StreetLines, through: tuple[Position, ...]) -> list[Spot]:
    """Give the spots of positions, as chosen ways are read."""
    places = [Place(str(i), lat=round(lat, 6), lon=round(lon, 6)) for i, (lon, lat) in enumerate(through)]
    found, far = snap_places(streets.graph, lines, places, main_component(streets.graph), 50)
    assert not far
    return [snap.spot for snap in found]


def test_corridors_of_a_real_town(streets: PreparedStreets) -> None:
    lines, arc_ms = StreetLines.of(streets.graph), arc_times(streets.graph)
    risks = RiskMap(streets.graph, lines, dangers(streets, lines))
    several = 0
    for origin, destination in some_pairs(streets):
        ways = corridors(streets, arc_ms, origin, destination, risks, Limits(k=3))
        several += len(ways) > 1
        for i, way in enumerate(ways):
            assert way.drive_ms <= 3 * ways[0].drive_ms
            assert way.overlap <= 0.5 or (i == 1 and way.risk <= ways[0].risk * Fraction(9, 10))
            through = waypoints(streets, lines, arc_ms, way.way, origin, destination)
            assert through is not None
            assert i or not through
            spots = [origin, *snapped(streets, lines, through), destination]
            router = Router(streets, spots)
            router.weigh(arc_ms)
            legs = [router.way(n, n + 1) for n in range(len(spots) - 1)]
            again = joined([leg for leg in legs if leg is not None])
            assert again.total_ms == way.drive_ms
            assert dict.fromkeys(again.arcs.tolist()) == dict.fromkeys(way.way.arcs.tolist())
    assert several >= 4
