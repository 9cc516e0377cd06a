"""The map itself: panels with a background, roads, flows, marks and labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.reporting.maps.background import Background, Name, background
from safepassage.reporting.maps.background_names import draw_names, place_names
from safepassage.reporting.maps.flows import Band, draw_bands
from safepassage.reporting.maps.furniture import area_room, draw_area, draw_furniture, furniture_room
from safepassage.reporting.maps.ground import NO_GROUND, Ground
from safepassage.reporting.maps.labels import LINE, NAME_FONT, Box, Placed, Stroke, Wanted, leader_end, place_labels
from safepassage.reporting.maps.layout import Panel, panels
from safepassage.reporting.maps.marks import draw_mark
from safepassage.reporting.maps.projection import Point
from safepassage.reporting.maps.roles import MapPlace, Role
from safepassage.reporting.maps.scheme import scheme, scheme_labels
from safepassage.reporting.maps.streets import Streets
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.svg import box, drawing, fitted, group, line, text

LONGEST_NAME = 260.0
"""Room for a name, in pixels."""

MOST_SCHEME_ROADS = 150
"""A scheme with more roads than this shows flows only; a map to scale shows all."""

MOST_LABELS, MOST_STROKES, MOST_JUNCTIONS = 80, 300, 300
"""No more labels than this, the most important; they avoid so many flows; more junctions have no dots."""

NO_BACKGROUND = Background(Markup(""), ())


@dataclass(frozen=True, slots=True)
class Map:
    """The finished drawings, and places that could not be shown or labelled, by name.

    `attributions` say whose data is shown, and `troubles` are sentences on what cannot be shown.
    """

    panels: tuple[Markup, ...]
    to_scale: bool
    not_drawn: tuple[str, ...]
    not_labelled: tuple[str, ...]
    has_roads: bool
    attributions: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a map shows, whatever its size; `most` people make the widest band."""

    scenario: Scenario
    places: Sequence[MapPlace]
    flows: Sequence[Flow]
    streets: Streets
    ground: Ground
    most: int

    @classmethod
    def of(
        cls, scenario: Scenario, places: Sequence[MapPlace], flows: Sequence[Flow], ground: Ground = NO_GROUND
    ) -> "Shown":
        """Gather what a map of a scenario shows with the flows of a plan."""
        on_earth = any(p.place.lat is not None and p.place.lon is not None for p in places)
        streets = Streets.of(scenario, flows, ground if on_earth else NO_GROUND)
        most = max(streets.busiest, sum(p.persons for p in places if p.role == Role.DESTINATION) // 2)
        return cls(scenario, places, flows, streets, ground, most)

    @property
    def streams(self) -> list[str]:
        """The streams of people, in the order of their colours."""
        return sorted({row.stream for row in self.scenario.people})


def draw_map(shown: Shown, width: float, pair_width: float) -> Map:
    """Draw a map; a scheme where no place has coordinates."""
    places = shown.places
    laid_out = panels(places, width, pair_width, shown.streets.corners)
    to_scale = bool(laid_out)
    laid_out = laid_out or (scheme(places, shown.flows, width),)
    drawn, troubles = [], list(shown.ground.troubles)
    for panel in laid_out:
        try:
            below = _background(panel, shown.ground)
        except UnusableInputError as error:
            below = NO_BACKGROUND
            troubles.append(f"The map has no background: {error}")
        drawn.append(_draw_panel(panel, shown, below))
    labelled = {key for _, keys, _ in drawn for key in keys}
    on_it, quiet = set(laid_out[0].positions), {p.place.id for p in places if p.role == Role.JUNCTION}
    return Map(
        tuple(picture for picture, _, _ in drawn),
        to_scale,
        tuple(p.place.label for p in places if p.place.id not in on_it),
        tuple(p.place.label for p in places if p.place.id in on_it - labelled - quiet),
        _draws_roads(shown.scenario, laid_out[0]),
        tuple(dict.fromkeys(one for _, _, attributions in drawn for one in attributions)),
        tuple(dict.fromkeys(troubles)),
    )


def _background(panel: Panel, ground: Ground) -> Background:
    if panel.frame is None or ground.basemap is None:
        return NO_BACKGROUND
    return background(ground.basemap, panel.frame, panel.width, panel.height)


def _draw_panel(panel: Panel, shown: Shown, below: Background) -> tuple[Markup, set[str], tuple[str, ...]]:
    """Draw a panel; give the picture, which places have their name on it, and whose data it shows."""
    joined = shown.streets.bands(panel, shown.most)
    inside = _inside(panel, shown.places)
    attributions = _attributions(panel, shown, below)
    room = furniture_room(panel, attributions)
    placed = scheme_labels(panel, inside) if panel.names_aside else _labels(panel, inside, joined, room)
    roads = shown.streets.draw(panel) if _draws_roads(shown.scenario, panel) else Markup("")
    small = set(panel.positions) - panel.labelled if panel.areas else set()
    picture = drawing(
        panel.width,
        panel.height,
        _described(panel),
        box(0, 0, panel.width, panel.height, "ground", rx=4),
        below.drawn,
        roads,
        draw_names(_names(panel, inside, below, placed, joined, room)),
        draw_bands(joined, shown.streams, {p.place.id: p.place.label for p in shown.places}),
        *(draw_mark(p, panel.positions[p.place.id], small=p.place.id in small) for p in inside),
        *(draw_area(area) for area in panel.areas),
        *(_label(label) for label in placed),
        draw_furniture(panel, attributions),
        class_="map",
    )
    return picture, {label.wanted.key for label in placed}, attributions


def _inside(panel: Panel, places: Sequence[MapPlace]) -> list[MapPlace]:
    """Give the places to mark on a panel; junctions only if there are not too many."""
    found = [p for p in places if p.place.id in panel.positions and _visible(panel, panel.positions[p.place.id])]
    if sum(p.role == Role.JUNCTION for p in found) > MOST_JUNCTIONS:
        found = [p for p in found if p.role != Role.JUNCTION]
    return found


def _attributions(panel: Panel, shown: Shown, below: Background) -> tuple[str, ...]:
    found = [shown.ground.basemap.attribution] if below.drawn and shown.ground.basemap is not None else []
    if panel.frame is not None and shown.streets.lines and shown.ground.routes is not None:
        found.append(shown.ground.routes.attribution)
    return tuple(dict.fromkeys(one for one in found if one))


def _draws_roads(scenario: Scenario, panel: Panel) -> bool:
    return len(scenario.links) > 0 and (panel.px_per_km is not None or len(scenario.links) <= MOST_SCHEME_ROADS)


def _described(panel: Panel) -> str:
    if panel.px_per_km is None:
        return "Scheme of places and flows of people, not to scale"
    return f"Map, detail {panel.letter}" if panel.letter else "Map of places, roads and flows of people"


def _visible(panel: Panel, at: Point) -> bool:
    return 0 <= at[0] <= panel.width and 0 <= at[1] <= panel.height


def _labels(panel: Panel, inside: Sequence[MapPlace], joined: Sequence[Band], room: Sequence[Box]) -> list[Placed]:
    """Place the labels of a panel, most important places first; junctions only keep one if there are few."""
    named = [p for p in inside if p.place.id in panel.labelled]
    junctions = sum(p.role == Role.JUNCTION for p in named)
    wanted = [
        Wanted(p.place.id, panel.positions[p.place.id], _lines(p))
        for p in sorted(named, key=lambda p: p.rank)
        if p.role != Role.JUNCTION or junctions <= 12
    ][:MOST_LABELS]
    marks = [*_marks(panel, inside), *area_room(panel.areas), *room]
    return place_labels(wanted, _bounds(panel), marks, _strokes(joined))


def _marks(panel: Panel, inside: Sequence[MapPlace]) -> list[Box]:
    return [_around(panel.positions[p.place.id], 6 if p.role != Role.JUNCTION else 2) for p in inside]


def _bounds(panel: Panel) -> Box:
    return Box(4, 4, panel.width - 4, panel.height - 4)


def _strokes(joined: Sequence[Band]) -> list[Stroke]:
    """Give what names should not cover: the widest bands."""
    found = [Stroke(a, b, band.width) for band in joined[:MOST_STROKES] for a, b in pairwise(band.line)]
    return found[:MOST_STROKES]


def _names(
    panel: Panel,
    inside: Sequence[MapPlace],
    below: Background,
    placed: Sequence[Placed],
    joined: Sequence[Band],
    room: Sequence[Box],
) -> list[tuple[Name, Box]]:
    """Choose the names of the background that find room between everything else."""
    taken = [*_marks(panel, inside), *area_room(panel.areas), *room, *(label.box for label in placed)]
    leaders = [Stroke(label.wanted.at, leader_end(label), 1) for label in placed if label.far]
    known = {p.place.label for p in inside}
    return place_names(below.names, _bounds(panel), taken, [*_strokes(joined), *leaders], known)


def _lines(place: MapPlace) -> tuple[str, ...]:
    name = fitted(place.place.label, LONGEST_NAME, NAME_FONT)
    return (name, place.note) if place.note else (name,)


def _around(at: Point, reach: float) -> Box:
    return Box(at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)


def _label(label: Placed) -> Markup:
    """Draw a label, with a thin line to its mark when it stands away from it."""
    at = {"start": label.box.left, "middle": (label.box.left + label.box.right) / 2, "end": label.box.right}
    x = at[label.anchor]
    lines = [
        text(x, label.box.top + LINE * (i + 1) - 3.5, words, "place-name" if i == 0 else "place-note", label.anchor)
        for i, words in enumerate(label.wanted.lines)
    ]
    return group(_leader(label), *lines)


def _leader(label: Placed) -> Markup:
    if not label.far:
        return Markup("")
    return line(*label.wanted.at, *leader_end(label), "leader")
