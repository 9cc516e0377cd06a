"""Field sheets as CSV: vehicles.csv, places.csv and convoys.csv.

UTF-8 with a header and a line feed after each line; times are local, in ISO 8601 with offset; a blank cell means that
there is nothing to say. Names that a spreadsheet might take for a formula get an apostrophe before them.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO

from safepassage.domain.people import TravelGroups
from safepassage.reporting.field.steps import Action, Step, by_place
from safepassage.reporting.measures.crossings import Convoy, convoys
from safepassage.reporting.measures.journeys import rides_by_vehicle
from safepassage.reporting.measures.people import PRIORITIES, asking_by_place
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.timetable import convoy_destinations
from safepassage.reporting.words import natural

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | None

VEHICLE_COLUMNS: tuple[tuple[str, Callable[[Facts, Step], Value]], ...] = (
    ("vehicle", lambda _, s: s.vehicle.name),
    ("type", lambda _, s: s.vehicle.row.type),
    ("stop", lambda _, s: s.stop),
    ("place", lambda _, s: s.place),
    ("name", lambda f, s: harmless(f.labels[s.place])),
    ("arrive", lambda f, s: f.clock.iso(s.arrive_s)),
    ("begin", lambda f, s: None if s.begin_s is None else f.clock.iso(s.begin_s)),
    ("depart", lambda f, s: f.clock.iso(s.depart_s)),
    ("action", lambda _, s: s.action),
    ("people", lambda _, s: s.row.id if s.row else None),
    ("groups", lambda _, s: s.groups if s.row else None),
    ("persons", lambda _, s: s.persons if s.row else None),
    ("seated", lambda _, s: s.of_kind("seated") if s.row else None),
    ("wheelchair", lambda _, s: s.of_kind("wheelchair") if s.row else None),
    ("stretcher", lambda _, s: s.of_kind("stretcher") if s.row else None),
    ("convoy", lambda _, s: s.convoy.number if s.convoy else None),
    ("aboard", lambda _, s: s.aboard),
)
"""Columns of vehicles.csv, in order: one line a thing that a vehicle does at a stop."""

PLACE_COLUMNS = (
    "place",
    "name",
    "time",
    "action",
    "vehicle",
    "convoy",
    "people",
    "groups",
    "persons",
    "seated",
    "wheelchair",
    "stretcher",
    "waiting",
    "arrived",
)
"""Columns of places.csv, in order: one line a thing that happens at a place."""

CONVOY_COLUMNS = (
    "convoy",
    "crossing",
    "name",
    "leaves",
    "vehicles",
    "vehicle_names",
    "persons",
    "priority_1",
    "priority_2",
    "priority_3",
    "from",
    "to",
)
"""Columns of convoys.csv, in order: one line a convoy."""


def harmless(name: str) -> str:
    """Give a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(FORMULA_STARTS) else name


def vehicles_csv(facts: Facts, every: Iterable[Step]) -> str:
    """Give the text of vehicles.csv."""
    lines = ([value(facts, step) for _, value in VEHICLE_COLUMNS] for step in every)
    return _text([name for name, _ in VEHICLE_COLUMNS], lines)


def places_csv(facts: Facts, every: Iterable[Step]) -> str:
    """Give the text of places.csv."""
    lines: list[list[Value]] = []
    asked = asking_by_place(facts.scenario)
    for place, happening in by_place(every, facts.labels).items():
        waiting, arrived = asked.get(place, 0), 0
        for step in happening:
            if step.row and step.action == Action.BOARD and step.row.place == place:
                waiting -= step.persons
            arrived += step.persons if step.out else 0
            lines.append(_place_line(facts, step, waiting, arrived))
    return _text(PLACE_COLUMNS, lines)


def place_action(step: Step) -> str:
    """Say what a step is for the place: people leave, arrive or change vehicles, or a vehicle crosses."""
    if step.action == Action.CROSS or step.row is None:
        return "cross"
    if step.action == Action.BOARD:
        return "leave" if step.row.place == step.place else "transfer-out"
    return "arrive" if step.out else "transfer-in"


def _place_line(facts: Facts, step: Step, waiting: int, arrived: int) -> list[Value]:
    kinds = [step.of_kind(kind) if step.row else None for kind in ("seated", "wheelchair", "stretcher")]
    return [
        step.place,
        harmless(facts.labels[step.place]),
        facts.clock.iso(step.depart_s),
        place_action(step),
        step.vehicle.name,
        step.convoy.number if step.convoy else None,
        step.row.id if step.row else None,
        step.groups if step.row else None,
        step.persons if step.row else step.aboard,
        *kinds,
        waiting if step.row else None,
        arrived if step.row else None,
    ]


def convoys_csv(facts: Facts) -> str:
    """Give the text of convoys.csv."""
    going = rides_by_vehicle(facts.happened)
    rows = {row.id: row for row in facts.scenario.people}
    lines: list[list[Value]] = []
    for convoy in convoys(facts.happened):
        aboard = convoy.aboard()
        by_priority = [_of_priority(aboard, rows, priority) for priority in PRIORITIES]
        came_from = dict.fromkeys(passage.came_from for passage in convoy.passages)
        to = convoy_destinations(convoy, going)
        lines.append([*_convoy_start(facts, convoy), *by_priority, " ".join(came_from), " ".join(to)])
    return _text(CONVOY_COLUMNS, lines)


def _of_priority(aboard: Mapping[str, int], rows: Mapping[str, TravelGroups], priority: int) -> int:
    """Count the people aboard who are of one priority."""
    return sum(groups * rows[row].group_size for row, groups in aboard.items() if rows[row].priority == priority)


def _convoy_start(facts: Facts, convoy: Convoy) -> list[Value]:
    return [
        convoy.number,
        convoy.crossing,
        harmless(facts.labels[convoy.crossing]),
        facts.clock.iso(convoy.at_s),
        len(convoy.vehicles),
        " ".join(sorted(convoy.vehicles, key=natural)),
        convoy.persons,
    ]


def _text(header: Sequence[str], lines: Iterable[Sequence[Value]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()
