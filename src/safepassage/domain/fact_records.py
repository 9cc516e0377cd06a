"""Facts as plain records, by their stable names, for files and stores; and back, strictly."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import FACTS, Fact, Queue

Plain = str | int | bool | list[str]

KINDS: Mapping[tuple[object, object], type[Fact]] = MappingProxyType(
    {(kind.name, kind.version): kind for kind in FACTS}
)


def record_of(fact: Fact) -> dict[str, Plain]:
    """Give a fact as plain data: `fact` is its name, `version` its version, then its fields."""
    record: dict[str, Plain] = {"fact": fact.name, "version": fact.version}
    for field in fields(fact):
        value = getattr(fact, field.name)
        record[field.name] = list(value) if isinstance(value, tuple) else value
    return record


def fact_of(record: Mapping[str, object]) -> Fact:
    """Give the fact of a record; `fact_of(record_of(fact)) == fact`.

    Raises
    ------
    UnusableInputError
        If the name or the version is not known, a field lacks or is none of this fact, or a value is of the wrong type.
    """
    name, version = record.get("fact"), record.get("version")
    kind = KINDS.get((name, version)) if isinstance(name, str) and _is_whole(version) else None
    if kind is None:
        raise UnusableInputError(f"There is no fact {name!r} of version {version!r} that this version knows.")
    expected = {field.name: field.type for field in fields(kind)}
    given = {key: value for key, value in record.items() if key not in {"fact", "version"}}
    if given.keys() != expected.keys():
        odd = ", ".join(sorted(given.keys() ^ expected.keys()))
        raise UnusableInputError(f"A record of {name} has other fields than it must have: {odd}.")
    return kind(**{key: _value(name, key, expected[key], value) for key, value in given.items()})


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


READ: Mapping[object, tuple[Callable[[object], bool], Callable[..., Any]]] = MappingProxyType(
    {
        int: (_is_whole, int),
        str: (lambda value: isinstance(value, str), str),
        bool: (lambda value: isinstance(value, bool), bool),
        tuple[str, ...]: (_is_list, tuple),
        Queue: (lambda value: value in set(Queue), Queue),
    }
)
"""How a value of each type is told and made."""


def _value(name: object, key: str, type_: object, value: object) -> Any:
    is_one, make = READ[type_]
    if not is_one(value):
        raise UnusableInputError(f"In a record of {name}, {key} cannot be {value!r}.")
    return make(value)
