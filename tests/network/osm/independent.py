"""An independent reading of an extract, and the slowest possible search for fastest ways, to hold the graph against.

It shares no code with `safepassage.network.osm`: of a profile it takes the data alone. Every point of a road is a
node, every step from point to point an arc, the search is Dijkstra's on `(step, point, restrictions begun)`, and at
every step the restrictions are looked up that the relations state.

Where turning round is possible is a choice, and the same one here as there: at ends of roads, where roads meet, and
where a restriction lies; nowhere between. A restriction that says "not left" also says: not straight on, round at the
next such point, back, and then right.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path

import osmium

from safepassage.network.osm import PROFILES, Profile
from tests.network.osm.independent_tags import Tags, closed, kmh, own_keys


class _Everything(osmium.SimpleHandler):
    """All of the file, in dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.position: dict[int, tuple[float, float]] = {}
        self.node_tags: dict[int, Tags] = {}
        self.ways: dict[int, tuple[Tags, list[int]]] = {}
        self.relations: dict[int, tuple[Tags, list[tuple[str, int, str]]]] = {}

    def node(self, node: osmium.osm.Node) -> None:
        self.position[node.id] = (node.location.lat, node.location.lon)
        if len(node.tags):
            self.node_tags[node.id] = dict(node.tags)

    def way(self, way: osmium.osm.Way) -> None:
        if "highway" in way.tags:
            self.ways[way.id] = (dict(way.tags), [node.ref for node in way.nodes])

    def relation(self, relation: osmium.osm.Relation) -> None:
        if relation.tags.get("type") == "restriction":
            members = [(member.type, member.ref, member.role) for member in relation.members]
            self.relations[relation.id] = (dict(relation.tags), members)


@dataclass(frozen=True, slots=True)
class Step:
    """From one point of a way to the next, in seconds."""

    number: int
    way: int
    tail: int
    head: int
    seconds: float


@dataclass(slots=True)
class Sign:
    """A turn restriction that concerns the vehicle, as the relation has it."""

    only: bool
    round: bool
    come_from: int
    go_to: int
    node: int | None
    over: list[int]


@dataclass(slots=True)
class Roads:
    """What one vehicle may drive on, point by point.

    `turning` are the points where it may turn round, `closed` those that it cannot pass. `signs` are turn restrictions
    as the steps that lead along them, and whether that is the only way on.
    """

    leaving: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    turning: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    signs: list[tuple[list[Step], bool]] = field(default_factory=list)


def drive_seconds(extract: Path, profile: Profile, from_osm_node: int, to_osm_node: int) -> float | None:
    """Seconds of the fastest way between two nodes of OpenStreetMap; None if there is none."""
    return _search(_roads(extract, profile.name), from_osm_node).get(to_osm_node)


def all_drive_seconds(extract: Path, profile: Profile, from_osm_node: int) -> dict[int, float]:
    """Seconds of the fastest way to every node of OpenStreetMap that is reached."""
    return _search(_roads(extract, profile.name), from_osm_node)


@cache
def _roads(extract: Path, profile_name: str) -> Roads:
    profile = PROFILES[profile_name]
    told = _Everything()
    told.apply_file(str(extract))
    roads = Roads()
    passes: Counter[int] = Counter()
    number = 0
    for way, (tags, nodes) in sorted(told.ways.items()):
        there, back = kmh(tags, profile, "forward"), kmh(tags, profile, "backward")
        if not there and not back:
            continue
        for part in _parts(nodes, told.position):
            roads.turning.update((part[0], part[-1]))
            passes.update(part)
            for tail, head in pairwise(part):
                metres = _metres(told.position[tail], told.position[head])
                if there:
                    roads.leaving[tail].append(Step(number, way, tail, head, metres * 3.6 / there))
                if back:
                    roads.leaving[head].append(Step(number + 1, way, head, tail, metres * 3.6 / back))
                number += 2
    roads.turning.update(node for node, times in passes.items() if times > 1)
    roads.closed.update(node for node, tags in told.node_tags.items() if node in passes and closed(tags, profile))
    roads.turning.update(roads.closed)
    for _, (tags, members) in sorted(told.relations.items()):
        for sign in _signs(tags, members, profile):
            if sign.node is not None and sign.node in passes:
                roads.turning.add(sign.node)
            along = list(_along(sign, roads))
            if len(along) == 1:
                roads.signs.append((along[0], sign.only))
    return roads


def _parts(nodes: list[int], position: dict[int, tuple[float, float]]) -> Iterator[list[int]]:
    """Yield runs of two points or more whose positions are known, without a point that follows itself."""
    run: list[int] = []
    for node in [*nodes, None]:
        if node in position:
            if not run or run[-1] != node:
                run.append(node)
        else:
            if len(run) > 1:
                yield run
            run = []


def _metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat_a, lon_a, lat_b, lon_b = (math.radians(degrees) for degrees in (*a, *b))
    haversine = math.sin((lat_b - lat_a) / 2) ** 2
    haversine += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(haversine))


