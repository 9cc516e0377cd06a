"""Who may pass which crossing, and until when."""

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from math import inf

from safepassage.domain.terms import CrossingRule
from safepassage.scenarios.checks.atlas import Atlas
from safepassage.scenarios.checks.survey import Survey

Moment = Fraction | int | float


def last_entry_s(entry: CrossingRule) -> Moment:
    """Give the last second at which a check can begin; infinite without windows, before all time if there is none."""
    if entry.windows is None:
        return inf
    long_enough = (w for w in entry.windows if w.opens_s < w.closes_s and w.closes_s - w.opens_s >= entry.check_s)
    return max((w.closes_s - entry.check_s for w in long_enough), default=-inf)


class Gates:
    """The crossings of a scenario as sets of stops (see `Atlas`).

    Time counts only by `rank`: how many distinct last entries lie before a moment. Two moments of one rank find the
    same entries still open.
    """

    def __init__(self, survey: Survey, atlas: Atlas) -> None:
        self._atlas = atlas
        self._entries = survey.scenario.agreement.crossings
        last = [last_entry_s(entry) for entry in self._entries]
        self._moments = sorted(set(last))
        self._shut_above = [bisect_left(self._moments, moment) if moment > -inf else -1 for moment in last]
        self._at: dict[str, list[int]] = {}
        self._naming: dict[str, set[int]] = {}
        for i, entry in enumerate(self._entries):
            self._at.setdefault(entry.place, []).append(i)
            for place in entry.from_places or ():
                self._naming.setdefault(place, set()).add(i)
        self.all = atlas.mask(self._at)
        self.free_when_empty = atlas.mask(entry.place for entry in self._entries if entry.loaded_only)
        self._kinds: dict[frozenset[int], int] = {}
        self._kind_of = [self._kinds.setdefault(self._signature(stop), len(self._kinds)) for stop in atlas.stops]
        self._signatures = list(self._kinds)
        self.alike = [0] * len(self._kinds)
        for stop, kind in enumerate(self._kind_of):
            self.alike[kind] |= (1 << stop) if atlas.is_plain(stop) else 0
        self._open: dict[tuple[int, int], int] = {}
        self._open_to_empty: dict[int, int] = {}
        self._allowed: dict[tuple[str, ...], int] = {}

    def _signature(self, place: str) -> frozenset[int]:
        return frozenset(self._naming.get(place, ()))

    def rank(self, moment: Moment) -> int:
        """Give how many of the last entries lie before this moment."""
        return bisect_left(self._moments, moment)

    def _is_open(self, entry: int, rank: int) -> bool:
        return rank <= self._shut_above[entry]

    def kind(self, stop: int) -> int:
        """Give the kind of a stop; the same entries fall on vehicles that come from stops of one kind."""
        return self._kind_of[stop]

    def allowed(self, crossings: tuple[str, ...]) -> int:
        """Give the crossings that a vehicle with this list of crossings may pass."""
        if crossings not in self._allowed:
            self._allowed[crossings] = self._atlas.mask(crossings) & self.all if crossings else self.all
        return self._allowed[crossings]

    def open_to_loaded(self, kind: int, rank: int) -> int:
        """Give the crossings that are still open to loaded vehicles coming from a stop of this kind."""
        if (kind, rank) not in self._open:
            falls = self._signatures[kind]
            self._open[kind, rank] = self._atlas.mask(
                place for place, entries in self._at.items() if self._first_is_open(entries, falls, rank)
            )
        return self._open[kind, rank]

    def _first_is_open(self, entries: Iterable[int], falls: frozenset[int], rank: int) -> bool:
        """Whether the first entry that falls on such a vehicle is open; without any, nothing is checked."""
        for entry in entries:
            if self._entries[entry].from_places is None or entry in falls:
                return self._is_open(entry, rank)
        return True

    def open_to_empty(self, rank: int) -> int:
        """Give the crossings that are still open to empty vehicles, taking the most favourable entry of each."""
        if rank not in self._open_to_empty:
            self._open_to_empty[rank] = self._atlas.mask(
                place
                for place, entries in self._at.items()
                if any(self._is_open(entry, rank) for entry in entries)
                or all(self._entries[entry].from_places is not None for entry in entries)
            )
        return self._open_to_empty[rank]

    def is_over(self, crossing: str, rank: int) -> bool:
        """Whether no entry of the crossing is open any more."""
        return not any(self._is_open(entry, rank) for entry in self._at.get(crossing, ()))
