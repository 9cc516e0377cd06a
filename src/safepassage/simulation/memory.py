"""Lays the tables out in one array, with addresses for numbers of rows, and finds rows in it again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.uncertainty import Uncertainty
from safepassage.simulation import columns as c
from safepassage.simulation.agenda import MOST
from safepassage.simulation.arrays import FAR, NONE, Integers
from safepassage.simulation.columns import HEAD, TABLES, Table
from safepassage.simulation.facts import COLUMNS
from safepassage.simulation.policy import Policy
from safepassage.simulation.rooms import Room, Tables, are_people_unsure, is_world_unsure, room_for, with_room
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
    tables: Tables,
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
    if len(tables["roads"]) != len(uncertainty.roads):
        raise ValueError("The plan was prepared for other roads: give prepare() those of the uncertainty.")
    room = room_for(tables, uncertainty)
    all_tables = {
        **with_room(tables, room, uncertainty),
        "head": np.zeros((1, HEAD.width), dtype=np.int64),
        "curve": np.zeros((spans, c.CURVE.width), dtype=np.int64),
        "crossings": _with_queues(tables["crossings"], spans),
        "queues": np.zeros((len(tables["crossings"]) * spans, c.QUEUES.width), dtype=np.int64),
        "causes": _causes(uncertainty),
    }
    rows = {table.name: len(all_tables[table.name]) for table in TABLES}
    addresses: dict[str, int] = {}
    size = 0
    for table in TABLES:
        addresses[table.name] = size
        size += rows[table.name] * table.width
    if size >= MOST:
        raise UnusableInputError("The plan has too many vehicles or stops to be simulated, or too much is uncertain.")
    agenda = rows["vehicles"] + rows["comings"] + 2 * rows["convoys"] + rows["lines"] * (rows["windows"] + 2) + 8
    log = size + agenda
    cells = np.zeros(log + most_facts(all_tables) * COLUMNS, dtype=np.int64)
    for table in TABLES:
        with_addresses = _with_addresses(table, all_tables[table.name], addresses)
        cells[addresses[table.name] : addresses[table.name] + with_addresses.size] = with_addresses.ravel()
    head = cells[: HEAD.width]
    head[c.AT_WORK] = rows["vehicles"]
    head[c.VEHICLES_AT] = addresses["vehicles"]
    head[c.VEHICLES_END] = addresses["vehicles"] + rows["vehicles"] * c.VEHICLE_WIDTH
    head[c.NEXT_EDGE] = addresses["edges"]
    head[c.EDGES_END] = addresses["edges"] + len(tables["edges"]) * c.EDGE_WIDTH
    head[c.AGENDA] = size
    head[c.LOG], head[c.LOGS] = log, keep_log
    head[c.AHEAD_S] = FAR if policy.ahead_s is None else policy.ahead_s
    head[c.PATIENCE_S] = NONE if policy.patience_s is None else policy.patience_s
    head[c.CAUSES_AT] = addresses["causes"]
    head[c.CURVE_AT], head[c.CURVE_LAST], head[c.SPAN_S] = addresses["curve"], spans - 1, span_s
    _lay_out_uncertainty(head, uncertainty, room, addresses, rows)
    head[c.TO_BE_OUT] = (all_tables["rows"][:, c.PLANNED_OUT] * all_tables["rows"][:, c.PERSONS]).sum()
    changing = sum(rows[table.name] * table.width for table in TABLES if table.changes)
    return Memory(cells, cells[:changing].copy(), addresses, rows)


def _lay_out_uncertainty(
    head: Integers, uncertainty: Uncertainty, room: Room, addresses: Mapping[str, int], rows: Mapping[str, int]
) -> None:
    """Say in the head what is uncertain, and where it lies."""
    head[c.UNSURE_WORLD] = is_world_unsure(uncertainty)
    head[c.UNSURE_PEOPLE] = are_people_unsure(uncertainty)
    head[c.UNSURE_ROADS] = rows["roads"] > 0
    head[c.BREAKS_DOWN] = uncertainty.breakdowns.per_hour > 0.0
    head[c.HINDERED] = head[c.UNSURE_WORLD] or head[c.UNSURE_ROADS] or head[c.BREAKS_DOWN]
    head[c.REFUSES] = uncertainty.refusals.chance > 0.0
    head[c.TURNS_BACK] = uncertainty.turned_back.chance > 0.0
    head[c.WINDOWS_MOVE] = uncertainty.windows_move
    head[c.HORIZON_S], head[c.MOST_SUSPENSIONS] = room.horizon_s, room.suspensions
    head[c.MOST_INCIDENTS], head[c.MOST_CLOSURES] = room.incidents, room.closures
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
