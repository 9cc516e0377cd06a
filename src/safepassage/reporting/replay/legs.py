"""Legs: who drove from where to where, when, with whom aboard, in which convoy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from safepassage.domain import events


@dataclass(frozen=True, slots=True)
class DrivenLeg:
    """A drive of one vehicle in `[departs_s, arrives_s)`; from then on it stands where it came to until `leaves_s`.

    `leaves_s` is None if it never leaves. `persons` are aboard while it drives. `convoy` is a number, or None.
    """

    vehicle: str
    origin: str
    destination: str
    departs_s: int
    arrives_s: int
    leaves_s: int | None
    persons: int
    convoy: int | None


def driven_legs(facts: Sequence[events.Fact]) -> tuple[DrivenLeg, ...]:
    """Give all legs that ended, in the order of departure; custody must have accepted the facts.

    A vehicle that broke down under way, or was still driving at the end, has not come anywhere: nobody knows where it
    is, and its last leg is left out.
    """
    fold = _Fold(_convoys(facts))
    for fact in facts:
        fold.apply(fact)
    return tuple(sorted(fold.legs(), key=lambda leg: (leg.departs_s, leg.vehicle)))


def _convoys(facts: Sequence[events.Fact]) -> dict[tuple[str, int], int]:
    """Give the number of the convoy in which a vehicle departs in a second."""
    departed = [fact for fact in facts if isinstance(fact, events.ConvoyDeparted)]
    return {(vehicle, fact.at_s): number for number, fact in enumerate(departed) for vehicle in fact.vehicles}


class _Fold:
    def __init__(self, convoys: dict[tuple[str, int], int]) -> None:
        self._convoys = convoys
        self._persons_in_group: dict[str, int] = {}
        self._aboard: dict[str, int] = {}
        self._under_way: dict[str, tuple[str, int, int]] = {}
        self._standing: dict[str, DrivenLeg] = {}
        self._done: list[DrivenLeg] = []

    def apply(self, fact: events.Fact) -> None:
        """Follow one more fact."""
        match fact:
            case events.PeopleRegistered():
                self._persons_in_group[fact.people] = fact.group_size
            case events.GroupsBoarded():
                self._board(fact.vehicle, fact.groups * self._persons_in_group[fact.people])
            case events.GroupsAlighted() | events.GroupsTurnedBack():
                self._board(fact.vehicle, -fact.groups * self._persons_in_group[fact.people])
            case events.VehicleDeparted(vehicle=vehicle):
                self._leave(vehicle, fact.at_s)
                self._under_way[vehicle] = (fact.place, fact.at_s, self._aboard.get(vehicle, 0))
            case events.VehicleArrived():
                self._arrive(fact)

    def legs(self) -> list[DrivenLeg]:
        """Give all legs so far."""
        return [*self._done, *self._standing.values()]

    def _board(self, vehicle: str, persons: int) -> None:
        self._aboard[vehicle] = self._aboard.get(vehicle, 0) + persons

    def _leave(self, vehicle: str, at_s: int) -> None:
        leg = self._standing.pop(vehicle, None)
        if leg is not None:
            self._done.append(replace(leg, leaves_s=at_s))

    def _arrive(self, fact: events.VehicleArrived) -> None:
        origin, departs_s, persons = self._under_way.pop(fact.vehicle)
        convoy = self._convoys.get((fact.vehicle, departs_s))
        self._standing[fact.vehicle] = DrivenLeg(
            fact.vehicle, origin, fact.place, departs_s, fact.at_s, None, persons, convoy
        )
