"""Numbers, spans and names in the words of the report."""

import re
from collections.abc import Iterable
from fractions import Fraction
from unicodedata import bidirectional

from safepassage.domain.scenario import Objective

MINUTE_S = 60
HOUR_S = 3600
DASH = "\u2013"
"""Stands for nothing in tables, and between the ends of a range."""


def number(value: int) -> str:
    """Give a whole number with thousands separators."""
    return f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """Give a number with its noun, such as `1 bus` or `1,200 people`; the plural defaults to adding an s."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def people(value: int) -> str:
    """Give a number of people, such as `1 person` or `1,200 people`."""
    return counted(value, "person", "people")


def decimal(value: Fraction | float, places: int = 1) -> str:
    """Give a number with at most so many decimals and thousands separators, without trailing zeros."""
    words = f"{float(value):,.{places}f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def share(part: float) -> str:
    """Give a share of 1 as per cent; a share that is not nothing never reads as 0."""
    per_cent = 100 * part
    if 0 < per_cent < 0.1:
        return "less than 0.1 %"
    if 99.9 < per_cent < 100:
        return "more than 99.9 %"
    return f"{decimal(per_cent, 1 if per_cent < 10 else 0 if per_cent < 99 else 1)} %"


def duration(seconds: int | Fraction) -> str:
    """Give a span such as `9 days 22 h`, `3 h 05 min`, `12 min` or `45 s`, rounded to what matters."""
    whole = round(seconds)
    if whole < MINUTE_S:
        return f"{decimal(Fraction(seconds))} s"
    if whole < 10 * MINUTE_S and whole % MINUTE_S:
        return f"{whole // MINUTE_S} min {whole % MINUTE_S:02d} s"
    minutes = round(Fraction(whole, MINUTE_S))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02d} min" if minutes % 60 else f"{minutes // 60} h"
    hours = round(Fraction(minutes, 60))
    days = counted(hours // 24, "day")
    return f"{days} {hours % 24} h" if hours % 24 else days


def worth(objective: Objective, value: float) -> str:
    """Give a value in the objective's unit: a span, weighted time until people arrive, or weighted people expected."""
    if objective is Objective.COMPLETION:
        return duration(round(value))
    if objective is Objective.PRIORITY and value < 10 * HOUR_S:
        return f"{decimal(value, 0)} weighted person-seconds"
    if objective is Objective.PRIORITY:
        return f"{decimal(value / HOUR_S)} weighted person-hours"
    return f"{decimal(value)} weighted people"


def minutes(seconds: Fraction | int) -> str:
    """Give exact minutes, such as `2.5 min`."""
    return f"{decimal(Fraction(seconds) / MINUTE_S, 2)} min"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Join names as in a sentence: `a`, `a and b`, `a, b and c`."""
    found = list(names)
    if len(found) <= 1:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def first_few(names: Iterable[str], most: int = 2) -> str:
    """Name the first few and count the rest: `a, b and 6 more`."""
    found = list(names)
    if len(found) <= most + 1:
        return listed(found)
    return f"{', '.join(found[:most])} and {len(found) - most} more"


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Give a sort key in which `bus-2` stands before `bus-10`."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name))


def vehicle_type(name: str) -> str:
    """Give the type in a vehicle's name: `bus` of `bus-7`."""
    return name.rpartition("-")[0]


def vehicle_ranges(names: Iterable[str]) -> str:
    """Give vehicles' names as short ranges by type, such as `ambulance 3; bus 1-12, 15`."""
    numbers: dict[str, list[int]] = {}
    for name in sorted(set(names), key=natural):
        kind, _, tail = name.rpartition("-")
        numbers.setdefault(kind, []).append(int(tail))
    return "; ".join(f"{kind} {_ranges(found)}" for kind, found in numbers.items())


def _ranges(numbers: list[int]) -> str:
    """Join ascending numbers as ranges: `1-3, 7`."""
    spans: list[list[int]] = []
    for value in numbers:
        if spans and value == spans[-1][1] + 1:
            spans[-1][1] = value
        else:
            spans.append([value, value])
    return ", ".join(str(a) if a == b else f"{a}{DASH}{b}" for a, b in spans)


DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Characters that turn the direction of writing (Unicode Standard Annex 9, table 4), as `str.translate` drops them."""


def isolated(name: str) -> str:
    """Give a name that keeps its own direction of writing inside a sentence (in Unicode isolates if need be).

    Characters that turn the direction of what follows are dropped: they would reach beyond the name.
    """
    plain = name.translate(DIRECTIONS)
    right_to_left = any(bidirectional(letter) in ("R", "AL") for letter in plain)
    return f"\u2068{plain}\u2069" if right_to_left else plain
