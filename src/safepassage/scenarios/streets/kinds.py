"""Kinds of cells that only the files about streets have."""

import re
from dataclasses import dataclass
from typing import Any

from safepassage.domain.streets import Position
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.kinds import Id, Ids, Kind, wrong_type
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.numbers import Degrees
from safepassage.scenarios.wording import shown

DAY_MINUTES = 24 * 60
MOST_POSITIONS = 100
"""Positions that one chosen way leads through."""
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ClockTime(Kind):
    """A local time of day, as minutes after midnight; `24:00` only where `ends`."""

    ends: bool = False

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return f"a local time of day from 00:00 to {'24:00' if self.ends else '23:59'}, such as 18:30"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "time of day"

    def parse(self, text: str) -> int:
        """Read hours and minutes."""
        match = CLOCK.fullmatch(text.strip())
        if match is None:
            raise CellError(ReadingCode.BAD_TIME, f"{shown(text)} is not a time of day.", f"Give {self.wanted}.")
        hour, minute = int(match[1]), int(match[2])
        if minute > 59 or hour * 60 + minute > DAY_MINUTES - (not self.ends):
            raise CellError(ReadingCode.OUT_OF_RANGE, f"{shown(text)} is out of range.", f"Give {self.wanted}.")
        return hour * 60 + minute

    def show(self, value: int) -> str:
        """Write hours and minutes."""
        return f"{value // 60:02}:{value % 60:02}"


@dataclass(frozen=True, slots=True)
class Positions(Kind):
    """Positions in order, each latitude and longitude as in `places.csv`; separated by semicolons or line breaks."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "positions, latitude first, separated by semicolons, such as 36.16 37.12; 36.15 37.11"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "positions"

    def parse(self, text: str) -> tuple[Position, ...]:
        """Read positions."""
        found = tuple(self._position(part) for part in re.split(r"[;\n]", text) if part.strip())
        if not 1 <= len(found) <= MOST_POSITIONS:
            message = f"The list has {len(found):,} positions."
            mend = f"Give 1 to {MOST_POSITIONS} {self.wanted}."
            raise CellError(ReadingCode.BAD_LIST, message, mend)
        return found

    def _position(self, part: str) -> Position:
        numbers = re.split(r"\s*,\s*|\s+", part.strip())
        if len(numbers) != 2:
            message = f"{shown(part.strip())} is not a position."
            raise CellError(ReadingCode.BAD_LIST, message, f"Give {self.wanted}.")
        lat, lon = Degrees(90).parse(numbers[0]), Degrees(180).parse(numbers[1])
        return lon, lat

    def show(self, value: tuple[Position, ...]) -> str:
        """Write positions so that the same ones are read back."""
        return "; ".join(f"{lat!r} {lon!r}" for lon, lat in value)


@dataclass(frozen=True, slots=True)
class Digest(Kind):
    """A SHA-256 digest in hexadecimal."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "a SHA-256 digest: 64 digits 0-9 a-f"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "digest"

    def parse(self, text: str) -> str:
        """Read a digest."""
        if not DIGEST.fullmatch(text):
            raise CellError(ReadingCode.BAD_TEXT, f"{shown(text)} is not a digest.", f"Give {self.wanted}.")
        return text


@dataclass(frozen=True, slots=True)
class Digests(Kind):
    """Digests of files by name."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return "an object with a digest for each file"

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "digests by file"

    def parse(self, text: str) -> Any:
        """Refuse a text: it is no object."""
        raise wrong_type(text, self.wanted)

    def from_toml(self, value: object) -> tuple[tuple[str, str], ...]:
        """Read an object of digests."""
        if not isinstance(value, dict):
            raise wrong_type(value, self.wanted)
        return tuple((name, Digest().from_toml(digest)) for name, digest in value.items())


@dataclass(frozen=True, slots=True)
class CutOff(Kind):
    """Places without a way, each with the ids of the closures that leave them so."""

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        return 'a list such as [{"place": "hill", "closures": ["bridge"]}]'

    @property
    def noun(self) -> str:
        """What a value is, in a few words."""
        return "places and closures"

    def parse(self, text: str) -> Any:
        """Refuse a text: it is no list."""
        raise wrong_type(text, self.wanted)

    def from_toml(self, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Read a list of places with closures."""
        if not isinstance(value, list):
            raise wrong_type(value, self.wanted)
        return tuple(self._entry(entry) for entry in value)

    def _entry(self, entry: object) -> tuple[str, tuple[str, ...]]:
        if not isinstance(entry, dict) or entry.keys() != {"place", "closures"}:
            raise CellError(ReadingCode.BAD_LIST, "An entry has not just place and closures.", f"Give {self.wanted}.")
        return Id().from_toml(entry["place"]), Ids().from_toml(entry["closures"])
