"""Lays the tables out in one array, with addresses for numbers of rows, and finds rows in it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.uncertainty import RoadHazard, Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.agenda import MOST
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import HEAD, TABLES, Table
from safepassage.simulation.facts import COLUMNS
from safepassage.simulation.policy import Policy
from safepassage.simulation.preparing.tables import Prepared
from safepassage.simulation.rooms import (
    Room,
    Tables,
    are_people_unsure,
    is_world_unsure,
    planned_until_s,
    room_for,
    with_room,
)
from safepassage.simulation.uncertainty import factors

SPAN_S = 900
SPANS = 1000
"""The curve of people out: so many spans of so many seconds, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All tables of an operation in one array, `cells`. `image` is what its first part is before each run.

    `addresses` says where each table begins, `rows` how many rows it has. A memory serves any number of runs, one after
    the other; runs at the same time need one each.
    """

    cells: Integers
    image: Integers
    addresses: Mapping[str, int]
    rows: Mapping[str, int]

    def view(self, table: Table) -> Integers:
        """Give the rows of a table as they are now, `(num_rows, num_columns)`, without copying."""
        begin, rows = self.addresses[table.name], self.rows[table.name]
        return self.cells[begin : begin + rows * table.width].reshape(rows, table.width)

    def log(self) -> Integers:
        """Give the log of the last run, `(num_facts, 5)`, empty if none is kept, without copying."""
        begin, rows = int(self.cells[c.LOG]), int(self.cells[c.LOGGED])
        return self.cells[begin : begin + rows * COLUMNS].reshape(rows, COLUMNS)

    def again(self) -> "Memory":
        """Give another memory of the same operation."""
        return Memory(self.cells.copy(), self.image.copy(), self.addresses, self.rows)


def lay_out(
    prepared: Prepared,
    policy: Policy,
    uncertainty: Uncertainty,
    *,
    keep_log: bool = False,
    span_s: int = SPAN_S,
    spans: int = SPANS,
) -> Memory:
    """Lay out an operation for runs under a policy, with a log or without.

    Raises
    ------
    ValueError
        If the plan was prepared for other roads than those that may close.
    UnusableInputError
        If there is too much to be simulated.
    """
    if _ends(prepared.roads) != _ends(uncertainty.roads):
        raise ValueError("The plan was prepared for other roads: give prepare() those of the uncertainty.")
    room = room_for(prepared.tables, uncertainty)
    tables = _all_tables(prepared.tables, uncertainty, room, spans)
    rows = {table.name: len(tables[table.name]) for table in TABLES}
    addresses, agenda = _addresses(rows)
    log = agenda + _most_on_agenda(rows)
    cells = np.zeros(log + most_facts(tables) * COLUMNS, dtype=np.int64)
    for table in TABLES:
        placed = _with_addresses(table, tables[table.name], addresses)
        cells[addresses[table.name] : addresses[table.name] + placed.size] = placed.ravel()
    head = cells[: HEAD.width]
    head[c.AGENDA], head[c.LOG], head[c.LOGS] = agenda, log, keep_log
    head[c.CURVE_LAST], head[c.SPAN_S] = spans - 1, span_s
    _lay_out_plan(head, prepared.tables, policy, addresses, rows)
    _lay_out_uncertainty(head, uncertainty, room, addresses, rows)
    changing = sum(rows[table.name] * table.width for table in TABLES if table.changes)
    return Memory(cells, cells[:changing].copy(), addresses, rows)


def _ends(roads: Sequence[RoadHazard]) -> list[tuple[str, str, bool]]:
    """Give what a plan is prepared for of roads: between which places each leads, and whether it closes both ways."""
    return [(road.origin, road.destination, road.both_ways) for road in roads]


def _all_tables(tables: Tables, uncertainty: Uncertainty, room: Room, spans: int) -> Tables:
    """Give the tables of an operation with all others that runs need."""
    return {
        **with_room(tables, room, uncertainty),
        "head": np.zeros((1, HEAD.width), dtype=np.int64),
        "curve": np.zeros((spans, c.CURVE.width), dtype=np.int64),
        "crossings": _with_queues(tables["crossings"], spans),
        "queues": np.zeros((len(tables["crossings"]) * spans, c.QUEUES.width), dtype=np.int64),
        "causes": _causes(uncertainty),
    }


def _addresses(rows: Mapping[str, int]) -> tuple[dict[str, int], int]:
    """Give where each table begins, and where the last one ends."""
    addresses: dict[str, int] = {}
    size = 0
    for table in TABLES:
        addresses[table.name] = size
        size += rows[table.name] * table.width
    if size >= MOST:
        raise UnusableInputError(
            "There is too much to simulate: lower per_hour in uncertainty.toml of roads, suspensions or incidents that "
            "would happen thousands of times, or rehearse a plan with fewer vehicles and stops."
        )
    return addresses, size


def _most_on_agenda(rows: Mapping[str, int]) -> int:
    """Give how many entries the agenda can have at most."""
    return rows["vehicles"] + rows["comings"] + 2 * rows["convoys"] + rows["lines"] * (rows["windows"] + 2) + 8


def _lay_out_plan(
    head: Integers, tables: Tables, policy: Policy, addresses: Mapping[str, int], rows: Mapping[str, int]
) -> None:
    """Say in the head what is planned, where it lies, and how the plan is followed."""
    head[c.AT_WORK] = rows["vehicles"]
    head[c.VEHICLES_AT] = addresses["vehicles"]
    head[c.VEHICLES_END] = addresses["vehicles"] + rows["vehicles"] * c.VEHICLE_WIDTH
    head[c.NEXT_EDGE] = addresses["edges"]
    head[c.EDGES_END] = addresses["edges"] + len(tables["edges"]) * c.EDGE_WIDTH
    head[c.AHEAD_S] = FAR if policy.ahead_s is None else policy.ahead_s
    head[c.PATIENCE_S] = NONE if policy.patience_s is None else policy.patience_s
    head[c.CURVE_AT] = addresses["curve"]
    head[c.PLANNED_UNTIL_S] = planned_until_s(tables)
    head[c.TO_BE_OUT] = (tables["rows"][:, c.PLANNED_OUT] * tables["rows"][:, c.PERSONS]).sum()


def _lay_out_uncertainty(
    head: Integers, uncertainty: Uncertainty, room: Room, addresses: Mapping[str, int], rows: Mapping[str, int]
) -> None:
    """Say in the head what is uncertain, and where it lies."""
    head[c.UNSURE_WORLD] = is_world_unsure(uncertainty)
    head[c.UNSURE_PEOPLE] = are_people_unsure(uncertainty)
    head[c.UNSURE_ROADS] = rows["roads"] > 0
    head[c.BREAKS_DOWN] = not uncertainty.breakdowns.changes_nothing
    head[c.HINDERED] = head[c.UNSURE_WORLD] or head[c.UNSURE_ROADS] or head[c.BREAKS_DOWN]
    head[c.REFUSES] = not uncertainty.refusals.changes_nothing
    head[c.TURNS_BACK] = not uncertainty.turned_back.changes_nothing
    head[c.WINDOWS_MOVE] = uncertainty.windows_move
    head[c.HORIZON_S], head[c.MOST_SUSPENSIONS] = room.horizon_s, room.suspensions
    head[c.MOST_INCIDENTS], head[c.MOST_CLOSURES] = room.incidents, room.closures
    head[c.CAUSES_AT] = addresses["causes"]
    head[c.CAUSES_END] = addresses["causes"] + rows["causes"] * c.CAUSES.width
    head[c.RULES_AT] = addresses["rules"]
    head[c.IN_FORCE] = addresses["rules"] + (rows["rules"] - 1) * c.RULE_WIDTH
    head[c.ROWS_AT] = addresses["rows"]
    head[c.ROWS_END] = addresses["rows"] + rows["rows"] * c.ROW_WIDTH
    head[c.ROADS_AT] = addresses["roads"]
    head[c.ROADS_END] = addresses["roads"] + rows["roads"] * c.ROAD_WIDTH
    head[c.COMINGS_AT], head[c.NEWS] = addresses["comings"], addresses["news"]
    head[c.NEWS_END] = head[c.EDGES_END]


def most_facts(tables: Tables) -> int:
    """Give how many facts a run can have at most.

    Eight for a stop (two of them a breakdown on the way there), one for a move, a step, an edge, those of a row who
    stay, two for a vehicle and a convoy, and for each check one for each row in the vehicle that may be turned back.
    """
    rows = {name: len(table) for name, table in tables.items()}
    of_vehicles = 8 * rows["stops"] + rows["moves"] + 2 * rows["vehicles"]
    of_others = rows["steps"] + rows["edges"] + rows["rows"] + 2 * rows["convoys"] + 1
    vehicles = tables["vehicles"]
    slots = vehicles[:, c.END_SLOT] - vehicles[:, c.FIRST_SLOT]
    checks = np.add.accumulate(np.concatenate([[0], tables["stops"][:, c.CROSSING] != NONE]))
    turned_back = slots * (checks[vehicles[:, c.END_STOP]] - checks[vehicles[:, c.FIRST_STOP]])
    return int(of_vehicles + of_others + turned_back.sum())


def _with_queues(crossings: Integers, spans: int) -> Integers:
    """Give the rows of crossings with as many rows of queues for each as there are spans."""
    rows = crossings.copy()
    rows[:, c.QUEUE] = np.arange(len(rows)) * spans
    return rows


def _causes(uncertainty: Uncertainty) -> Integers:
    """Give the rows of the causes, with floating numbers as their bits."""
    rows = factors(uncertainty)
    floats = np.zeros((len(rows), c.CAUSES.width))
    floats[:, : c.STREAM_KEY] = rows
    return floats.view(np.int64)


def _with_addresses(table: Table, rows: Integers, addresses: Mapping[str, int]) -> Integers:
    """Put addresses in the place of numbers of rows."""
    widths = {each.name: each.width for each in TABLES}
    placed = rows.copy()
    for column, goal in table.addresses:
        numbers = placed[:, column]
        placed[:, column] = np.where(numbers == NONE, NONE, addresses[goal] + numbers * widths[goal])
    return placed
