"""What is uncertain, as the compiled engine reads it: a row of numbers for each cause.

A driving time, a service or a check takes its planned seconds times a factor, rounded up to whole seconds. The factor
is the product of its mean, of one that is drawn for each single time, and of one that is drawn once a run for all of
them. Delays and what hazards do last for their mean times such a factor.
"""

from enum import IntEnum
from math import log1p, sqrt

import numpy as np

from safepassage.domain.uncertainty import Chance, Delay, Hazard, Shape, Spread, Uncertainty
from safepassage.simulation.arrays import Floats

HOUR_S = 3600.0


class Cause(IntEnum):
    """What is uncertain. The numbers are part of the random streams: they never change."""

    TRAVEL = 0
    SERVICE = 1
    CHECK = 2
    LATE_START = 3
    STAYING = 4
    LATE_GROUPS = 5
    COUNTS = 6
    BREAKDOWN = 7
    REFUSAL = 8
    TURNED_BACK = 9
    LATE_OPENING = 10
    ROADS = 11
    SUSPENSION = 12
    INCIDENT = 13


CERTAIN, LOGNORMAL, EXPONENTIAL = 0.0, 1.0, 2.0
OF_SHAPE = {Shape.LOGNORMAL: LOGNORMAL, Shape.EXPONENTIAL: EXPONENTIAL}
"""How the compiled engine tells shapes apart; CERTAIN is no spread at all."""

Row = tuple[float, float, float, float, float, float, float]


def factors(uncertainty: Uncertainty) -> Floats:
    """Give the engine's rows, `(num_causes + num_roads, 7)`, those of roads that may close behind the causes.

    Columns are shape, mean (of delays and lengths in seconds), logarithmic deviation alone and in common, chance, rate
    in a second, and chance that it is for good.
    """
    incidents = uncertainty.incidents
    rows: dict[Cause, Row] = {
        Cause.TRAVEL: _spread(uncertainty.travel),
        Cause.SERVICE: _spread(uncertainty.service),
        Cause.CHECK: _spread(uncertainty.check),
        Cause.LATE_START: _delay(uncertainty.late_start),
        Cause.STAYING: _chance(uncertainty.staying),
        Cause.LATE_GROUPS: _delay(uncertainty.late_groups),
        Cause.COUNTS: _spread(uncertainty.counts),
        Cause.BREAKDOWN: _hazard(uncertainty.breakdowns),
        Cause.REFUSAL: _chance(uncertainty.refusals),
        Cause.TURNED_BACK: _chance(uncertainty.turned_back),
        Cause.LATE_OPENING: _delay(uncertainty.late_opening),
        Cause.ROADS: _hazard(Hazard()),
        Cause.SUSPENSION: _hazard(uncertainty.suspensions),
        Cause.INCIDENT: (CERTAIN, 1.0, 0.0, 0.0, incidents.suspends, incidents.per_hour / HOUR_S, 0.0),
    }
    return np.array([*(rows[cause] for cause in Cause), *(_hazard(road.closes) for road in uncertainty.roads)])


def _spread(spread: Spread) -> Row:
    shape = _shape(spread.shape, varies=spread.varies)
    return shape, spread.mean, _sigma(spread.cv), _sigma(spread.common_cv), 1.0, 0.0, 0.0


def _delay(delay: Delay) -> Row:
    shape = _shape(delay.shape, varies=delay.length_varies)
    return shape, delay.mean_s, _sigma(delay.cv), _sigma(delay.common_cv), delay.chance, 0.0, 0.0


def _chance(chance: Chance) -> Row:
    return CERTAIN, 1.0, 0.0, _sigma(chance.common_cv), chance.chance, 0.0, 0.0


def _hazard(hazard: Hazard) -> Row:
    shape = _shape(hazard.shape, varies=hazard.length_varies)
    return shape, hazard.mean_s, _sigma(hazard.cv), 0.0, 1.0, hazard.per_hour / HOUR_S, hazard.for_good


def _shape(shape: Shape, *, varies: bool) -> float:
    return OF_SHAPE[shape] if varies else CERTAIN


def _sigma(cv: float) -> float:
    return sqrt(log1p(cv * cv))


NAMES = {"breakdown": "breakdowns", "refusal": "refusals", "suspension": "suspensions", "incident": "incidents"}
"""Causes that the domain names otherwise."""


def field_of(cause: Cause) -> str:
    """Give the name under which `domain.uncertainty` knows a cause."""
    name = cause.name.lower()
    return NAMES.get(name, name)
