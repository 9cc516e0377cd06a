"""What must have happened before what: thresholds of counters that only grow.

Counter k of the first ones is the people who have arrived against linked movement k. Those who leave are taken in the
order of the plan: with each boarding so many in all will have left, which needs a step, which needs so many arrivals.
Waiting for those arrivals keeps the rule whatever the order in which vehicles get ready: all who have left are among
those whose step is reached. And it never locks, as arrivals that were planned earlier never wait for later leavings.

The other counters are the travel groups of one row whose coming to one transfer place is settled, because they came or
because they will not come. Those who board there are taken in the order of the plan in the same way.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import LinkedMovement
from safepassage.simulation.columns import ALIGHT, BOARD, ONWARD
from safepassage.simulation.preparing.drafts import DraftItinerary, DraftMove, DraftStop

Pool = tuple[str, str]
"""A row and a place at which its groups wait."""

StopKey = int
"""`id` of a draft of a stop."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A counter must have come to a threshold: before the service begins, or only before the vehicle leaves."""

    counter: int
    threshold: int
    before_it_begins: bool


@dataclass(slots=True)
class Thresholds:
    """All counters and gates. `transfer_counters` are the numbers of the counters of transfers, by row and place."""

    num_linked: int
    transfer_counters: dict[Pool, int] = field(default_factory=dict)
    gates: dict[StopKey, list[Gate]] = field(default_factory=lambda: defaultdict(list))

    @property
    def num_counters(self) -> int:
        """How many counters there are."""
        return self.num_linked + len(self.transfer_counters)


def thresholds(scenario: Scenario, itineraries: Sequence[DraftItinerary]) -> Thresholds:
    """Find all counters and gates of settled itineraries.

    Raises
    ------
    UnusableInputError
        If more people leave, or board at a transfer place, than can ever be allowed to or come.
    """
    moves = sorted(_moves(itineraries), key=lambda entry: entry[0].leaves_s)
    found = Thresholds(len(scenario.agreement.linked))
    for number, movement in enumerate(scenario.agreement.linked):
        _linked(found, number, movement, moves)
    by_pool: dict[Pool, list[tuple[DraftStop, DraftMove]]] = defaultdict(list)
    for stop, move in moves:
        if move.what == ONWARD or (move.what == BOARD and stop.place.id != move.row.place):
            by_pool[move.row.id, stop.place.id].append((stop, move))
    for pool, of_pool in by_pool.items():
        _transfer(found, pool, of_pool)
    return found


def _moves(itineraries: Sequence[DraftItinerary]) -> Iterator[tuple[DraftStop, DraftMove]]:
    for itinerary in itineraries:
        for stop in itinerary.stops:
            for move in stop.moves:
                yield stop, move


def _linked(
    found: Thresholds, number: int, movement: LinkedMovement, moves: Sequence[tuple[DraftStop, DraftMove]]
) -> None:
    growth = _Growth()
    for stop, move in moves:
        if move.what == ALIGHT and move.row.place in movement.against_from:
            growth.add(stop.leaves_s, move.groups * move.row.group_size)
    left = 0
    needed: dict[StopKey, tuple[DraftStop, int]] = {}
    for stop, move in moves:
        if move.what == BOARD and move.row.place in movement.people_from and stop.place.id == move.row.place:
            left += move.groups * move.row.group_size
            needed[id(stop)] = (stop, _arrivals_for(movement, left))
    _add_gates(found, number, needed, growth)


def _arrivals_for(movement: LinkedMovement, left: int) -> int:
    for step in movement.steps:
        if step.may_leave >= left:
            return step.arrived
    raise UnusableInputError(f"The plan lets {left} people leave {', '.join(movement.people_from)}: no step allows it.")


def _transfer(found: Thresholds, pool: Pool, moves: Sequence[tuple[DraftStop, DraftMove]]) -> None:
    counter = found.num_counters
    found.transfer_counters[pool] = counter
    growth = _Growth()
    boarded = 0
    needed: dict[StopKey, tuple[DraftStop, int]] = {}
    for stop, move in moves:
        if move.what == ONWARD:
            growth.add(stop.leaves_s, move.groups)
        else:
            boarded += move.groups
            needed[id(stop)] = (stop, boarded)
    _add_gates(found, counter, needed, growth)


class _Growth:
    """How a counter grows by the plan, in the order of time."""

    def __init__(self) -> None:
        self._seconds: list[int] = []
        self._totals: list[int] = []

    def add(self, at_s: int, amount: int) -> None:
        self._seconds.append(at_s)
        self._totals.append((self._totals[-1] if self._totals else 0) + amount)

    def reaches_at(self, threshold: int) -> int:
        """Give the planned second at which the counter comes to the threshold."""
        if not self._totals or self._totals[-1] < threshold:
            raise UnusableInputError("The plan lets people leave or board for whom too few ever arrive: verify it.")
        return self._seconds[bisect_left(self._totals, threshold)]


def _add_gates(
    found: Thresholds, counter: int, needed: Mapping[StopKey, tuple[DraftStop, int]], growth: _Growth
) -> None:
    for key, (stop, threshold) in needed.items():
        if threshold > 0:
            before = growth.reaches_at(threshold) <= stop.begins_s
            found.gates[key].append(Gate(counter, threshold, before))
