"""Where places lie on the drawing: to scale, with enlarged panels for dense areas, or as a scheme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

from safepassage.domain.places import Place
from safepassage.domain.streets import Position
from safepassage.reporting.maps.projection import Frame, Middle, Point
from safepassage.reporting.maps.roles import MapPlace, Role

MARGIN = 46
NEAR, NEAR_ON_STREETS = 30, 45
"""Marks closer than this, in pixels, belong to one dense area; more where flows run along streets between them."""

SAME, SIDE_BY_SIDE = 5.0, 12.0
"""Marks closer than the first lie on one another, and are drawn as far apart as the second, in pixels."""

FEWEST_DENSE = 4
MOST_PANELS = 3
MOST_MARKED = 400
"""Crowded areas are looked for among so many places, the most important ones."""


@dataclass(frozen=True, slots=True)
class Area:
    """A dense area of the overview, drawn larger in a panel of its own that bears its letter."""

    letter: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing: positions of places in pixels, which of them to label, and its frame if it is to scale.

    With `names_aside` every name stands beside its mark on one line, as in a list.
    """

    letter: str
    width: float
    height: float
    positions: Mapping[str, Point]
    labelled: frozenset[str]
    frame: Frame | None = None
    areas: tuple[Area, ...] = ()
    names_aside: bool = False

    @property
    def px_per_km(self) -> float | None:
        """The scale; None if it has none."""
        return None if self.frame is None else self.frame.px_per_km


def located(places: Iterable[Place]) -> dict[str, Point]:
    """Give positions in km east and north of the middle, for the places that have coordinates."""
    found = list(places)
    middle = Middle.of(found)
    if middle is None:
        return {}
    return {p.id: middle.km(p.lon, p.lat) for p in found if p.lat is not None and p.lon is not None}


def panels(
    places: Sequence[MapPlace], width: float, pair_width: float, also: Iterable[Position] = ()
) -> tuple[Panel, ...]:
    """Lay out a map to scale: an overview, and enlarged panels for areas where places crowd together.

    `width` is for the overview and for one enlarged panel alone, `pair_width` for each of two. Places without
    coordinates are left out. The overview has room for `also`, positions of streets with people, too.
    """
    middle = Middle.of(p.place for p in places)
    if middle is None:
        return ()
    km = located(p.place for p in places)
    ranked = sorted((p for p in places if p.place.id in km and p.role != Role.JUNCTION), key=lambda p: p.rank)
    marked = [p.place.id for p in ranked[:MOST_MARKED]]
    streets = list(also)
    overview = _fitted("", middle, km, [*km.values(), *(middle.km(*at) for at in streets)], width)
    dense = _dense_areas(overview, marked, km, NEAR_ON_STREETS if streets else NEAR)
    areas = tuple(
        _area(letter, [overview.positions[m] for m in members]) for letter, members in zip("ABC", dense, strict=False)
    )
    inset_width = pair_width if len(areas) > 1 else width
    insets = [_inset(area, overview, middle, km, inset_width) for area in areas]
    hidden = {key for area in areas for key, at in overview.positions.items() if _inside(area, at)}
    crossings = {p.place.id for p in places if p.role == Role.CROSSING}
    labelled = frozenset(key for key in km if key not in hidden or key in crossings)
    return (replace(overview, labelled=labelled, areas=areas), *insets)


def _inset(area: Area, overview: Panel, middle: Middle, km: Mapping[str, Point], width: float) -> Panel:
    """Enlarge an area; places outside keep their place beyond the edge, so that roads lead out to them."""
    inside = [key for key, at in overview.positions.items() if _inside(area, at)]
    panel = _fitted(area.letter, middle, km, [km[key] for key in inside], width)
    shown = (k for k, (x, y) in panel.positions.items() if 0 <= x <= panel.width and 0 <= y <= panel.height)
    return replace(panel, labelled=frozenset(shown))


def _fitted(letter: str, middle: Middle, km: Mapping[str, Point], shown: Sequence[Point], width: float) -> Panel:
    """Scale and shift so that the shown points fill a panel of that width, and a height that suits them."""
    xs, ys = [x for x, _ in shown], [y for _, y in shown]
    wide, high = max(max(xs) - min(xs), 0.4), max(max(ys) - min(ys), 0.3)
    lowest, highest = (0.28, 0.45 if letter else 0.56) if width > 600 else (0.6, 1.05)
    height = min(max((width - 2 * MARGIN) * high / wide + 2 * MARGIN, lowest * width), highest * width)
    scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
    x0, y0 = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    frame = Frame(middle, scale, width / 2 - x0 * scale, height / 2 + y0 * scale)
    at = {key: (frame.x + x * scale, frame.y - y * scale) for key, (x, y) in km.items()}
    return Panel(letter, width, height, _spread(at), frozenset(km), frame)


def _spread(positions: Mapping[str, Point]) -> dict[str, Point]:
    """Move marks that lie on one another side by side."""
    spread: dict[str, Point] = {}
    cells: dict[tuple[int, int], list[Point]] = {}
    for key, at in positions.items():
        moved = at
        while any(_distance(moved, other) < SAME for cell in _cells_around(moved) for other in cells.get(cell, ())):
            moved = (moved[0] + SIDE_BY_SIDE, moved[1])
        spread[key] = moved
        cells.setdefault(_cell(moved), []).append(moved)
    return spread


def _cell(at: Point) -> tuple[int, int]:
    return int(at[0] // SAME), int(at[1] // SAME)


def _cells_around(at: Point) -> list[tuple[int, int]]:
    x, y = _cell(at)
    return [(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]


def _dense_areas(overview: Panel, marked: Sequence[str], km: Mapping[str, Point], near_px: float) -> list[list[str]]:
    """Find groups of places whose marks lie too close together to be labelled, the largest first."""
    left, groups = set(marked), []
    while left:
        found, todo = [], [left.pop()]
        while todo:
            here = todo.pop()
            found.append(here)
            near = {k for k in left if _distance(overview.positions[here], overview.positions[k]) < near_px}
            left -= near
            todo.extend(sorted(near))
        groups.append(sorted(found))
    dense = [g for g in groups if _spots(g, km) >= FEWEST_DENSE and _extent(overview, g) < 0.45 * overview.width]
    return sorted(dense, key=lambda g: (-len(g), g))[: MOST_PANELS - 1]


def _spots(members: Sequence[str], km: Mapping[str, Point]) -> int:
    """Count different spots, to 10 m: a town and its hospital may stand on one."""
    return len({(round(km[m][0], 2), round(km[m][1], 2)) for m in members})


def _extent(panel: Panel, members: Sequence[str]) -> float:
    xs = [panel.positions[m][0] for m in members]
    ys = [panel.positions[m][1] for m in members]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _area(letter: str, points: Sequence[Point], margin: float = 9) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Area(letter, min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)


def _inside(area: Area, at: Point) -> bool:
    return area.left <= at[0] <= area.right and area.top <= at[1] <= area.bottom


def _distance(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])
