"""The map of a replay: the report's ground, roads and marks, with room for what the script moves and writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.errors import UnusableInputError
from safepassage.reporting.maps.background import Background, Name, background
from safepassage.reporting.maps.background_names import draw_names, place_names
from safepassage.reporting.maps.furniture import area_room, draw_area, draw_furniture, furniture_room
from safepassage.reporting.maps.ground import Ground
from safepassage.reporting.maps.labels import LINE, NAME_FONT, Box, Placed, Stroke, Wanted, leader_end, place_labels
from safepassage.reporting.maps.layout import Panel
from safepassage.reporting.maps.marks import draw_mark
from safepassage.reporting.maps.roles import MapPlace, Role
from safepassage.reporting.maps.streets import Streets
from safepassage.reporting.svg import box, drawing, element, fitted, group, line, path, text

LONGEST_NAME = 220.0
"""Room for a name, in pixels."""

NUMBERS: Mapping[Role, str] = {
    Role.CROSSING: "closed, 000 queue",
    Role.WAITING: "00,000 wait",
    Role.TRANSFER: "00,000 wait",
    Role.DESTINATION: "0,000 arrived",
}
"""What stands under the name of a place, for the room that it takes; under others stands nothing."""

MOST_LABELS, MOST_JUNCTIONS = 80, 300
MOVING = ("chain", "empty", "loaded", "standing")
"""The paths of vehicles, lower ones first: the chains of convoys, then dots."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What is drawn whatever the panel; `numbers` gives the number of each place in the data of the script."""

    places: Sequence[MapPlace]
    ground: Ground
    streets: Streets
    numbers: dict[str, int]


def draw_panel(panel: Panel, scene: Scene) -> tuple[Markup, tuple[str, ...]]:
    """Draw one panel, and give sentences on what it cannot show."""
    below, troubles = _background(panel, scene.ground)
    attributions = _attributions(panel, scene, below)
    inside = _inside(panel, scene.places)
    room = furniture_room(panel, attributions)
    placed = _labels(panel, inside, room)
    picture = drawing(
        panel.width,
        panel.height,
        f"Map, detail {panel.letter}" if panel.letter else "Map of places, roads and moving vehicles",
        box(0, 0, panel.width, panel.height, "ground", rx=4),
        below.drawn,
        scene.streets.draw(panel),
        draw_names(_names(panel, inside, below, placed, room)),
        *(_halos(panel, place, scene) for place in inside),
        *(path("", f"vehicles {kind}", data_vehicles=kind) for kind in MOVING),
        *(_mark(panel, place, scene) for place in inside),
        *(draw_area(area) for area in panel.areas),
        *(_label(label, scene) for label in placed),
        draw_furniture(panel, attributions),
        class_="map",
    )
    return picture, troubles


def _background(panel: Panel, ground: Ground) -> tuple[Background, tuple[str, ...]]:
    if panel.frame is None or ground.basemap is None:
        return Background(Markup(""), ()), ()
    try:
        return background(ground.basemap, panel.frame, panel.width, panel.height), ()
    except UnusableInputError as error:
        return Background(Markup(""), ()), (f"The map has no background: {error}",)


def _attributions(panel: Panel, scene: Scene, below: Background) -> tuple[str, ...]:
    found = [scene.ground.basemap.attribution] if below.drawn and scene.ground.basemap is not None else []
    if panel.frame is not None and scene.streets.lines and scene.ground.routes is not None:
        found.append(scene.ground.routes.attribution)
    return tuple(dict.fromkeys(one for one in found if one))


def _inside(panel: Panel, places: Sequence[MapPlace]) -> list[MapPlace]:
    """Give the places to mark on a panel; junctions only if there are not too many."""
    found = [p for p in places if p.place.id in panel.positions and _visible(panel, p.place.id)]
    if sum(p.role == Role.JUNCTION for p in found) > MOST_JUNCTIONS:
        found = [p for p in found if p.role != Role.JUNCTION]
    return found


def _visible(panel: Panel, place: str) -> bool:
    x, y = panel.positions[place]
    return 0 <= x <= panel.width and 0 <= y <= panel.height


def _labels(panel: Panel, inside: Sequence[MapPlace], room: Sequence[Box]) -> list[Placed]:
    named = [p for p in inside if p.place.id in panel.labelled and p.role != Role.JUNCTION]
    wanted = [
        Wanted(p.place.id, panel.positions[p.place.id], _lines(p, panel))
        for p in sorted(named, key=lambda p: p.rank)[:MOST_LABELS]
    ]
    taken = [*_marks(panel, inside), *area_room(panel.areas), *room]
    return place_labels(wanted, _bounds(panel), taken, [])


def _lines(place: MapPlace, panel: Panel) -> tuple[str, ...]:
    name = fitted(place.place.label, min(LONGEST_NAME, panel.width * 0.4), NAME_FONT)
    return (name, NUMBERS[place.role]) if place.role in NUMBERS else (name,)


def _marks(panel: Panel, inside: Sequence[MapPlace]) -> list[Box]:
    at = [(panel.positions[p.place.id], 2 if p.role == Role.JUNCTION else 7) for p in inside]
    return [Box(x - reach, y - reach, x + reach, y + reach) for (x, y), reach in at]


def _bounds(panel: Panel) -> Box:
    return Box(4, 4, panel.width - 4, panel.height - 4)


def _names(
    panel: Panel, inside: Sequence[MapPlace], below: Background, placed: Sequence[Placed], room: Sequence[Box]
) -> list[tuple[Name, Box]]:
    taken = [*_marks(panel, inside), *area_room(panel.areas), *room, *(label.box for label in placed)]
    leaders = [Stroke(label.wanted.at, leader_end(label), 1) for label in placed if label.far]
    return place_names(below.names, _bounds(panel), taken, leaders, {p.place.label for p in inside})


def _halos(panel: Panel, place: MapPlace, scene: Scene) -> Markup:
    """Draw the discs that grow with people who wait and who have arrived; the script sets their size."""
    if place.role not in NUMBERS:
        return Markup("")
    x, y = panel.positions[place.place.id]
    number = scene.numbers[place.place.id]
    return group(
        *(element("circle", cx=x, cy=y, r=0, class_=f"halo {of}", data_halo=of, data_place=number) for of in HALOS)
    )


HALOS = ("waiting", "arrived")


def _mark(panel: Panel, place: MapPlace, scene: Scene) -> Markup:
    small = bool(panel.areas) and place.place.id not in panel.labelled
    mark = draw_mark(place, panel.positions[place.place.id], small=small)
    return group(mark, class_="place", data_mark=scene.numbers[place.place.id]) if place.role == Role.CROSSING else mark


def _label(label: Placed, scene: Scene) -> Markup:
    """Draw a name, and below it an empty line in which the script writes numbers."""
    x = {"start": label.box.left, "middle": (label.box.left + label.box.right) / 2, "end": label.box.right}[
        label.anchor
    ]
    words = [text(x, label.box.top + LINE - 3.5, label.wanted.lines[0], "place-name", label.anchor)]
    if len(label.wanted.lines) > 1:
        number = scene.numbers[label.wanted.key]
        words.append(text(x, label.box.top + 2 * LINE - 3.5, "", "place-note", label.anchor, data_note=number))
    return group(line(*label.wanted.at, *leader_end(label), "leader") if label.far else Markup(""), *words)
