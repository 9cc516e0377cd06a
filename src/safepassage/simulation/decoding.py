"""From the engine's log to the stream of facts."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import numpy as np

from safepassage.domain import events
from safepassage.domain.events import Fact, Queue
from safepassage.simulation import columns as c
from safepassage.simulation import facts
from safepassage.simulation.arrays import NONE, Integers
from safepassage.simulation.memory import Memory
from safepassage.simulation.preparing.tables import Prepared

OF_VEHICLE: Mapping[int, Callable[[int, str, str], Fact]] = MappingProxyType(
    {
        facts.AVAILABLE: events.VehicleAvailable,
        facts.DEPARTED: events.VehicleDeparted,
        facts.ARRIVED: events.VehicleArrived,
        facts.SERVICE_BEGAN: events.ServiceBegan,
        facts.SERVICE_ENDED: events.ServiceEnded,
        facts.CHECK_BEGAN: events.CheckBegan,
        facts.CHECK_ENDED: events.CheckEnded,
        facts.WITHDRAWN: events.VehicleWithdrawn,
        facts.RELEASED: events.VehicleReleased,
        facts.BROKE_DOWN: events.VehicleBrokeDown,
        facts.REPAIRED: events.VehicleRepaired,
        facts.REFUSED: events.VehicleRefused,
    }
)
"""Facts of a vehicle at a place."""

OF_AGREEMENT: Mapping[int, Callable[[int], Fact]] = MappingProxyType(
    {
        facts.SUSPENDED: events.AgreementSuspended,
        facts.REESTABLISHED: events.AgreementReestablished,
        facts.ENDED: events.OperationEnded,
    }
)
"""Facts that concern everybody."""

OF_ROAD: Mapping[int, Callable[[int, str, str, bool], Fact]] = MappingProxyType(
    {facts.ROAD_CLOSED: events.RoadClosed, facts.ROAD_REOPENED: events.RoadReopened}
)
"""Facts of a road."""


def decoded(prepared: Prepared, memory: Memory, log: Integers) -> Iterator[Fact]:
    """Yield the facts of a log, `(num_facts, 5)`, after those with which every stream begins.

    The memory is that of the run, as it tells how many are really there.
    """
    yield events.OperationBegan(0, prepared.scenario.name)
    for row, there in zip(prepared.scenario.people, memory.view(c.ROWS)[:, c.THERE].tolist(), strict=True):
        counts = (there, row.seated, row.wheelchair, row.stretcher, row.priority)
        yield events.PeopleRegistered(0, row.id, row.place, *counts)
    decoder = Decoder(prepared, memory)
    for at_s, code, who, what, count in log.tolist():
        yield from decoder.facts(at_s, code, who, what, count)


class Decoder:
    """Turns rows of a log into facts, in their order; a convoy's vehicles stand in the rows before its own."""

    def __init__(self, prepared: Prepared, memory: Memory) -> None:
        self._prepared = prepared
        self._tables = prepared.tables
        self._addresses = memory.addresses
        self._agreement = prepared.scenario.agreement
        self._vehicles = prepared.vehicles
        self._places = [place.id for place in prepared.scenario.places]
        self._people = [row.id for row in prepared.scenario.people]
        self._members: dict[int, list[str]] = {}
        moves = self._tables["stops"][:, c.END_MOVE] - self._tables["stops"][:, c.FIRST_MOVE]
        self._stop_of_move: list[int] = np.repeat(np.arange(len(moves)), moves).tolist()

    def facts(self, at_s: int, code: int, who: int, what: int, count: int) -> Iterator[Fact]:
        """Yield the fact of a row; none for a row that only prepares another."""
        if code in OF_VEHICLE:
            yield OF_VEHICLE[code](at_s, self._vehicle(who), self._place(self._number(c.STOPS, what)))
        elif code == facts.QUEUED:
            stop = self._number(c.STOPS, what)
            yield events.VehicleQueued(at_s, self._vehicle(who), self._place(stop), self._queue(stop))
        elif code in (facts.BOARDED, facts.ALIGHTED):
            yield self._moved(at_s, code, self._vehicle(who), self._number(c.MOVES, what), count)
        elif code == facts.CONVOY_JOINED:
            self._members.setdefault(what, []).append(self._vehicle(who))
        elif code in (facts.CONVOY_FORMED, facts.CONVOY_DEPARTED):
            yield self._convoy(at_s, code, who)
        elif code == facts.STEP_REACHED:
            yield self._step(at_s, self._number(c.COUNTERS, who), self._number(c.STEPS, what), count)
        elif code in (facts.STAYED, facts.TURNED_BACK):
            yield self._not_brought_out(at_s, code, who, what, count)
        else:
            yield self._news(at_s, code, who)

    def _number(self, table: c.Table, address: int) -> int:
        return (address - self._addresses[table.name]) // table.width

    def _vehicle(self, address: int) -> str:
        return self._vehicles[self._number(c.VEHICLES, address)]

    def _place(self, stop: int) -> str:
        return self._places[int(self._tables["stops"][stop, c.PLACE])]

    def _queue(self, stop: int) -> Queue:
        row = self._tables["stops"][stop]
        if row[c.CROSSING] == NONE:
            return Queue.BAY
        return Queue.CONVOY if row[c.KIND] == c.JOINS else Queue.CHECK

    def _moved(self, at_s: int, code: int, vehicle: str, move: int, groups: int) -> Fact:
        row = self._tables["moves"][move]
        place, people = self._place(self._stop_of_move[move]), self._people[int(row[c.ROW])]
        if code == facts.BOARDED:
            return events.GroupsBoarded(at_s, vehicle, place, people, groups)
        return events.GroupsAlighted(at_s, vehicle, place, people, groups, bool(row[c.WHAT] == c.ONWARD))

    def _convoy(self, at_s: int, code: int, address: int) -> Fact:
        convoy = self._number(c.CONVOYS, address)
        rule = int(self._tables["convoys"][convoy, c.OF_RULE])
        number = convoy - int(self._tables["convoy_rules"][rule, c.FORMING]) + 1
        place = self._agreement.convoys[rule].crossing
        kind = events.ConvoyFormed if code == facts.CONVOY_FORMED else events.ConvoyDeparted
        return kind(at_s, f"{place}-{rule + 1}-{number}", place, tuple(self._members[address]))

    def _not_brought_out(self, at_s: int, code: int, who: int, what: int, groups: int) -> Fact:
        if code == facts.STAYED:
            row = self._prepared.scenario.people[self._number(c.ROWS, who)]
            return events.GroupsStayed(at_s, row.place, row.id, groups)
        slot = self._tables["slots"][self._number(c.SLOTS, who)]
        vehicle, people = self._vehicles[int(slot[c.OF_VEHICLE])], self._people[int(slot[c.OF_ROW])]
        return events.GroupsTurnedBack(at_s, vehicle, self._place(self._number(c.STOPS, what)), people, groups)

    def _news(self, at_s: int, code: int, who: int) -> Fact:
        """Give what happens whatever anybody does."""
        if code in OF_AGREEMENT:
            return OF_AGREEMENT[code](at_s)
        if code in OF_ROAD:
            road = self._prepared.roads[self._number(c.ROADS, who)]
            return OF_ROAD[code](at_s, road.origin, road.destination, road.both_ways)
        rule = self._agreement.crossings[self._number(c.RULES, who)]
        if code == facts.INCIDENT:
            return events.IncidentHappened(at_s, rule.place)
        kind = events.WindowOpened if code == facts.WINDOW_OPENED else events.WindowClosed
        return kind(at_s, rule.place, rule.from_places or ())

    def _step(self, at_s: int, linked: int, step: int, arrived: int) -> Fact:
        number = step - int(self._tables["counters"][linked, c.FIRST_STEP])
        return events.StepReached(at_s, linked, number, arrived, self._agreement.linked[linked].steps[number].may_leave)
