"""The road graph of a scenario and fastest ways over it.

A way leads from one stop to the next. It passes through no crossing and through no place that nobody may drive
through; both may only stand at its ends. Of equally fast ways the one with least risk counts, then the shortest.
All sums are exact: link attributes are scaled to whole numbers before the search.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np
from numpy.typing import NDArray

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.network.dijkstra import UNREACHED, one_to_all

Integers = NDArray[np.int64]

_LARGEST_SUM = 2**60


@dataclass(frozen=True, slots=True)
class Way:
    """The fastest way between two stops, for a vehicle with drive factor 1.

    `places` are all places on it, both ends included. `drive_s` is exact seconds, `km` and `risk` are exact sums.
    """

    places: tuple[str, ...]
    drive_s: Fraction
    km: Fraction
    risk: Fraction


@dataclass(frozen=True, slots=True)
class WaysFrom:
    """Fastest ways from one place to all others, as whole numbers of the network's units.

    Arrays have the shape `(num_places,)`; `drive` is -1 where no way leads.
    """

    drive: Integers
    risk: Integers
    km: Integers
    came_from: Integers


class RoadNetwork:
    """The directed road graph of a scenario, with its crossings and its places that nobody drives through."""

    def __init__(self, scenario: Scenario) -> None:
        self.index = {place.id: i for i, place in enumerate(scenario.places)}
        self.ids = tuple(place.id for place in scenario.places)
        self._closed = np.array([not place.through for place in scenario.places], dtype=np.bool_)
        self._crossings = np.zeros(len(self.ids), dtype=np.bool_)
        for crossing in scenario.agreement.crossing_places:
            self._crossings[self.index[crossing]] = True
        self.drive_units_per_s, drive = _scaled([link.drive_s for link in scenario.links], "driving times")
        self.risk_units, risk = _scaled([link.risk for link in scenario.links], "risks")
        self.km_units, km = _scaled([link.km for link in scenario.links], "distances")
        ends = [(self.index[link.from_place], self.index[link.to_place]) for link in scenario.links]
        back = np.array([link.both_ways for link in scenario.links], dtype=np.bool_)
        tails = np.array([a for a, _ in ends], dtype=np.int64)
        heads = np.array([b for _, b in ends], dtype=np.int64)
        all_tails = np.concatenate([tails, heads[back]])
        order = np.argsort(all_tails, kind="stable")
        self._first = np.searchsorted(all_tails[order], np.arange(len(self.ids) + 1)).astype(np.int64)
        self._heads = np.concatenate([heads, tails[back]])[order]
        self._weights = np.stack([np.concatenate([w, w[back]])[order] for w in (drive, risk, km)])
        self._cached_ways = lru_cache(maxsize=4096)(self._ways_from)

    @classmethod
    def of(cls, scenario: Scenario) -> "RoadNetwork":
        """Build the network of a scenario.

        Raises
        ------
        UnusableInputError
            If link attributes have too many decimals to be summed exactly.
        """
        return cls(scenario)

    def ways_from(self, origin: str, passable: frozenset[str] = frozenset()) -> WaysFrom:
        """Fastest ways from `origin` to every place; crossings in `passable` may be driven through."""
        return self._cached_ways(origin, passable)

    def _ways_from(self, origin: str, passable: frozenset[str]) -> WaysFrom:
        barred = self._closed | self._crossings
        for crossing in passable:
            place = self.index[crossing]
            barred[place] = self._closed[place]
        found = one_to_all(self.index[origin], self._first, self._heads, self._weights, barred)
        return WaysFrom(*found)

    def way(self, origin: str, destination: str, passable: frozenset[str] = frozenset()) -> Way | None:
        """Give the fastest way between two places, or None when no way leads.

        Parameters
        ----------
        origin, destination
            Ids of places of the scenario.
        passable
            Crossings that may be driven through like a junction.
        """
        ways = self.ways_from(origin, passable)
        end = self.index[destination]
        if ways.drive[end] == UNREACHED:
            return None
        path = [end]
        while path[-1] != self.index[origin]:
            path.append(int(ways.came_from[path[-1]]))
        return Way(
            tuple(self.ids[i] for i in reversed(path)),
            Fraction(int(ways.drive[end]), self.drive_units_per_s),
            Fraction(int(ways.km[end]), self.km_units),
            Fraction(int(ways.risk[end]), self.risk_units),
        )


def _scaled(values: Sequence[Fraction], what: str) -> tuple[int, Integers]:
    """Give the least common denominator and the values multiplied by it."""
    units = lcm(*(value.denominator for value in values)) if values else 1
    scaled = [int(value * units) for value in values]
    if sum(scaled) > _LARGEST_SUM:
        raise UnusableInputError(f"links.csv: the {what} have too many digits to be added exactly; round them.")
    return units, np.array(scaled, dtype=np.int64)
