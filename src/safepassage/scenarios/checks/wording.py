"""How notices name and count things."""

from collections.abc import Iterable
from difflib import get_close_matches
from fractions import Fraction
from math import inf

_PLURALS = {"person": "people"}
_SHOWN = 4
_CANDIDATES = 2000


def count(number: int, noun: str) -> str:
    """Give a number with its noun, such as `1 group` or `1,250 people`."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, noun + 's')}"


def quoted(names: Iterable[str]) -> str:
    """List names in quotes; of a long list the first few and how many more there are."""
    listed = [f"'{name}'" for name in names]
    return listing(listed)


def listing(items: list[str]) -> str:
    """List items in words; of a long list the first few and how many more there are."""
    if len(items) > _SHOWN + 1:
        items = [*items[:_SHOWN], f"{len(items) - _SHOWN:,} more"]
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def hours(seconds: int) -> str:
    """Give a time after the scenario's start as it is written in the files, such as `+1d2h30m`."""
    sign, rest = ("-" if seconds < 0 else "+"), abs(seconds)
    parts = [(rest // 86400, "d"), (rest % 86400 // 3600, "h"), (rest % 3600 // 60, "m"), (rest % 60, "s")]
    return sign + ("".join(f"{value}{unit}" for value, unit in parts if value) or "0m")


def decimal(number: float) -> str:
    """Give a number with the decimals that matter to a reader: two at most."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def rounded(number: Fraction) -> float:
    """Give the nearest float; numbers beyond all measure become infinite."""
    try:
        return number.numerator / number.denominator
    except OverflowError:
        return inf if number > 0 else -inf


class Suggestions:
    """Finds what was probably meant by an id that points nowhere."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(set(known))[:_CANDIDATES]
        self._found: dict[str, str] = {}

    def hint(self, name: str) -> str:
        """Give a sentence with the id that is most alike, or an empty text."""
        if name not in self._found:
            few_asked = len(self._found) < 50
            alike = get_close_matches(name, self._known, n=1, cutoff=0.7) if few_asked else []
            self._found[name] = f" Is '{alike[0]}' meant?" if alike else ""
        return self._found[name]
