"""Numbers in files: exact, and within believable bounds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.numbers import MINUTES, Exact, Hours, Whole, decimal


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("0", Fraction(0), "zero"),
        ("12.5", Fraction(750), "a decimal"),
        (".5", Fraction(30), "no zero before the point"),
        ("5.", Fraction(300), "nothing after the point"),
        ("+5", Fraction(300), "a plus"),
        ("1e2", Fraction(6000), "an exponent, as spreadsheets write it"),
        ("1E-2", Fraction(3, 5), "a negative exponent"),
        ("0.1", Fraction(6), "no binary rounding"),
        ("527040", Fraction(527_040 * 60), "a year is the most"),
    ],
)
def test_minutes_are_exact_seconds(text: str, value: Fraction, reason: str) -> None:
    assert MINUTES.parse(text) == value, reason


@pytest.mark.parametrize(
    ("text", "code", "mend"),
    [
        ("2,5", "bad-number", "point"),
        ("1,000", "bad-number", "thousands"),
        ("1 000", "bad-number", "thousands"),
        ("12'500", "bad-number", "thousands"),
        ("five", "bad-number", "Give a number from 0"),
        ("-5", "out-of-range", "Give a number from 0"),
        ("inf", "bad-number", "Give"),
        ("1_000", "bad-number", "Give"),
        ("0x10", "bad-number", "Give"),
        ("\u0665", "bad-number", "Give"),
        ("527040.1", "out-of-range", "527,040"),
        ("1e41", "out-of-range", "Give"),
        ("1e99999999999999999999", "out-of-range", "Give"),
        ("1e-99999999999999999999", "out-of-range", "Give"),
        ("0." + "0" * 100 + "1", "out-of-range", "Give"),
        ("9" * 5000, "out-of-range", "Give"),
    ],
)
def test_what_is_no_number_of_minutes_is_refused(text: str, code: str, mend: str) -> None:
    with pytest.raises(CellError) as caught:
        MINUTES.parse(text)
    assert caught.value.code == code
    assert mend in caught.value.mend
    assert len(caught.value.message) < 100


@pytest.mark.parametrize("text", ["5.0", "5.", "1e3", "five", "", "- 5", "9" * 5000, "\u0665"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        Whole().parse(text)


@given(st.integers(-(10**12), 10**12), st.integers(0, 20))
def test_decimals_are_written_exactly(numerator: int, digits: int) -> None:
    value = Fraction(numerator, 10**digits)
    assert Fraction(decimal(value)) == value


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(1, 7 * 10**5), Fraction(1, 2**100)])
def test_what_has_no_decimal_form_is_refused(value: Fraction) -> None:
    with pytest.raises(UnusableInputError, match="no exact decimal form"):
        decimal(value)


@given(st.floats(4, 1e9))
def test_hours_are_read_back_as_the_same_seconds(seconds: float) -> None:
    assert Hours().parse(Hours().show(seconds)) == seconds


def test_hours_are_written_no_longer_than_needed() -> None:
    assert Hours().show(36 * 3600.0) == "36"


def test_a_positive_number_is_not_zero() -> None:
    with pytest.raises(CellError):
        Exact(high=10, positive=True).parse("0.000")
