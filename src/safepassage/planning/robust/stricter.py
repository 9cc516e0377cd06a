"""Stricter worlds: a plan for one of them keeps the true rules as well, and has something to spare.

Everything takes longer, windows open later and close earlier, vehicles and people come later, fewer vehicles are
there. All roads are stretched alike, so that the fastest ways stay the fastest.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import CrossingRule, Window, joined_windows
from safepassage.domain.vehicles import VehicleRow

PER_CENT = 100
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Stricter:
    """A stricter world, by how far it is from the true one.

    `drive`, `service` and `check` are per cent by which driving, boarding and alighting, and checks take longer.
    Windows close `early_s` seconds earlier and open `late_s` later, at all crossings or only at `crossing`. Vehicles
    come and people are ready `wait_s` later. `reserve` is per cent of each row of vehicles that stay in reserve.
    `objective` is another one than the scenario's, `seed` that of the search, counted from the usual one.
    """

    drive: int = 0
    service: int = 0
    check: int = 0
    early_s: int = 0
    late_s: int = 0
    crossing: str = ""
    wait_s: int = 0
    reserve: int = 0
    objective: Objective | None = None
    seed: int = 0

    @property
    def words(self) -> str:
        """What the world is, in plain words."""
        return ", ".join(self._parts()) or "nothing to spare"

    def _parts(self) -> Iterator[str]:
        slow = (("drives", self.drive), ("boarding and alighting", self.service), ("checks", self.check))
        if self.drive == self.service == self.check != 0:
            yield f"everything {self.drive} % slower"
        else:
            yield from (f"{name} {per_cent} % slower" for name, per_cent in slow if per_cent)
        where = f" at {self.crossing}" if self.crossing else ""
        if self.early_s:
            yield f"windows{where} that close {self.early_s // MINUTE_S} min earlier"
        if self.late_s:
            yield f"windows{where} that open {self.late_s // MINUTE_S} min later"
        if self.wait_s:
            yield f"vehicles and people {self.wait_s // MINUTE_S} min later"
        if self.reserve:
            yield f"{self.reserve} % of the vehicles in reserve"
        if self.objective is not None:
            yield f"the objective {self.objective}"
        if self.seed:
            yield "another search"

    def world(self, scenario: Scenario) -> Scenario:
        """Give the scenario as it would be in this world."""
        terms = scenario.agreement
        return replace(
            scenario,
            objective=self.objective or scenario.objective,
            places=tuple(map(self._place, scenario.places)),
            links=tuple(map(self._link, scenario.links)),
            people=tuple(replace(row, ready_s=row.ready_s + self.wait_s) for row in scenario.people),
            vehicles=tuple(map(self._vehicles, scenario.vehicles)),
            agreement=replace(terms, crossings=tuple(map(self._crossing, terms.crossings))),
        )

    def _place(self, place: Place) -> Place:
        longer = _longer(self.service)
        return replace(place, board_s=place.board_s * longer, alight_s=place.alight_s * longer)

    def _link(self, link: Link) -> Link:
        return replace(link, drive_s=link.drive_s * _longer(self.drive))

    def _vehicles(self, row: VehicleRow) -> VehicleRow:
        kept = row.count - floor(row.count * self.reserve / PER_CENT)
        return replace(row, count=kept, available_from_s=row.available_from_s + self.wait_s)

    def _crossing(self, rule: CrossingRule) -> CrossingRule:
        rule = replace(rule, check_s=rule.check_s * _longer(self.check))
        if rule.windows is None or (self.crossing and rule.place != self.crossing):
            return rule
        return replace(rule, windows=tuple(map(self._window, joined_windows(rule.windows))))

    def _window(self, window: Window) -> Window:
        """Give the window that is left; one that would vanish stays as it is, so that nobody loses it."""
        left = Window(window.opens_s + self.late_s, window.closes_s - self.early_s)
        return left if left.opens_s < left.closes_s else window


def _longer(per_cent: int) -> Fraction:
    return Fraction(PER_CENT + per_cent, PER_CENT)
