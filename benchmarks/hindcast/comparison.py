"""Bands against counts: what lay inside the 90 % band, what did not, by window and by who counted.

A count's moment is only known within a range. So in each future the moment is drawn from it too, and the band is that
of what one would have counted. A count lies inside if some value that it allows does: a lower bound therefore fails
only where nearly all futures stay below it, which is a weak test, and is counted apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from benchmarks.hindcast.calibration import stream
from benchmarks.hindcast.curves import VEHICLES
from benchmarks.hindcast.operation import PRIVATE
from benchmarks.hindcast.prediction import VEHICLES_GIVEN, History
from benchmarks.hindcast.record import Count

LEVELS = (0.05, 0.5, 0.95)
ALPHA = 0.1
"""The band leaves out a tenth: a twentieth below, a twentieth above."""


@dataclass(frozen=True, slots=True)
class Band:
    """What 5, 50 and 95 % of the futures do not exceed."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A count with its band; `tested` is False where the prediction was given what the count says."""

    count: Count
    band: Band
    tested: bool

    @property
    def inside(self) -> bool:
        """Whether the band holds a value that the count allows."""
        reaches = self.count.high is None or self.band.low <= self.count.high
        return reaches and self.count.low <= self.band.high


@dataclass(frozen=True, slots=True)
class Score:
    """How many of so many counts lie inside, and how many of either are only lower bounds."""

    inside: int
    counts: int
    inside_bounds: int
    bounds: int


def band_of(values: Sequence[float]) -> Band:
    """Give the band of values, one from each future: the smallest that a share of them does not exceed."""
    ordered = sorted(values)
    return Band(*(ordered[max(ceil(level * len(ordered)), 1) - 1] for level in LEVELS))


def counted(history: History, count: Count, seed: int, future: int) -> int:
    """Give what somebody would have counted in a future, at a moment drawn from the count's range."""
    moment = stream(seed, future, f"moment of {count.id}").uniform(count.from_s, count.until_s)
    before = history.by(count.basis, count.kind, count.since_s) if count.since_s is not None else 0
    return history.by(count.basis, count.kind, moment) - before


def verdict(count: Count, values: Sequence[float], variant: str) -> Verdict:
    """Set a count against what one would have counted in each future of a prediction."""
    given = variant == VEHICLES_GIVEN and count.kind == VEHICLES[PRIVATE]
    return Verdict(count, band_of(values), tested=count.use == "test" and not given)


def score(verdicts: Iterable[Verdict]) -> Score:
    """Count those that are a test."""
    tested = [each for each in verdicts if each.tested]
    bounds = [each for each in tested if each.count.high is None]
    return Score(
        inside=sum(each.inside for each in tested),
        counts=len(tested),
        inside_bounds=sum(each.inside for each in bounds),
        bounds=len(bounds),
    )


def by_window(verdicts: Iterable[Verdict]) -> Mapping[str, Score]:
    """Score each window apart."""
    return _grouped((each.count.window, each) for each in verdicts)


def by_claimant(verdicts: Iterable[Verdict]) -> Mapping[str, Score]:
    """Score everybody who counted apart."""
    return _grouped((each.count.claimant, each) for each in verdicts)


def by_kind(verdicts: Iterable[Verdict]) -> Mapping[str, Score]:
    """Score each kind of count apart."""
    return _grouped((each.count.kind, each) for each in verdicts)


def _grouped(entries: Iterable[tuple[str, Verdict]]) -> dict[str, Score]:
    groups: dict[str, list[Verdict]] = {}
    for name, each in entries:
        if each.tested:
            groups.setdefault(name, []).append(each)
    return {name: score(each) for name, each in groups.items()}


def interval_score(band: Band, value: float) -> float:
    """Give the interval score of a 90 % band, in the unit of the count; lower is better.

    Its width, and 2/alpha times the distance of a value outside (Gneiting and Raftery, Journal of the American
    Statistical Association 102, 2007, section 6.2).
    """
    below, above = max(band.low - value, 0.0), max(value - band.high, 0.0)
    return band.high - band.low + 2 / ALPHA * (below + above)


def mean_interval_score(verdicts: Iterable[Verdict], kind: str) -> float | None:
    """Give the mean interval score of tested counts of one kind that are no lower bounds, a range by its middle."""
    scores = [
        interval_score(each.band, (each.count.low + each.count.high) / 2)
        for each in verdicts
        if each.tested and each.count.kind == kind and each.count.high is not None
    ]
    return sum(scores) / len(scores) if scores else None
