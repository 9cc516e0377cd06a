"""The map itself: panels with roads, flows, marks, labels, scale bar and north."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.scenario import Scenario
from safepassage.reporting.charts.scales import round_step
from safepassage.reporting.maps.flows import Band, bands, draw_bands, draw_roads
from safepassage.reporting.maps.labels import LINE, NAME_FONT, Box, Placed, Stroke, Wanted, leader_end, place_labels
from safepassage.reporting.maps.layout import Area, Panel, Point, panels
from safepassage.reporting.maps.roles import MapPlace, Role
from safepassage.reporting.maps.scheme import scheme, scheme_labels
from safepassage.reporting.measures.flows import Flow
from safepassage.reporting.svg import box, drawing, element, fitted, group, line, path, text, title
from safepassage.reporting.words import decimal

LONGEST_NAME = 260.0
"""Room for a name, in pixels."""

MOST_SCHEME_ROADS = 150
"""A scheme with more roads than this shows flows only; a map to scale shows all."""

MOST_LABELS, MOST_STROKES, MOST_JUNCTIONS = 80, 300, 300
"""No more labels than this, the most important; they avoid so many flows; more junctions have no dots."""


@dataclass(frozen=True, slots=True)
class Map:
    """The finished drawings, and places that could not be shown or labelled, by name."""

    panels: tuple[Markup, ...]
    to_scale: bool
    not_drawn: tuple[str, ...]
    not_labelled: tuple[str, ...]
    has_roads: bool


def draw_map(
    scenario: Scenario, places: Sequence[MapPlace], flows: Sequence[Flow], width: float, pair_width: float
) -> Map:
    """Draw the map of a scenario with the flows of a plan; a scheme where no place has coordinates."""
    laid_out = panels(places, width, pair_width)
    to_scale = bool(laid_out)
    laid_out = laid_out or (scheme(places, flows, width),)
    shown = set(laid_out[0].positions)
    streams = sorted({row.stream for row in scenario.people})
    drawn, labelled = [], set()
    for panel in laid_out:
        picture, named = _draw_panel(scenario, panel, places, flows, streams)
        drawn.append(picture)
        labelled |= named
    quiet = {p.place.id for p in places if p.role == Role.JUNCTION}
    return Map(
        tuple(drawn),
        to_scale,
        tuple(p.place.label for p in places if p.place.id not in shown),
        tuple(p.place.label for p in places if p.place.id in shown - labelled - quiet),
        _draws_roads(scenario, laid_out[0]),
    )


def _draw_panel(
    scenario: Scenario, panel: Panel, places: Sequence[MapPlace], flows: Sequence[Flow], streams: Sequence[str]
) -> tuple[Markup, set[str]]:
    most = max([f.persons for f in flows] + [sum(p.persons for p in places if p.role == Role.DESTINATION) // 2])
    joined = bands(flows, panel.positions, most)
    inside = [p for p in places if p.place.id in panel.positions and _visible(panel, panel.positions[p.place.id])]
    if sum(p.role == Role.JUNCTION for p in inside) > MOST_JUNCTIONS:
        inside = [p for p in inside if p.role != Role.JUNCTION]
    placed = scheme_labels(panel, inside) if panel.names_aside else _labels(panel, inside, joined)
    names = {p.place.id: p.place.label for p in places}
    links = scenario.links if _draws_roads(scenario, panel) else ()
    small = set(panel.positions) - panel.labelled if panel.areas else set()
    picture = drawing(
        panel.width,
        panel.height,
        _described(panel),
        box(0, 0, panel.width, panel.height, "ground", rx=4),
        draw_roads(links, panel.positions),
        draw_bands(joined, streams, names),
        *(_mark(p, panel.positions[p.place.id], small=p.place.id in small) for p in inside),
        *(_area(area) for area in panel.areas),
        *(_label(label) for label in placed),
        _furniture(panel),
        class_="map",
    )
    return picture, {label.wanted.key for label in placed}


def _draws_roads(scenario: Scenario, panel: Panel) -> bool:
    return len(scenario.links) > 0 and (panel.px_per_km is not None or len(scenario.links) <= MOST_SCHEME_ROADS)


def _described(panel: Panel) -> str:
    if panel.px_per_km is None:
        return "Scheme of places and flows of people, not to scale"
    return f"Map, detail {panel.letter}" if panel.letter else "Map of places, roads and flows of people"


def _visible(panel: Panel, at: Point) -> bool:
    return 0 <= at[0] <= panel.width and 0 <= at[1] <= panel.height


def _labels(panel: Panel, inside: Sequence[MapPlace], joined: Sequence[Band]) -> list[Placed]:
    """Place the labels of a panel, most important places first; junctions only keep one if there are few."""
    named = [p for p in inside if p.place.id in panel.labelled]
    junctions = sum(p.role == Role.JUNCTION for p in named)
    wanted = [
        Wanted(p.place.id, panel.positions[p.place.id], _lines(p))
        for p in sorted(named, key=lambda p: p.rank)
        if p.role != Role.JUNCTION or junctions <= 12
    ][:MOST_LABELS]
    marks = [_around(panel.positions[p.place.id], 6 if p.role != Role.JUNCTION else 2) for p in inside]
    marks += [Box(a.left, a.top - 2, a.right, a.bottom + 2) for a in panel.areas]
    marks += [Box(a.left, a.top - 18, a.left + 56, a.top) for a in panel.areas]
    marks += _furniture_room(panel)
    bounds = Box(4, 4, panel.width - 4, panel.height - 4)
    return place_labels(wanted, bounds, marks, [Stroke(band.a, band.b, band.width) for band in joined[:MOST_STROKES]])


def _lines(place: MapPlace) -> tuple[str, ...]:
    name = fitted(place.place.label, LONGEST_NAME, NAME_FONT)
    return (name, place.note) if place.note else (name,)


def _around(at: Point, reach: float) -> Box:
    return Box(at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)


def _furniture_room(panel: Panel) -> list[Box]:
    """Give the room that scale bar and north take, and the name of a panel."""
    scale = [Box(panel.width - 160, panel.height - 36, panel.width, panel.height)] if panel.px_per_km else []
    return scale + ([Box(0, 0, 80, 30)] if panel.letter else [])


def _mark(place: MapPlace, at: Point, small: bool) -> Markup:
    """Draw the mark of a place: shapes differ, so that it reads without colour."""
    words = f"{place.place.label}: {place.note}" if place.note else place.place.label
    return group(title(words), _shape(place.role, at, 0.6 if small else 1.0), class_=f"mark {place.role}")


def _shape(role: Role, at: Point, size: float = 1.0) -> Markup:
    x, y = at
    match role:
        case Role.CROSSING:
            return _diamond(x, y, 7.5 * size)
        case Role.START:
            return _triangle(x, y, 6.0 * size)
        case Role.DESTINATION:
            return element("rect", x=x - 5 * size, y=y - 5 * size, width=10 * size, height=10 * size)
        case _:
            return element("circle", cx=x, cy=y, r=(2.0 if role == Role.JUNCTION else 5.0) * size)


def _diamond(x: float, y: float, r: float) -> Markup:
    return group(
        path(f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z"),
        path(f"M{x - r * 0.45:.1f} {y:.1f}h{r * 0.9:.1f}", "bar"),
    )


def _triangle(x: float, y: float, r: float) -> Markup:
    return path(f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y + r * 0.8:.1f}H{x - r:.1f}Z")


def legend_mark(role: Role) -> Markup:
    """Draw the mark of a role for the legend."""
    mark = group(_shape(role, (9, 9)), class_=f"mark {role}")
    return element("svg", mark, viewBox="0 0 18 18", class_="key", aria_hidden="true")


def _area(area: Area) -> Markup:
    frame_ = box(area.left, area.top, area.right - area.left, area.bottom - area.top, "area-frame", rx=2)
    words = text(area.left + 1, area.top - 4, f"detail {area.letter}", "area-name")
    return group(frame_, words)


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


def _furniture(panel: Panel) -> Markup:
    """Draw the panel's letter, and for a map to scale the scale bar and north."""
    words = [text(12, 22, f"Detail {panel.letter}", "panel-name")] if panel.letter else []
    if panel.px_per_km is None:
        return group(*words)
    length = round_step(90 / panel.px_per_km, 1)
    length = length if length * panel.px_per_km <= 110 else length / 2
    right, y = panel.width - 34, panel.height - 12
    wide = length * panel.px_per_km
    bar = path(f"M{right - wide:.1f} {y - 4:.1f}v4h{wide:.1f}v-4", "scale-bar")
    km = f"{decimal(length, 2)} km" if length >= 1 else f"{decimal(length * 1000, 0)} m"
    north = path(f"M{panel.width - 16:.1f} {y - 16:.1f}l5 14l-5 -4l-5 4Z", "north")
    return group(
        *words,
        bar,
        text(right - wide / 2, y - 7, km, "tick", "middle"),
        north,
        text(panel.width - 16, y + 8, "N", "tick", "middle"),
    )
