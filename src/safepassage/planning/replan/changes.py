"""What changed between the announced trips and those of the new plan."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from safepassage.domain.plan import TripChange, TripChangeKind
from safepassage.planning.replan.announced import AnnouncedTrip
from safepassage.planning.solver.state import ANNOUNCED_WITHIN_S

Key = Callable[[AnnouncedTrip], Hashable]


@dataclass(frozen=True, slots=True)
class Differences:
    """How many of the announced trips are `kept`, and every other trip, announced or new."""

    kept: int
    changed: tuple[TripChange, ...]


def differences(announced: list[AnnouncedTrip], planned: list[AnnouncedTrip]) -> Differences:
    """Match announced trips with planned ones, each at most once, the most alike first.

    A trip is kept if the same vehicle carries the same people to the same places and they board at the announced
    time, give or take five minutes. It is moved if only the time differs, taken over if only another vehicle does it,
    regrouped if the same vehicle begins at the same place and time with other people or goes elsewhere.
    """
    before, after = list(announced), list(planned)
    changed: list[TripChange] = []
    kept = len(_matched(before, after, lambda trip: (trip.vehicle, trip.what), _as_announced))
    for was, now in _matched(before, after, lambda trip: (trip.vehicle, trip.what), _anyhow):
        changed.append(TripChange(TripChangeKind.MOVED, now.vehicle, now.place, was.leaves_s, now.leaves_s))
    for was, now in _matched(before, after, lambda trip: trip.what, _anyhow):
        changed.append(
            TripChange(TripChangeKind.TAKEN_OVER, now.vehicle, now.place, was.leaves_s, now.leaves_s, was.vehicle)
        )
    for was, now in _matched(before, after, lambda trip: (trip.vehicle, trip.place), _as_announced):
        changed.append(TripChange(TripChangeKind.REGROUPED, now.vehicle, now.place, was.leaves_s, now.leaves_s))
    changed += [TripChange(TripChangeKind.CANCELLED, trip.vehicle, trip.place, trip.leaves_s, None) for trip in before]
    changed += [TripChange(TripChangeKind.NEW, trip.vehicle, trip.place, None, trip.leaves_s) for trip in after]
    return Differences(kept, tuple(sorted(changed, key=_when)))


def _when(change: TripChange) -> tuple[int, str, str]:
    moments = [moment for moment in (change.from_s, change.to_s) if moment is not None]
    return (min(moments), change.vehicle, change.what)


def _as_announced(was: AnnouncedTrip, now: AnnouncedTrip) -> bool:
    return abs(was.leaves_s - now.leaves_s) <= ANNOUNCED_WITHIN_S


def _anyhow(_was: AnnouncedTrip, _now: AnnouncedTrip) -> bool:
    return True


def _matched(
    before: list[AnnouncedTrip],
    after: list[AnnouncedTrip],
    key: Key,
    alike: Callable[[AnnouncedTrip, AnnouncedTrip], bool],
) -> list[tuple[AnnouncedTrip, AnnouncedTrip]]:
    """Take pairs with the same key that are alike out of both lists, each with the nearest in time."""
    by_key: dict[Hashable, list[AnnouncedTrip]] = defaultdict(list)
    for trip in after:
        by_key[key(trip)].append(trip)
    pairs = []
    for was in sorted(before, key=lambda trip: (trip.leaves_s, trip.vehicle)):
        candidates = [now for now in by_key[key(was)] if alike(was, now)]
        if candidates:
            now = min(candidates, key=lambda trip: (abs(trip.leaves_s - was.leaves_s), trip.vehicle))
            by_key[key(was)].remove(now)
            pairs.append((was, now))
    matched = {id(trip) for pair in pairs for trip in pair}
    before[:] = [trip for trip in before if id(trip) not in matched]
    after[:] = [trip for trip in after if id(trip) not in matched]
    return pairs
