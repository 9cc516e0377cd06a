"""Frozen values of the domain to and from JSON, by the types of their fields.

A dataclass is an object with a key for each field; a tuple is a list; units are written out, so the field `wait_s` is
the key `wait_seconds`. Figures are rounded to four decimals. What is uncertain is not a figure but what somebody said,
such as a rate of 0.00004 an hour, and keeps twelve digits. Whole numbers are written without decimals. A field that has
a default may be lacking.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from safepassage.domain.uncertainty import Uncertainty
from safepassage.scenarios.json_values import Value

DECIMALS = 4
"""Of figures: a ten-thousandth of a person, a second or a share is less than any sample can tell."""
DIGITS = 12
"""Of what is uncertain: more than anybody says of a rate, and fewer than the 15 that a float keeps of any decimal."""
LARGEST = 1e30
MOST = 2**63 - 1
LONGEST_TEXT = 100_000
UNIT, WRITTEN_OUT = "_s", "_seconds"

T = TypeVar("T")


def figure(value: float) -> float | int:
    """Give a figure as JSON has it, to four decimals."""
    return _whole(round(value, DECIMALS))


def assumption(value: float) -> float | int:
    """Give a number of what is uncertain as JSON has it, to twelve digits."""
    return _whole(float(f"{value:.{DIGITS}g}"))


def _whole(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def plain_of(value: object, number: Callable[[float], float | int] = figure) -> Any:
    """Give a value as the types of JSON; in what is uncertain, what is certain is left away.

    `number` says how a float is written. What is uncertain keeps its digits however that is.
    """
    if isinstance(value, Uncertainty):
        number = assumption
    if is_dataclass(value) and not isinstance(value, type):
        return {
            key_of(field.name): plain_of(getattr(value, field.name), number)
            for field in fields(value)
            if not (isinstance(value, Uncertainty) and getattr(value, field.name) == field.default)
        }
    if isinstance(value, tuple):
        return [plain_of(each, number) for each in value]
    return number(value) if isinstance(value, float) else value


def key_of(name: str) -> str:
    """Give the key of a field."""
    return name.removesuffix(UNIT) + WRITTEN_OUT if name.endswith(UNIT) else name


def value_of(of: type[T], value: Value) -> T:
    """Give the value of a dataclass that a JSON object holds.

    Raises
    ------
    UnusableInputError
        With one sentence that says which key is unknown or lacking, or what is no such value, and where.
    """
    known = {key_of(field.name): field for field in fields(cast("Any", of))}
    keys = value.table(
        [key for key, field in known.items() if _needed(field)],
        [key for key, field in known.items() if not _needed(field)],
    )
    hints = _hints(cast("Any", of))
    return of(**{known[key].name: _typed(hints[known[key].name], each) for key, each in keys.items()})


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of)


def _typed(hint: Any, value: Value) -> Any:
    """Give the value that a JSON value is, if a field with this type is to hold it."""
    if isinstance(hint, UnionType):
        if value.value is None and NoneType in get_args(hint):
            return None
        return _typed(next(each for each in get_args(hint) if each is not NoneType), value)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint), value)
    if is_dataclass(hint):
        return value_of(cast("type[Any]", hint), value)
    if issubclass(hint, StrEnum):
        return _word(hint, value)
    return _simple(hint, value)


def _tuple(hints: tuple[Any, ...], value: Value) -> tuple[Any, ...]:
    items = value.items()
    if hints[-1] is Ellipsis:
        return tuple(_typed(hints[0], item) for item in items)
    if len(items) != len(hints):
        value.refuse(f"has {len(items)} entries, but must have {len(hints)}.")
    return tuple(_typed(hint, item) for hint, item in zip(hints, items, strict=True))


def _word(words: type[StrEnum], value: Value) -> StrEnum:
    known = [word.value for word in words]
    if value.value not in known:
        value.refuse(f"must be one of: {', '.join(known)}.")
    return words(value.value)


def _simple(hint: type, value: Value) -> Any:
    if hint is bool:
        if not isinstance(value.value, bool):
            value.refuse("must be true or false.")
        return value.value
    if hint is int:
        return value.whole(-MOST, MOST)
    return value.number(LARGEST) if hint is float else value.text(LONGEST_TEXT)
