"""A whole simulated operation, driven through the commands of people into a ledger.

The simulator tells what happened in counts of travel groups. Here each group gets tokens, and each fact becomes the
command by which somebody would have brought it about: the registration officer registers, boarding focal points let
people board, an observer counts heads without looking at the scans, the dispatcher lets vehicles go. Each command is
decided as in the real thing, with nothing bypassed: a departure without its headcount would be refused here too. What
nobody decides (a queue, a closed road) is told as a report.

After every fact, persons by whereabouts as the ledger's state has them must be those of the simulator's custody.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from safepassage.domain import events
from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live.people import (
    AgeBand,
    Answer,
    InformedOf,
    Member,
    NeedsClass,
    SeatClass,
)
from safepassage.domain.live.roles import Role
from safepassage.domain.live.tokens import TokenKind, new_token
from safepassage.domain.people import TravelGroups
from safepassage.domain.scenario import Scenario
from safepassage.operations.asking import SECOND, Asked
from safepassage.operations.batch_desk import BatchDesk
from safepassage.operations.commands.agreeing import Reestablish, Suspend
from safepassage.operations.commands.appointing import Appoint
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.incidents import CloseCrossing, CloseRoad, OpenCrossing, ReopenRoad
from safepassage.operations.commands.losing import TurnBack
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.commands.reporting import ReportFact
from safepassage.operations.commands.vehicles import BreakDown, RefuseTrip, Repair, Withdraw
from safepassage.operations.deciding import Command
from safepassage.operations.figures import MOVES
from safepassage.operations.rehearsed_terms import into_force

COORDINATOR = "coordinator"
"""Who is appointed when a rehearsal is set up, and appoints all others."""

DUTIES = {
    "registration officer": Role.REGISTRATION_OFFICER,
    "boarding focal point": Role.BOARDING_FOCAL_POINT,
    "dispatcher": Role.DISPATCHER,
    "observer": Role.OBSERVER,
    "negotiator": Role.NEGOTIATOR,
}
OFFICER, FOCAL_POINT, DISPATCHER, OBSERVER, NEGOTIATOR = DUTIES

SOURCE = "rehearsal"
PARTY = "party at the crossing"
"""Who turns people back; the simulator does not say which party."""
CREW = 1
"""Counted apart from the passengers; the simulator does not say how many."""

NEEDS = {
    SeatClass.SEATED: NeedsClass.NONE,
    SeatClass.WHEELCHAIR: NeedsClass.ASSISTANCE,
    SeatClass.STRETCHER: NeedsClass.MEDICAL,
}

MOVING = (events.PeopleRegistered, *MOVES)
"""Facts that change who is where."""

SAID: Mapping[type[Fact], tuple[str, Callable[..., Command]]] = MappingProxyType(
    {
        events.VehicleDeparted: (DISPATCHER, lambda fact: Depart(fact.vehicle, fact.place)),
        events.VehicleArrived: (DISPATCHER, lambda fact: Arrive(fact.vehicle, fact.place)),
        events.VehicleBrokeDown: (DISPATCHER, lambda fact: BreakDown(fact.vehicle, fact.place)),
        events.VehicleRepaired: (DISPATCHER, lambda fact: Repair(fact.vehicle, fact.place)),
        events.VehicleRefused: (DISPATCHER, lambda fact: RefuseTrip(fact.vehicle, fact.place)),
        events.VehicleWithdrawn: (DISPATCHER, lambda fact: Withdraw(fact.vehicle, fact.place)),
        events.AgreementSuspended: (NEGOTIATOR, lambda _: Suspend()),
        events.AgreementReestablished: (NEGOTIATOR, lambda _: Reestablish()),
        events.WindowOpened: (OBSERVER, lambda fact: OpenCrossing(fact.place, fact.from_places)),
        events.WindowClosed: (OBSERVER, lambda fact: CloseCrossing(fact.place, fact.from_places)),
        events.RoadClosed: (OBSERVER, lambda fact: CloseRoad(fact.origin, fact.destination, fact.both_ways)),
        events.RoadReopened: (COORDINATOR, lambda fact: ReopenRoad(fact.origin, fact.destination, fact.both_ways)),
    }
)
"""Who says so, and by which command, where the command says no more than the fact."""


class Step(NamedTuple):
    """Who gives a command, and the command; `happened`: as a report of what nobody could prevent."""

    by: str
    command: Command
    happened: bool = False


@dataclass
class RunningClock:
    """The clock of a rehearsal: it shows the second of the fact that is told."""

    start: datetime
    at_s: int = 0

    def __call__(self) -> datetime:
        """Give the moment."""
        return self.start + self.at_s * SECOND


class Crowd:
    """The travel groups of a rehearsal under their tokens, where the simulator has them; first come, first served."""

    def __init__(self) -> None:
        self._groups: defaultdict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        self._aboard: defaultdict[str, int] = defaultdict(int)

    def put(self, row: str, holder: str, groups: Iterable[tuple[str, ...]]) -> None:
        """Let groups of a row be at a place or in a vehicle."""
        for tokens in groups:
            self._groups[row, holder].append(tokens)
            self._aboard[holder] += len(tokens)

    def move(self, row: str, origin: str, goal: str, groups: int) -> list[tuple[str, ...]]:
        """Move so many groups of a row, and give the tokens of each."""
        there = self._groups[row, origin]
        moved, self._groups[row, origin] = there[:groups], there[groups:]
        self._aboard[origin] -= len(_all(moved))
        self.put(row, goal, moved)
        return moved

    def persons(self, holder: str) -> int:
        """Give how many are at a place or in a vehicle."""
        return self._aboard[holder]


class Difference(NamedTuple):
    """After a fact, the ledger and the simulator had other numbers of persons in a state."""

    fact: Fact
    where: Whereabouts
    simulator: int
    ledger: int


@dataclass
class Rehearsed:
    """What was rehearsed: the simulator's facts, commands given, moments compared, and where they differed."""

    facts: list[Fact] = field(default_factory=list)
    commands: int = 0
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)


