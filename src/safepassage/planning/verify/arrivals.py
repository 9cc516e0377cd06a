"""Who arrives: which travel groups that alight are brought out, which only wait for another vehicle.

Whoever alights at a destination is brought out (that the destination is allowed to them is judged elsewhere). Whoever
alights at a transfer place waits there. At a place that is both, for people whom it is allowed to as a destination,
those who board there again later were waiting and all others are brought out. The groups of a row are alike, so it is
for the judge to say which of them board again: the last who alighted. That is the most favourable to the plan, as the
earliest then count as brought out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.planning.verify.journeys import Journey, Move


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where everybody ends who alights, and who boards at a transfer place without having come there.

    `arrived` are those brought out, in the order of time; `stranded` those who wait at a transfer place in the end.
    `not_there` are the boardings, with the groups that they are too many.
    """

    arrived: tuple[Move, ...]
    stranded: tuple[Move, ...]
    not_there: tuple[Move, ...]


def allows(row: TravelGroups, place: Place) -> bool:
    """Whether the place is a destination to which these people may be brought."""
    return place.is_destination and (not row.destinations or place.id in row.destinations)


def outcome(journeys: Sequence[Journey], places: Mapping[str, Place]) -> Outcome:
    """Tell who arrives, who is stranded and who boards out of nothing at a transfer place."""
    arrived: list[Move] = []
    stranded: list[Move] = []
    not_there: list[Move] = []
    waits: dict[tuple[str, str], list[tuple[Move, bool]]] = defaultdict(list)
    for move, is_boarding in _moves(journeys):
        place = places.get(move.place)
        if place is None:
            continue
        if place.transfer and place.id != move.row.place:
            waits[move.row.id, place.id].append((move, is_boarding))
        elif place.is_destination and not is_boarding:
            arrived.append(move)
    for (_, place_id), moves in waits.items():
        stay, missing = settle(moves)
        not_there += missing
        for move in stay:
            (arrived if allows(move.row, places[place_id]) else stranded).append(move)
    return Outcome(*(tuple(sorted(moves, key=lambda move: move.when)) for moves in (arrived, stranded, not_there)))


def settle(moves: Iterable[tuple[Move, bool]]) -> tuple[list[Move], list[Move]]:
    """Match those who board (True) with those who alighted (False) there before, at equal seconds in that second.

    Returns who stays in the end, and who boards though nobody is left to board.
    """
    waiting: list[Move] = []
    missing: list[Move] = []
    for move, is_boarding in sorted(moves, key=lambda entry: (entry[0].at_s, entry[1], entry[0].when)):
        if not is_boarding:
            waiting.append(move)
            continue
        short = _take(waiting, move.groups)
        if short:
            missing.append(replace(move, groups=short))
    return waiting, missing


def _take(waiting: list[Move], groups: int) -> int:
    """Take so many groups from the end of those who wait; returns how many there are too few."""
    while groups and waiting:
        last = waiting.pop()
        if last.groups > groups:
            waiting.append(replace(last, groups=last.groups - groups))
            return 0
        groups -= last.groups
    return groups


def _moves(journeys: Sequence[Journey]) -> Iterable[tuple[Move, bool]]:
    for journey in journeys:
        for halt in journey.halts:
            for move in halt.alights:
                yield move, False
            for move in halt.boards:
                yield move, True
