"""Custody: at every fact, where everybody is and in whose care.

The identity holds after every fact, whatever came before it:

    registered = waiting + aboard + at a transfer place + arrived + in hospital + stayed + turned back

Each travel group is in exactly one of these states, held by a place or by a vehicle:

    waiting ── groups.boarded ──► aboard ── groups.alighted ──► arrived (those on stretchers: in hospital)
       │                           │  ▲
       │                           │  └── groups.boarded ── at a transfer place ◄── groups.alighted, onward
       └── groups.stayed ──► stayed└── groups.turned-back ──► turned back

A fact that cannot have happened after those before it (more board than are there, a vehicle leaves where it is not,
time runs backwards) raises an error, and nothing changes. What a vehicle does is followed as far as it bears on people:
it is at a place, under way, or broken down.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from safepassage.domain import events
from safepassage.domain.errors import SafePassageError


class ImpossibleFactError(SafePassageError):
    """A fact that cannot have happened after those before it."""


class Whereabouts(StrEnum):
    """Where people are; those who arrived on a stretcher are in hospital.

    The last four happen in live operations only: a party took them away or detained them; they died; nobody knows where
    they are; reports contradict each other, and nobody has settled it.
    """

    WAITING = "waiting"
    ABOARD = "aboard"
    AT_TRANSFER = "at-transfer"
    ARRIVED = "arrived"
    IN_HOSPITAL = "in-hospital"
    STAYED = "stayed"
    TURNED_BACK = "turned-back"
    REMOVED = "removed"
    DIED = "died"
    MISSING = "missing"
    UNRESOLVED = "unresolved"


Share = tuple[str, Whereabouts, str]
"""Groups of one row, in one state, held by one place or vehicle."""

UNDER_WAY = ""
"""Where a vehicle is that is at no place."""


class Custody:
    """Where everybody is after a stream of facts."""

    def __init__(self, facts: Iterable[events.Fact] = ()) -> None:
        self._rows: dict[str, events.PeopleRegistered] = {}
        self._groups: dict[Share, int] = {}
        self._vehicles: dict[str, str] = {}
        self._broken: set[str] = set()
        self._at_s: int | None = None
        self._ended = False
        for fact in facts:
            self.apply(fact)

    @property
    def registered(self) -> int:
        """Persons who asked to leave."""
        return sum(row.groups * row.group_size for row in self._rows.values())

    def groups(self, people: str, where: Whereabouts, holder: str) -> int:
        """Give how many travel groups of a row are in a state, held by one place or vehicle; ARRIVED is all of them."""
        return self._groups.get((people, where, holder), 0)

    def shares(self) -> Mapping[Share, int]:
        """Give how many travel groups of each row are in each state, held by each place or vehicle; no zeros."""
        return {share: groups for share, groups in self._groups.items() if groups}

    def persons(self) -> Mapping[Whereabouts, int]:
        """Give how many persons are in each state; the sum is `registered`."""
        counted = dict.fromkeys(Whereabouts, 0)
        for (people, where, _), groups in self._groups.items():
            row = self._rows[people]
            if where is Whereabouts.ARRIVED:
                counted[Whereabouts.IN_HOSPITAL] += groups * row.stretcher
                counted[Whereabouts.ARRIVED] += groups * (row.group_size - row.stretcher)
            else:
                counted[where] += groups * row.group_size
        return counted

    def apply(self, fact: events.Fact) -> None:
        """Follow one more fact.

        Raises
        ------
        ImpossibleFactError
            If it cannot have happened now; nothing has changed then.
        """
        if self._ended:
            raise ImpossibleFactError(f"{fact.name} at {fact.at_s} s: the operation has ended.")
        if self._at_s is not None and fact.at_s < self._at_s:
            raise ImpossibleFactError(f"{fact.name} at {fact.at_s} s comes after a fact at {self._at_s} s.")
        self._of_vehicles(fact)
        self._of_people(fact)
        self._at_s = fact.at_s
        self._ended = isinstance(fact, events.OperationEnded)

    def _of_vehicles(self, fact: events.Fact) -> None:
        match fact:
            case events.VehicleAvailable(vehicle=vehicle, place=place):
                if vehicle in self._vehicles:
                    raise ImpossibleFactError(f"{vehicle} is available a second time at {fact.at_s} s.")
                self._vehicles[vehicle] = place
            case events.VehicleArrived(vehicle=vehicle, place=place):
                self._must_be(fact, vehicle, UNDER_WAY)
                self._vehicles[vehicle] = place
            case events.VehicleDeparted(vehicle=vehicle, place=place):
                self._must_be(fact, vehicle, place)
                self._vehicles[vehicle] = UNDER_WAY
            case events.VehicleBrokeDown(vehicle=vehicle):
                self._must_run(fact, vehicle)
                self._broken.add(vehicle)
            case events.VehicleRepaired(vehicle=vehicle):
                if vehicle not in self._broken:
                    raise ImpossibleFactError(f"{fact.name} at {fact.at_s} s: {vehicle} has not broken down.")
                self._broken.remove(vehicle)

    def _of_people(self, fact: events.Fact) -> None:
        match fact:
            case events.PeopleRegistered():
                self._register(fact)
            case events.GroupsBoarded(vehicle=vehicle, place=place, people=people):
                self._must_be(fact, vehicle, place)
                home = people in self._rows and self._rows[people].place == place
                waits = Whereabouts.WAITING if home else Whereabouts.AT_TRANSFER
                self._move(fact, (people, waits, place), (people, Whereabouts.ABOARD, vehicle))
            case events.GroupsAlighted(vehicle=vehicle, place=place, people=people):
                if vehicle not in self._broken:
                    self._must_be(fact, vehicle, place)
                there = Whereabouts.AT_TRANSFER if fact.onward else Whereabouts.ARRIVED
                self._move(fact, (people, Whereabouts.ABOARD, vehicle), (people, there, place))
            case events.GroupsStayed(place=place, people=people):
                self._move(fact, (people, Whereabouts.WAITING, place), (people, Whereabouts.STAYED, place))
            case events.GroupsTurnedBack(vehicle=vehicle, place=place, people=people):
                self._must_be(fact, vehicle, place)
                self._move(fact, (people, Whereabouts.ABOARD, vehicle), (people, Whereabouts.TURNED_BACK, place))

    def _register(self, fact: events.PeopleRegistered) -> None:
        if fact.people in self._rows:
            raise ImpossibleFactError(f"{fact.people} are registered a second time at {fact.at_s} s.")
        if min(fact.groups, fact.seated, fact.wheelchair, fact.stretcher) < 0:
            raise ImpossibleFactError(f"{fact.people} are registered with a count below 0.")
        self._rows[fact.people] = fact
        self._groups[fact.people, Whereabouts.WAITING, fact.place] = fact.groups

    def _move(
        self,
        fact: events.GroupsBoarded | events.GroupsAlighted | events.GroupsStayed | events.GroupsTurnedBack,
        origin: Share,
        goal: Share,
    ) -> None:
        there = self._groups.get(origin, 0)
        if not 1 <= fact.groups <= there:
            raise ImpossibleFactError(
                f"{fact.name} at {fact.at_s} s: {fact.groups} groups of {fact.people}, but {there} are {origin[1]} "
                f"at or in {origin[2]}."
            )
        self._groups[origin] = there - fact.groups
        self._groups[goal] = self._groups.get(goal, 0) + fact.groups

    def _must_run(self, fact: events.Fact, vehicle: str) -> None:
        if vehicle not in self._vehicles:
            raise ImpossibleFactError(f"{fact.name} at {fact.at_s} s: {vehicle} has never been available.")
        if vehicle in self._broken:
            raise ImpossibleFactError(f"{fact.name} at {fact.at_s} s: {vehicle} has broken down.")

    def _must_be(self, fact: events.Fact, vehicle: str, place: str) -> None:
        self._must_run(fact, vehicle)
        if self._vehicles[vehicle] != place:
            where = self._vehicles[vehicle] or "under way"
            raise ImpossibleFactError(
                f"{fact.name} at {fact.at_s} s: {vehicle} is {where}, not {place or 'under way'}."
            )
