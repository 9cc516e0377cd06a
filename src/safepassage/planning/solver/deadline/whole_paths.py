"""All that one vehicle could do by a deadline, listed, where no two groups fit a vehicle together.

Then a vehicle carries one group at a time, its trips are whole, and what counts of a path is how often it boards at
each pickup and alights at each destination.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.solver.commodities import Legs

Integers = NDArray[np.int64]
Counts = NDArray[np.uint8]
Reals = NDArray[np.float64]

MOST_PATHS = 600_000
MOST_AT_ONCE = 20_000_000


class _Labels(NamedTuple):
    """Paths that end at a destination: how often each trip is made, and when they end first."""

    at: Integers
    trips: Counts
    ends: Reals


def all_paths(legs: Legs, since_s: int, until_s: int, pickup_most: Integers, arrival_most: Integers) -> Counts | None:
    """List how often the paths of a vehicle that end by a moment visit each pickup and each destination.

    Parameters
    ----------
    legs
        Least seconds of the legs, services included.
    since_s, until_s
        When the vehicle may begin, and the deadline.
    pickup_most, arrival_most
        How many groups board at each pickup, and may alight at each destination, at most 255.

    Returns
    -------
    visits
        Shape `(num_paths, num_pickups + num_destinations)`; None if there are too many paths to list.
    """
    most = np.minimum.outer(pickup_most, arrival_most)
    begin = _Labels(np.zeros(1, np.int64), np.zeros((1, most.size), np.uint8), np.array([float(since_s)]))
    labels = _one_trip_more(begin, (legs.out[:, None] + legs.loaded)[None], until_s, most)
    onward = legs.back[:, :, None] + legs.loaded[None, :, :]
    found: list[Counts] = []
    total = 0
    while labels.at.size:
        total += labels.at.size
        if total > MOST_PATHS or labels.at.size * most.size > MOST_AT_ONCE:
            return None
        trips = labels.trips.reshape(-1, *most.shape)
        visits = np.concatenate([trips.sum(axis=2), trips.sum(axis=1)], axis=1)
        useful = (visits <= np.concatenate([pickup_most, arrival_most])).all(axis=1)
        found.append(np.unique(visits[useful], axis=0).astype(np.uint8))
        labels = _one_trip_more(labels, onward, until_s, most)
    listed = np.concatenate(found) if found else np.zeros((0, sum(most.shape)), np.uint8)
    return np.unique(listed, axis=0)


def _one_trip_more(labels: _Labels, onward: Reals, until_s: int, most: Integers) -> _Labels:
    """Add a trip to paths in every way that ends in time, keeping the first to end among those with equal trips."""
    ends = labels.ends[:, None, None] + onward[labels.at]
    may = (ends <= until_s) & (labels.trips.reshape(-1, *most.shape) < most[None])
    path, p, d = np.nonzero(may)
    trips = labels.trips[path]
    trips[np.arange(path.size), p * most.shape[1] + d] += 1
    moment, keys = ends[path, p, d], _numbered(trips)
    order = np.lexsort((moment, keys, d))
    d, trips, moment, keys = d[order], trips[order], moment[order], keys[order]
    new = np.ones(d.size, np.bool_)
    new[1:] = (d[1:] != d[:-1]) | (keys[1:] != keys[:-1])
    return _Labels(d[new], trips[new], moment[new])


def _numbered(trips: Counts) -> Integers:
    """Give equal rows equal numbers."""
    if not trips.shape[0]:
        return np.zeros(0, np.int64)
    rows = np.ascontiguousarray(trips).view(np.dtype((np.void, trips.shape[1]))).ravel()
    return np.unique(rows, return_inverse=True)[1].astype(np.int64)
