"""Facts as plain records, by their stable names, for files and stores; and back, strictly."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import FACTS, Fact
from safepassage.domain.live import LIVE_FACTS
from safepassage.domain.plain_values import plain_of, value_of

KINDS: Mapping[tuple[object, object], type[Fact]] = MappingProxyType(
    {(kind.name, kind.version): kind for kind in FACTS + LIVE_FACTS}
)
"""All kinds of facts by name and version."""


def record_of(fact: Fact) -> dict[str, Any]:
    """Give a fact as plain data: `fact` is its name, `version` its version, then its fields."""
    return {"fact": fact.name, "version": fact.version, **plain_of(fact)}


def fact_of(record: Mapping[str, object]) -> Fact:
    """Give the fact of a record; `fact_of(record_of(fact)) == fact`.

    Raises
    ------
    UnusableInputError
        If the name or the version is not known, a field lacks or is none of this fact, or a value is of the wrong type.
    """
    name, version = record.get("fact"), record.get("version")
    whole = isinstance(version, int) and not isinstance(version, bool)
    kind = KINDS.get((name, version)) if isinstance(name, str) and whole else None
    if kind is None:
        raise UnusableInputError(
            f"There is no fact {name!r} of version {version!r} that this version knows: a later one may know it."
        )
    given = {key: value for key, value in record.items() if key not in {"fact", "version"}}
    return value_of(kind, given, f"A record of {name}")
