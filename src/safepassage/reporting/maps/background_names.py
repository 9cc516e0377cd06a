"""Names of the background: few, grey, and only where nothing else stands."""

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup

from safepassage.reporting.maps.background import Name
from safepassage.reporting.maps.labels import Box, Stroke
from safepassage.reporting.svg import group, text, text_width

FONT, LATIN_FONT, LINE = 11.0, 9.5, 12.0
MOST, MOST_NARROW, NARROW = 12, 5, 600.0
"""So many names at most, and on drawings narrower than the last."""

MARGIN = 6.0
LONGEST = 200.0
"""Names that are wider are not shown."""


def place_names(
    names: Iterable[Name], bounds: Box, taken: Sequence[Box], strokes: Sequence[Stroke], known: Collection[str]
) -> list[tuple[Name, Box]]:
    """Choose names to write, most important first, each in the middle of its place.

    Names stay within bounds, and cover neither what is taken nor strokes. Those in `known` stand on the map already.
    """
    most = MOST if bounds.right - bounds.left >= NARROW else MOST_NARROW
    placed: list[tuple[Name, Box]] = []
    room, written = list(taken), set(known)
    for name in names:
        box = _box(name)
        if len(placed) == most:
            break
        if name.name in written or name.latin in written or box.right - box.left > LONGEST:
            continue
        wide = box.wider(MARGIN)
        free = not any(wide.overlaps(other) for other in room)
        if free and box.within(bounds) and not any(box.wider(s.width / 2).meets(s.a, s.b) for s in strokes):
            placed.append((name, box))
            room.append(wide)
            written.add(name.name)
    return placed


def _box(name: Name) -> Box:
    wide = max(text_width(name.name, FONT), text_width(name.latin, LATIN_FONT))
    high = LINE * (2 if name.latin else 1)
    x, y = name.at
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def draw_names(placed: Iterable[tuple[Name, Box]]) -> Markup:
    """Write names in the local script, and below them in Latin letters."""
    words = []
    for name, box in placed:
        x = (box.left + box.right) / 2
        words.append(text(x, box.top + LINE - 3, name.name, "base-name", "middle"))
        if name.latin:
            words.append(text(x, box.top + 2 * LINE - 3.5, name.latin, "base-latin", "middle"))
    return group(*words) if words else Markup("")
