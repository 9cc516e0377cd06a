"""Random numbers by name: each draw is a function of seed, run, cause, question, entity and visit, and of nothing else.

There is no state that one draw leaves to the next. So another policy, another plan or another order of events leaves
every draw alone that both have in common: two plans are compared on the same futures (common random numbers), and any
part of an ensemble can be computed anywhere, in any order, with the same bits.

The generator is splitmix64 (Steele, Lea and Flood 2014) used by counter: a run and a cause have a key, and draw number
n of that stream is mix(key + n·golden), with n = question·2⁶⁰ + entity·2³² + visit; entities are below 2²⁸. Normal
numbers come from the inverse distribution function, algorithm AS 241 (Wichura 1988), accurate to about 1 part in 10¹⁶;
one draw makes one number.
"""

from math import ceil, exp, log, sqrt
from typing import Any

import numpy as np
from numba import njit

from safepassage.simulation.arrays import FAR, Integers
from safepassage.simulation.columns import (
    CAUSES,
    CAUSES_AT,
    CAUSES_END,
    CHANCE,
    COMMON_FACTOR,
    COMMON_SIGMA,
    ENTITY,
    FIRST_STOP,
    FOR_GOOD,
    MEAN,
    OTHER_SEED,
    PER_S,
    SHAPE,
    SIGMA,
    STOP,
    STOP_WIDTH,
    STREAM_KEY,
)
from safepassage.simulation.uncertainty import CERTAIN, EXPONENTIAL, Cause

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
S11, S27, S30, S31, S32 = (np.uint64(bits) for bits in (11, 27, 30, 31, 32))

COMMON = np.uint64(2**63)
"""The number of the draw of a run's common factor: no entity and visit have it."""

HOW_LONG, WHETHER, WHEN, WHICH = (np.uint64(question << 60) for question in range(4))
"""A cause may have several questions about the same entity and visit; they are parts of the draw's number."""

NUM_CAUSES = len(Cause)
LATE_START, ROADS = int(Cause.LATE_START), int(Cause.ROADS)
CAUSE_WIDTH = CAUSES.width

