"""What is uncertain, as the compiled engine reads it: a row of numbers for each cause.

A driving time, a service or a check takes its planned seconds times a factor, rounded up to whole seconds. The factor
is the product of one that is drawn for each single time, and one that is drawn once a run for all of them.
"""

from enum import IntEnum
from math import log1p, sqrt

import numpy as np

from safepassage.domain.uncertainty import Delay, Shape, Spread, Uncertainty
from safepassage.simulation.arrays import Floats


class Cause(IntEnum):
    """What is uncertain. The numbers are part of the random streams: they never change."""

    TRAVEL = 0
    SERVICE = 1
    CHECK = 2
    LATE_START = 3


CERTAIN, LOGNORMAL, EXPONENTIAL = 0.0, 1.0, 2.0
OF_SHAPE = {Shape.LOGNORMAL: LOGNORMAL, Shape.EXPONENTIAL: EXPONENTIAL}
"""How the compiled engine tells shapes apart; CERTAIN is no spread at all."""


def factors(uncertainty: Uncertainty) -> Floats:
    """Give the engine's rows, `(num_causes, 4)`: shape, mean in seconds, logarithmic deviation alone, in common."""
    rows = np.zeros((len(Cause), 4))
    rows[Cause.TRAVEL] = _row(uncertainty.travel, 1.0)
    rows[Cause.SERVICE] = _row(uncertainty.service, 1.0)
    rows[Cause.CHECK] = _row(uncertainty.check, 1.0)
    rows[Cause.LATE_START] = _row(uncertainty.late_start, uncertainty.late_start.mean_s)
    return rows


def _row(spread: Spread | Delay, mean: float) -> tuple[float, float, float, float]:
    certain = spread.shape is Shape.LOGNORMAL and not spread.cv and not spread.common_cv
    kind = CERTAIN if certain else OF_SHAPE[spread.shape]
    return kind, mean, _sigma(spread.cv), _sigma(spread.common_cv)


def _sigma(cv: float) -> float:
    return sqrt(log1p(cv * cv))


NAMES = {"breakdown": "breakdowns", "refusal": "refusals", "suspension": "suspensions", "incident": "incidents"}
"""Causes that the domain names otherwise."""


def field_of(cause: Cause) -> str:
    """Give the name under which `domain.uncertainty` knows a cause."""
    name = cause.name.lower()
    return NAMES.get(name, name)
