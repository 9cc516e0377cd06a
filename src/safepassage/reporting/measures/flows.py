"""Flows: how many people and vehicles go from stop to stop, and over which roads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.network import Way
from safepassage.reporting.measures.movements import Leg, Movements


class Ways(Protocol):
    """Gives fastest ways; `RoadNetwork` does."""

    def way(self, origin: str, destination: str, passable: frozenset[str] = frozenset()) -> Way | None:
        """Give the fastest way between two places that passes through no crossing but those in `passable`."""
        ...


@dataclass(frozen=True, slots=True)
class Flow:
    """People and vehicles going one way between two places, of one stream; `vehicles` counts loaded ones."""

    origin: str
    destination: str
    stream: str
    persons: int
    vehicles: int


def leg_flows(scenario: Scenario, happened: Movements) -> tuple[Flow, ...]:
    """Give people and loaded vehicles from stop to stop, by stream."""
    rows = {row.id: row for row in scenario.people}
    return _summed(flow for leg in happened.legs for flow in _of_leg(leg, rows))


def road_flows(scenario: Scenario, happened: Movements, ways: Ways) -> tuple[Flow, ...]:
    """Give people and loaded vehicles over every road, by direction and stream.

    A leg for which no way is known counts as one straight road between its ends.
    """
    flows = []
    for flow in leg_flows(scenario, happened):
        way = ways.way(flow.origin, flow.destination)
        places = way.places if way else (flow.origin, flow.destination)
        for a, b in pairwise(places):
            flows.append(Flow(a, b, flow.stream, flow.persons, flow.vehicles))
    return _summed(flows)


def _of_leg(leg: Leg, rows: Mapping[str, TravelGroups]) -> list[Flow]:
    streams: dict[str, int] = {}
    for row_id, groups in leg.aboard.items():
        row = rows[row_id]
        streams[row.stream] = streams.get(row.stream, 0) + groups * row.group_size
    return [Flow(leg.origin, leg.destination, stream, persons, 1) for stream, persons in streams.items()]


def _summed(flows: Iterable[Flow]) -> tuple[Flow, ...]:
    """Add up flows between the same places, in the same direction and stream."""
    totals: dict[tuple[str, str, str], tuple[int, int]] = {}
    for flow in flows:
        key = (flow.origin, flow.destination, flow.stream)
        persons, vehicles = totals.get(key, (0, 0))
        totals[key] = (persons + flow.persons, vehicles + flow.vehicles)
    return tuple(Flow(*key, *total) for key, total in totals.items())


def passable_when_empty(scenario: Scenario, origin: str, allowed: tuple[str, ...] = ()) -> frozenset[str]:
    """Give the crossings that a vehicle with nobody aboard passes freely on a leg that begins at `origin`.

    `allowed` are the crossings that it may pass at all; empty allows any.
    """
    agreement = scenario.agreement
    rules = {place: agreement.crossing_rule(place, origin) for place in allowed or agreement.crossing_places}
    return frozenset(place for place, rule in rules.items() if rule is not None and rule.loaded_only)
