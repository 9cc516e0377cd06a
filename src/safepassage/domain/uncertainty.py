"""What is uncertain about an operation: each cause with its distribution, and who says so.

A *spread* is a factor on planned seconds; a *delay* comes with a chance, and then lasts; a *hazard* strikes at a rate,
and what it does lasts, for a while or for good. Factors and lengths are drawn from a shape with a mean and a
coefficient of variation, the standard deviation by the mean. `common_cv` is that of a factor that all draws of one
cause share in a run: weather, a mood, a wrong guess of the mean. Without it, the spread over a hundred legs would
cancel out, and the bands would promise more than anybody knows.

- *lognormal*: exp(s·z - s²/2) with z standard normal and s² = ln(1 + cv²): mean 1, coefficient of variation cv.
- *exponential*: -ln(u): mean 1, coefficient of variation 1.

Every cause has a random stream of its own, so that changing one leaves the draws of all others alone.

A cause *changes nothing* if a run with it is a run without it. It *varies* if it may do one thing in one run and
another in the next: a mean of 1.2 without any spread changes something and does not vary.
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """The shape of a distribution with mean 1."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"

    def varies(self, cv: float, common_cv: float = 0.0) -> bool:
        """Whether draws of this shape differ with these coefficients of variation."""
        return self is Shape.EXPONENTIAL or cv > 0.0 or common_cv > 0.0


@dataclass(frozen=True, slots=True)
class Spread:
    """A factor on planned seconds, or on a guessed count.

    `cv` is the coefficient of variation of each single factor, `common_cv` of the one that all of a run share; an
    exponential shape has a cv of 1 whatever is given. `mean` is that of the factor: 1.2 is a fifth slower than planned.
    `source` says where the figures come from.
    """

    cv: float = 0.0
    common_cv: float = 0.0
    shape: Shape = Shape.LOGNORMAL
    mean: float = 1.0
    source: str = ""

    @property
    def varies(self) -> bool:
        """Whether the factor differs from draw to draw."""
        return self.shape.varies(self.cv, self.common_cv)

    @property
    def changes_nothing(self) -> bool:
        """Whether the factor is always 1."""
        return self.mean == 1.0 and not self.varies


@dataclass(frozen=True, slots=True)
class Delay:
    """Something comes late: with `chance` each, then by `mean_s` seconds on average."""

    chance: float = 0.0
    mean_s: float = 0.0
    cv: float = 1.0
    common_cv: float = 0.0
    shape: Shape = Shape.LOGNORMAL
    source: str = ""

    @property
    def length_varies(self) -> bool:
        """Whether one delay is longer than another."""
        return self.shape.varies(self.cv, self.common_cv)

    @property
    def varies(self) -> bool:
        """Whether something is late in one run and not in another, or not as late."""
        return not self.changes_nothing and (self.chance < 1.0 or self.length_varies)

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is ever late."""
        return self.chance <= 0.0 or self.mean_s <= 0.0


@dataclass(frozen=True, slots=True)
class Chance:
    """Something happens with `chance` each; in a bad run more often, by a factor with `common_cv`, up to always."""

    chance: float = 0.0
    common_cv: float = 0.0
    source: str = ""

    @property
    def varies(self) -> bool:
        """Whether it happens in one run and not in another."""
        return not self.changes_nothing and (self.chance < 1.0 or self.common_cv > 0.0)

    @property
    def changes_nothing(self) -> bool:
        """Whether it never happens."""
        return self.chance <= 0.0


@dataclass(frozen=True, slots=True)
class Hazard:
    """Something happens `per_hour` times in an hour, independent of what was before, and lasts `mean_s` on average.

    With chance `for_good` it lasts to the end of the operation instead.
    """

    per_hour: float = 0.0
    mean_s: float = 0.0
    cv: float = 1.0
    shape: Shape = Shape.LOGNORMAL
    for_good: float = 0.0
    source: str = ""

    @property
    def length_varies(self) -> bool:
        """Whether what it does lasts longer once than another time, if it is not for good."""
        return self.shape.varies(self.cv)

    @property
    def varies(self) -> bool:
        """Whether it strikes: then at other moments in each run."""
        return not self.changes_nothing

    @property
    def changes_nothing(self) -> bool:
        """Whether it never strikes."""
        return self.per_hour <= 0.0


@dataclass(frozen=True, slots=True)
class RoadHazard:
    """A road between two places may close; vehicles that are on it drive on, all others go round it or wait."""

    origin: str
    destination: str
    both_ways: bool
    closes: Hazard


@dataclass(frozen=True, slots=True)
class Incidents:
    """Shots, a blocked road, a hostile crowd: `per_hour` while a crossing is open; each suspends with a chance."""

    per_hour: float = 0.0
    suspends: float = 0.0
    source: str = ""

    @property
    def varies(self) -> bool:
        """Whether any happen: then at other moments in each run."""
        return not self.changes_nothing

    @property
    def changes_nothing(self) -> bool:
        """Whether none ever happens."""
        return self.per_hour <= 0.0


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """All that is uncertain. What is not named is certain.

    Attributes
    ----------
    travel, service, check
        Factors on driving times, on boarding and alighting, and on checks at crossings.
    late_start
        Each vehicle becomes available late.
    late_groups
        Groups who come to their place late; `chance` is the share of groups.
    staying
        Groups who decide to stay after all.
    counts
        The factor on the groups of each row who are really there, if counts were guessed.
    breakdowns
        Per hour of driving. The vehicle stands for so long; with `for_good` it still ends its trip, and works no more.
    refusals
        A crew or an owner refuses to begin a trip, and works no more.
    turned_back
        Each group aboard when a vehicle is checked is turned back.
    late_opening
        Each window of a crossing opens late.
    roads
        Roads that close.
    suspensions
        The agreement is suspended, per hour while it is in force: nothing new departs. Then it is re-established, or
        with `for_good` it is not.
    incidents
        What happens at crossings, and may suspend the agreement; for how long, `suspensions` says.
    windows_move
        Whether windows, or what is left of them, come later by the time for which the agreement was suspended, because
        a new agreement gives it back; otherwise it is lost.
    """

    travel: Spread = Spread()
    service: Spread = Spread()
    check: Spread = Spread()
    late_start: Delay = Delay()
    late_groups: Delay = Delay()
    staying: Chance = Chance()
    counts: Spread = Spread()
    breakdowns: Hazard = Hazard()
    refusals: Chance = Chance()
    turned_back: Chance = Chance()
    late_opening: Delay = Delay()
    roads: tuple[RoadHazard, ...] = ()
    suspensions: Hazard = Hazard()
    incidents: Incidents = Incidents()
    windows_move: bool = False


CERTAINTY = Uncertainty()
"""Everything takes as long as planned, and nothing goes wrong."""
