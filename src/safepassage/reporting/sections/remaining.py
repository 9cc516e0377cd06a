"""Who remains and why."""

from collections.abc import Sequence

from safepassage.domain.people import TravelGroups
from safepassage.reporting.measures.remaining import StillThere, still_there
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.tables import NAME, NUMBER, TEXT, Block, Column, Row, Table
from safepassage.reporting.words import counted, number, people

MOST_ROWS = 100

COLUMNS = (
    Column("people row", NAME),
    Column("at", NAME),
    Column("priority", NUMBER),
    Column("groups", NUMBER),
    Column("each group", TEXT),
    Column("people", NUMBER),
)


def group_words(row: TravelGroups) -> str:
    """Say who makes up one travel group, such as `3 seated, 1 on a stretcher`."""
    parts = (
        (row.seated, "seated"),
        (row.wheelchair, "in a wheelchair" if row.wheelchair == 1 else "in wheelchairs"),
        (row.stretcher, "on a stretcher" if row.stretcher == 1 else "on stretchers"),
    )
    return ", ".join(f"{count} {words}" for count, words in parts if count)


def remaining_table(facts: Facts) -> Table | None:
    """Give who remains, by what holds them back; None when nobody does."""
    remaining = still_there(facts.scenario, facts.plan, facts.happened)
    if not remaining:
        return None
    shown = remaining[:MOST_ROWS]
    blocks = [
        Block(tuple(_row(facts, entry) for entry in shown if entry.reasons == reasons), _heading(remaining, reasons))
        for reasons in dict.fromkeys(entry.reasons for entry in shown)
    ]
    left = len(remaining) - len(shown)
    note = f"{counted(left, 'more people row')} remain in part or whole; the plan file lists them." if left > 0 else ""
    total = sum(entry.persons for entry in remaining)
    return Table(COLUMNS, tuple(blocks), note=note, foot=("all who remain", "", "", "", "", number(total)))


def _heading(remaining: Sequence[StillThere], reasons: tuple[str, ...]) -> str:
    """Say what holds people back, and how many."""
    held = sum(entry.persons for entry in remaining if entry.reasons == reasons)
    return f"{people(held)}: {' '.join(reasons)}"


def _row(facts: Facts, entry: StillThere) -> Row:
    groups = f"{number(entry.groups)} of {number(entry.row.groups)}"
    place = facts.labels[entry.row.place]
    return (entry.row.id, place, str(entry.row.priority), groups, group_words(entry.row), number(entry.persons))