def _signs(tags: Tags, members: list[tuple[str, int, str]], profile: Profile) -> list[Sign]:
    """Read the restriction, if it concerns the vehicle at all hours and has its members; several if it has several."""
    own = own_keys(profile)
    if {"day_on", "day_off", "hour_on", "hour_off"} & set(tags):
        return []
    if set(tags.get("except", "").split(";")) & {*own, "motor_vehicle", "vehicle"}:
        return []
    kinds = [tags.get(f"restriction:{key}") for key in (*own, "motor_vehicle", "vehicle")] + [tags.get("restriction")]
    kind = next((word for word in kinds if word), "none")
    parts = {role: [ref for _, ref, its in members if its == role] for role in ("from", "via", "to")}
    over_node = [kind for kind, _, role in members if role == "via"] == ["n"]
    if (len(parts["from"]) > 1 and kind != "no_entry") or (len(parts["to"]) > 1 and kind != "no_exit"):
        return []
    if not kind.startswith(("no_", "only_")) or not parts["via"]:
        return []
    node, over = (parts["via"][0], []) if over_node else (None, parts["via"])
    if {*parts["from"], *parts["to"]} & set(over):
        return []
    return [
        Sign(kind.startswith("only_"), kind.endswith("u_turn"), come_from, go_to, node, over)
        for come_from in parts["from"]
        for go_to in parts["to"]
    ]


def _along(sign: Sign, roads: Roads) -> Iterator[list[Step]]:
    """Every course of steps that the sign may mean: the step that arrives, those between, and the one that leaves."""
    steps = [step for leaving in roads.leaving.values() for step in leaving]
    arriving = [step for step in steps if step.way == sign.come_from]
    for first in arriving:
        if sign.node is not None:
            courses = [[first]] if first.head == sign.node and sign.node not in roads.closed else []
        else:
            courses = _courses(first, sign, roads)
        for course in courses:
            for last in roads.leaving[course[-1].head]:
                turns_round = last.number == course[-1].number ^ 1
                wanted = sign.node is not None and sign.round and sign.come_from == sign.go_to
                if last.way == sign.go_to and turns_round == wanted:
                    yield [*course, last]


def _courses(first: Step, sign: Sign, roads: Roads) -> list[list[Step]]:
    """Courses of steps over all the ways between, that pass no point twice."""
    found = []
    trying = [[first]]
    while trying:
        course = trying.pop()
        point = course[-1].head
        if point in roads.closed:
            continue
        if {step.way for step in course[1:]} == set(sign.over):
            found.append(course)
        been = {first.head, *(step.head for step in course)}
        trying += [[*course, step] for step in roads.leaving[point] if step.way in sign.over and step.head not in been]
    return found


Begun = frozenset[tuple[int, int]]
"""Signs on whose course the vehicle is, and how many steps of it were driven; -1 where it left the course just now."""


def _search(roads: Roads, origin: int) -> dict[int, float]:
    best: dict[int, float] = {}
    done: set[tuple[int, Begun]] = set()
    heap: list[tuple[float, int, int, Step | None, Begun]] = [(0.0, 0, origin, None, frozenset())]
    pushed = 0
    while heap:
        seconds, _, point, last, begun = heappop(heap)
        state = (-1 if last is None else last.number, begun)
        if state in done:
            continue
        done.add(state)
        best.setdefault(point, seconds)
        for step in roads.leaving[point]:
            after = _drive_on(roads, last, begun, step)
            if after is not None:
                pushed += 1
                heappush(heap, (seconds + step.seconds, pushed, step.head, step, after))
    return best


def _drive_on(roads: Roads, last: Step | None, begun: Begun, step: Step) -> Begun | None:
    """Say what is begun after a further step; None if the step may not be made."""
    turns_round = last is not None and step.number == last.number ^ 1
    turning = step.tail in roads.turning
    if (turns_round and not turning) or (last is not None and step.tail in roads.closed and not turns_round):
        return None
    after = {(sign, 1) for sign, (course, _) in enumerate(roads.signs) if course[0] is step}
    for sign, driven in begun:
        goes_on = _keep_to(*roads.signs[sign], driven, step, turns_round=turns_round, turning=turning)
        if goes_on is None:
            return None
        if goes_on:
            after.add((sign, goes_on))
    return frozenset(after)


def _keep_to(
    course: list[Step], only: bool, driven: int, step: Step, *, turns_round: bool, turning: bool
) -> int | None:
    """How far along a sign's course the vehicle is after a step: 0 if it is through with it, None if it may not go."""
    if driven == -1:
        return (None if turns_round else 0) if turning else -1
    follows = step is course[driven]
    if follows and driven < len(course) - 1:
        return driven + 1
    if only:
        if follows:
            return -1
        return 0 if turns_round and driven == 1 else None
    if follows:
        return None
    return 0 if turns_round else -1
