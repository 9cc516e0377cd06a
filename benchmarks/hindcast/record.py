"""What was counted and published: each figure with who claimed it, for when, and where it was reported.

Counts of different sources are never added or joined. Each is a range `[low, high]`: "more than 8,000" has no high,
"6,000 to 6,500" has both, a plain figure is both. When it was counted is a range of local time too, as wide as the
record leaves it; that reading is ours. `since` empty means: all since the operation began.
"""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.hindcast.curves import BASES, KINDS
from safepassage.domain.errors import UnusableInputError

HERE = Path(__file__).parent
COUNTS = HERE / "counts.csv"
LOCAL = ZoneInfo("Asia/Damascus")
DAY_ONE = datetime(2016, 12, 15, tzinfo=LOCAL)
"""Midnight before the operation; all seconds of the hindcast are after it. No clock changes in this span."""

WINDOWS = ("first", "second", "third", "total")
USES = ("fit", "seen", "test")
"""Used to calibrate; of the first window but not used; published of what came after, so a test."""


def second_of(words: str) -> int:
    """Give the seconds after midnight of 15 December of a local date and time such as `2016-12-18T23:00`."""
    local = datetime.fromisoformat(words).replace(tzinfo=LOCAL)
    return round((local.astimezone(UTC) - DAY_ONE.astimezone(UTC)) / timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Count:
    """One published figure.

    `low` and `high` are what was claimed, `high` None for a lower bound. It counts what crossed or arrived (`basis`) up
    to some moment between `from_s` and `until_s`, since `since_s` (None: since the beginning). `why` says in a sentence
    why it is outside the band, where it is.
    """

    id: str
    window: str
    kind: str
    since_s: int | None
    low: int
    high: int | None
    from_s: int
    until_s: int
    basis: str
    use: str
    claimant: str
    reported_in: str
    url: str
    why: str

    @property
    def words(self) -> str:
        """The figure as it was claimed."""
        if self.high is None:
            return f"at least {self.low:,}"
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def read_counts(path: Path = COUNTS) -> tuple[Count, ...]:
    """Read all counts.

    Raises
    ------
    UnusableInputError
        If a row cannot be what it says.
    """
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(_count(path, line, row) for line, row in enumerate(csv.DictReader(file), start=2))


def _count(path: Path, line: int, row: dict[str, str]) -> Count:
    count = Count(
        id=row["id"],
        window=row["window"],
        kind=row["kind"],
        since_s=second_of(row["since"]) if row["since"] else None,
        low=int(row["low"]),
        high=int(row["high"]) if row["high"] else None,
        from_s=second_of(row["from"]),
        until_s=second_of(row["until"]),
        basis=row["basis"],
        use=row["use"],
        claimant=row["claimant"],
        reported_in=row["reported_in"],
        url=row["url"],
        why=row["why"],
    )
    trouble = _trouble(count)
    if trouble:
        raise UnusableInputError(f"{path.name}, line {line}: {trouble}")
    return count


def _trouble(count: Count) -> str:
    """Say what cannot be right of a count; nothing if all can."""
    known = ((count.window, WINDOWS), (count.kind, KINDS), (count.basis, BASES), (count.use, USES))
    for value, allowed in known:
        if value not in allowed:
            return f"{value!r} is not one of {', '.join(allowed)}."
    if count.high is not None and count.high < count.low:
        return f"high {count.high} is below low {count.low}."
    if count.until_s < count.from_s or (count.since_s is not None and count.from_s < count.since_s):
        return "it is counted before it begins."
    if not (count.claimant and count.reported_in and count.url):
        return "it does not say who claimed it, and where that was reported."
    return ""
