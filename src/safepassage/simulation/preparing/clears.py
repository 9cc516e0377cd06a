"""Who is beyond the last crossing of a trip: they arrive all the same if the agreement ends.

For each time that a vehicle leaves a crossing, those are listed who are to alight for good before its next one. In one
slot people alight in the order of the stops, so the list says after how many others of the slot they do; if fewer are
aboard than planned, it is the last who are missing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from safepassage.domain.people import TravelGroups
from safepassage.simulation.columns import ALIGHT, BOARD
from safepassage.simulation.preparing.drafts import DraftItinerary, DraftMove, DraftStop

Clear = tuple[int, TravelGroups, int, int]
"""Slot, row of people, groups, and how many others of the slot alight before them."""


@dataclass(slots=True)
class Clears:
    """All clears, those of one stop together; `spans` are the numbers of the first and behind the last, by stop."""

    rows: list[Clear] = field(default_factory=list)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of_stops(
        cls,
        itineraries: Sequence[DraftItinerary],
        crossings: Collection[str],
        slot_of: Callable[[DraftStop, DraftMove], int],
    ) -> "Clears":
        """Find the clears of all stops at crossings."""
        found = cls()
        for itinerary in itineraries:
            at = [number for number, stop in enumerate(itinerary.stops) if stop.place.id in crossings]
            for number, following in pairwise([*at, len(itinerary.stops)]):
                found._add(itinerary.stops[number], itinerary.stops[number + 1 : following], slot_of)
        return found

    def _add(
        self, crossing: DraftStop, stops: Sequence[DraftStop], slot_of: Callable[[DraftStop, DraftMove], int]
    ) -> None:
        first = len(self.rows)
        before: Counter[int] = Counter()
        for stop in stops:
            for move in stop.moves:
                if move.what == BOARD:
                    continue
                slot = slot_of(stop, move)
                if move.what == ALIGHT:
                    self.rows.append((slot, move.row, move.groups, before[slot]))
                before[slot] += move.groups
        self.spans[id(crossing)] = (first, len(self.rows))

    def of(self, stop: DraftStop) -> tuple[int, int]:
        """Give the span of a stop's clears, empty where there are none."""
        return self.spans.get(id(stop), (0, 0))
