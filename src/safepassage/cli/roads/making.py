"""From a scenario and a source of streets to a study of the streets between its places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from safepassage.cli.roads.sources import Source
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import ChosenWay, StreetConditions
from safepassage.network.streets.components import main_component
from safepassage.network.streets.graph import Flags, StreetGraph
from safepassage.network.streets.hierarchy import PreparedStreets
from safepassage.network.streets.router import Spot
from safepassage.network.streets.snapping import Far, Snap, node_snaps, other_carriageway, snap_places
from safepassage.network.streets.street_lines import StreetLines
from safepassage.network.streets.study import Study
from safepassage.network.streets.survey import Pair, Survey
from safepassage.network.streets.zones import LEAST_REACH_M, Crossing
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import decimal, isolated


@dataclass(frozen=True, slots=True)
class Reach:
    """How far places may lie off the streets, and how far crossings reach, in metres.

    `crossing_m` None takes LEAST_REACH_M, or a crossing's own distance from its street where that is more.
    """

    snap_m: float
    crossing_m: float | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A study, with the streets that it is made on and where each place was snapped, in the order of the places."""

    study: Study
    prepared: PreparedStreets
    lines: StreetLines
    usable: Flags
    snaps: tuple[Snap, ...]

    @property
    def spots(self) -> dict[str, Spot]:
        """The spot of each place."""
        return {snap.place: snap.spot for snap in self.snaps}


def make_study(
    case: Scenario, conditions: StreetConditions, source: Source, prepared: PreparedStreets, reach: Reach
) -> Made:
    """Put a scenario's places on prepared streets.

    Raises
    ------
    UnusableInputError
        When a place lies too far off every street; one sentence for each.
    """
    graph, lines = prepared.graph, StreetLines.of(prepared.graph)
    usable = main_component(graph)
    snaps = _snapped(case, source, graph, lines, usable, reach)
    through = _through(conditions.chosen, graph, lines, usable, reach)
    spots = [*(snap.spot for snap in snaps), *(spot for spots in through for spot in spots)]
    crossings = _crossings(case, snaps, reach)
    for number, crossing in enumerate(crossings):
        other = other_carriageway(graph, lines, usable, spots[crossing.spot], crossing.reach_m)
        if other is not None:
            crossings[number] = replace(crossing, others=(len(spots),))
            spots.append(other)
    chosen = _numbered(conditions.chosen, through, [snap.place for snap in snaps])
    survey = Survey(prepared, lines, spots, len(snaps), crossings, chosen)
    passable = np.array([_passable(case, place) for place in case.places], dtype=np.bool_)
    study = Study(survey, [snap.place for snap in snaps], passable, conditions, _minute_of(case))
    return Made(study, prepared, lines, usable, snaps)


def _snapped(
    case: Scenario, source: Source, graph: StreetGraph, lines: StreetLines, usable: Flags, reach: Reach
) -> tuple[Snap, ...]:
    """Snap every place: by its id where the source's nodes have names that people choose, else by its position."""
    by_name = {} if source.has_map else node_snaps(graph, [place.id for place in case.places])
    rest = [place for place in case.places if place.id not in by_name]
    found, far = snap_places(graph, lines, rest, usable, reach.snap_m)
    if far:
        raise UnusableInputError("\n".join(_far_words(each, source, reach) for each in far))
    snapped = {**by_name, **{snap.place: snap for snap in found}}
    return tuple(snapped[place.id] for place in case.places)


def _far_words(far: Far, source: Source, reach: Reach) -> str:
    name = f"places.csv: {isolated(far.place.label)} ({far.place.id})"
    if far.place.lat is None or far.place.lon is None:
        also = "" if source.has_map else ", or give the place the id of a node"
        return f"{name} has no coordinates, so no road is near it: add lat and lon{also}."
    if far.nearest_m is None:
        return f"{name}: the source has no road with coordinates: give the place the id of a node."
    away = f"{decimal(far.nearest_m / 1000, 1)} km" if far.nearest_m >= 1000 else f"{decimal(far.nearest_m, 0)} m"
    return (
        f"{name} is {away} from the nearest road of {source.path.name} that connects with the others, more than "
        f"{decimal(reach.snap_m, 0)} m: correct lat and lon, take an extract that holds it, or allow more with "
        "--snap-metres."
    )


def _through(
    chosen: Sequence[ChosenWay], graph: StreetGraph, lines: StreetLines, usable: Flags, reach: Reach
) -> list[list[Spot]]:
    """Give the spots that each of the chosen ways leads through."""
    stops = [(way, position) for way in chosen for position in way.through]
    places = [Place(f"{i}", lat=lat, lon=lon) for i, (_, (lon, lat)) in enumerate(stops)]
    found, far = snap_places(graph, lines, places, usable, reach.snap_m)
    if far:
        way, (lon, lat) = stops[int(far[0].place.id)]
        where = f"{lat},{lon}"
        raise UnusableInputError(
            f"corridors.csv: the way from {way.from_place} to {way.to_place} leads through {where}, where no road is "
            f"within {decimal(reach.snap_m, 0)} m: correct the position, or take the row out."
        )
    spots = iter(found)
    return [[next(spots).spot for _ in way.through] for way in chosen]


def _crossings(case: Scenario, snaps: Sequence[Snap], reach: Reach) -> list[Crossing]:
    known = {place.id: place for place in case.places}
    found = []
    for number, snap in enumerate(snaps):
        place = known[snap.place]
        if snap.place in case.agreement.crossing_places:
            at = snap.position if place.lat is None or place.lon is None else (place.lon, place.lat)
            reach_m = max(LEAST_REACH_M, snap.distance_m + 1) if reach.crossing_m is None else reach.crossing_m
            found.append(Crossing(number, at, reach_m))
    return found


def _numbered(
    chosen: Sequence[ChosenWay], through: Sequence[Sequence[Spot]], places: Sequence[str]
) -> dict[Pair, tuple[int, ...]]:
    """Give the chosen ways with numbers for places and spots: those of the ways come after those of the places."""
    number = {place: i for i, place in enumerate(places)}
    numbered, first = {}, len(places)
    for way, spots in zip(chosen, through, strict=True):
        numbered[number[way.from_place], number[way.to_place]] = tuple(range(first, first + len(spots)))
        first += len(spots)
    return numbered


def _passable(case: Scenario, place: Place) -> bool:
    return place.through and place.id not in case.agreement.crossing_places


def _minute_of(case: Scenario) -> Callable[[int], int]:
    """Give the function from seconds after the start to minutes after local midnight."""
    clock = LocalClock.of(case)

    def minute(moment_s: int) -> int:
        local = clock.at(moment_s)
        return local.hour * 60 + local.minute

    return minute
