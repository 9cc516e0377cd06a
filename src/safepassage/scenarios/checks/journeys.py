"""Who can be brought where: an optimistic search over stops.

A vehicle drives empty from its start to where people wait, and loaded from there to a destination, over any stops at
which it could serve somebody and any crossing that is open to it. Seats taken by others, driving times and turns at
crossings are left out. So whoever cannot be brought out here cannot be brought out by any plan.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from fractions import Fraction
from functools import reduce

from safepassage.domain.people import TravelGroups
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks.atlas import Atlas, each_bit
from safepassage.scenarios.checks.gates import Gates
from safepassage.scenarios.checks.reach import Reach
from safepassage.scenarios.checks.survey import Survey

EVERYWHERE = -1
"""The set of all stops."""


class Outcome(Enum):
    """Whether travel groups can be brought out, and if not, what is missing."""

    OUT = auto()
    NO_VEHICLE_COMES = auto()
    NO_WAY_OUT = auto()
    CUT_OFF = auto()


@dataclass(frozen=True, slots=True)
class Carrier:
    """What vehicles can do for people, as sets of stops.

    `comes_to`: where they can get empty; `ends_from`: from where they can drive on to where they must end; `passes`:
    the crossings that they may pass loaded, None for any at any time; `from_s`: when they are available.
    """

    comes_to: int
    ends_from: int
    passes: int | None
    from_s: int

    def joined(self, other: "Carrier") -> "Carrier":
        """Give a carrier that can do whatever one of the two can, and more."""
        passes = None if self.passes is None or other.passes is None else self.passes | other.passes
        return Carrier(
            self.comes_to | other.comes_to, self.ends_from | other.ends_from, passes, min(self.from_s, other.from_s)
        )


@dataclass(frozen=True, slots=True)
class Fleet:
    """All carriers that may carry some travel groups, and one that can do whatever any of them can."""

    carriers: tuple[Carrier, ...]
    as_one: Carrier


class Journeys:
    """Which travel groups the vehicles of a scenario could bring out, each on its own.

    With `ideal` every crossing counts as open to every vehicle at all times; then only the roads matter.
    """

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self.atlas = atlas = Atlas(survey)
        self.gates = Gates(survey, atlas)
        rows = [row for _, row in survey.sound_people()]
        served = {row.place for row in rows}.union(*{survey.takers(row) for row in rows})
        self._transfers = atlas.mask(p.id for p in survey.scenario.places if p.transfer) & ~self.gates.all
        self._served = (atlas.mask(served) & ~self.gates.all) | self._transfers
        self._plain = sum(1 << i for i in range(len(atlas.stops)) if atlas.is_plain(i))
        self._untils = sorted({v.available_until_s for v in survey.fleet if v.available_until_s is not None})
        self._outcomes: dict[tuple[object, ...], Outcome] = {}
        self._fleets: dict[tuple[object, ...], Fleet] = {}
        self._carriers: dict[tuple[object, ...], Carrier] = {}
        self._targets: dict[frozenset[str], int] = {}
        self._constant: dict[int, Reach] = {}
        self._gated: dict[tuple[int, int], Reach] = {}

    def outcome(self, row: TravelGroups) -> Outcome:
        """Tell whether these travel groups can be brought out; some vehicle in time and some destination fit them."""
        boarded, takers = self._survey.boarded_s(row), self._survey.takers(row)
        load = (row.seated, row.wheelchair, row.stretcher, row.vehicles)
        fleet = (*load, bisect_left(self._untils, boarded))
        key = (row.place, takers, *fleet, self.gates.rank(boarded))
        if key not in self._outcomes:
            self._outcomes[key] = self._outcome(row, fleet)
        return self._outcomes[key]

    def _outcome(self, row: TravelGroups, fleet: tuple[object, ...]) -> Outcome:
        if self._is_brought_out(row, self._fleet(row, fleet, ideal=False)):
            return Outcome.OUT
        over_open_roads = self._fleet(row, fleet, ideal=True)
        if self._is_brought_out(row, over_open_roads):
            return Outcome.CUT_OFF
        comes = over_open_roads.as_one.comes_to & self.atlas.bit(row.place)
        return Outcome.NO_WAY_OUT if comes else Outcome.NO_VEHICLE_COMES

    def _fleet(self, row: TravelGroups, key: tuple[object, ...], *, ideal: bool) -> Fleet:
        """Give what the vehicles can do that may carry these travel groups."""
        if (key, ideal) not in self._fleets:
            carriers = tuple({self._carrier(vehicle, ideal=ideal): None for vehicle in self._survey.in_time(row)})
            self._fleets[key, ideal] = Fleet(carriers, reduce(Carrier.joined, carriers))
        return self._fleets[key, ideal]

    def _is_brought_out(self, row: TravelGroups, fleet: Fleet) -> bool:
        """Whether this fleet can bring the groups out; if all as one carrier cannot, then none of them can."""
        return self._carry_on(row, (fleet.as_one,)) and self._carry_on(row, fleet.carriers)

    def _carry_on(self, row: TravelGroups, carriers: Sequence[Carrier]) -> bool:
        """Carry the groups on from their place and from transfer places until they are out, or nothing changes."""
        held, before = self.atlas.bit(row.place), 0
        targets, boarded = self._takers(row), self._survey.boarded_s(row)
        while held != before:
            before = held
            for carrier in carriers:
                carried = self._carried(carrier, held, boarded)
                if carried & targets & carrier.ends_from:
                    return True
                held |= carried & self._transfers
        return False

    def helps(self, vehicle: VehicleRow, row: TravelGroups) -> bool:
        """Whether this vehicle can bring these travel groups to a destination or a transfer place."""
        if not self._survey.may_carry(vehicle, row):
            return False
        carrier = self._carrier(vehicle, ideal=False)
        carried = self._carried(carrier, self.atlas.bit(row.place) | self._transfers, self._survey.boarded_s(row))
        return bool(carried & carrier.ends_from & (self._takers(row) | self._transfers))

    def can_return(self, vehicle: VehicleRow) -> bool:
        """Whether roads lead the vehicle from its start to where it must end."""
        return bool(self._ends_from(vehicle, self._over(EVERYWHERE)) & self.atlas.bit(vehicle.start))

    def reached_by_any(self) -> int:
        """Give the stops that some vehicle can drive to if every crossing is open."""
        reached = 0
        for vehicle in {vehicle.start: vehicle for vehicle in self._survey.fleet}.values():
            reached |= self._carrier(vehicle, ideal=True).comes_to
        return reached

    def _takers(self, row: TravelGroups) -> int:
        takers = self._survey.takers(row)
        if takers not in self._targets:
            self._targets[takers] = self.atlas.mask(takers)
        return self._targets[takers]

    def _carried(self, carrier: Carrier, held: int, boarded: Fraction) -> int:
        """Give the other stops to which people can be carried from those `held`, aboard at the moment `boarded`."""
        reach = self._over(EVERYWHERE)
        if carrier.passes is not None:
            reach = self._over_gates(carrier.passes, self.gates.rank(max(boarded, Fraction(carrier.from_s))))
        carried = 0
        for stop in each_bit(held & carrier.comes_to):
            carried |= reach.beyond(stop) & ~(1 << stop)
        return carried

    def _carrier(self, vehicle: VehicleRow, *, ideal: bool) -> Carrier:
        key = (vehicle.start, vehicle.crossings, vehicle.return_to, vehicle.available_from_s, ideal)
        if key not in self._carriers:
            passes, empty = None, self._over(EVERYWHERE)
            if not ideal:
                passes, rank = self.gates.allowed(vehicle.crossings), self.gates.rank(max(0, vehicle.available_from_s))
                empty = self._over(self.gates.free_when_empty | (self.gates.open_to_empty(rank) & passes))
            start = self.atlas.bit(vehicle.start)
            comes_to = start | empty.beyond(start.bit_length() - 1)
            self._carriers[key] = Carrier(comes_to, self._ends_from(vehicle, empty), passes, vehicle.available_from_s)
        return self._carriers[key]

    def _ends_from(self, vehicle: VehicleRow, empty: Reach) -> int:
        """Give the stops from which the vehicle can drive to where it must end."""
        end = self.atlas.bit(vehicle.return_to or "")
        if not end:
            return EVERYWHERE
        stops = range(len(self.atlas.stops))
        return end | sum(1 << stop for stop in stops if empty.beyond(stop) & end)

    def _over(self, crossings: int) -> Reach:
        """Give the reach of vehicles that can pass these crossings wherever they come from."""
        enter = self._served | (self.gates.all & crossings)
        if enter not in self._constant:
            self._constant[enter] = Reach(self.atlas, lambda _: enter, lambda _: self._plain)
        return self._constant[enter]

    def _over_gates(self, passes: int, rank: int) -> Reach:
        """Give the reach of loaded vehicles that may pass these crossings, as far as they are open at this rank."""
        gates = self.gates
        if (passes, rank) not in self._gated:
            self._gated[passes, rank] = Reach(
                self.atlas,
                lambda stop: self._served | (gates.open_to_loaded(gates.kind(stop), rank) & passes),
                lambda stop: gates.alike[gates.kind(stop)],
            )
        return self._gated[passes, rank]