CENTRE = (
    (3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
     3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3),
)  # fmt: skip
SIDES = (
    (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
     1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
     1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
TAILS = (
    (6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
     1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip
"""Coefficients of AS 241, PPND16: of the numerator and of the denominator, from the constant upwards."""


@njit(cache=True)
def mix(x: Any) -> Any:
    """Scramble 64 bits, one to one."""
    x = (x ^ (x >> S30)) * FIRST
    x = (x ^ (x >> S27)) * SECOND
    return x ^ (x >> S31)


@njit(cache=True)
def uniform(key: Any, number: Any) -> float:
    """Give draw `number` of a stream: uniform in (0, 1), never 0 or 1."""
    return float((float(mix(key + number * GOLDEN) >> S11) + 0.5) / 9007199254740992.0)


@njit(cache=True)
def ratio(coefficients: tuple[tuple[float, ...], tuple[float, ...]], x: float) -> float:
    """Give the value of a rational function."""
    top = bottom = 0.0
    for i in range(7, -1, -1):
        top = top * x + coefficients[0][i]
        bottom = bottom * x + coefficients[1][i]
    return top / bottom


@njit(cache=True)
def normal_quantile(p: float) -> float:
    """Give the standard normal number below which a share `p` in (0, 1) lies."""
    q = p - 0.5
    if abs(q) <= 0.425:
        return float(q * ratio(CENTRE, 0.180625 - q * q))
    r = sqrt(-log(min(p, 1.0 - p)))
    value = ratio(SIDES, r - 1.6) if r <= 5.0 else ratio(TAILS, r - 5.0)
    return float(-value if q < 0.0 else value)


@njit(cache=True)
def lognormal(sigma: float, u: float) -> float:
    """Give a number with mean 1 and logarithmic standard deviation `sigma`."""
    if sigma == 0.0:
        return 1.0
    return exp(sigma * normal_quantile(u) - 0.5 * sigma * sigma)


@njit(cache=True)
def stream_key(seed: int, run: int, cause: int) -> Any:
    """Give the key of a stream."""
    of_run = mix(mix(np.uint64(seed) + GOLDEN) + np.uint64(run) * GOLDEN)
    return mix(of_run + np.uint64(cause + 1) * GOLDEN)


@njit(cache=True)
def set_streams(m: Integers, seed: int, run: int) -> None:
    """Set the key of each cause's stream for one run, and draw the factor that all draws of the run share."""
    floats, keys = m.view(np.float64), m.view(np.uint64)
    for number in range((m[CAUSES_END] - m[CAUSES_AT]) // CAUSE_WIDTH):
        cause = m[CAUSES_AT] + number * CAUSE_WIDTH
        of = number if number < NUM_CAUSES else ROADS
        keys[cause + STREAM_KEY] = stream_key(seed ^ m[cause + OTHER_SEED], run, of)
        common = uniform(keys[cause + STREAM_KEY], COMMON)
        floats[cause + COMMON_FACTOR] = lognormal(floats[cause + COMMON_SIGMA], common)


@njit(cache=True)
def asked(m: Integers, number: int, question: Any, entity: int, visit: int) -> float:
    """Give the uniform draw of a cause for a question, an entity and a visit."""
    key = m.view(np.uint64)[m[CAUSES_AT] + number * CAUSE_WIDTH + STREAM_KEY]
    return uniform(key, question + (np.uint64(entity) << S32) + np.uint64(visit))


@njit(cache=True)
def drawn_s(m: Integers, number: int, planned_s: float, entity: int, visit: int) -> int:
    """Give how many whole seconds something takes that is planned to take so many, by the cause's distribution."""
    floats, cause = m.view(np.float64), m[CAUSES_AT] + number * CAUSE_WIDTH
    mean_s = float(planned_s * floats[cause + MEAN])
    if floats[cause + SHAPE] == CERTAIN or mean_s == 0.0:
        return ceil(mean_s)
    u = uniform(m.view(np.uint64)[cause + STREAM_KEY], (np.uint64(entity) << S32) + np.uint64(visit))
    own: float = -log(u) if floats[cause + SHAPE] == EXPONENTIAL else lognormal(floats[cause + SIGMA], u)
    return ceil(mean_s * own * float(floats[cause + COMMON_FACTOR]))


@njit(cache=True)
def factor_of(m: Integers, number: int, entity: int, visit: int) -> float:
    """Draw the factor of a cause."""
    floats, cause = m.view(np.float64), m[CAUSES_AT] + number * CAUSE_WIDTH
    u = asked(m, number, HOW_LONG, entity, visit)
    own: float = -log(u) if floats[cause + SHAPE] == EXPONENTIAL else lognormal(floats[cause + SIGMA], u)
    return float(floats[cause + MEAN] * own * floats[cause + COMMON_FACTOR])


@njit(cache=True)
def takes_s(m: Integers, vehicle: int, cause: int, planned_s: int) -> int:
    """Draw how long something takes at the vehicle's stop; asked again, it says the same."""
    return int(drawn_s(m, cause, planned_s, m[vehicle + ENTITY], visit_of(m, vehicle)))


@njit(cache=True)
def visit_of(m: Integers, vehicle: int) -> int:
    """Give the number of the vehicle's stop in its itinerary."""
    return int((m[vehicle + STOP] - m[vehicle + FIRST_STOP]) // STOP_WIDTH)


@njit(cache=True)
def delay_s(m: Integers, number: int, entity: int, visit: int) -> int:
    """Draw by how many seconds something comes late, if it does."""
    chance = plain_chance(m, number)
    if chance <= 0.0 or (chance < 1.0 and asked(m, number, WHETHER, entity, visit) >= chance):
        return 0
    return int(drawn_s(m, number, 1.0, entity, visit))


@njit(cache=True)
def late_s(m: Integers, vehicle: int) -> int:
    """Draw by how many seconds a vehicle becomes available late."""
    return int(delay_s(m, LATE_START, m[vehicle + ENTITY], 0))


@njit(cache=True)
def plain_chance(m: Integers, number: int) -> float:
    """Give the chance of a cause as it is in every run."""
    return float(m.view(np.float64)[m[CAUSES_AT] + number * CAUSE_WIDTH + CHANCE])


@njit(cache=True)
def chance_of(m: Integers, number: int) -> float:
    """Give the chance of a cause in this run."""
    factor = m.view(np.float64)[m[CAUSES_AT] + number * CAUSE_WIDTH + COMMON_FACTOR]
    return float(min(1.0, plain_chance(m, number) * factor))


@njit(cache=True)
def happens(m: Integers, number: int, entity: int, visit: int) -> bool:
    """Draw whether something happens."""
    chance = chance_of(m, number)
    return chance > 0.0 and asked(m, number, WHETHER, entity, visit) < chance


@njit(cache=True)
def strikes_after_s(m: Integers, number: int, entity: int, visit: int) -> int:
    """Draw after how many whole seconds a hazard strikes, at least 1; FAR if it never does."""
    per_s = m.view(np.float64)[m[CAUSES_AT] + number * CAUSE_WIDTH + PER_S]
    if per_s <= 0.0:
        return FAR
    return int(max(1.0, min(ceil(-log(asked(m, number, WHEN, entity, visit)) / per_s), float(FAR))))


@njit(cache=True)
def for_good(m: Integers, number: int, entity: int, visit: int) -> bool:
    """Draw whether what a hazard did lasts to the end of the operation."""
    chance = m.view(np.float64)[m[CAUSES_AT] + number * CAUSE_WIDTH + FOR_GOOD]
    return bool(chance > 0.0 and asked(m, number, WHETHER, entity, visit) < chance)


@njit(cache=True)
def ends_at(m: Integers, number: int, entity: int, visit: int, at_s: int) -> int:
    """Give when what a hazard did at a second is over, at least a second later; FAR if it is for good."""
    if for_good(m, number, entity, visit):
        return FAR
    return int(min(at_s + max(1, drawn_s(m, number, 1.0, entity, visit)), FAR))
