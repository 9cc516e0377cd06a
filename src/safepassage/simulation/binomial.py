"""How many of so many do something that each does with the same chance, from one uniform draw.

It is the inverse of the binomial distribution function: the same draw gives more with a larger chance and of more
groups, so that two runs that differ in a little differ in a little. Where the variance is large, the quantile is that
of the normal distribution with the first term for skewness (Cornish and Fisher 1938; Johnson, Kemp and Kotz, Univariate
Discrete Distributions, 3rd edition 2005, section 3.6.1).
"""

from math import exp, floor, log1p, sqrt

from numba import njit

from safepassage.simulation.draws import normal_quantile

LARGE_VARIANCE = 100.0
"""From here on the normal distribution; its quantiles are then within one of the exact ones."""


@njit(cache=True)
def how_many(n: int, chance: float, u: float) -> int:
    """Give how many of `n` the uniform draw `u` stands for."""
    if n <= 0 or chance <= 0.0:
        return 0
    if chance >= 1.0:
        return n
    variance = n * chance * (1.0 - chance)
    if variance > LARGE_VARIANCE:
        z = normal_quantile(u)
        near = floor(n * chance + sqrt(variance) * z + (1.0 - 2.0 * chance) * (z * z - 1.0) / 6.0 + 0.5)
        return int(min(max(near, 0), n))
    if chance > 0.5:
        return n - smallest(n, 1.0 - chance, 1.0 - u)
    return smallest(n, chance, u)


@njit(cache=True)
def smallest(n: int, chance: float, u: float) -> int:
    """Give the smallest number that a share `u` at least does not exceed, adding up; `chance` is at most a half."""
    share = exp(n * log1p(-chance))
    below, number, odds = share, 0, chance / (1.0 - chance)
    while below < u and number < n:
        share *= odds * (n - number) / (number + 1)
        below += share
        number += 1
    return number
