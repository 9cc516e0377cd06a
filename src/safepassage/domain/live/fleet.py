"""The state of one vehicle: where, who is aboard by the scans, who counted them, and what contradicts that.

The manifest is what the scans say. The headcount is what a named person counted without looking at them. Neither is
corrected by the other: where they differ, both stand, and the discrepancy stays open until a named person settles it.

    at a place ── departed ──► under way ── arrived ──► at a place

A headcount counts for a departure if nobody boarded or alighted after it. A departure that nobody counted, by waiver or
without one, is a discrepancy of its own. Scans belong where the vehicle stands; those made under way belong to the
place that it left or to the one that it comes to, as clocks differ by minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from safepassage.domain import events
from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live import people as facts
from safepassage.domain.live import vehicles
from safepassage.domain.live.changing import changed
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.told import Told

UNDER_WAY = ""
"""Where a vehicle is that is at no place."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a named person counted in a vehicle at a place; `scanned` were aboard by the scans then."""

    at_s: int
    place: str
    counted_by: str
    passengers: int
    crew: int
    scanned: int


@dataclass(frozen=True, slots=True)
class Departure:
    """A departure with passengers by the scans, and as counted; None: nobody counted."""

    at_s: int
    place: str
    scanned: int
    counted: int | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A place at which people were scanned, and the event that told of it first."""

    place: str
    event: str


@dataclass(frozen=True, slots=True)
class Vehicle:
    """What is known of a vehicle. `place` None: nobody told yet; "": under way, from `left`.

    `manifest` are the tokens aboard by the scans. `count` is the last headcount; it `holds` until somebody boards or
    alights, or the vehicle departs. `heard_s` is when its crew was last heard of. `visits` are the places of scans
    since the vehicle last moved; `first` is the event that told first of people in it.
    """

    vehicle: str
    type: str = ""
    listed: bool = False
    seats: int = 0
    wheelchairs: int = 0
    stretchers: int = 0
    seats_per_wheelchair: int = 0
    seats_per_stretcher: int = 0
    place: str | None = None
    left: str = ""
    bound_since_s: int | None = None
    working: bool = True
    leader: str = ""
    crew: int = 0
    check_in_s: int = 0
    heard_s: int | None = None
    heard_at: str = ""
    manifest: tuple[str, ...] = ()
    count: Count | None = None
    holds: bool = False
    waived: bool = False
    departures: tuple[Departure, ...] = ()
    visits: tuple[Visit, ...] = ()
    first: str = ""
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """How many people it can carry at the most."""
        return self.seats + self.wheelchairs + self.stretchers

    def fits(self, seated: int, wheelchair: int, stretcher: int) -> bool:
        """Whether a load of so many people fits."""
        seats = seated + self.seats_per_wheelchair * wheelchair + self.seats_per_stretcher * stretcher
        return seats <= self.seats and wheelchair <= self.wheelchairs and stretcher <= self.stretchers


def begin(vehicle: str) -> Vehicle:
    """Give a vehicle of which nothing was told yet."""
    return Vehicle(vehicle)


def discrepancies(vehicle: Vehicle) -> tuple[Discrepancy, ...]:
    """Give what nobody has settled: what was found, scans where the vehicle is not, and people in one nobody listed."""
    if not vehicle.first:
        return still_open(vehicle.found, vehicle.settled)
    astray = () if vehicle.place is None else _astray(vehicle, vehicle.left, vehicle.place)
    found = (*vehicle.found, *astray)
    if not vehicle.listed:
        sentence = f"People were scanned or counted in {vehicle.vehicle}, which nobody listed."
        found = (*found, Discrepancy(Code.NOT_LISTED.value, vehicle.first, sentence))
    return still_open(found, vehicle.settled)


def _astray(vehicle: Vehicle, *places: str | None) -> tuple[Discrepancy, ...]:
    """Give the scans of late that were made at none of the places."""
    return tuple(
        Discrepancy(
            Code.NOT_THERE.value,
            visit.event,
            f"People were scanned at {visit.place} as boarding or leaving {vehicle.vehicle}, which was not there.",
        )
        for visit in vehicle.visits
        if visit.place not in places
    )


def follow(vehicle: Vehicle, told: Told) -> Vehicle:
    """Give the vehicle after one more fact; what contradicts the rest is kept as a discrepancy."""
    step = _STEPS.get(type(told.fact))
    return vehicle if step is None else step(vehicle, told.fact, told)


def _kept(vehicle: Vehicle, code: Code, told: Told, sentence: str) -> Vehicle:
    return changed(vehicle, found=(*vehicle.found, Discrepancy(code.value, told.id, sentence)))


def _with(vehicle: Vehicle, tokens: tuple[str, ...]) -> Vehicle:
    new = tuple(token for token in dict.fromkeys(tokens) if token not in vehicle.manifest)
    return changed(vehicle, manifest=vehicle.manifest + new, holds=False) if new else vehicle


def _without(vehicle: Vehicle, tokens: tuple[str, ...]) -> Vehicle:
    left = tuple(token for token in vehicle.manifest if token not in tokens)
    return changed(vehicle, manifest=left, holds=False) if len(left) < len(vehicle.manifest) else vehicle


def _boarded(vehicle: Vehicle, fact: facts.PeopleBoarded, told: Told) -> Vehicle:
    return _scanned(_with(vehicle, fact.tokens), fact.place, told)


def _alighted(vehicle: Vehicle, fact: facts.PeopleAlighted | facts.PeopleTurnedBack, told: Told) -> Vehicle:
    return _scanned(_without(vehicle, fact.tokens), fact.place, told)


def _scanned(vehicle: Vehicle, place: str, told: Told) -> Vehicle:
    if any(visit.place == place for visit in vehicle.visits):
        return vehicle
    return changed(vehicle, visits=(*vehicle.visits, Visit(place, told.id)), first=vehicle.first or told.id)


def _removed(vehicle: Vehicle, fact: facts.PeopleRemoved, _: Told) -> Vehicle:
    return _without(vehicle, fact.tokens)


def _lost(vehicle: Vehicle, fact: facts.PersonDied | facts.PersonMissed, _: Told) -> Vehicle:
    return _without(vehicle, (fact.token,))


def _born(vehicle: Vehicle, fact: facts.PersonBorn, _: Told) -> Vehicle:
    aboard = (fact.where, fact.holder) == (Whereabouts.ABOARD, vehicle.vehicle)
    return _with(vehicle, (fact.token,)) if aboard else vehicle


def _whereabouts(vehicle: Vehicle, fact: facts.WhereaboutsSettled, _: Told) -> Vehicle:
    aboard = (fact.where, fact.holder) == (Whereabouts.ABOARD, vehicle.vehicle)
    return _with(vehicle, fact.tokens) if aboard else _without(vehicle, fact.tokens)


def _counted(vehicle: Vehicle, fact: facts.HeadcountTaken, told: Told) -> Vehicle:
    scanned = len(vehicle.manifest)
    count = Count(fact.at_s, fact.place, fact.counted_by, fact.passengers, fact.crew, scanned)
    if vehicle.holds and vehicle.count == count:
        return vehicle
    counted = changed(vehicle, count=count, holds=True, first=vehicle.first or told.id)
    by = f"{fact.counted_by} counted {fact.passengers} in {vehicle.vehicle} at {fact.place}, but"
    if fact.passengers != scanned:
        counted = _kept(counted, Code.HEADCOUNT_DIFFERS, told, f"{by} {scanned} were scanned.")
    if vehicle.listed and fact.passengers > vehicle.places:
        counted = _kept(counted, Code.OVER_CAPACITY, told, f"{by} it has {vehicle.places} places.")
    return counted


def _waived(vehicle: Vehicle, _: facts.CountWaived, __: Told) -> Vehicle:
    return changed(vehicle, waived=True)


def _settled(vehicle: Vehicle, fact: facts.DiscrepancySettled, _: Told) -> Vehicle:
    return changed(vehicle, settled=(*vehicle.settled, fact.discrepancy))


def _listed(vehicle: Vehicle, fact: vehicles.VehicleListed, _: Told) -> Vehicle:
    known = changed(
        vehicle,
        listed=True,
        type=fact.type,
        seats=fact.seats,
        wheelchairs=fact.wheelchairs,
        stretchers=fact.stretchers,
        seats_per_wheelchair=fact.seats_per_wheelchair,
        seats_per_stretcher=fact.seats_per_stretcher,
    )
    return _at(known, fact.place) if vehicle.place is None else known


def _available(vehicle: Vehicle, fact: events.VehicleAvailable, _: Told) -> Vehicle:
    return _at(vehicle, fact.place) if vehicle.place is None else vehicle


def _at(vehicle: Vehicle, place: str) -> Vehicle:
    """Give the vehicle at a place; scans since it last moved belong there or where it left."""
    found = (*vehicle.found, *_astray(vehicle, vehicle.left, place))
    return changed(vehicle, place=place, left="", bound_since_s=None, visits=(), found=found)


def _departed(vehicle: Vehicle, fact: events.VehicleDeparted, told: Told) -> Vehicle:
    heard = _heard(vehicle, fact.at_s, fact.place)
    if vehicle.place == UNDER_WAY:
        if vehicle.left == fact.place:
            return heard
        sentence = f"{vehicle.vehicle} left {fact.place} but was under way."
        return _kept(heard, Code.DEPARTED_UNDER_WAY, told, sentence)
    counted = (
        vehicle.count.passengers if vehicle.count and vehicle.count.place == fact.place and vehicle.holds else None
    )
    left = changed(
        heard,
        place=UNDER_WAY,
        left=fact.place,
        bound_since_s=fact.at_s,
        waived=False,
        holds=False,
        visits=(),
        found=(*heard.found, *_astray(vehicle, vehicle.place, fact.place)),
        departures=(*vehicle.departures, Departure(fact.at_s, fact.place, len(vehicle.manifest), counted)),
    )
    if vehicle.place not in {None, fact.place}:
        sentence = f"{vehicle.vehicle} left {fact.place} but was at {vehicle.place}."
        left = _kept(left, Code.DEPARTED_FROM_ELSEWHERE, told, sentence)
    return _with_doubts(vehicle, left, fact.place, told)


def _with_doubts(before: Vehicle, left: Vehicle, place: str, told: Told) -> Vehicle:
    """Give the vehicle that departed, with what is doubtful about how many it carries."""
    scanned, counted = left.departures[-1].scanned, left.departures[-1].counted
    if before.listed and scanned > before.places:
        sentence = f"{left.vehicle} left {place} with {scanned} scanned, but it has {before.places} places."
        left = _kept(left, Code.OVER_CAPACITY, told, sentence)
    if counted is not None or not (scanned or before.waived):
        return left
    if before.count is not None and before.count.place == place and _since_arrival(before):
        sentence = (
            f"{before.count.counted_by} counted {before.count.passengers} in {left.vehicle}, but scans came after "
            f"that, and it left {place} with {scanned} scanned."
        )
        return _kept(left, Code.SCANNED_AFTER_COUNT, told, sentence)
    sentence = f"{left.vehicle} left {place} with {scanned} scanned passengers whom nobody counted."
    return _kept(left, Code.DEPARTED_UNCOUNTED, told, sentence)


def _since_arrival(vehicle: Vehicle) -> bool:
    """Whether the last count was taken since the vehicle departed last."""
    return not vehicle.departures or (vehicle.count is not None and vehicle.count.at_s >= vehicle.departures[-1].at_s)


def _arrived(vehicle: Vehicle, fact: events.VehicleArrived, told: Told) -> Vehicle:
    if vehicle.place == fact.place:
        return _heard(vehicle, fact.at_s, fact.place)
    there = _heard(_at(vehicle, fact.place), fact.at_s, fact.place)
    if vehicle.place in {None, UNDER_WAY}:
        return there
    sentence = f"{vehicle.vehicle} came to {fact.place} but was never told to have left {vehicle.place}."
    return _kept(there, Code.ARRIVED_WITHOUT_DEPARTURE, told, sentence)


def _heard(vehicle: Vehicle, at_s: int, place: str) -> Vehicle:
    return changed(vehicle, heard_s=at_s, heard_at=place)


def _crewed(vehicle: Vehicle, fact: vehicles.CrewAssigned, _: Told) -> Vehicle:
    crewed = changed(vehicle, leader=fact.leader, crew=fact.crew, check_in_s=fact.check_in_s)
    return _heard(crewed, fact.at_s, vehicle.heard_at)


def _checked_in(vehicle: Vehicle, fact: vehicles.CrewCheckedIn, _: Told) -> Vehicle:
    return _heard(vehicle, fact.at_s, fact.place or vehicle.heard_at)


def _stopped(vehicle: Vehicle, _: Fact, __: Told) -> Vehicle:
    return changed(vehicle, working=False)


def _repaired(vehicle: Vehicle, _: events.VehicleRepaired, __: Told) -> Vehicle:
    return changed(vehicle, working=True)


_STEPS: Mapping[type[Fact], Callable[[Vehicle, Any, Told], Vehicle]] = MappingProxyType(
    {
        facts.PeopleBoarded: _boarded,
        facts.PeopleAlighted: _alighted,
        facts.PeopleTurnedBack: _alighted,
        facts.PeopleRemoved: _removed,
        facts.PersonDied: _lost,
        facts.PersonMissed: _lost,
        facts.PersonBorn: _born,
        facts.WhereaboutsSettled: _whereabouts,
        facts.HeadcountTaken: _counted,
        facts.CountWaived: _waived,
        facts.DiscrepancySettled: _settled,
        vehicles.VehicleListed: _listed,
        vehicles.CrewAssigned: _crewed,
        vehicles.CrewCheckedIn: _checked_in,
        events.VehicleAvailable: _available,
        events.VehicleDeparted: _departed,
        events.VehicleArrived: _arrived,
        events.VehicleBrokeDown: _stopped,
        events.VehicleRefused: _stopped,
        events.VehicleWithdrawn: _stopped,
        events.VehicleReleased: _stopped,
        events.VehicleRepaired: _repaired,
    }
)
