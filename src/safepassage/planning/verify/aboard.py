"""Aboard: who fits, who may ride together, for how long, and who may alight where they boarded (nobody)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from safepassage.domain.people import TravelGroups
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.verify.case import Case, at_halt
from safepassage.planning.verify.clock import seconds
from safepassage.planning.verify.journeys import Halt, Journey, Move
from safepassage.planning.verify.matching import unmatched
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


@dataclass(slots=True)
class Ride:
    """Boardings and alightings of one row on one vehicle, from when the first board until none is aboard."""

    row: TravelGroups
    boards: list[Move] = field(default_factory=list)
    alights: list[Move] = field(default_factory=list)

    def earlier(self, b: int, a: int) -> bool:
        """Whether they boarded before that alighting; at one stop alighting comes first."""
        return self.boards[b].stop < self.alights[a].stop

    def elsewhere(self, b: int, a: int) -> bool:
        """Whether they boarded before that alighting, and at another place."""
        return self.earlier(b, a) and self.boards[b].place != self.alights[a].place

    def in_time(self, b: int, a: int) -> bool:
        """Whether they boarded before that alighting, and not too long before."""
        longest = self.row.max_aboard_s
        return self.earlier(b, a) and (longest is None or self.alights[a].at_s - self.boards[b].at_s <= longest)

    def elsewhere_in_time(self, b: int, a: int) -> bool:
        """Whether they boarded before that alighting, at another place, and not too long before."""
        return self.elsewhere(b, a) and self.in_time(b, a)

    def short(self, may: Callable[[int, int], bool]) -> list[int]:
        """Give how many groups of each alighting can be none of those who boarded, under this condition."""
        boarded = [move.groups for move in self.boards]
        alighted = [move.groups for move in self.alights]
        return unmatched(boarded, alighted, may)


def judge_aboard(case: Case) -> Iterator[Violation]:
    """Judge every load, and every ride from boarding to alighting."""
    for journey in case.journeys:
        for halt in journey.halts:
            if halt.boards:
                yield from _load(journey, halt)
        for ride in _rides(journey):
            yield from _ride(case, ride)


def _load(journey: Journey, halt: Halt) -> Iterator[Violation]:
    if journey.row is not None:
        yield from _fit(journey, journey.row, halt)
    streams = sorted({row.stream for row, _ in halt.aboard})
    if len(streams) > 1:
        named = ", ".join(stream or "(none)" for stream in streams)
        message = f"People of different streams are aboard together: {named}."
        yield at_halt(Rule.STREAMS_MIXED, journey, halt, message)


def _fit(journey: Journey, vehicle: VehicleRow, halt: Halt) -> Iterator[Violation]:
    seated = sum(groups * row.seated for row, groups in halt.aboard)
    wheelchair = sum(groups * row.wheelchair for row, groups in halt.aboard)
    stretcher = sum(groups * row.stretcher for row, groups in halt.aboard)
    seats = seated + vehicle.seats_per_wheelchair * wheelchair + vehicle.seats_per_stretcher * stretcher
    if seats > vehicle.seats or wheelchair > vehicle.wheelchairs or stretcher > vehicle.stretchers:
        message = (
            f"Aboard are {seated} seated, {wheelchair} in wheelchairs and {stretcher} on stretchers, who need {seats} "
            f"seats; {journey.vehicle} has {vehicle.seats} seats, {vehicle.wheelchairs} wheelchair places and "
            f"{vehicle.stretchers} stretcher places."
        )
        yield at_halt(Rule.LOAD_DOES_NOT_FIT, journey, halt, message)


def _rides(journey: Journey) -> Iterator[Ride]:
    """Split what each row does on a vehicle wherever nobody of it is aboard."""
    open_rides: dict[str, Ride] = {}
    balance: dict[str, int] = defaultdict(int)
    for halt in journey.halts:
        for move in halt.alights:
            open_rides[move.row.id].alights.append(move)
            balance[move.row.id] -= move.groups
            if not balance[move.row.id]:
                yield open_rides.pop(move.row.id)
        for move in halt.boards:
            open_rides.setdefault(move.row.id, Ride(move.row)).boards.append(move)
            balance[move.row.id] += move.groups
    yield from (ride for ride in open_rides.values() if ride.alights)


def _ride(case: Case, ride: Ride) -> Iterator[Violation]:
    for move in ride.alights:
        if move.place == ride.row.place:
            message = f"{ride.row.id} alight at {move.place}, where they waited."
            yield Violation(Rule.ALIGHTS_WHERE_BOARDED, move.vehicle, move.stop, message)
    late = ride.short(ride.elsewhere_in_time)
    if not any(late):
        return
    same_place = ride.short(ride.elsewhere)
    for move, groups in zip(ride.alights, same_place, strict=True):
        if groups and move.place != ride.row.place:
            message = f"{groups} groups of {ride.row.id} alight at {move.place}, where they boarded this vehicle."
            yield Violation(Rule.ALIGHTS_WHERE_BOARDED, move.vehicle, move.stop, message)
    yield from _too_long(case, ride, ride.short(ride.in_time) if any(same_place) else late)


def _too_long(case: Case, ride: Ride, late: list[int]) -> Iterator[Violation]:
    for move, groups in zip(ride.alights, late, strict=True):
        if groups and ride.row.max_aboard_s is not None:
            message = (
                f"{groups} groups of {ride.row.id} alight at {case.clock.say(move.at_s)}, more than "
                f"{seconds(ride.row.max_aboard_s)} after they left with the vehicle."
            )
            yield Violation(Rule.ABOARD_TOO_LONG, move.vehicle, move.stop, message)
