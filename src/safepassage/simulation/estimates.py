"""What sums and histograms of independent runs say, with 95 % confidence intervals.

- A mean: mean ± 1.96 s/√n (central limit theorem; for fewer than some 30 runs it is too narrow).
- A ratio of two means, such as seconds by persons: linearised about it (delta method; Cochran, Sampling Techniques, 3rd
  edition 1977, section 6.4).
- A share: the interval of Wilson (Journal of the American Statistical Association 22, 1927).
- A quantile: between two order statistics whose ranks are n·q ± 1.96·√(n·q·(1 - q)), whatever the distribution
  (Conover, Practical Nonparametric Statistics, 3rd edition 1999, section 3.2).
"""

from collections.abc import Sequence
from math import ceil, floor, sqrt

from safepassage.domain.outcome import Estimate

Z = 1.96
"""The standard normal number with 97.5 % below it: for intervals of 95 %."""


def mean(total: float, squares: float, runs: int) -> Estimate:
    """Give the mean of a figure from its sum and its sum of squares; nothing of no runs."""
    if not runs:
        return Estimate(None, None, None)
    middle = total / runs
    spread = sqrt(max(squares / runs - middle * middle, 0.0) / max(runs - 1, 1))
    return Estimate(middle, middle - Z * spread, middle + Z * spread)


def ratio(tops: tuple[float, float], bottoms: tuple[float, float], products: float, runs: int) -> Estimate:
    """Give the ratio of two figures' means, each from sum and sum of squares, and the sum of their products.

    Nothing of no runs, or of a bottom that is 0 in all of them.
    """
    if not runs or not bottoms[0]:
        return Estimate(None, None, None)
    found, middle = tops[0] / bottoms[0], bottoms[0] / runs
    squares = tops[1] - 2 * found * products + found * found * bottoms[1]
    spread = sqrt(max(squares / runs, 0.0) / max(runs - 1, 1)) / middle
    return Estimate(found, found - Z * spread, found + Z * spread)


def share(hits: int, runs: int) -> Estimate:
    """Give how often something happens; nothing of no runs."""
    if not runs:
        return Estimate(None, None, None)
    found, weight = hits / runs, Z * Z / runs
    middle = (found + weight / 2) / (1 + weight)
    half = Z * sqrt(found * (1 - found) / runs + weight / (4 * runs)) / (1 + weight)
    return Estimate(found, max(0.0, middle - half), min(1.0, middle + half))


def quantile(counts: Sequence[int], runs: int, q: float) -> Estimate:
    """Give the bin in which the smallest value lies that a share `q` of the runs does not exceed.

    `counts` are the runs in each bin; runs in none of them are beyond all bins.
    """
    half = Z * sqrt(runs * q * (1 - q))
    return Estimate(
        bin_of_rank(counts, max(ceil(runs * q), 1)),
        bin_of_rank(counts, max(floor(runs * q - half), 1)),
        bin_of_rank(counts, ceil(runs * q + half) + 1),
    )


def bin_of_rank(counts: Sequence[int], rank: int) -> int | None:
    """Give the bin of the run with that rank, from 1 in ascending order; None beyond all bins."""
    seen = 0
    for number, count in enumerate(counts):
        seen += count
        if seen >= rank:
            return number
    return None
