"""Times in files: instants with an offset, and durations after the start."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from safepassage.domain.terms import Window
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.times import Time, Windows, iso, merged

START = datetime(2016, 12, 15, 6, tzinfo=timezone(timedelta(hours=2)))
HOUR = 3600


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("+90m", 5400, "minutes"),
        ("+2h30m", 9000, "hours and minutes"),
        ("+1d6h", 108_000, "days and hours"),
        ("+1d30m", 88_200, "days and minutes"),
        ("+0m", 0, "the start itself"),
        (" +90m ", 5400, "blanks around mean nothing"),
        ("2016-12-15T06:00:00+02:00", 0, "the start itself"),
        ("2016-12-15T12:00:00+02:00", 6 * HOUR, "as in the contract"),
        ("2016-12-15T12:00+02:00", 6 * HOUR, "seconds may be left out"),
        ("2016-12-15 12:00:00+02:00", 6 * HOUR, "a blank for the T"),
        ("2016-12-15T12:00:00+0200", 6 * HOUR, "an offset without colon"),
        ("2016-12-15T12:00:00+02", 6 * HOUR, "an offset of hours"),
        ("2016-12-15T10:00:00Z", 6 * HOUR, "UTC"),
        ("2016-12-15T10:00:00z", 6 * HOUR, "UTC in small letters"),
        ("2016-12-15T05:59:59+02:00", -1, "before the start"),
        ("2016-12-15T06:00:00.000001+02:00", 1, "parts of a second are rounded up"),
        ("2016-12-15T06:00:00.0000000001+02:00", 1, "however small they are"),
        ("2016-12-15T06:00:00,5+02:00", 1, "ISO allows a decimal comma"),
        ("2016-12-15T05:59:58.5+02:00", -1, "up also before the start"),
        ("2016-12-15T06:00:00.000+02:00", 0, "no part of a second is nothing to round"),
    ],
)
def test_times_are_whole_seconds_after_the_start(text: str, seconds: int, reason: str) -> None:
    assert Time(START).parse(text) == seconds, reason


@pytest.mark.parametrize(
    ("text", "code", "reason"),
    [
        ("90m", "bad-time", "a duration needs its plus"),
        ("+", "bad-time", "a plus alone"),
        ("+90", "bad-time", "no unit"),
        ("+90s", "bad-time", "seconds are no unit here"),
        ("+1.5h", "bad-time", "no decimals"),
        ("+30m2h", "bad-time", "the wrong order"),
        ("-90m", "bad-time", "durations are after the start"),
        ("+99999d", "out-of-range", "beyond belief"),
        ("+9999999999m", "bad-time", "more digits than a duration has"),
        ("12:00", "bad-time", "no date"),
        ("2016-12-15", "bad-time", "no clock time"),
        ("2016-12-15T12:00:00", "bad-time", "no offset"),
        ("2016-12-15T25:00:00+02:00", "bad-time", "no such hour"),
        ("2016-02-30T12:00:00+02:00", "bad-time", "no such day"),
        ("2016-12-15T12:00:00+99:00", "bad-time", "no such offset"),
        ("1666-12-15T12:00:00+02:00", "out-of-range", "long ago"),
        ("9999-12-31T23:59:59-14:00", "out-of-range", "at the end of all calendars"),
        ("0001-01-01T00:00:00+14:00", "out-of-range", "at their beginning"),
        ("\u0662\u0660\u0661\u0666-12-15T12:00:00Z", "bad-time", "digits of another script"),
        ("2016-W50-4T12:00:00+02:00", "bad-time", "week dates"),
        ("now", "bad-time", "a word"),
    ],
)
def test_what_is_no_time_is_refused(text: str, code: str, reason: str) -> None:
    with pytest.raises(CellError) as caught:
        Time(START).parse(text)
    assert caught.value.code == code, reason


def test_times_are_written_with_the_offset_of_the_start() -> None:
    assert Time(START).show(6 * HOUR) == "2016-12-15T12:00:00+02:00"


def test_an_offset_with_seconds_is_written_in_utc() -> None:
    odd = datetime(2016, 12, 15, 6, tzinfo=timezone(timedelta(hours=2, seconds=30)))
    assert iso(odd) == "2016-12-15T03:59:30+00:00"


def test_a_start_between_seconds_still_gives_whole_seconds() -> None:
    start = datetime(2016, 12, 15, 6, 0, 0, 500_000, tzinfo=UTC)
    assert Time(start).parse("2016-12-15T06:00:01Z") == 1
    assert Time(start).parse(Time(start).show(-7)) == -7


@pytest.mark.parametrize(
    ("windows", "expected", "reason"),
    [
        ([(0, 10), (10, 20)], [(0, 20)], "touching ones are one"),
        ([(0, 10), (5, 20)], [(0, 20)], "overlapping ones too"),
        ([(0, 30), (5, 20)], [(0, 30)], "and one inside another"),
        ([(30, 40), (0, 10)], [(0, 10), (30, 40)], "they stand in order of time"),
        ([(0, 10), (11, 20)], [(0, 10), (11, 20)], "apart ones stay apart"),
        ([(10, 0), (0, 10)], [(10, 0), (0, 10)], "a window that ends before it begins is kept for the checks"),
        ([(5, 5)], [(5, 5)], "so is one without length"),
    ],
)
def test_windows_are_merged(windows: list[tuple[int, int]], expected: list[tuple[int, int]], reason: str) -> None:
    assert merged(tuple(Window(*pair) for pair in windows)) == tuple(Window(*pair) for pair in expected), reason


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("+2h/+6h", (Window(2 * HOUR, 6 * HOUR),)),
        (" +2h / +6h ;\n +7h/+8h; ", (Window(2 * HOUR, 6 * HOUR), Window(7 * HOUR, 8 * HOUR))),
        ("[]", ()),
    ],
)
def test_windows_in_a_cell(cell: str, expected: tuple[Window, ...]) -> None:
    assert Windows(START).parse(cell) == expected
