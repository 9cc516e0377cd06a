"""From a counted flow to whole loads: which groups ride together, from where to where, in which type of vehicle."""

from collections import defaultdict
from dataclasses import dataclass

from safepassage.planning.solver.commodities import Commodity, VehicleClass
from safepassage.planning.solver.counting import Flow
from safepassage.planning.solver.kinds import Kind
from safepassage.planning.solver.problem import Problem

MOST_ITEMS = 128
"""Kinds of groups in one load, at most; a vehicle for more people than that takes alike groups together."""


@dataclass(slots=True)
class Load:
    """Groups by kind that ride together from a pickup, and perhaps pickups `then` after it, to a destination."""

    pickup: int
    destination: int
    type: int
    groups: dict[int, int]
    then: tuple[int, ...] = ()

    @property
    def calls(self) -> tuple[int, ...]:
        """All pickups, one after the other."""
        return (self.pickup, *self.then)


class Room:
    """Shelter places and beds that are still free, by destination."""

    def __init__(self, problem: Problem) -> None:
        self.shelter = list(problem.shelter)
        self.beds = list(problem.beds)

    def fits(self, kind: Kind, destination: int) -> int:
        """How many groups of a kind a destination can still take."""
        limits = [kind.groups]
        if kind.sheltered:
            limits.append(self.shelter[destination] // kind.sheltered)
        if kind.stretcher:
            limits.append(self.beds[destination] // kind.stretcher)
        return min(limits)

    def take(self, kind: Kind, destination: int, groups: int) -> None:
        """Use room for so many groups; a negative number gives it back."""
        self.shelter[destination] -= groups * kind.sheltered
        self.beds[destination] -= groups * kind.stretcher


def build_loads(problem: Problem, goods: list[Commodity], classes: list[VehicleClass], flow: Flow) -> list[Load]:
    """Round the flow to whole groups and pack them into loads."""
    room = Room(problem)
    buckets = _assign(problem, goods, classes, flow, room)
    loads: list[Load] = []
    for (pickup, destination, vehicle_type), groups in sorted(buckets.items()):
        loads.extend(_pack(problem, pickup, destination, vehicle_type, groups))
    return _join_part_loads(problem, loads, room)


def _assign(
    problem: Problem, goods: list[Commodity], classes: list[VehicleClass], flow: Flow, room: Room
) -> dict[tuple[int, int, int], dict[int, int]]:
    """Give whole groups to (pickup, destination, type), as near to the flow as room and sizes allow."""
    targets: dict[int, dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    for (g, c, d), units in flow.items():
        targets[g][d, classes[c].type] += units
    buckets: dict[tuple[int, int, int], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    leftovers: list[tuple[int, int]] = []
    for g in sorted(targets, key=lambda g: goods[g].priority):
        wanted, per_unit = targets[g], sum(goods[g].unit)
        for k in sorted(goods[g].kinds, key=lambda k: -problem.kinds[k].size):
            kind = problem.kinds[k]
            units, left = kind.size // per_unit, kind.groups
            due = _proportional(wanted, left) if len(goods[g].kinds) > 1 else {}
            for target in [*due, *sorted(wanted, key=lambda t: -wanted[t])]:
                share = min(left, int((wanted[target] + 1e-6) // units), room.fits(kind, target[0]))
                share = min(share, due.pop(target)) if target in due else share
                if share > 0:
                    wanted[target] -= share * units
                    left -= share
                    room.take(kind, target[0], share)
                    buckets[(kind.stop, *target)][k] += share
            if left:
                leftovers.append((k, left))
    for k, left in leftovers:
        _assign_rest(problem, goods, targets, buckets, room, k, left)
    return buckets


def _proportional(wanted: dict[tuple[int, int], float], groups: int) -> dict[tuple[int, int], int]:
    """Give whole groups of a kind to each target in proportion to what it wants, so that loads are alike."""
    total = sum(wanted.values())
    shares = {target: int(groups * amount / total) for target, amount in wanted.items()} if total > 0 else {}
    return {target: share for target, share in shares.items() if share > 0}


def _assign_rest(
    problem: Problem,
    goods: list[Commodity],
    targets: dict[int, dict[tuple[int, int], float]],
    buckets: dict[tuple[int, int, int], dict[int, int]],
    room: Room,
    k: int,
    left: int,
) -> None:
    """Place groups that rounding left over: where the flow wanted most, else wherever there is room."""
    kind = problem.kinds[k]
    good = next(g for g in targets if k in goods[g].kinds)
    wanted = targets[good]
    choices = sorted(wanted, key=lambda t: -wanted[t])
    choices += [(d, t) for t in kind.types for d in kind.destinations if (d, t) not in wanted]
    for target in choices:
        share = min(left, room.fits(kind, target[0]))
        if share > 0:
            wanted[target] -= share * kind.size
            left -= share
            room.take(kind, target[0], share)
            buckets[(kind.stop, *target)][k] += share


def _pack(problem: Problem, pickup: int, destination: int, vehicle_type: int, groups: dict[int, int]) -> list[Load]:
    """Fill load after load: most urgent first, then the largest groups that still fit.

    Where a linked movement lets only few people leave at first, the first loads are that small.
    """
    first = _first_step(problem, pickup)
    loads: list[Load] = []
    left = {k: n for k, n in groups.items() if n > 0}
    while left:
        order = sorted(left, key=lambda k: _packing_rank(problem, k))
        load = Load(pickup, destination, vehicle_type, {})
        stream = problem.kinds[order[0]].stream
        for k in order:
            if problem.kinds[k].stream == stream and len(load.groups) < MOST_ITEMS:
                number = min(left[k], more_that_fit(problem, load, k))
                number = (
                    min(number, (first - persons_of_load(problem, load)) // problem.kinds[k].size) if first else number
                )
                if number > 0:
                    load.groups[k] = number
        if first:
            first -= persons_of_load(problem, load)
            if not load.groups:
                first = 0
                continue
        repeats = 1 if first else min(left[k] // n for k, n in load.groups.items())
        loads.extend(Load(pickup, destination, vehicle_type, dict(load.groups)) for _ in range(repeats))
        for k, n in load.groups.items():
            left[k] -= repeats * n
        left = {k: n for k, n in left.items() if n > 0}
    return loads


def _packing_rank(problem: Problem, k: int) -> tuple[int, bool, bool, int, int]:
    """Give what comes first into a load: the most urgent, then those who need the scarcest places, then the largest."""
    kind = problem.kinds[k]
    return kind.priority, not kind.stretcher, not kind.wheelchair, -kind.size, k


def _first_step(problem: Problem, pickup: int) -> int:
    """How many people of a place may leave in the first step of its linked movements; 0 if that is no limit."""
    place = problem.stops[pickup]
    steps = [link.steps for link in problem.scenario.agreement.linked if place in link.people_from]
    allowed = [step.may_leave for listed in steps for step in listed if step.may_leave > 0]
    return min(allowed, default=0)


def more_that_fit(problem: Problem, load: Load, k: int) -> int:
    """How many more groups of a kind fit the load."""
    row, kind = problem.type_rows[load.type], problem.kinds[k]
    seats, wheelchairs, stretchers = row.seats, row.wheelchairs, row.stretchers
    for other, n in load.groups.items():
        o = problem.kinds[other]
        seats -= n * (o.seated + row.seats_per_wheelchair * o.wheelchair + row.seats_per_stretcher * o.stretcher)
        wheelchairs -= n * o.wheelchair
        stretchers -= n * o.stretcher
    needs = kind.seated + row.seats_per_wheelchair * kind.wheelchair + row.seats_per_stretcher * kind.stretcher
    pairs = ((seats, needs), (wheelchairs, kind.wheelchair), (stretchers, kind.stretcher))
    return min((free // need for free, need in pairs if need), default=0)


def _join_part_loads(problem: Problem, loads: list[Load], room: Room) -> list[Load]:
    """Join loads of one pickup and type where all may go to one destination and fit one vehicle."""
    by_origin: dict[tuple[int, int, int], list[Load]] = defaultdict(list)
    for load in loads:
        stream = problem.kinds[next(iter(load.groups))].stream
        by_origin[load.pickup, load.type, stream].append(load)
    kept: list[Load] = []
    for (pickup, vehicle_type, _), together in by_origin.items():
        if 0 < _first_step(problem, pickup) < problem.type_rows[vehicle_type].seats:
            kept.extend(together)
            continue
        row = problem.type_rows[vehicle_type]
        kept.extend(_joined(problem, together, room, row.seats + row.wheelchairs + row.stretchers))
    return kept


def _joined(problem: Problem, together: list[Load], room: Room, places: int) -> list[Load]:
    """Join loads with each other where that is possible, the largest first; a vehicle has so many places."""
    sizes = [persons_of_load(problem, load) for load in together]
    kept: list[Load] = []
    done: list[tuple[Load, int]] = []
    for i in sorted(range(len(together)), key=lambda i: (-sizes[i], -i)):
        load = together[i]
        for at, (other, persons) in enumerate(done):
            if persons + sizes[i] <= places and _joins(problem, load, other, room):
                done[at] = other, persons + sizes[i]
                break
        else:
            done.append((load, sizes[i]))
            if len(done) > MOST_ITEMS:
                kept.append(done.pop(0)[0])
    return kept + [load for load, _ in done]


def persons_of_load(problem: Problem, load: Load) -> int:
    """Persons of a load."""
    return sum(problem.kinds[k].size * n for k, n in load.groups.items())


def _joins(problem: Problem, load: Load, other: Load, room: Room) -> bool:
    """Move a load into another one if it may go there, fits, and finds room; returns whether it did."""
    joined = Load(other.pickup, other.destination, other.type, dict(other.groups))
    for k, n in load.groups.items():
        if other.destination not in problem.kinds[k].destinations or more_that_fit(problem, joined, k) < n:
            return False
        joined.groups[k] = joined.groups.get(k, 0) + n
    if len(joined.groups) > MOST_ITEMS or not _move_room(problem, load, other.destination, room):
        return False
    other.groups = joined.groups
    return True


def _move_room(problem: Problem, load: Load, destination: int, room: Room) -> bool:
    """Take a load's room at another destination, if there is enough for all of it, and give back what it had."""
    if load.destination == destination:
        return True
    kinds = [(problem.kinds[k], n) for k, n in load.groups.items()]
    sheltered = sum(kind.sheltered * n for kind, n in kinds)
    lying = sum(kind.stretcher * n for kind, n in kinds)
    if sheltered > room.shelter[destination] or lying > room.beds[destination]:
        return False
    for kind, n in kinds:
        room.take(kind, load.destination, -n)
        room.take(kind, destination, n)
    return True
