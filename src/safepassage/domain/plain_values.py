"""Frozen values as plain data that JSON can hold, and back, strictly by the types of their fields.

A dataclass is an object with a key for each field, a tuple is a list, a word of a `StrEnum` is its text; whole numbers,
texts, true, false and null are themselves. Nothing is guessed: a key too many or too few, a word that is none, a number
where a text belongs is refused.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from safepassage.domain.errors import UnusableInputError

T = TypeVar("T")

Reader = Callable[[object, str], Any]
"""Gives the value that plain data is; the text names where it stands, for the sentence that refuses it."""


def plain_of(value: object) -> Any:
    """Give a value as plain data of its own."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain_of(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain_of(getattr(value, name)) for name in _names(type(value))}
    return value


def value_of(of: type[T], plain: object, where: str) -> T:
    """Give the value of a type that plain data is; `value_of(type(v), plain_of(v), …) == v`.

    Raises
    ------
    UnusableInputError
        If it is none; the sentence begins with `where` and the key.
    """
    return cast("T", reader(cast("Any", of))(plain, where))


@cache
def _names(of: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))


@cache
def reader(hint: Any) -> Reader:
    """Give what reads values of a type: made once for each, as there may be millions of values."""
    if isinstance(hint, UnionType):
        return _optional(hint)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint))
    if is_dataclass(hint):
        return _record(cast("type", hint))
    if issubclass(hint, StrEnum):
        return _word(hint)
    return _simple(hint)


def _refuse(value: object, where: str) -> Any:
    raise UnusableInputError(f"{where} cannot be {value!r:.80}.")


def _simple(of: type) -> Reader:
    def read(value: object, where: str) -> Any:
        return value if type(value) is of else _refuse(value, where)

    return read


def _word(words: type[StrEnum]) -> Reader:
    known = {word.value: word for word in words}

    def read(value: object, where: str) -> Any:
        return known[value] if isinstance(value, str) and value in known else _refuse(value, where)

    return read


def _optional(hint: UnionType) -> Reader:
    inner = reader(next(each for each in get_args(hint) if each is not NoneType))

    def read(value: object, where: str) -> Any:
        return None if value is None else inner(value, where)

    return read


def _tuple(hints: tuple[Any, ...]) -> Reader:
    if hints[-1] is not Ellipsis:
        inners = [reader(hint) for hint in hints]

        def read_each(value: object, where: str) -> Any:
            if not isinstance(value, list) or len(value) != len(inners):
                return _refuse(value, where)
            return tuple(inner(item, where) for inner, item in zip(inners, value, strict=True))

        return read_each
    every = reader(hints[0])

    def read(value: object, where: str) -> Any:
        return tuple(every(item, where) for item in value) if isinstance(value, list) else _refuse(value, where)

    return read


def _record(of: type) -> Reader:
    hints = get_type_hints(of)
    readers = {name: reader(hints[name]) for name in _names(of)}

    def read(value: object, where: str) -> Any:
        if not isinstance(value, dict):
            return _refuse(value, where)
        if value.keys() != readers.keys():
            odd = ", ".join(sorted(str(key) for key in value.keys() ^ readers.keys()))
            raise UnusableInputError(f"{where} has other fields than it must have: {odd}.")
        within = where.removesuffix(",")
        return of(**{name: read_one(value[name], f"{within}, {name},") for name, read_one in readers.items()})

    return read
