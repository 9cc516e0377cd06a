"""How long vehicles drive from stop to stop, and which crossings they stop at on the way."""

import heapq
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from safepassage.domain.scenario import Scenario
from safepassage.domain.vehicles import VehicleRow
from safepassage.network import RoadNetwork


@dataclass(frozen=True, slots=True)
class Pass:
    """A crossing on a way, `leg_s` seconds after the stop before; indexes of the rules that fall on it, or None."""

    place: str
    leg_s: int
    rule: int | None
    convoy: int | None


@dataclass(frozen=True, slots=True)
class Leg:
    """A way between two stops: crossings in order, the last drive, and the seconds in all if nobody waits."""

    passes: tuple[Pass, ...]
    last_s: int
    total_s: int


Profile = tuple[Fraction, tuple[str, ...]]
"""What ways depend on: the drive factor, and the crossings allowed."""


class Travel:
    """Fastest ways of a scenario if nobody waits, found when asked for."""

    def __init__(self, scenario: Scenario) -> None:
        self.agreement = scenario.agreement
        self._network = RoadNetwork.of(scenario)
        self._crossings = tuple(p.id for p in scenario.places if p.id in self.agreement.crossing_places)
        self._found: dict[tuple[Profile, bool, str], dict[str, tuple[int, tuple[Pass, ...]]]] = {}
        self._legs: dict[tuple[Profile, bool, str, str], Leg | None] = {}

    def leg(self, row: VehicleRow, origin: str, target: str, *, loaded: bool) -> Leg | None:
        """Give the fastest way of such a vehicle, or None if there is none."""
        profile = (row.drive_factor, row.crossings)
        key = (profile, loaded, origin, target)
        if key not in self._legs:
            self._legs[key] = Leg((), 0, 0) if origin == target else self._leg(profile, loaded, origin, target)
        return self._legs[key]

    def seconds(self, row: VehicleRow, origin: str, target: str, *, loaded: bool) -> int | None:
        """Give the seconds of the fastest way if nobody waits, checks included, or None if there is none."""
        leg = self.leg(row, origin, target, loaded=loaded)
        return None if leg is None else leg.total_s

    def _leg(self, profile: Profile, loaded: bool, origin: str, target: str) -> Leg | None:
        best: Leg | None = None
        for at, (so_far, passes) in self._reached(profile, loaded, origin).items():
            last = self._drive_s(profile, loaded, at, target)
            if last is not None and (best is None or so_far + last < best.total_s):
                best = Leg(passes, last, so_far + last)
        return best

    def _reached(self, profile: Profile, loaded: bool, origin: str) -> dict[str, tuple[int, tuple[Pass, ...]]]:
        """Give the seconds and the crossings by which each crossing is left soonest; the origin itself after 0."""
        key = (profile, loaded, origin)
        if key not in self._found:
            self._found[key] = self._search(profile, loaded, origin)
        return self._found[key]

    def _search(self, profile: Profile, loaded: bool, origin: str) -> dict[str, tuple[int, tuple[Pass, ...]]]:
        done: dict[str, tuple[int, tuple[Pass, ...]]] = {}
        queue: list[tuple[int, int, str, tuple[Pass, ...]]] = [(0, 0, origin, ())]
        pushed = 0
        while queue:
            so_far, _, at, passes = heapq.heappop(queue)
            if at in done:
                continue
            done[at] = (so_far, passes)
            for crossing in self._crossings:
                drive = self._drive_s(profile, loaded, at, crossing)
                if crossing not in done and drive is not None and self._allowed(profile, crossing):
                    step = self._pass(at, crossing, loaded, drive)
                    check = 0 if step.rule is None else ceil(self.agreement.crossings[step.rule].check_s)
                    pushed += 1
                    heapq.heappush(queue, (so_far + drive + check, pushed, crossing, (*passes, step)))
        return done

    def _pass(self, last_stop: str, crossing: str, loaded: bool, drive_s: int) -> Pass:
        terms = self.agreement
        fits = (i for i, r in enumerate(terms.crossings) if r.place == crossing and r.applies(last_stop))
        rule = next(fits, None)
        if rule is not None and terms.crossings[rule].loaded_only and not loaded:
            rule = None
        together = (i for i, r in enumerate(terms.convoys) if r.crossing == crossing and r.applies(last_stop))
        return Pass(crossing, drive_s, rule, next(together, None) if loaded else None)

    def _drive_s(self, profile: Profile, loaded: bool, origin: str, target: str) -> int | None:
        passable = frozenset(
            crossing
            for crossing in self._crossings
            if not loaded and self._allowed(profile, crossing) and self._free_when_empty(crossing, origin)
        )
        units = int(self._network.ways_from(origin, passable).drive[self._network.index[target]])
        return None if units < 0 else ceil(Fraction(units, self._network.drive_units_per_s) * profile[0])

    def _free_when_empty(self, crossing: str, last_stop: str) -> bool:
        rule = self.agreement.crossing_rule(crossing, last_stop)
        return rule is not None and rule.loaded_only

    def _allowed(self, profile: Profile, crossing: str) -> bool:
        return not profile[1] or crossing in profile[1]
