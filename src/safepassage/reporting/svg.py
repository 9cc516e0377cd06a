"""SVG elements: every word and attribute is escaped, numbers are short."""

from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup, escape

Attribute = str | int | float | None


def element(name: str, *children: Markup, **attributes: Attribute) -> Markup:
    """Give an element; `class_` becomes `class`, other underscores become hyphens, None leaves an attribute out."""
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return Markup(f"<{name}{words}>{inner}</{name}>" if inner else f"<{name}{words}/>")  # noqa: S704 - escaped above


def text(x: float, y: float, words: str, class_: str = "", anchor: str = "start", **attributes: Attribute) -> Markup:
    """Give a line of text whose anchor (`start`, `middle`, `end`) is at x and whose base line is at y."""
    anchor_value = None if anchor == "start" else anchor
    return element("text", escape(words), x=x, y=y, class_=class_ or None, text_anchor=anchor_value, **attributes)


def title(words: str) -> Markup:
    """Give the words that a pointer resting on the parent element shows."""
    return element("title", escape(words))


def line(x1: float, y1: float, x2: float, y2: float, class_: str = "") -> Markup:
    """Give a straight line."""
    return element("path", d=f"M{_short(x1)} {_short(y1)}L{_short(x2)} {_short(y2)}", class_=class_ or None)


def box(x: float, y: float, width: float, height: float, class_: str = "", *children: Markup, rx: float = 0) -> Markup:
    """Give a rectangle; a negative width or height is none."""
    w, h = max(0, width), max(0, height)
    return element("rect", *children, x=x, y=y, width=w, height=h, rx=rx or None, class_=class_ or None)


def path(commands: str, class_: str = "", **attributes: Attribute) -> Markup:
    """Give a path."""
    return element("path", d=commands, class_=class_ or None, **attributes)


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Give path commands through points."""
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)


def compact(lines: Iterable[Iterable[tuple[float, float]]], *, closed: bool = False) -> str:
    """Give path commands through the points of many lines, to a tenth of a pixel, in as few letters as it takes."""
    return "".join(_compact(line, closed=closed) for line in lines)


def _compact(line: Iterable[tuple[float, float]], *, closed: bool) -> str:
    points = [(round(x * 10), round(y * 10)) for x, y in line]
    kept = [at for at, before in zip(points, [None, *points], strict=False) if at != before]
    if closed and len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    if len(kept) < (3 if closed else 2):
        return ""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(kept)]
    numbers = " ".join(f"{_tenths(dx)} {_tenths(dy)}" for dx, dy in steps).replace(" -", "-")
    return f"M{_tenths(kept[0][0])} {_tenths(kept[0][1])}l{numbers}{'z' if closed else ''}"


def within(paths: Iterable[str], most: int) -> str:
    """Join path commands as long as they are not longer than `most` together."""
    kept, size = [], 0
    for one in paths:
        size += len(one)
        if size > most:
            break
        kept.append(one)
    return "".join(kept)


def _tenths(value: int) -> str:
    """Give a number of tenths as a decimal without needless zeros."""
    sign, whole, tenth = "-" if value < 0 else "", *divmod(abs(value), 10)
    if not tenth:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{tenth}"


def group(*children: Markup, class_: str = "", **attributes: Attribute) -> Markup:
    """Give a group of elements."""
    return element("g", *children, class_=class_ or None, **attributes)


def drawing(width: float, height: float, label: str, *children: Markup, class_: str = "") -> Markup:
    """Give a whole drawing that scales to the width it is given; `label` describes it to those who cannot see it."""
    return element(
        "svg",
        *children,
        viewBox=f"0 0 {_short(width)} {_short(height)}",
        role="img",
        aria_label=label,
        class_=class_ or None,
    )


def _short(value: Attribute) -> str:
    """Give a number with at most one decimal, anything else as it is."""
    if isinstance(value, float):
        return "0" if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")
    return str(value)


def text_width(words: str, size: float) -> float:
    """Estimate the width of a text in the report's font at a size, on the wide side."""
    return sum(_width(letter) for letter in words) * size


def _width(letter: str) -> float:
    """Give the usual width of a letter as a share of the font's size."""
    if ord(letter) >= 0x2E80:
        return 1.05
    if letter in "iljtf.,:;'|!() ":
        return 0.34
    if letter.isupper() or letter in "mwMW@%":
        return 0.74
    return 0.58


def fitted(words: str, room: float, size: float) -> str:
    """Give a text cut to fit a room, with an ellipsis where something is missing."""
    if text_width(words, size) <= room:
        return words
    kept = words
    while kept and text_width(f"{kept}\u2026", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}\u2026"
