"""Names of what is on the map: in the local script, and in Latin script where the source has it.

Nothing is transliterated. Keys are those of OpenStreetMap: `name` is what the sign says, `name:xx` the name in a
language, `int_name` the international one (wiki.openstreetmap.org, page Names, 2024).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

LONGEST_NAME = 100
"""Characters of a name that are kept; longer ones are not names of places."""

LATIN_KEYS = ("name:en", "int_name", "name:latin", "name:Latn")
"""Where a name in Latin script is looked for first, in this order."""

ROMANISED = re.compile(r"name:[a-z]{2,3}(?:[-_]Latn\b.*|_rm)")
"""Keys of names that somebody wrote down in Latin script, such as `name:sr-Latn` and `name:ja_rm`."""

LATIN_LANGUAGES = ("name:fr", "name:es", "name:pt", "name:de")
"""Languages in Latin script that many maps carry beside English."""

DIRECTIONS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])
"""Characters that turn the direction of writing around; whoever draws a name sets its direction."""


def local_name(tags: Mapping[str, str]) -> str:
    """Give the name as it is written on the spot; empty if there is none."""
    return cleaned(tags.get("name", ""))


def latin_name(tags: Mapping[str, str]) -> str:
    """Give the name in Latin script: the local one if it is in it, else one that the source has; empty if none.

    A local name in Latin script stands for itself: Wien is not Vienna on its signs.
    """
    return next((name for name in _candidates(tags) if name and is_latin(name)), "")


def _candidates(tags: Mapping[str, str]) -> Iterator[str]:
    yield local_name(tags)
    for key in LATIN_KEYS:
        yield cleaned(tags.get(key, ""))
    for key in sorted(tags):
        if ROMANISED.fullmatch(key):
            yield cleaned(tags[key])
    for key in LATIN_LANGUAGES:
        yield cleaned(tags.get(key, ""))


def is_latin(name: str) -> bool:
    """Whether every letter of a name is Latin; digits and marks are of any script, but one letter there must be."""
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)


def cleaned(name: str) -> str:
    """Give a name on one line, without control characters, and not longer than names are."""
    kept = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in name.translate(DIRECTIONS))
    return " ".join(kept.split())[:LONGEST_NAME]


def named(tags: Mapping[str, str]) -> dict[str, str]:
    """Give the properties `name` and `name_latin`, those that there are."""
    if not any("name" in key for key in tags):
        return {}
    found = {"name": local_name(tags), "name_latin": latin_name(tags)}
    return {key: name for key, name in found.items() if name}
