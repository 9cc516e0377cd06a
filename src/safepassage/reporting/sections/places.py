"""Tables a place and a day, days of the whole operation, and destinations."""

from collections.abc import Callable, Sequence
from datetime import date

from safepassage.reporting.measures.days import (
    DestinationUse,
    PlaceDays,
    arriving,
    destination_uses,
    leaving,
    operation_days,
    whole_days,
)
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.tables import NAME, NUMBER, Cell, Row, Table, table
from safepassage.reporting.words import DASH, number

DAYS_A_TABLE = 8
MOST_PLACES = 60


def day_table(facts: Facts) -> Table:
    """Give the whole operation day by day; at the end of each day everybody is in exactly one column."""
    days = whole_days(facts.scenario, facts.happened, facts.clock)
    transfers = any(day.census.transfer for day in days)
    columns = (
        ("day", NAME),
        ("leave their place", NUMBER),
        ("come out", NUMBER),
        ("out so far", NUMBER),
        ("on the road at midnight", NUMBER),
        *((("at transfer places", NUMBER),) if transfers else ()),
        ("still waiting", NUMBER),
    )
    rows: list[Row] = []
    for day in days:
        census = day.census
        transfer = (number(census.transfer),) if transfers else ()
        out = Cell(number(census.out), strong=True)
        on_road = number(census.aboard)
        moved = (_quiet(day.boarded), _quiet(day.out))
        name = facts.clock.date_words(day.day)
        rows.append((name, *moved, out, on_road, *transfer, number(census.waiting)))
    return table(columns, rows)


def leaving_tables(facts: Facts) -> tuple[Table, ...]:
    """Give who leaves each place on each day, and who still waits there when it ends."""
    rows = leaving(facts.scenario, facts.happened, facts.clock)
    return _split(facts, "from", rows, lambda moved, there: Cell(_quiet(moved), f"{number(there)} wait"), "leave")


def arriving_tables(facts: Facts) -> tuple[Table, ...]:
    """Give who arrives at each destination on each day."""
    rows = arriving(facts.scenario, facts.happened, facts.clock)
    return _split(facts, "to", rows, lambda moved, _there: Cell(_quiet(moved)), "arrive")


def _split(
    facts: Facts, title: str, rows: Sequence[PlaceDays], cell: Callable[[int, int], Cell], verb: str
) -> tuple[Table, ...]:
    """Make tables of a few days each, so that they fit a page; days on which nobody moves are left out."""
    days = operation_days(facts.clock, facts.happened.last_s)
    moving = [i for i in range(len(days)) if any(row.moved[i] for row in rows)]
    count = -(-len(moving) // DAYS_A_TABLE)
    size = -(-len(moving) // count) if count else 1
    parts = [moving[i : i + size] for i in range(0, len(moving), size)]
    return tuple(_part(facts, title, rows, days, part, cell=cell, verb=verb) for part in parts)


def _part(
    facts: Facts,
    title: str,
    rows: Sequence[PlaceDays],
    days: Sequence[date],
    chosen: Sequence[int],
    *,
    cell: Callable[[int, int], Cell],
    verb: str,
) -> Table:
    columns = (
        (title, NAME),
        *((facts.clock.date_words(days[i], year=False), NUMBER) for i in chosen),
        (f"{verb} in all days", NUMBER),
    )
    shown = sorted(rows, key=lambda r: -r.total)[:MOST_PLACES]
    body: list[Row] = [
        (facts.labels[r.place], *(cell(r.moved[i], r.there[i]) for i in chosen), Cell(number(r.total), strong=True))
        for r in shown
    ]
    totals = [number(sum(r.moved[i] for r in rows)) for i in chosen]
    foot: Row = ("all", *totals, Cell(number(sum(r.total for r in rows)), strong=True))
    left = len(rows) - len(shown)
    note = f"{left:,} more places are in places.csv of the field sheets; the totals include them." if left > 0 else ""
    return table(columns, body, note=note, foot=foot)


def _quiet(value: int) -> str:
    """Give a number, or a dash for nothing."""
    return number(value) if value else DASH


def destination_table(facts: Facts) -> Table | None:
    """Give who is brought to each destination and how much of it that fills; None when nobody is."""
    uses = destination_uses(facts.scenario, facts.happened)
    if not uses:
        return None
    columns = (
        ("destination", NAME),
        ("people", NUMBER),
        ("shelter places used", NUMBER),
        ("beds used", NUMBER),
        ("first arrive", NUMBER),
        ("last arrive", NUMBER),
    )
    return table(columns, (_destination_row(facts, use) for use in uses))


def _destination_row(facts: Facts, use: DestinationUse) -> Row:
    return (
        facts.labels[use.place],
        Cell(number(use.persons), strong=True),
        _used(use.sheltered, use.shelter_places),
        _used(use.in_beds, use.beds),
        facts.clock.words(use.first_s, year=False),
        facts.clock.words(use.last_s, year=False),
    )


def _used(used: int, of: int | None) -> str:
    if of is None:
        return f"{number(used)}, unlimited"
    return f"{number(used)} of {number(of)}" if of or used else DASH
