"""Local time: whole seconds after the scenario's start as days and hours of the place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safepassage.domain.scenario import Scenario

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class LocalClock:
    """Turns seconds after `start` into local time, and back. `start` is timezone-aware."""

    start: datetime
    zone: tzinfo
    zone_name: str

    @classmethod
    def of(cls, scenario: Scenario) -> "LocalClock":
        """Give the clock of a scenario; an unknown time zone falls back to the offset of its start."""
        start = scenario.start.astimezone(UTC)
        try:
            return cls(start, ZoneInfo(scenario.timezone), scenario.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            offset = scenario.start.tzinfo or UTC
            return cls(start, offset, str(scenario.start.tzname() or "UTC"))

    def at(self, seconds: int) -> datetime:
        """Give the local time so many seconds after the start, or the last there is where the calendar ends."""
        try:
            return (self.start + timedelta(seconds=seconds)).astimezone(self.zone)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC) if seconds > 0 else datetime.min.replace(tzinfo=UTC)

    def seconds(self, moment: datetime) -> int:
        """Give the whole seconds between the start and a timezone-aware moment."""
        return int((moment.astimezone(UTC) - self.start).total_seconds())

    def day(self, seconds: int) -> date:
        """Give the local date so many seconds after the start."""
        return self.at(seconds).date()

    def midnight(self, day: date) -> int:
        """Give the seconds after the start at which a local day begins."""
        return self.seconds(datetime.combine(day, time(), self.zone))

    def days(self, first_s: int, last_s: int) -> Iterator[date]:
        """Yield every local day touched by the closed span `[first_s, last_s]`."""
        day, last = self.day(first_s), self.day(last_s)
        while day <= last:
            yield day
            day += timedelta(days=1)

    def ticks(self, first_s: int, last_s: int, step_minutes: int) -> Iterator[int]:
        """Yield the moments in `[first_s, last_s]` whose local minutes after midnight are multiples of the step."""
        for day in self.days(first_s, last_s):
            for minute in range(0, 24 * 60, step_minutes):
                at = self.seconds(datetime.combine(day, time(minute // 60, minute % 60), self.zone))
                if first_s <= at <= last_s:
                    yield at

    def iso(self, seconds: int) -> str:
        """Give the local time in ISO 8601 with offset, to the second."""
        return self.at(seconds).isoformat(timespec="seconds")

    def date_words(self, day: date, year: bool = True) -> str:
        """Give a date such as `Thu 15 Dec 2016`."""
        words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
        return f"{words} {day.year}" if year else words

    def hour_words(self, seconds: int, exact: bool = False) -> str:
        """Give the local hour such as `14:30`; if exact, with seconds where they are not 0."""
        moment = self.at(seconds)
        return f"{moment:%H:%M:%S}" if exact and moment.second else f"{moment:%H:%M}"

    def words(self, seconds: int, year: bool = True) -> str:
        """Give a moment such as `Thu 15 Dec 2016, 14:30`, without its seconds."""
        return f"{self.date_words(self.day(seconds), year)}, {self.hour_words(seconds)}"

    def offset_words(self) -> str:
        """Give the offset from UTC at the start, such as `UTC+02:00`."""
        offset = self.at(0).utcoffset() or timedelta(0)
        minutes = int(offset.total_seconds()) // 60
        return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"

    def zone_words(self) -> str:
        """Say in one sentence, without its full stop, whose time all times are."""
        offset = self.offset_words()
        if self.zone_name in ("UTC", "Etc/UTC", "Z") or self.zone_name.startswith("UTC"):
            return f"All times are {'UTC' if offset == 'UTC+00:00' else offset}"
        return f"All times are local: {self.zone_name}, {offset}"
