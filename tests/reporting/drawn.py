"""Reads drawings back: the paths of a class, and their points."""

import re
from collections.abc import Sequence

Point = tuple[float, float]
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def paths(svg: str, class_: str) -> list[str]:
    """Give the commands of every path with exactly this class."""
    return re.findall(rf'<path d="([^"]*)" class="{re.escape(class_)}"/>', svg)


def points(commands: str) -> list[Point]:
    """Give the points of one compact path: where it begins, and then steps from one to the next."""
    begin, _, steps = commands.removesuffix("z").partition("l")
    at = pair(begin)[0]
    found = [at]
    for dx, dy in pair(steps):
        at = (at[0] + dx, at[1] + dy)
        found.append(at)
    return found


def pair(words: str) -> Sequence[Point]:
    numbers = [float(number) for number in NUMBER.findall(words)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def heights(line: Sequence[Point], x: float) -> tuple[float, float]:
    """Give the highest and the lowest y of an outline at an x, both along its sides."""
    found = []
    for (x1, y1), (x2, y2) in zip(line, [*line[1:], line[0]], strict=True):
        if min(x1, x2) - 0.06 <= x <= max(x1, x2) + 0.06:
            within = min(1.0, max(0.0, (x - x1) / (x2 - x1))) if x1 != x2 else None
            found += [y1, y2] if within is None else [y1 + within * (y2 - y1)]
    return min(found), max(found)
