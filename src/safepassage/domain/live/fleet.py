"""The state of one vehicle: where, who is aboard by the scans, who counted them, and what contradicts that.

The manifest is what the scans say. The headcount is what a named person counted without looking at them. Neither is
corrected by the other: where they differ, both stand, and the discrepancy stays open until a named person settles it.

    at a place ── departed ──► under way ── arrived ──► at a place

A headcount counts for a departure if nobody boarded or alighted after it. A departure that nobody counted, by waiver or
without one, is a discrepancy of its own.
"""

from dataclasses import dataclass, replace

from safepassage.domain import events
from safepassage.domain.custody import Whereabouts
from safepassage.domain.live import people as facts
from safepassage.domain.live import vehicles
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Count:
    """What a named person counted in a vehicle at a place."""

    at_s: int
    place: str
    counted_by: str
    passengers: int
    crew: int


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
    """What is known of a vehicle. `place` None: nobody told yet; "": under way.

    `manifest` are the tokens aboard by the scans. `count` is the last headcount, None as soon as somebody boarded or
    alighted. `heard_s` is when its crew was last heard of. `been` are all places where it was said to be.
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
    bound_since_s: int | None = None
    working: bool = True
    leader: str = ""
    crew: int = 0
    check_in_s: int = 0
    heard_s: int | None = None
    heard_at: str = ""
    manifest: tuple[str, ...] = ()
    count: Count | None = None
    waived: bool = False
    departures: tuple[Departure, ...] = ()
    been: tuple[str, ...] = ()
    scanned_at: tuple[Visit, ...] = ()
    found: tuple[Discrepancy, ...] = ()
    settled: tuple[str, ...] = ()

    def fits(self, seated: int, wheelchair: int, stretcher: int) -> bool:
        """Whether a load of so many people fits."""
        seats = seated + self.seats_per_wheelchair * wheelchair + self.seats_per_stretcher * stretcher
        return seats <= self.seats and wheelchair <= self.wheelchairs and stretcher <= self.stretchers


def begin(vehicle: str) -> Vehicle:
    """Give a vehicle of which nothing was told yet."""
    return Vehicle(vehicle)


def discrepancies(vehicle: Vehicle) -> tuple[Discrepancy, ...]:
    """Give what nobody has settled: what was found, and scans at places where the vehicle never was."""
    nowhere = tuple(
        Discrepancy(
            "never-there", visit.event, f"{vehicle.vehicle} was never at {visit.place}, but people were scanned there."
        )
        for visit in vehicle.scanned_at
        if visit.place not in vehicle.been
    )
    return still_open((*vehicle.found, *nowhere), vehicle.settled)


def follow(vehicle: Vehicle, told: Told) -> Vehicle:
    """Give the vehicle after one more fact; what contradicts the rest is kept as a discrepancy."""
    match told.fact:
        case facts.PeopleBoarded(tokens=tokens, place=place):
            return _scanned(_with(vehicle, tokens), place, told)
        case facts.PeopleAlighted(tokens=tokens, place=place) | facts.PeopleTurnedBack(tokens=tokens, place=place):
            return _scanned(_without(vehicle, tokens), place, told)
        case facts.HeadcountTaken() as fact:
            return _counted(vehicle, fact, told)
        case facts.CountWaived():
            return replace(vehicle, waived=True)
        case facts.DiscrepancySettled() as fact:
            return replace(vehicle, settled=(*vehicle.settled, fact.discrepancy))
        case events.VehicleDeparted() | events.VehicleArrived() | events.VehicleAvailable() | vehicles.VehicleListed():
            return _moved(vehicle, told)
        case _:
            return _other(vehicle, told)


def _with(vehicle: Vehicle, tokens: tuple[str, ...]) -> Vehicle:
    new = tuple(token for token in dict.fromkeys(tokens) if token not in vehicle.manifest)
    return replace(vehicle, manifest=vehicle.manifest + new, count=None) if new else vehicle


def _without(vehicle: Vehicle, tokens: tuple[str, ...]) -> Vehicle:
    left = tuple(token for token in vehicle.manifest if token not in tokens)
    return replace(vehicle, manifest=left, count=None) if left != vehicle.manifest else vehicle


def _scanned(vehicle: Vehicle, place: str, told: Told) -> Vehicle:
    if any(visit.place == place for visit in vehicle.scanned_at):
        return vehicle
    return replace(vehicle, scanned_at=(*vehicle.scanned_at, Visit(place, told.id)))


def _contradicted(vehicle: Vehicle, code: str, told: Told, sentence: str) -> Vehicle:
    return replace(vehicle, found=(*vehicle.found, Discrepancy(code, told.id, sentence)))


def _counted(vehicle: Vehicle, fact: facts.HeadcountTaken, told: Told) -> Vehicle:
    count = Count(fact.at_s, fact.place, fact.counted_by, fact.passengers, fact.crew)
    counted = replace(vehicle, count=count)
    scanned = len(vehicle.manifest)
    if fact.passengers == scanned:
        return counted
    sentence = (
        f"{fact.counted_by} counted {fact.passengers} in {vehicle.vehicle} at {fact.place}, but {scanned} were scanned."
    )
    return _contradicted(counted, "headcount-differs", told, sentence)


def _moved(vehicle: Vehicle, told: Told) -> Vehicle:
    match told.fact:
        case events.VehicleDeparted() as fact:
            return _departed(vehicle, fact, told)
        case events.VehicleArrived() as fact:
            return _arrived(vehicle, fact, told)
        case vehicles.VehicleListed() as fact:
            return _listed(vehicle, fact)
        case events.VehicleAvailable(place=place):
            return _at(vehicle, place) if vehicle.place is None else vehicle
    return vehicle


def _listed(vehicle: Vehicle, fact: vehicles.VehicleListed) -> Vehicle:
    known = replace(
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


def _at(vehicle: Vehicle, place: str) -> Vehicle:
    been = vehicle.been if place in vehicle.been else (*vehicle.been, place)
    return replace(vehicle, place=place, been=been, bound_since_s=None)


def _departed(vehicle: Vehicle, fact: events.VehicleDeparted, told: Told) -> Vehicle:
    heard = _heard(vehicle, fact.at_s, fact.place)
    if vehicle.place == "":
        return _contradicted(
            heard, "departed-under-way", told, f"{vehicle.vehicle} left {fact.place} but was under way."
        )
    counted = vehicle.count.passengers if vehicle.count and vehicle.count.place == fact.place else None
    scanned = len(vehicle.manifest)
    left = replace(
        _at(heard, fact.place),
        place="",
        bound_since_s=fact.at_s,
        waived=False,
        departures=(*vehicle.departures, Departure(fact.at_s, fact.place, scanned, counted)),
    )
    if vehicle.place not in {None, fact.place}:
        sentence = f"{vehicle.vehicle} left {fact.place} but was at {vehicle.place}."
        left = _contradicted(left, "departed-from-elsewhere", told, sentence)
    if counted is None and (scanned or vehicle.waived):
        sentence = f"{vehicle.vehicle} left {fact.place} with {scanned} scanned passengers whom nobody counted."
        left = _contradicted(left, "departed-uncounted", told, sentence)
    return left


def _arrived(vehicle: Vehicle, fact: events.VehicleArrived, told: Told) -> Vehicle:
    there = _heard(_at(vehicle, fact.place), fact.at_s, fact.place)
    if vehicle.place in {None, "", fact.place}:
        return there
    sentence = f"{vehicle.vehicle} came to {fact.place} but was never told to have left {vehicle.place}."
    return _contradicted(there, "arrived-without-departure", told, sentence)


def _heard(vehicle: Vehicle, at_s: int, place: str) -> Vehicle:
    return replace(vehicle, heard_s=at_s, heard_at=place)


def _other(vehicle: Vehicle, told: Told) -> Vehicle:
    match told.fact:
        case vehicles.CrewAssigned() as fact:
            crewed = replace(vehicle, leader=fact.leader, crew=fact.crew, check_in_s=fact.check_in_s)
            return _heard(crewed, fact.at_s, vehicle.heard_at)
        case vehicles.CrewCheckedIn() as fact:
            return _heard(vehicle, fact.at_s, fact.place or vehicle.heard_at)
        case events.VehicleBrokeDown() | events.VehicleRefused() | events.VehicleWithdrawn() | events.VehicleReleased():
            return replace(vehicle, working=False)
        case events.VehicleRepaired():
            return replace(vehicle, working=True)
        case facts.PeopleRemoved(tokens=tokens):
            return _without(vehicle, tokens)
        case facts.PersonDied(token=token) | facts.PersonMissed(token=token):
            return _without(vehicle, (token,))
        case facts.PersonBorn(token=token, where=where, holder=holder):
            return _with(vehicle, (token,)) if (where, holder) == (Whereabouts.ABOARD, vehicle.vehicle) else vehicle
        case facts.WhereaboutsSettled(tokens=tokens, where=where, holder=holder):
            aboard = (where, holder) == (Whereabouts.ABOARD, vehicle.vehicle)
            return _with(vehicle, tokens) if aboard else _without(vehicle, tokens)
        case _:
            return vehicle