class Rehearsal:
    """Turns the facts of a simulated run into commands, and gives them."""

    def __init__(
        self, scenario: Scenario, desk: BatchDesk, clock: RunningClock, random: Callable[[int], bytes]
    ) -> None:
        self._rows, self._agreement = {row.id: row for row in scenario.people}, scenario.agreement
        self._desk, self._clock, self._random = desk, clock, random
        self._crowd, self._custody, self._done = Crowd(), Custody(), Rehearsed()

    def run(self, facts: Iterable[Fact]) -> Rehearsed:
        """Carry out a run's facts, the first of them the earliest; all are on the disk at the end.

        Raises
        ------
        RefusedError
            If a rule forbids what the simulator did: one of the two is wrong.
        """
        for person, role in DUTIES.items():
            self._give(Step(COORDINATOR, Appoint(person, (role,))))
        for command in into_force(self._agreement):
            self._give(Step(NEGOTIATOR, command))
        for fact in facts:
            self._clock.at_s = fact.at_s
            for step in self._steps(fact):
                self._give(step)
            self._compare(fact)
            self._done.facts.append(fact)
        self._desk.flush()
        return self._done

    def _give(self, step: Step) -> None:
        self._done.commands += 1
        happened = self._clock() if step.happened else None
        self._desk.do(Asked(step.command, step.by, f"r{self._done.commands:09}", SOURCE, happened))

    def _compare(self, fact: Fact) -> None:
        self._custody.apply(fact)
        if not isinstance(fact, MOVING):
            return
        self._done.compared += 1
        simulator, ledger = self._custody.persons(), self._desk.operation.persons()
        self._done.differences += [
            Difference(fact, where, simulator[where], ledger[where])
            for where in Whereabouts
            if simulator[where] != ledger[where]
        ]

    def _steps(self, fact: Fact) -> Iterator[Step]:
        match fact:
            case events.OperationBegan() | events.OperationEnded():
                return
            case events.PeopleRegistered():
                yield from self._registered(fact)
            case events.VehicleDeparted(vehicle=vehicle, place=place) if self._crowd.persons(vehicle):
                yield Step(OBSERVER, TakeHeadcount(vehicle, place, self._crowd.persons(vehicle), CREW))
                yield Step(DISPATCHER, Depart(vehicle, place))
            case events.GroupsStayed(place=place, people=row, groups=groups):
                for tokens in self._crowd.move(row, place, f"stayed at {place}", groups):
                    yield Step(OFFICER, _choice(tokens, Answer.STAY))
            case _:
                yield self._moved(fact)

    def _moved(self, fact: Fact) -> Step:
        move = self._crowd.move
        match fact:
            case events.GroupsBoarded(vehicle=vehicle, place=place, people=row, groups=groups):
                return Step(FOCAL_POINT, Board(vehicle, place, _all(move(row, place, vehicle, groups))))
            case events.GroupsAlighted(vehicle=vehicle, place=place, people=row, groups=groups):
                return Step(FOCAL_POINT, Alight(vehicle, place, _all(move(row, vehicle, place, groups)), fact.onward))
            case events.GroupsTurnedBack(vehicle=vehicle, place=place, people=row, groups=groups):
                tokens = _all(move(row, vehicle, f"turned back at {place}", groups))
                return Step(OBSERVER, TurnBack(place, tokens, vehicle, PARTY))
            case events.VehicleWithdrawn(vehicle=vehicle, place=place) if self._crowd.persons(vehicle):
                return Step(DISPATCHER, Withdraw(vehicle, place), happened=True)
            case _ if type(fact) in SAID:
                by, command = SAID[type(fact)]
                return Step(by, command(fact))
            case _:
                return Step(OBSERVER, ReportFact(fact))

    def _registered(self, fact: events.PeopleRegistered) -> Iterator[Step]:
        """Register each group of a row; all of them have asked to leave."""
        row = self._rows[fact.people]
        for _ in range(fact.groups):
            members = tuple(self._members(row))
            tokens = tuple(member.token for member in members)
            group = new_token(TokenKind.GROUP, self._random)
            yield Step(OFFICER, Register(group, row.place, members, row.id, row.priority, row.stream, row.destinations))
            yield Step(OFFICER, _choice(tokens, Answer.LEAVE))
            self._crowd.put(row.id, row.place, [tokens])

    def _members(self, row: TravelGroups) -> Iterator[Member]:
        """Yield the persons of a group; of their ages the scenario says nothing, so one adult answers for all."""
        age = AgeBand.ADULT
        for seat, persons in zip(SeatClass, (row.seated, row.wheelchair, row.stretcher), strict=True):
            for _ in range(persons):
                yield Member(new_token(TokenKind.PERSON, self._random), age, seat, NEEDS[seat])
                age = AgeBand.CHILD


def _choice(tokens: tuple[str, ...], answer: Answer) -> RecordChoice:
    """Give the choice of those who were told all of what it means."""
    return RecordChoice(tokens, answer, tuple(InformedOf), "en", private=True)


def _all(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(token for group in groups for token in group)
