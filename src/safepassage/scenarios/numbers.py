"""Numbers in files: read exactly, never through a rounded binary form, and within believable bounds."""

import math
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.terms import LinkStep
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.kinds import EMPTY, DecimalText, Kind, wrong_type
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import shown

MOST = 10_000_000
"""The largest count: more people or vehicles than any operation has."""
YEAR_MINUTES = 366 * 24 * 60
"""The longest duration in minutes."""
LONGEST_NUMBER = 64
"""Characters of a number; longer ones are a mistake, or an attack."""
LARGEST_EXPONENT = 40
LARGEST_SHOWN = 1_000
"""Bounds of a number up to this are shown where a column is explained."""
UNLIMITED_WORD = "unlimited"
WHOLE = re.compile(r"([+-]?)([0-9]+)")
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]([+-]?[0-9]+))?")


def bad_number(text: str, wanted: str) -> CellError:
    """Give the error of a text that is no such number."""
    mend = f"Give {wanted}."
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]{1,2}", text):
        mend = "Write decimals with a point, not a comma."
    elif re.fullmatch(r"[+-]?[0-9]{1,3}([,' \u00a0\u202f][0-9]{3})+", text):
        mend = "Write it without separators of thousands."
    return CellError(ReadingCode.BAD_NUMBER, f"{shown(text)} is not a number that can stand here.", mend)


def exact(text: str, wanted: str) -> Fraction:
    """Read a decimal exactly; CellError if it is none, or so long that reading it would take forever."""
    match = DECIMAL.fullmatch(text)
    if match is None:
        raise bad_number(text, wanted)
    if len(text) > LONGEST_NUMBER or abs(int(match[1] or 0)) > LARGEST_EXPONENT:
        raise out_of_range(text, wanted)
    return Fraction(text)


def out_of_range(value: object, wanted: str) -> CellError:
    """Give the error of a number outside of its bounds."""
    return CellError(ReadingCode.OUT_OF_RANGE, f"{shown(value)} is out of range.", f"Give {wanted}.")


def toml_number(value: object, wanted: str) -> str:
    """Give a TOML number as text; CellError for anything else."""
    if isinstance(value, DecimalText):
        return value.replace("_", "")
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type(value, wanted)
    if abs(value) > 10**LONGEST_NUMBER:
        raise CellError(ReadingCode.OUT_OF_RANGE, "The number is out of range.", f"Give {wanted}.")
    return str(value)


