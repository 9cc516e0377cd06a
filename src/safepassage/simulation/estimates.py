"""What sums and histograms of independent runs say, with 95 % confidence intervals.

- A mean: mean ± t s/√n, with Student's t of n - 1 degrees of freedom (Student, Biometrika 6, 1908): exact for normal
  figures, and near it for others by the central limit theorem. One run has no spread, and so no interval.
- A ratio of two means, such as seconds by persons: linearised about it (delta method; Cochran, Sampling Techniques, 3rd
  edition 1977, section 6.4). The difference of two such ratios in the same runs: so as well (chapter 6). Both with
  the same t.
- A share: the interval of Wilson (Journal of the American Statistical Association 22, 1927).
- A quantile: between two order statistics whose ranks are n·q ± 1.96·√(n·q·(1 - q)), whatever the distribution
  (Conover, Practical Nonparametric Statistics, 3rd edition 1999, section 3.2). Where the lower rank is below 1, or the
  upper one above n, so few runs bound the quantile on that side by nothing: that end is None.
"""

from collections.abc import Mapping, Sequence
from math import ceil, floor, pi, sqrt, tan

import numpy as np

from safepassage.domain.outcome import Estimate
from safepassage.simulation.arrays import Floats

Z = 1.96
"""The standard normal number with 97.5 % below it: for intervals of 95 %."""
OUTSIDE = 0.05
"""The chance to lie outside of an interval."""
FEWEST_WITH_SPREAD = 2
EXACT = (1 / tan(pi * OUTSIDE / 2), sqrt(2 / (OUTSIDE * (2 - OUTSIDE)) - 2))
"""Student's t with one and with two degrees of freedom, whose distributions have inverses in closed form."""
SERIES: Sequence[Mapping[int, float]] = (
    {3: 1 / 4, 1: 1 / 4},
    {5: 5 / 96, 3: 16 / 96, 1: 3 / 96},
    {7: 3 / 384, 5: 19 / 384, 3: 17 / 384, 1: -15 / 384},
    {9: 79 / 92160, 7: 776 / 92160, 5: 1482 / 92160, 3: -1920 / 92160, 1: -945 / 92160},
)
"""What to add to Z for Student's t: for each power of 1/degrees, from 1, the factors of powers of Z."""


def mean(total: float, squares: float, runs: int) -> Estimate:
    """Give the mean of a figure from its sum and its sum of squares; nothing of no runs, no interval of one."""
    if not runs:
        return Estimate(None, None, None)
    middle = total / runs
    return _with_interval(middle, squares / runs - middle * middle, runs)


def ratio(tops: tuple[float, float], bottoms: tuple[float, float], products: float, runs: int) -> Estimate:
    """Give the ratio of two figures' means, each from sum and sum of squares, and the sum of their products.

    Nothing of no runs, or of a bottom that is 0 in all of them; no interval of one run.
    """
    if not runs or not bottoms[0]:
        return Estimate(None, None, None)
    found, middle = tops[0] / bottoms[0], bottoms[0] / runs
    squares = tops[1] - 2 * found * products + found * found * bottoms[1]
    return _with_interval(found, squares / runs / (middle * middle), runs)


def _with_interval(found: float, variance: float, runs: int) -> Estimate:
    """Give a mean with its interval, from the variance over the runs there are (divided by n, not by n - 1)."""
    if runs < FEWEST_WITH_SPREAD:
        return Estimate(found, None, None)
    half = student_t(runs - 1) * sqrt(max(variance, 0.0) / (runs - 1))
    return Estimate(found, found - half, found + half)


def student_t(degrees: int) -> float:
    """Give Student's t with so many degrees of freedom below which 97.5 % lie, to two parts in a thousand.

    With one and two degrees it is exact; with more it is a series in 1/degrees, which ends at Z (Abramowitz and Stegun,
    Handbook of Mathematical Functions, 1964, formula 26.7.5).
    """
    if degrees <= len(EXACT):
        return EXACT[degrees - 1]
    found = Z
    for number, term in enumerate(SERIES, start=1):
        found += sum(factor * Z**power for power, factor in term.items()) / degrees**number
    return found


def ratio_apart(sums: Floats, products: Floats, runs: int) -> Estimate:
    """Give the difference of two ratios in the same runs, the second one less the first; nothing where one has none.

    In each run it is linearised to (y2 - r2·x2) / X2 - (y1 - r1·x1) / X1, with y by x the figures, r the ratios and X
    the means of x. That is written here by what the two differ in, so that it is 0 exactly where they do not.

    Parameters
    ----------
    sums
        `(4,)`: the sums of y2 - y1, x2 - x1, y1 and x1 over the runs.
    products
        `(4, 4)`: the sums of their products with each other.
    """
    top, bottom = float(sums[2]), float(sums[3])
    other_top, other_bottom = top + float(sums[0]), bottom + float(sums[1])
    if not runs or not bottom or not other_bottom:
        return Estimate(None, None, None)
    first, second = top / bottom, other_top / other_bottom
    of_first, of_second = runs / bottom, runs / other_bottom
    weights = np.array([of_second, -second * of_second, of_second - of_first, first * of_first - second * of_second])
    return _with_interval(second - first, float(weights @ products @ weights) / runs, runs)


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
        bin_of_rank(counts, floor(runs * q - half)),
        bin_of_rank(counts, ceil(runs * q + half) + 1),
    )


def bin_of_rank(counts: Sequence[int], rank: int) -> int | None:
    """Give the bin of the run with that rank, from 1 in ascending order; None below 1 and beyond all bins."""
    if rank < 1:
        return None
    seen = 0
    for number, count in enumerate(counts):
        seen += count
        if seen >= rank:
            return number
    return None
