"""Where places lie on the drawing: to scale, with enlarged panels for dense areas, or as a scheme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, radians

from safepassage.domain.places import Place
from safepassage.reporting.maps.roles import MapPlace, Role

KM_PER_DEGREE = 111.32
"""Kilometres in one degree of latitude, and of longitude at the equator (WGS 84, to 1 %)."""

MARGIN = 46
NEAR = 30
"""Marks closer than this, in pixels, belong to one dense area."""

SAME, SIDE_BY_SIDE = 5.0, 12.0
"""Marks closer than the first lie on one another, and are drawn as far apart as the second, in pixels."""

FEWEST_DENSE = 4
MOST_PANELS = 3
MOST_MARKED = 400
"""Crowded areas are looked for among so many places, the most important ones."""

Point = tuple[float, float]


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
    """One drawing: positions of places in pixels, which of them to label, and the scale if it has one.

    With `names_aside` every name stands beside its mark on one line, as in a list.
    """

    letter: str
    width: float
    height: float
    positions: Mapping[str, Point]
    labelled: frozenset[str]
    px_per_km: float | None
    areas: tuple[Area, ...] = ()
    names_aside: bool = False


def located(places: Iterable[Place]) -> dict[str, Point]:
    """Give positions in km east and north of the middle, for the places that have coordinates."""
    known = {p.id: (p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None}
    if not known:
        return {}
    lats, lons = [lat for lat, _ in known.values()], [lon for _, lon in known.values()]
    lat0, lon0 = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    east = KM_PER_DEGREE * cos(radians(lat0))
    return {key: ((lon - lon0) * east, (lat - lat0) * KM_PER_DEGREE) for key, (lat, lon) in known.items()}


def panels(places: Sequence[MapPlace], width: float, pair_width: float) -> tuple[Panel, ...]:
    """Lay out a map to scale: an overview, and enlarged panels for areas where places crowd together.

    `width` is for the overview and for one enlarged panel alone, `pair_width` for each of two. Places without
    coordinates are left out.
    """
    km = located(p.place for p in places)
    if not km:
        return ()
    ranked = sorted((p for p in places if p.place.id in km and p.role != Role.JUNCTION), key=lambda p: p.rank)
    marked = [p.place.id for p in ranked[:MOST_MARKED]]
    overview = _fitted("", km, list(km), width)
    dense = _dense_areas(overview, marked, km)
    areas = tuple(
        _area(letter, [overview.positions[m] for m in members]) for letter, members in zip("ABC", dense, strict=False)
    )
    inset_width = pair_width if len(areas) > 1 else width
    insets = [_inset(area, overview, km, inset_width) for area in areas]
    hidden = {key for area in areas for key, at in overview.positions.items() if _inside(area, at)}
    crossings = {p.place.id for p in places if p.role == Role.CROSSING}
    labelled = frozenset(key for key in km if key not in hidden or key in crossings)
    return (replace(overview, labelled=labelled, areas=areas), *insets)


def _inset(area: Area, overview: Panel, km: Mapping[str, Point], width: float) -> Panel:
    """Enlarge an area; places outside keep their place beyond the edge, so that roads lead out to them."""
    inside = [key for key, at in overview.positions.items() if _inside(area, at)]
    panel = _fitted(area.letter, km, inside, width)
    shown = (k for k, (x, y) in panel.positions.items() if 0 <= x <= panel.width and 0 <= y <= panel.height)
    return replace(panel, labelled=frozenset(shown))


def _fitted(letter: str, km: Mapping[str, Point], shown: Sequence[str], width: float) -> Panel:
    """Scale and shift so that the shown places fill a panel of that width, and a height that suits them."""
    xs, ys = [km[key][0] for key in shown], [km[key][1] for key in shown]
    wide, high = max(max(xs) - min(xs), 0.4), max(max(ys) - min(ys), 0.3)
    lowest, highest = (0.28, 0.45 if letter else 0.56) if width > 600 else (0.6, 1.05)
    height = min(max((width - 2 * MARGIN) * high / wide + 2 * MARGIN, lowest * width), highest * width)
    scale = min((width - 2 * MARGIN) / wide, (height - 2 * MARGIN) / high)
    x0, y0 = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    at = {key: (width / 2 + (x - x0) * scale, height / 2 - (y - y0) * scale) for key, (x, y) in km.items()}
    return Panel(letter, width, height, _spread(at), frozenset(shown), scale)


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


def _dense_areas(overview: Panel, marked: Sequence[str], km: Mapping[str, Point]) -> list[list[str]]:
    """Find groups of places whose marks lie too close together to be labelled, the largest first."""
    left, groups = set(marked), []
    while left:
        found, todo = [], [left.pop()]
        while todo:
            here = todo.pop()
            found.append(here)
            near = {k for k in left if _distance(overview.positions[here], overview.positions[k]) < NEAR}
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