def decimal(value: Fraction) -> str:
    """Write a fraction as an exact decimal; UnusableInputError if it has none of reasonable length."""
    denominator, digits = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator, power = denominator // prime, power + 1
        digits = max(digits, power)
    if denominator != 1 or digits > LONGEST_NUMBER:
        message = f"{value.numerator}/{value.denominator} has no exact decimal form."
        raise UnusableInputError(message)
    whole = str(abs(value.numerator) * 10**digits // value.denominator).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole)


def shortest(value: float, scale: int = 1) -> str:
    """Write the shortest decimal that is read back as the same float once it is taken `scale` times.

    Raises
    ------
    UnusableInputError
        When the value is not finite, or so small that its digits are not read.
    """
    if math.isfinite(value):
        unscaled = Fraction(value) / scale
        written = (decimal(Fraction(round(unscaled * 10**digits), 10**digits)) for digits in range(LARGEST_EXPONENT))
        for text in written:
            if float(Fraction(text) * scale) == value:
                return text
    raise UnusableInputError(f"{value!r} has no decimal form that a file can hold.")


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number from `low` to `high`; None if it may be unlimited and is."""

    low: int = 0
    high: int = MOST
    unlimited: bool = False

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        words = f"a whole number from {self.low:,} to {self.high:,}"
        return f"{words}, or {UNLIMITED_WORD}" if self.unlimited else words

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        words = "whole number" if self.high >= MOST else f"{self.low} to {self.high}"
        return f"{words} or {UNLIMITED_WORD}" if self.unlimited else words

    def parse(self, text: str) -> int | None:
        """Read a whole number."""
        text = text.strip()
        if self.unlimited and text.lower() == UNLIMITED_WORD:
            return None
        match = WHOLE.fullmatch(text)
        if match is None:
            raise bad_number(text, self.wanted)
        value = int(text) if len(text) <= LONGEST_NUMBER else self.high + 1
        if not self.low <= value <= self.high:
            raise out_of_range(text, self.wanted)
        return value

    def from_toml(self, value: object) -> int | None:
        """Read a TOML integer, or the word for unlimited."""
        if self.unlimited and value == UNLIMITED_WORD:
            return None
        return self.parse(toml_number(value, self.wanted))

    def show(self, value: int | None) -> str:
        """Write a whole number."""
        return UNLIMITED_WORD if value is None else str(value)

    def toml(self, value: int | None) -> str:
        """Write a TOML integer."""
        return f'"{UNLIMITED_WORD}"' if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Exact(Kind):
    """A decimal from 0 to `high`, kept as an exact fraction times `scale`; above 0 if `positive`."""

    high: int
    scale: int = 1
    positive: bool = False

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a number above 0, to {self.high:,}" if self.positive else f"a number from 0 to {self.high:,}"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "number above 0" if self.positive else "number"

    def parse(self, text: str) -> Fraction:
        """Read a decimal exactly."""
        value = exact(text.strip(), self.wanted)
        if not 0 <= value <= self.high or (self.positive and value == 0):
            raise out_of_range(text, self.wanted)
        return value * self.scale

    def from_toml(self, value: object) -> Fraction:
        """Read a TOML number exactly."""
        return self.parse(toml_number(value, self.wanted))

    def show(self, value: Fraction) -> str:
        """Write the exact decimal."""
        return decimal(Fraction(value) / self.scale)

    def toml(self, value: Fraction) -> str:
        """Write the exact decimal as a TOML number."""
        return self.show(value)


MINUTES = Exact(high=YEAR_MINUTES, scale=60)


@dataclass(frozen=True, slots=True)
class Degrees(Kind):
    """WGS 84 degrees from -`limit` to `limit`, as a float."""

    limit: int

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a number of degrees from -{self.limit} to {self.limit}"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "number"

    def parse(self, text: str) -> float:
        """Read degrees."""
        text = text.strip()
        if not DECIMAL.fullmatch(text):
            raise bad_number(text, self.wanted)
        if len(text) > LONGEST_NUMBER or not abs(value := float(text)) <= self.limit:
            raise out_of_range(text, self.wanted)
        return value

    def show(self, value: float) -> str:
        """Write degrees so that the same float is read back."""
        return repr(float(value))


@dataclass(frozen=True, slots=True)
class Hours(Kind):
    """Hours above 0, kept as seconds in a float."""

    high: int = 100 * 366 * 24

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a number of hours from 0.001 to {self.high:,}"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "number"

    def parse(self, text: str) -> float:
        """Read hours."""
        value = exact(text.strip(), self.wanted)
        if not Fraction(1, 1000) <= value <= self.high:
            raise out_of_range(text, self.wanted)
        return float(value * 3600)

    def from_toml(self, value: object) -> float:
        """Read a TOML number of hours."""
        return self.parse(toml_number(value, self.wanted))

    def show(self, value: float) -> str:
        """Write the shortest decimal that is read back as the same seconds."""
        return shortest(value, 3600)

    def toml(self, value: float) -> str:
        """Write hours as a TOML number."""
        return self.show(value)


@dataclass(frozen=True, slots=True)
class Real(Kind):
    """A number from `low` to `high`, kept as a float of `scale` times as much."""

    high: int
    low: Fraction = Fraction(0)
    scale: int = 1

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a number from {decimal(self.low)} to {self.high:,}"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return f"{decimal(self.low)} to {self.high}" if self.high <= LARGEST_SHOWN else "number"

    def parse(self, text: str) -> float:
        """Read a number."""
        value = exact(text.strip(), self.wanted)
        if not self.low <= value <= self.high:
            raise out_of_range(text, self.wanted)
        return float(value * self.scale)

    def from_toml(self, value: object) -> float:
        """Read a TOML number."""
        return self.parse(toml_number(value, self.wanted))

    def show(self, value: float) -> str:
        """Write the shortest decimal that is read back as the same float."""
        return shortest(value, self.scale)

    def toml(self, value: float) -> str:
        """Write the number as a TOML number."""
        return self.show(value)


@dataclass(frozen=True, slots=True)
class Weights(Kind):
    """Three weights, of the priorities 1, 2 and 3."""

    high: int = 1_000_000_000

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a list of three numbers from 0 to {self.high:,}"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "three numbers"

    def parse(self, text: str) -> tuple[float, ...]:
        """Read three weights separated by spaces."""
        return self._three(text.split())

    def from_toml(self, value: object) -> tuple[float, ...]:
        """Read a TOML list of three numbers."""
        if not isinstance(value, list):
            raise wrong_type(value, self.wanted)
        return self._three([toml_number(item, self.wanted) for item in value])

    def _three(self, texts: list[str]) -> tuple[float, ...]:
        wanted = self.wanted
        if len(texts) != 3:
            raise CellError(ReadingCode.BAD_LIST, f"The list has {len(texts)} entries.", f"Give {wanted}.")
        for text in texts:
            if not DECIMAL.fullmatch(text):
                raise bad_number(text, wanted)
            if len(text) > LONGEST_NUMBER or not 0 <= float(text) <= self.high:
                raise out_of_range(text, wanted)
        return tuple(float(text) for text in texts)

    def show(self, value: tuple[float, ...]) -> str:
        """Write the weights separated by spaces."""
        return " ".join(self._number(weight) for weight in value)

    def toml(self, value: tuple[float, ...]) -> str:
        """Write the weights as a TOML list."""
        return "[" + ", ".join(self._number(weight) for weight in value) + "]"

    def _number(self, weight: float) -> str:
        return repr(float(weight)).removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Steps(Kind):
    """Steps of a linked movement: pairs of how many have arrived and how many may leave."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a list of pairs of whole numbers, such as [[0, 1250], [1250, 2500]]; in a cell 0:1250 1250:2500"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "pairs of whole numbers"

    def parse(self, text: str) -> tuple[LinkStep, ...]:
        """Read `arrived:may_leave` pairs separated by spaces."""
        return () if text.strip() == EMPTY else self._steps([word.split(":") for word in text.split()], Whole().parse)

    def from_toml(self, value: object) -> tuple[LinkStep, ...]:
        """Read a TOML list of pairs."""
        if not isinstance(value, list):
            raise wrong_type(value, self.wanted)
        return self._steps(value, Whole().from_toml)

    def _steps(self, pairs: list[Any], number: Any) -> tuple[LinkStep, ...]:
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise CellError(ReadingCode.BAD_LIST, "A step is not a pair of numbers.", f"Give {self.wanted}.")
        return tuple(LinkStep(number(arrived), number(may_leave)) for arrived, may_leave in pairs)

    def show(self, value: tuple[LinkStep, ...]) -> str:
        """Write `arrived:may_leave` pairs separated by spaces."""
        return " ".join(f"{step.arrived}:{step.may_leave}" for step in value) or EMPTY

    def toml(self, value: tuple[LinkStep, ...]) -> str:
        """Write a TOML list of pairs."""
        return "[" + ", ".join(f"[{step.arrived}, {step.may_leave}]" for step in value) + "]"
