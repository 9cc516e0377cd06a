"""Reads undamaged QR codes of version 1 as ISO/IEC 18004:2015 says; it shares nothing with what draws them."""

import re
from collections.abc import Callable, Iterator

from tests.reporting.page import read

SIDE = 21
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, _: row % 2 == 0,
    lambda _, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)

Dark = frozenset[tuple[int, int]]
"""Row and column of each dark module."""


def pictures(html: str) -> list[Dark]:
    """Give the dark modules of every drawing of a page; they must keep a white border of four modules."""
    tags = read(html).tags
    boxes = [attributes["viewbox"] for tag, attributes in tags if tag == "svg"]
    assert set(boxes) <= {f"0 0 {SIDE + 8} {SIDE + 8}"}
    return [squares(attributes["d"]) for tag, attributes in tags if tag == "path"]


def squares(commands: str) -> Dark:
    """Give the modules of a path that is made of unit squares and of nothing else."""
    found = re.findall(r"M(\d+) (\d+)h1v1h-1z", commands)
    assert "".join(f"M{x} {y}h1v1h-1z" for x, y in found) == commands
    return frozenset((int(y) - 4, int(x) - 4) for x, y in found)


def level_and_mask(dark: Dark) -> tuple[int, int]:
    """Give the level of correction (3 is Q) and the mask, from the format beside the upper left finder (7.9)."""
    format_places = [(8, column) for column in (0, 1, 2, 3, 4)]
    bits = sum(((place in dark) << 4 - at) for at, place in enumerate(format_places)) ^ 0b10101
    return bits >> 3, bits & 7


def places() -> Iterator[tuple[int, int]]:
    """Yield where data stand, in their order: columns in twos from the right, up and down in turn (7.7.3)."""
    upward = True
    for right in (20, 18, 16, 14, 12, 10, 8, 5, 3, 1):
        for row in range(SIDE - 1, -1, -1) if upward else range(SIDE):
            for column in (right, right - 1):
                corner = (row < 9 and (column < 9 or column > 12)) or (row > 12 and column < 9)
                if not corner and row != 6:
                    yield row, column
        upward = not upward


def decoded(dark: Dark) -> tuple[str, int]:
    """Give the text of a code in alphanumeric mode, and how many of the data's bits come after it."""
    level, mask = level_and_mask(dark)
    assert level == 3
    bits = "".join(str(int(((row, column) in dark) != MASKS[mask](row, column))) for row, column in places())[: 13 * 8]
    assert bits[:4] == "0010"
    count = int(bits[4:13], 2)
    pairs, at, text = divmod(count, 2), 13, ""
    for _ in range(pairs[0]):
        high, low = divmod(int(bits[at : at + 11], 2), 45)
        text, at = text + ALPHANUMERIC[high] + ALPHANUMERIC[low], at + 11
    if pairs[1]:
        text, at = text + ALPHANUMERIC[int(bits[at : at + 6], 2)], at + 6
    return text, len(bits) - at
