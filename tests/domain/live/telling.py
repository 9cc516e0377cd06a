"""Facts of a small operation in few words, and what becomes of a subject of which they are told in turn."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact, VehicleArrived, VehicleDeparted
from safepassage.domain.live import people as facts
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, Member, NeedsClass, SeatClass
from safepassage.domain.live.told import Told
from safepassage.domain.live.vehicles import VehicleListed

S = TypeVar("S")
ANNA = "P-ANNA"
INFORMED = tuple(InformedOf)


def told(stream: Iterable[Fact]) -> list[Told]:
    """Give facts as told one after the other, a minute apart; the first is event e1."""
    return [
        Told(replace(fact, at_s=60 * number), f"e{number}", "officer", "radio", f"{number:04}")
        for number, fact in enumerate(stream, start=1)
    ]


def after(begun: S, follow: Callable[[S, Told], S], *stream: Fact) -> S:
    """Give the state of a subject after facts that were told one after the other."""
    for each in told(stream):
        begun = follow(begun, each)
    return begun


def member(token: str = ANNA, age: AgeBand = AgeBand.ADULT, seat: SeatClass = SeatClass.SEATED) -> Member:
    """Give a member of a group."""
    return Member(token, age, seat, NeedsClass.NONE)


def registered(*members: Member, group: str = "G1", linked: tuple[str, ...] = ()) -> facts.GroupRegistered:
    """Register a group at the square; of Anna alone if nobody else is named."""
    everybody = members or (member(),)
    return facts.GroupRegistered(0, group, "square", "families", 2, "", ("hub",), linked, everybody, len(everybody))


def born(where: Whereabouts = Whereabouts.WAITING, holder: str = "square", token: str = ANNA) -> facts.PersonBorn:
    """Tell of a birth."""
    return facts.PersonBorn(0, "G1", "families", 2, token, "P-MOTHER", where, holder, 1)


def chose(answer: Answer, informed: tuple[InformedOf, ...] = INFORMED, wished: str = "") -> facts.ChoiceRecorded:
    """Record an answer of Anna's."""
    return facts.ChoiceRecorded(0, (ANNA,), answer, informed, "ar", "officer", True, "", wished, 1)


def boarded(vehicle: str = "bus-1", place: str = "square", *tokens: str) -> facts.PeopleBoarded:
    """Scan people, or Anna, as boarding."""
    return facts.PeopleBoarded(0, vehicle, place, tokens or (ANNA,), len(tokens) or 1)


def alighted(vehicle: str = "bus-1", place: str = "hub", *tokens: str, onward: bool = False) -> facts.PeopleAlighted:
    """Scan people, or Anna, as alighting."""
    return facts.PeopleAlighted(0, vehicle, place, tokens or (ANNA,), onward, len(tokens) or 1)


def turned_back(vehicle: str = "bus-1", party: str = "north", *tokens: str) -> facts.PeopleTurnedBack:
    """Scan people, or Anna, as turned back at the gate."""
    return facts.PeopleTurnedBack(0, vehicle, "gate", tokens or (ANNA,), party, len(tokens) or 1)


def removed(vehicle: str = "bus-1", party: str = "north", *tokens: str) -> facts.PeopleRemoved:
    """Tell that a party took people, or Anna, away at the gate."""
    return facts.PeopleRemoved(0, vehicle, "gate", tokens or (ANNA,), party, len(tokens) or 1)


def died(vehicle: str = "bus-1") -> facts.PersonDied:
    """Tell that Anna died at the gate."""
    return facts.PersonDied(0, ANNA, vehicle, "gate", 1)


def missed(vehicle: str = "bus-1") -> facts.PersonMissed:
    """Tell that nobody knows where Anna is."""
    return facts.PersonMissed(0, ANNA, vehicle, 1)


def found(where: Whereabouts = Whereabouts.WAITING, holder: str = "square") -> facts.PeopleFound:
    """Tell that Anna is back."""
    return facts.PeopleFound(0, (ANNA,), where, holder, 1)


def settled_at(where: Whereabouts, holder: str, *vehicles: str) -> facts.WhereaboutsSettled:
    """Settle where Anna is."""
    return facts.WhereaboutsSettled(0, (ANNA,), vehicles, where, holder, "seen there", 1)


def settled(discrepancy: str, subject: str = "any") -> facts.DiscrepancySettled:
    """Settle one discrepancy."""
    return facts.DiscrepancySettled(0, subject, discrepancy, "looked into")


def listed(place: str = "depot", seats: int = 3) -> VehicleListed:
    """List bus-1, which has seats; a wheelchair takes the room of two of them, a stretcher that of one."""
    return VehicleListed(0, "bus-1", "bus", place, seats, 1, 1, 2, 1)


def departed(place: str) -> VehicleDeparted:
    """Tell that bus-1 left a place."""
    return VehicleDeparted(0, "bus-1", place)


def arrived(place: str) -> VehicleArrived:
    """Tell that bus-1 came to a place."""
    return VehicleArrived(0, "bus-1", place)


def counted(passengers: int, place: str = "square") -> facts.HeadcountTaken:
    """Count the passengers of bus-1."""
    return facts.HeadcountTaken(0, "bus-1", place, "officer", passengers, 2)
