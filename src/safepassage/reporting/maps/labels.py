"""Labels that do not collide: each is tried around its mark, nearest first, and kept where least is covered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safepassage.reporting.maps.projection import Point
from safepassage.reporting.svg import text_width

NAME_FONT, NOTE_FONT = 12.5, 11.5
LINE = 14
RINGS = (9.0, 22.0, 38.0, 58.0, 80.0)
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
"""Directions to try, best first: right, left, above, below, then the corners."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether two rectangles share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def wider(self, margin: float) -> "Box":
        """Give the rectangle with a margin on all sides."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def within(self, other: "Box") -> bool:
        """Whether this rectangle lies inside the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def meets(self, a: Point, b: Point) -> bool:
        """Whether the straight line from a to b passes through (Liang and Barsky 1984)."""
        low, high = 0.0, 1.0
        dx, dy = b[0] - a[0], b[1] - a[1]
        for p, q in (
            (-dx, a[0] - self.left),
            (dx, self.right - a[0]),
            (-dy, a[1] - self.top),
            (dy, self.bottom - a[1]),
        ):
            if p == 0:
                if q < 0:
                    return False
            elif p < 0:
                low = max(low, q / p)
            else:
                high = min(high, q / p)
        return low <= high


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line that labels should not cover, with its width in pixels."""

    a: Point
    b: Point
    width: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to place: its lines of text beside the mark at `at`."""

    key: str
    at: Point
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A label with its place; `anchor` is `start`, `middle` or `end`, `far` asks for a line to the mark."""

    wanted: Wanted
    box: Box
    anchor: str
    far: bool


def place_labels(
    wanted: Sequence[Wanted], bounds: Box, marks: Iterable[Box], strokes: Sequence[Stroke]
) -> list[Placed]:
    """Place labels in the order given; one for which there is no free room is left out.

    Labels stay within `bounds`, cover neither marks nor one another, and avoid crossing strokes and leaders.
    """
    taken, drawn = list(marks), list(strokes)
    placed: list[Placed] = []
    for label in wanted:
        best = _best(label, bounds, taken, drawn, [other.box for other in placed])
        if best is not None:
            placed.append(best)
            taken.append(best.box)
            if best.far:
                drawn.append(Stroke(label.at, leader_end(best), 1))
    return placed


def leader_end(label: Placed) -> Point:
    """Give the point of a label that is nearest to its mark."""
    x, y = label.wanted.at
    return min(max(x, label.box.left), label.box.right), min(max(y, label.box.top), label.box.bottom)


def _best(
    label: Wanted, bounds: Box, taken: Sequence[Box], strokes: Sequence[Stroke], labels: Sequence[Box]
) -> Placed | None:
    found: tuple[float, Placed] | None = None
    for ring, distance in enumerate(RINGS):
        for side, (dx, dy) in enumerate(SIDES):
            box = _box(label, distance, dx, dy)
            if not box.within(bounds) or any(box.overlaps(other) for other in taken):
                continue
            here = Placed(label, box, {1: "start", -1: "end", 0: "middle"}[dx], ring > 0)
            covered = sum(box.wider(stroke.width / 2).meets(stroke.a, stroke.b) for stroke in strokes)
            crossed = sum(other.meets(label.at, leader_end(here)) for other in labels) if here.far else 0
            cost = 5.0 * (covered + crossed) + 4.0 * ring + 0.4 * side
            if found is None or cost < found[0]:
                found = (cost, here)
        if found is not None and found[0] <= 4.0 * (ring + 1):
            break
    return found[1] if found else None


def _box(label: Wanted, distance: float, dx: int, dy: int) -> Box:
    """Give where the label lies when it stands on one side of its mark."""
    wide = max(text_width(words, NAME_FONT if i == 0 else NOTE_FONT) for i, words in enumerate(label.lines))
    high = LINE * len(label.lines)
    slant = 0.75 if dx and dy else 1.0
    x, y = label.at
    left = {1: x + distance * slant, 0: x - wide / 2, -1: x - distance * slant - wide}[dx]
    top = {1: y + distance * slant, 0: y - high / 2, -1: y - distance * slant - high}[dy]
    return Box(left, top, left + wide, top + high)
