"""What is uncertain, each with its distribution and where that comes from.

A driving time, a service or a check takes its planned seconds times a factor with mean 1, rounded up to whole seconds.
The factor is the product of one that is drawn for each single time, and one that is drawn once a run for all of them:
weather, a mood, a wrong guess of the mean. Without the second, the spread over a hundred legs would cancel out, and the
bands would promise more than anybody knows.

- *lognormal*: exp(s·z - s²/2) with z standard normal and s² = ln(1 + cv²): mean 1, coefficient of variation cv.
- *exponential*: -ln(u): mean 1, coefficient of variation 1; for comparison with queueing theory.

Vehicles become available late by a number of seconds that has a mean and the same kinds of spread.
"""

from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from math import log1p, sqrt

import numpy as np

from safepassage.simulation.arrays import Floats


class Cause(IntEnum):
    """What is uncertain. The numbers are part of the random streams: they never change."""

    TRAVEL = 0
    SERVICE = 1
    CHECK = 2
    LATE_START = 3


class Shape(StrEnum):
    """The shape of a distribution with mean 1."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"


CERTAIN, LOGNORMAL, EXPONENTIAL = 0.0, 1.0, 2.0
OF_SHAPE = {Shape.LOGNORMAL: LOGNORMAL, Shape.EXPONENTIAL: EXPONENTIAL}
"""How the compiled engine tells shapes apart; CERTAIN is no spread at all."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far single times scatter around their mean, and who says so.

    `cv` is the coefficient of variation of each single time, `common_cv` of the factor that all times of a run share;
    an exponential shape has a cv of 1 whatever is given. `source` says where the figures come from.
    """

    cv: float = 0.0
    common_cv: float = 0.0
    shape: Shape = Shape.LOGNORMAL
    source: str = ""


NONE = Spread()
"""No uncertainty."""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """All that is uncertain. `late_start_s` is the mean seconds by which vehicles become available late."""

    travel: Spread = NONE
    service: Spread = NONE
    check: Spread = NONE
    late_start: Spread = NONE
    late_start_s: float = 0.0

    def factors(self) -> Floats:
        """Give the engine's rows, `(num_causes, 4)`: shape, mean in seconds, logarithmic deviation alone, in common."""
        rows = np.zeros((len(Cause), 4))
        for field in fields(self)[: len(Cause)]:
            rows[Cause[field.name.upper()]] = _row(getattr(self, field.name))
        rows[Cause.LATE_START, 1] = self.late_start_s
        return rows


CERTAINTY = Uncertainty()
"""Everything takes as long as planned."""


def _row(spread: Spread) -> tuple[float, float, float, float]:
    certain = spread.shape is Shape.LOGNORMAL and not spread.cv and not spread.common_cv
    kind = CERTAIN if certain else OF_SHAPE[spread.shape]
    return kind, 1.0, _sigma(spread.cv), _sigma(spread.common_cv)


def _sigma(cv: float) -> float:
    return sqrt(log1p(cv * cv))
