"""The states of reception: the room that a place has, each patient's acceptance, and who came with each vehicle.

Who came with a vehicle is known twice: by the scans of those who alighted, and by the count of a named person of the
place. Neither corrects the other. A stay begins with the first scan or count after the vehicle has left; it is whole
when both are there, and a discrepancy if they differ.
"""

from dataclasses import dataclass, replace

from safepassage.domain import events
from safepassage.domain.live import people
from safepassage.domain.live import reception as facts
from safepassage.domain.live.discrepancies import Discrepancy
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.told import Told


@dataclass(frozen=True, slots=True)
class Reception:
    """What a place that receives people declared, and its follow-ups; `people` None: it declared nothing yet."""

    place: str
    people: int | None = None
    stretchers: int = 0
    declared_by: str = ""
    follow_ups: tuple[facts.FollowUpMade, ...] = ()


def begin_reception(place: str) -> Reception:
    """Give a place of which nothing was told yet."""
    return Reception(place)


def follow_reception(reception: Reception, told: Told) -> Reception:
    """Give the place after one more fact; a second follow-up of the same people replaces the first."""
    match told.fact:
        case facts.CapacityDeclared() as fact:
            return replace(reception, people=fact.people, stretchers=fact.stretchers, declared_by=fact.declared_by)
        case facts.FollowUpMade() as fact:
            same = (fact.day, fact.after_days)
            others = tuple(each for each in reception.follow_ups if (each.day, each.after_days) != same)
            return replace(reception, follow_ups=(*others, fact))
        case _:
            return reception


@dataclass(frozen=True, slots=True)
class Patient:
    """Which places accepted somebody."""

    token: str
    accepted: tuple[str, ...] = ()


def begin_patient(token: str) -> Patient:
    """Give somebody whom nobody accepted yet."""
    return Patient(token)


def follow_patient(patient: Patient, told: Told) -> Patient:
    """Give the patient after one more fact."""
    match told.fact:
        case facts.PatientAccepted(place=place):
            return replace(patient, accepted=tuple(dict.fromkeys((*patient.accepted, place))))
        case facts.AcceptanceWithdrawn(place=place):
            return replace(patient, accepted=tuple(each for each in patient.accepted if each != place))
        case _:
            return patient


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How many a named person of the place counted, and the event that says so."""

    people: int
    confirmed_by: str
    event: str


@dataclass(frozen=True, slots=True)
class Stay:
    """Those who came with a vehicle at once: since when, who was scanned, and who counted how many."""

    at_s: int
    tokens: tuple[str, ...] = ()
    counted: tuple[Confirmation, ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True)
class Arrivals:
    """All that came to a place with one vehicle; `settled` are the discrepancies that somebody settled."""

    name: str
    place: str = ""
    vehicle: str = ""
    stays: tuple[Stay, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def found(self) -> tuple[Discrepancy, ...]:
        """Counts that differ from the scans."""
        return tuple(
            Discrepancy(
                Code.ARRIVAL_DIFFERS,
                each.event,
                f"{each.confirmed_by} counted {each.people} who came to {self.place} with {self.vehicle}, "
                f"but {len(stay.tokens)} were scanned.",
            )
            for stay in self.stays
            for each in stay.counted
            if each.people != len(stay.tokens)
        )


def begin_arrivals(name: str) -> Arrivals:
    """Give a place and vehicle, `place/vehicle`, of which nothing was told yet."""
    return Arrivals(name)


def follow_arrivals(arrivals: Arrivals, told: Told) -> Arrivals:
    """Give the arrivals after one more fact."""
    match told.fact:
        case people.PeopleAlighted() as fact if not fact.onward:
            there = replace(arrivals, place=fact.place, vehicle=fact.vehicle)
            return _at_stay(there, told, tokens=fact.tokens)
        case facts.ArrivalConfirmed() as fact:
            there = replace(arrivals, place=fact.place, vehicle=fact.vehicle)
            return _at_stay(there, told, count=Confirmation(fact.people, fact.confirmed_by, told.id))
        case events.VehicleDeparted() if arrivals.stays:
            *earlier, last = arrivals.stays
            return replace(arrivals, stays=(*earlier, replace(last, left=True)))
        case people.DiscrepancySettled(discrepancy=discrepancy):
            return replace(arrivals, settled=(*arrivals.settled, discrepancy))
        case _:
            return arrivals


def _at_stay(
    arrivals: Arrivals, told: Told, tokens: tuple[str, ...] = (), count: Confirmation | None = None
) -> Arrivals:
    """Add scans or a count: a count belongs to the last stay even after the vehicle left, unless that has one."""
    *earlier, last = arrivals.stays or (Stay(told.fact.at_s),)
    if last.left and (count is None or last.counted):
        earlier, last = [*earlier, last], Stay(told.fact.at_s)
    scanned = tuple(dict.fromkeys((*last.tokens, *tokens)))
    counted = last.counted if count is None else (*last.counted, count)
    return replace(arrivals, stays=(*earlier, replace(last, tokens=scanned, counted=counted)))
