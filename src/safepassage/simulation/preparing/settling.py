"""Who alights to stay, and who to wait for another vehicle.

At a destination people stay, at a transfer place they wait. At a place that is both, those who board there again later
were waiting and all others stay; the groups of a row being alike, it is the last who alighted that board again, so that
the earliest count as out.
"""

from collections import defaultdict
from collections.abc import Sequence

from safepassage.simulation.columns import ALIGHT, BOARD, ONWARD
from safepassage.simulation.preparing.drafts import DraftItinerary, DraftMove, DraftStop

Alighting = tuple[DraftStop, DraftMove]


def settle(itineraries: Sequence[DraftItinerary]) -> None:
    """Turn the alightings of those who board again into alightings onward, splitting moves where only some do."""
    at_place: dict[tuple[str, str], list[Alighting]] = defaultdict(list)
    for itinerary in itineraries:
        for stop in itinerary.stops:
            for move in stop.moves:
                if stop.place.transfer and stop.place.id != move.row.place:
                    at_place[move.row.id, stop.place.id].append((stop, move))
    for moves in at_place.values():
        _settle(moves)


def _settle(moves: Sequence[Alighting]) -> None:
    in_time = sorted(moves, key=lambda entry: (entry[0].leaves_s, entry[1].what == BOARD, entry[0].order))
    stays: dict[int, int] = {}
    waiting: list[DraftMove] = []
    for _, move in in_time:
        if move.what == BOARD:
            _take_last(waiting, stays, move.groups)
        else:
            waiting.append(move)
            stays[id(move)] = move.groups
    for stop, move in in_time:
        if move.what == ALIGHT:
            _split(stop, move, stays[id(move)] if _may_stay(move, stop) else 0)


def _take_last(waiting: list[DraftMove], stays: dict[int, int], wanted: int) -> None:
    """Let so many of those who alighted last board again."""
    while wanted and waiting:
        last = id(waiting[-1])
        taken = min(wanted, stays[last])
        stays[last] -= taken
        wanted -= taken
        if not stays[last]:
            waiting.pop()


def _may_stay(move: DraftMove, stop: DraftStop) -> bool:
    return stop.place.is_destination and (not move.row.destinations or stop.place.id in move.row.destinations)


def _split(stop: DraftStop, move: DraftMove, stays: int) -> None:
    """Let so many groups of an alighting stay, and the others wait here."""
    onward = move.groups - stays
    if not onward:
        return
    place = stop.moves.index(move)
    if stays:
        move.groups = stays
        stop.moves.insert(place + 1, DraftMove(ONWARD, move.row, onward))
    else:
        move.what = ONWARD
