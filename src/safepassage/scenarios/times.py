"""Times in files: instants with an offset, and durations after the scenario's start."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.terms import Window, joined_windows
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.kinds import EMPTY, Kind, wrong_type
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.wording import shown

NO_START = datetime(2000, 1, 1, tzinfo=UTC)
"""What times are measured from while the scenario's own start cannot be read."""
FIRST_YEAR, LAST_YEAR = 1800, 2300
FIRST_START_YEAR, LAST_START_YEAR = 1900, 2200
LONGEST_DAYS = 36_600
"""Days in the longest duration after the start."""
SECOND = timedelta(seconds=1)
ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,]([0-9]{1,30}))?"
    r"([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
DURATION = re.compile(r"\+(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?")
TIME_MEND = "Write it like 2016-12-15T12:00:00+02:00, or as a duration after the start like +90m, +2h30m or +1d6h."
INSTANT_MEND = "Write it like 2016-12-15T12:00:00+02:00."


def bad_time(text: str, why: str, mend: str) -> CellError:
    """Give the error of a text that is no time."""
    return CellError(ReadingCode.BAD_TIME, f"{shown(text)} {why}.", mend)


def instant(text: str, mend: str) -> datetime:
    """Read ISO 8601 with an offset; parts of a second finer than microseconds are rounded up."""
    match = ISO.fullmatch(text)
    if match is None:
        raise bad_time(text, "is not a time", mend)
    day, clock, fraction, offset = match.groups()
    if offset is None:
        raise bad_time(text, "has no offset from UTC", mend)
    try:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset.upper()}")
    except ValueError:
        raise bad_time(text, "is not a time that exists", mend) from None
    if not FIRST_YEAR < moment.year < LAST_YEAR:
        raise CellError(ReadingCode.OUT_OF_RANGE, f"{shown(text)} is out of range.", "Give a time near the start.")
    return moment + timedelta(microseconds=-(-int((fraction or "0").ljust(30, "0")) // 10**24))


def seconds_after(moment: datetime, start: datetime) -> int:
    """Give whole seconds from the start to this moment, parts of a second rounded up."""
    return -((start - moment) // SECOND)


def iso(moment: datetime) -> str:
    """Write an instant with its offset; in UTC where the offset is no whole number of minutes."""
    offset = moment.utcoffset() or timedelta()
    return (moment if offset % timedelta(minutes=1) == timedelta() else moment.astimezone(UTC)).isoformat()


def toml_instant(value: object, wanted: str) -> str:
    """Give a TOML datetime or text as text; CellError for anything else."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date | time):
        raise CellError(ReadingCode.BAD_TIME, f"{shown(value)} is not a whole time with date and offset.", wanted)
    if not isinstance(value, str):
        raise wrong_type(value, "a time in quotes")
    return value


@dataclass(frozen=True, slots=True)
class Instant(Kind):
    """A moment, timezone-aware: the scenario's start."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a time with offset, such as 2016-12-15T06:00:00+02:00"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "time with offset"

    def parse(self, text: str) -> datetime:
        """Read ISO 8601 with an offset."""
        moment = instant(text.strip(), INSTANT_MEND)
        if not FIRST_START_YEAR <= moment.year <= LAST_START_YEAR:
            mend = f"Give a year from {FIRST_START_YEAR} to {LAST_START_YEAR}."
            raise CellError(ReadingCode.OUT_OF_RANGE, f"{shown(text)} is out of range.", mend)
        return moment

    def from_toml(self, value: object) -> datetime:
        """Read a TOML datetime, or ISO 8601 in quotes."""
        return self.parse(toml_instant(value, INSTANT_MEND))

    def show(self, value: datetime) -> str:
        """Write ISO 8601 with an offset."""
        return iso(value)

    def toml(self, value: datetime) -> str:
        """Write a TOML datetime."""
        return iso(value)


@dataclass(frozen=True, slots=True)
class Time(Kind):
    """A moment, as whole seconds after the scenario's start; negative before it."""

    start: datetime = NO_START

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a time, such as 2016-12-15T12:00:00+02:00, or after the start, such as +90m, +2h30m or +1d6h"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "time"

    def at(self, start: datetime) -> Self:
        """Give this kind for a scenario that starts then."""
        return replace(self, start=start)

    def parse(self, text: str) -> int:
        """Read ISO 8601 with an offset, or a duration after the start."""
        text = text.strip()
        if not text.startswith("+"):
            return seconds_after(instant(text, TIME_MEND), self.start)
        match = DURATION.fullmatch(text)
        if match is None or len(text) < 3:
            raise bad_time(text, "is not a duration", TIME_MEND)
        days, hours, minutes = (int(part or 0) for part in match.groups())
        seconds = ((days * 24 + hours) * 60 + minutes) * 60
        if seconds > LONGEST_DAYS * 86_400:
            mend = f"Give at most {LONGEST_DAYS:,} days, or leave it out."
            raise CellError(ReadingCode.OUT_OF_RANGE, f"{shown(text)} is out of range.", mend)
        return seconds

    def from_toml(self, value: object) -> int:
        """Read a TOML datetime, or a text as in a cell."""
        return self.parse(toml_instant(value, TIME_MEND))

    def show(self, value: int) -> str:
        """Write ISO 8601 with the offset of the start."""
        try:
            return iso(self.start + value * SECOND)
        except OverflowError:
            message = f"A time {value} seconds from the start is on no calendar, so it cannot be written to a file."
            raise UnusableInputError(message) from None


def read_moment(option: str, text: str, start: datetime) -> int:
    """Give whole seconds after the start of a time that was given with an option.

    Raises
    ------
    UnusableInputError
        If it is no time, or one before the start.
    """
    moment = read_any_moment(option, text, start)
    if moment < 0:
        raise UnusableInputError(f"{option}: {shown(text)} is before the scenario's start. Give a time after it.")
    return moment


def read_any_moment(option: str, text: str, start: datetime) -> int:
    """Give whole seconds after the start of a time that was given with an option, negative before it.

    Raises
    ------
    UnusableInputError
        If it is no time.
    """
    try:
        return Time(start).parse(text)
    except CellError as trouble:
        raise UnusableInputError(f"{option}: {trouble.message} {trouble.mend}") from None


@dataclass(frozen=True, slots=True)
class Windows(Kind):
    """Windows of a crossing; in a cell `opens/closes`, separated by semicolons or line breaks."""

    start: datetime = NO_START

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return 'a list of pairs of times, such as [["+2h", "+6h"]]; in a cell +2h/+6h; +26h/+30h'

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "pairs of times"

    def at(self, start: datetime) -> Self:
        """Give this kind for a scenario that starts then."""
        return replace(self, start=start)

    def parse(self, text: str) -> tuple[Window, ...]:
        """Read `opens/closes` pairs."""
        if text.strip() == EMPTY:
            return ()
        pairs = [part.split("/") for part in re.split(r"[;\n]", text) if part.strip()]
        return self._windows(pairs, Time(self.start).parse)

    def from_toml(self, value: object) -> tuple[Window, ...]:
        """Read a TOML list of pairs."""
        if not isinstance(value, list):
            raise wrong_type(value, self.wanted)
        return self._windows(value, Time(self.start).from_toml)

    def _windows(self, pairs: list[Any], moment: Any) -> tuple[Window, ...]:
        for pair in pairs:
            if not isinstance(pair, list) or len(pair) != 2:
                raise CellError(ReadingCode.BAD_LIST, "A window is not a pair of times.", f"Give {self.wanted}.")
        return merged(tuple(Window(moment(opens), moment(closes)) for opens, closes in pairs))

    def show(self, value: tuple[Window, ...]) -> str:
        """Write `opens/closes` pairs."""
        show = Time(self.start).show
        return "; ".join(f"{show(window.opens_s)}/{show(window.closes_s)}" for window in value) or EMPTY

    def toml(self, value: tuple[Window, ...]) -> str:
        """Write a TOML list of pairs, one a line."""
        toml = Time(self.start).toml
        pairs = [f"  [{toml(window.opens_s)}, {toml(window.closes_s)}],\n" for window in value]
        return "[\n" + "".join(pairs) + "]" if pairs else "[]"


def merged(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """Give the windows in order of time, touching and overlapping ones as one; as they are if one is not in order."""
    if any(window.closes_s <= window.opens_s for window in windows):
        return windows
    return joined_windows(windows)


@dataclass(frozen=True, slots=True)
class Zone(Kind):
    """A time zone of the IANA database."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a time zone of the IANA database, such as Asia/Damascus"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "time zone"

    def parse(self, text: str) -> str:
        """Read the name of a time zone that exists."""
        name = text.strip()
        try:
            known = re.fullmatch(r"[A-Za-z0-9_+/-]{1,64}", name) is not None and ZoneInfo(name) is not None
        except (KeyError, ValueError, OSError):
            known = False
        if not known:
            mend = 'Use a name such as "Asia/Damascus" or "UTC".'
            raise CellError(ReadingCode.BAD_TIMEZONE, f"{shown(name)} is not a known time zone.", mend)
        return name
