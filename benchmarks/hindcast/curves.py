"""What came of a run, counted over its stream of facts: how many of each kind had crossed, and had arrived, by when."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safepassage.domain.events import ConvoyDeparted, Fact, GroupsAlighted, GroupsBoarded, VehicleArrived

PEOPLE, PATIENTS_OUT, COLUMNS = "people", "patients", "columns"
VEHICLES = {"bus": "buses", "ambulance": "ambulances", "private": "private-vehicles"}
"""Kinds of counts of vehicles, by type; a vehicle counts each time that it crosses with people aboard."""

KINDS = (PEOPLE, PATIENTS_OUT, COLUMNS, *VEHICLES.values())
CROSSED, ARRIVED = "crossing", "arrival"
BASES = (CROSSED, ARRIVED)
"""Where somebody counts: as columns leave the crossing, or as people alight behind it."""


@dataclass(slots=True)
class Steps:
    """A count that only grows: it is `totals[i]` from `at_s[i]` on, and 0 before the first."""

    at_s: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)

    def add(self, at_s: int, amount: int) -> None:
        """Count so many more from a second on; seconds come in order."""
        if self.at_s and self.at_s[-1] == at_s:
            self.totals[-1] += amount
        else:
            self.totals.append(self.total + amount)
            self.at_s.append(at_s)

    def by(self, at_s: float) -> int:
        """How many there are at a second."""
        number = bisect_right(self.at_s, at_s)
        return self.totals[number - 1] if number else 0

    @property
    def total(self) -> int:
        """How many there are in the end."""
        return self.totals[-1] if self.totals else 0


@dataclass(frozen=True, slots=True)
class Curves:
    """Counts of one run by basis and kind, in seconds after its beginning."""

    steps: Mapping[tuple[str, str], Steps]

    def by(self, basis: str, kind: str, at_s: float) -> int:
        """How many of a kind are counted at a second."""
        return self.steps[basis, kind].by(at_s)

    def total(self, basis: str, kind: str) -> int:
        """How many of a kind are counted in the end."""
        return self.steps[basis, kind].total


def empty_curves() -> Curves:
    """Give curves of nobody."""
    return Curves({(basis, kind): Steps() for basis in BASES for kind in KINDS})


def curves_of(facts: Iterable[Fact], *, crossing: str) -> Curves:
    """Count the facts of a run whose vehicles each carry people over one crossing at a time."""
    counting = _Counting(crossing)
    for fact in facts:
        counting.add(fact)
    return counting.curves


class _Counting:
    """Keeps who is aboard what while facts are counted."""

    def __init__(self, crossing: str) -> None:
        self.curves = empty_curves()
        self._crossing = crossing
        self._aboard: dict[str, dict[str, int]] = {}
        self._column_of: dict[str, str] = {}
        self._arrived: set[str] = set()

    def add(self, fact: Fact) -> None:
        """Count one more fact."""
        if isinstance(fact, GroupsBoarded):
            self._aboard.setdefault(fact.vehicle, {})[fact.people] = fact.groups
        elif isinstance(fact, ConvoyDeparted):
            self._count(CROSSED, COLUMNS, fact.at_s, 1)
            for vehicle in fact.vehicles:
                self._column_of[vehicle] = fact.convoy
                self._count_vehicle(CROSSED, vehicle, fact.at_s)
        elif isinstance(fact, VehicleArrived) and fact.place != self._crossing and self._aboard.get(fact.vehicle):
            self._arrive(fact)
        elif isinstance(fact, GroupsAlighted):
            self._aboard[fact.vehicle].pop(fact.people)

    def _arrive(self, fact: VehicleArrived) -> None:
        self._count_vehicle(ARRIVED, fact.vehicle, fact.at_s)
        column = self._column_of[fact.vehicle]
        if column not in self._arrived:
            self._arrived.add(column)
            self._count(ARRIVED, COLUMNS, fact.at_s, 1)

    def _count_vehicle(self, basis: str, vehicle: str, at_s: int) -> None:
        aboard = self._aboard[vehicle]
        self._count(basis, VEHICLES[vehicle.rpartition("-")[0]], at_s, 1)
        self._count(basis, PEOPLE, at_s, sum(aboard.values()))
        self._count(basis, PATIENTS_OUT, at_s, aboard.get("patients", 0))

    def _count(self, basis: str, kind: str, at_s: int, amount: int) -> None:
        self.curves.steps[basis, kind].add(at_s, amount)
