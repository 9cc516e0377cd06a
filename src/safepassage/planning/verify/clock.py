"""Times as people read them: on the clock of the scenario's time zone, and in seconds after its start."""

from datetime import UTC, timedelta, tzinfo
from fractions import Fraction
from zoneinfo import ZoneInfo

from safepassage.domain.scenario import Scenario


class Clock:
    """Turns seconds after the scenario's start into words.

    A time zone that this machine does not know is replaced by the offset of the scenario's start.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._start = scenario.start
        self._zone = _zone(scenario)

    def say(self, at_s: int | Fraction) -> str:
        """Give the clock time, to the whole second before it, and the seconds: `2016-12-15 12:00:00 (21600 s)`."""
        try:
            instant = self._start.astimezone(UTC) + timedelta(seconds=at_s // 1)
            clock = instant.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
        except (OverflowError, ValueError):  # far outside the calendar
            return seconds(at_s)
        return f"{clock} ({seconds(at_s)})"


def seconds(duration_s: int | Fraction) -> str:
    """Give seconds in words: whole ones as they are, others to a thousandth."""
    if isinstance(duration_s, int) or duration_s.denominator == 1:
        return f"{int(duration_s)} s"
    thousandths = round(duration_s * 1000)
    sign, (whole, part) = "-" if thousandths < 0 else "", divmod(abs(thousandths), 1000)
    return f"{sign}{whole}.{part:03} s"


def _zone(scenario: Scenario) -> tzinfo:
    try:
        return ZoneInfo(scenario.timezone)
    except (KeyError, ValueError, OSError):
        return scenario.start.tzinfo or UTC
