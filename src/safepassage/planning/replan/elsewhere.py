"""Another way for a loaded vehicle whose announced way is closed: turn round, and set everybody down elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import ceil

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Stop
from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.replan.ground import Ground, Load
from safepassage.planning.solver.problem import compile_problem
from safepassage.planning.solver.ways import CandidateWay, WayFinder

NEVER = 2**40


class Elsewhere:
    """Finds other destinations for those aboard, and the ways there."""

    def __init__(self, ground: Ground, opens: Callable[[int, int], int]) -> None:
        """Look for ways on the ground as it is; `opens(rule, start)` is when a check under a rule may start."""
        self.ground, self.opens = ground, opens
        self.problem = compile_problem(ground.scenario)
        self.finder = WayFinder(self.problem, ground.network)

    def stops(self, row: VehicleRow, origin: str, leaves_s: int, aboard: Load, used: dict[str, Load]) -> list[Stop]:
        """Give the stops of the fastest way from a place to where all aboard may alight and have room; none if none.

        The vehicle is at the origin again at `leaves_s`. `used` counts by place who alights there anyway. Times are the
        earliest possible if lanes and bays are free: a vehicle may be later.
        """
        people = [(self.ground.people[name], groups) for name, groups in aboard.items()]
        targets = [p.id for p in self.ground.scenario.places if p.id != origin and self._takes(p, people, used)]
        profile = self.problem.profiles.index((row.drive_factor, frozenset(row.crossings) or None))
        found = self.finder.ways(profile, True, origin, targets)
        ways = [list(self._along(way, leaves_s, target, aboard)) for target, ways in found.items() for way in ways]
        possible = [stops for stops in ways if stops[-1].arrive_s < NEVER]
        return min(possible, key=lambda stops: stops[-1].arrive_s, default=[])

    def _takes(self, place: Place, people: list[tuple[TravelGroups, int]], used: dict[str, Load]) -> bool:
        """Whether a place is a destination for all of them with room for all."""
        if not place.is_destination or any(
            place.id == row.place or (row.destinations and place.id not in row.destinations) for row, _ in people
        ):
            return False
        there = [(self.ground.people[name], groups) for name, groups in used[place.id].items()]
        sheltered = sum(groups * (row.seated + row.wheelchair) for row, groups in (*people, *there))
        lying = sum(groups * row.stretcher for row, groups in (*people, *there))
        return (place.shelter_places is None or sheltered <= place.shelter_places) and (
            place.beds is None or lying <= place.beds
        )

    def _along(self, way: CandidateWay, leaves_s: int, target: str, aboard: Load) -> Iterator[Stop]:
        time_s = leaves_s
        for step in way.passes:
            arrive_s = time_s + step.leg_s
            time_s = arrive_s
            if step.rule >= 0:
                time_s = self.opens(step.rule, arrive_s) + ceil(self.ground.terms.crossings[step.rule].check_s)
            yield Stop(self.finder.crossings[step.crossing], arrive_s, time_s)
        yield Stop(target, time_s + way.last_leg_s, time_s + way.last_leg_s, {}, dict(aboard))


def alighted_by_place(stops: Iterable[Stop]) -> dict[str, Load]:
    """Count who alights at each place."""
    counted: dict[str, Load] = defaultdict(Counter)
    for stop in stops:
        counted[stop.place].update(stop.alight)
    return counted
