"""Columns and tables as data: what a file may hold, with kind, default and meaning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from safepassage.scenarios.kinds import Kind
from safepassage.scenarios.numbers import MINUTES, Whole

DEFAULT = object()
"""Stand-in for a bad cell that is the same as a blank one."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a key.

    `field` is the attribute of the domain's record. `default` is the value of a blank cell and `default_text` what
    the reference says of it; `stand_in` replaces a bad cell so that it causes no further notices.
    """

    name: str
    field: str
    kind: Kind
    meaning: str
    default: Any = None
    default_text: str = ""
    required: bool = False
    stand_in: Any = DEFAULT
    unit: str = ""

    @property
    def replacement(self) -> Any:
        """The value that stands in for a bad cell."""
        return self.default if self.stand_in is DEFAULT else self.stand_in

    @property
    def described(self) -> str:
        """What it is, what it holds and its default, in one line for people who fill it in."""
        holds = f"{self.kind.noun}, {self.unit}" if self.unit else self.kind.noun
        return f"{self.meaning} ({holds}; {'needed' if self.required else f'default: {self.default_text}'})"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `name` as in `Origins`, its sheet in a workbook, the record of one row, its columns.

    `key` is the column whose ids are unique within the table.
    """

    name: str
    sheet: str
    record: Callable[..., Any]
    columns: tuple[Column, ...]
    meaning: str
    key: str = ""
    optional: bool = False

    @property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by name."""
        return {column.name: column for column in self.columns}


def required(name: str, field: str, kind: Kind, meaning: str, stand_in: Any, *, unit: str = "") -> Column:
    """Give a column that may not be blank."""
    return Column(name, field, kind, meaning, required=True, stand_in=stand_in, unit=unit)


def count(name: str, field: str, meaning: str, stand_in: int = 0, **more: Any) -> Column:
    """Give a column of whole numbers with default 0."""
    return Column(name, field, Whole(), meaning, 0, "0", stand_in=stand_in, **more)


def people_places(name: str, field: str, meaning: str) -> Column:
    """Give a column of room for people, which may be unlimited and is none by default."""
    return Column(name, field, Whole(unlimited=True), meaning, 0, "none", stand_in=None, unit="people")


def minutes(name: str, field: str, meaning: str) -> Column:
    """Give a column of minutes with default 0."""
    return Column(name, field, MINUTES, meaning, Fraction(0), "0", unit="minutes")
