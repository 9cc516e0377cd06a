"""From an extract to the graph of streets for one kind of vehicle."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from safepassage.domain.errors import UnusableInputError
from safepassage.network.osm.driving import speeds, stops
from safepassage.network.osm.extract import Extract, Floats, Ints
from safepassage.network.osm.pieces import Flags, Pieces, cut
from safepassage.network.osm.profiles import Profile
from safepassage.network.osm.reading import read_extract
from safepassage.network.osm.restrictions import Rule, rules_for
from safepassage.network.osm.turns import Arcs, forbidden_sequences
from safepassage.network.streets.graph import StreetGraph

ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"
"""What the licence asks to be shown (Open Database Licence 1.0, section 4.3)."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was read for one kind of vehicle, and what was not.

    Attributes
    ----------
    ways
        Ways of the extract that the vehicle may drive on.
    ways_with_gaps
        Those of them that lose points because these lie outside the extract.
    barriers
        Nodes on those ways that stop the vehicle.
    restrictions, needless_restrictions
        Turn restrictions that forbid something, and those that forbid nothing this vehicle could drive.
    conditional_restrictions, unclear_restrictions
        Turn restrictions that are left out: they hold at times, or lack a member or do not say which road they mean.
    """

    ways: int
    ways_with_gaps: int
    barriers: int
    restrictions: int
    needless_restrictions: int
    conditional_restrictions: int
    unclear_restrictions: int


@dataclass(frozen=True, eq=False, slots=True)
class OsmStreets:
    """The graph for one kind of vehicle, and what went into it."""

    graph: StreetGraph
    tally: Tally


def read_osm(path: Path, profile: Profile) -> StreetGraph:
    """Read an extract into the graph of streets for one kind of vehicle.

    Raises
    ------
    UnusableInputError
        If the file cannot be read, or has no road that the vehicle may drive on.
    """
    return street_graph(read_extract(path), profile)


def street_graphs(path: Path, profiles: Mapping[str, Profile]) -> dict[str, StreetGraph]:
    """Read an extract once, and make the graphs for several kinds of vehicles.

    Raises
    ------
    UnusableInputError
        If the file cannot be read, or has no road that one of the vehicles may drive on.
    """
    extract = read_extract(path)
    return {name: street_graph(extract, profile) for name, profile in profiles.items()}


def street_graph(extract: Extract, profile: Profile) -> StreetGraph:
    """Make the graph of streets for one kind of vehicle; the same extract always gives the same graph.

    Nodes bear the ids of OpenStreetMap; ends of roads at a barrier are nameless, for one id may name several.

    Raises
    ------
    UnusableInputError
        If there is no road that the vehicle may drive on.
    """
    return build(extract, profile).graph


def build(extract: Extract, profile: Profile) -> OsmStreets:
    """Make the graph as `street_graph` does, and count what went into it."""
    kmh = np.array([speeds(tags, profile) for tags in extract.tag_sets]).reshape(-1, 2)[extract.tag_set]
    open_ways = kmh.max(axis=1) > 0
    stopping = np.array([node for node, tags in extract.node_tags.items() if stops(tags, profile)], np.int64)
    reading = rules_for(extract.restrictions, profile)
    named = np.array([rule.via_node for rule in reading.rules if rule.via_node is not None], np.int64)
    pieces = cut(extract, open_ways, stopping, named)
    if not len(pieces.way):
        raise UnusableInputError(f"{extract.name}: there is no road in this extract for the profile {profile.name!r}.")
    arcs = _arcs(pieces, kmh)
    forbidden = forbidden_sequences(reading.rules, _seen_by_rules(extract, pieces, arcs, reading.rules))
    tally = Tally(
        ways=int(open_ways.sum()),
        ways_with_gaps=pieces.gaps,
        barriers=len(np.unique(pieces.node_point[pieces.node_cut])),
        restrictions=forbidden.applied,
        needless_restrictions=forbidden.needless,
        conditional_restrictions=reading.conditional,
        unclear_restrictions=reading.unclear + forbidden.unclear,
    )
    return OsmStreets(_graph(extract, pieces, arcs, kmh, forbidden.sequences), tally)


@dataclass(frozen=True, eq=False, slots=True)
class _DrivenPieces:
    """Arcs in the order of their pieces, the one along the line first."""

    tail: Ints
    head: Ints
    piece: Ints
    forward: Flags


def _arcs(pieces: Pieces, kmh: Floats) -> _DrivenPieces:
    piece, against = np.nonzero(kmh[pieces.way] > 0)
    forward = against == 0
    start, end = pieces.start[piece], pieces.end[piece]
    return _DrivenPieces(np.where(forward, start, end), np.where(forward, end, start), piece, forward)


def _seen_by_rules(extract: Extract, pieces: Pieces, arcs: _DrivenPieces, rules: tuple[Rule, ...]) -> Arcs:
    """Put the arcs as the rules need them."""
    two_way = arcs.piece[1:] == arcs.piece[:-1]
    reverse = np.full(len(arcs.piece), -1)
    reverse[:-1][two_way] = np.flatnonzero(two_way) + 1
    reverse[1:][two_way] = np.flatnonzero(two_way)
    leaving = np.argsort(arcs.tail, kind="stable")
    ways = np.unique([way for rule in rules for way in (*rule.come_from, *rule.go_to, *rule.via_ways)])
    of_way: dict[int, list[int]] = {}
    way_ids = extract.way_ids[pieces.way[arcs.piece]]
    for arc in np.flatnonzero(np.isin(way_ids, ways)).tolist():
        of_way.setdefault(int(way_ids[arc]), []).append(arc)
    whole = ~pieces.node_cut
    ids = extract.node_ids[pieces.node_point]
    return Arcs(
        tail=arcs.tail,
        head=arcs.head,
        reverse=reverse,
        leaving=leaving,
        first_leaving=np.searchsorted(arcs.tail[leaving], np.arange(len(ids) + 1)),
        of_way=of_way,
        at_node=dict(zip(ids[whole].tolist(), np.flatnonzero(whole).tolist(), strict=True)),
    )


def _graph(
    extract: Extract, pieces: Pieces, arcs: _DrivenPieces, kmh: Floats, forbidden: tuple[tuple[int, ...], ...]
) -> StreetGraph:
    classes = [tags["highway"] for tags in extract.tag_sets]
    road_classes, class_of_tags = np.unique(classes, return_inverse=True)
    names = extract.node_ids[pieces.node_point].astype(np.str_)
    names[pieces.node_cut] = ""
    return StreetGraph(
        lat=extract.lat[pieces.node_point],
        lon=extract.lon[pieces.node_point],
        node_names=names,
        tail=arcs.tail,
        head=arcs.head,
        piece=arcs.piece,
        forward=arcs.forward,
        kmh=kmh[pieces.way[arcs.piece], np.where(arcs.forward, 0, 1)],
        first_point=pieces.first_point,
        point_lat=extract.lat[pieces.points],
        point_lon=extract.lon[pieces.points],
        length_m=pieces.length_m,
        road_class=class_of_tags[extract.tag_set[pieces.way]],
        road_classes=tuple(road_classes.tolist()),
        street=extract.street[pieces.way],
        streets=extract.streets,
        forbidden=np.array([arc for path in forbidden for arc in path], np.int64),
        first_forbidden=np.cumsum([0, *map(len, forbidden)], dtype=np.int64),
        attribution=ATTRIBUTION,
    )
