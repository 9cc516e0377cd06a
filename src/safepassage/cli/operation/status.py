"""`safepassage operation status`: how the operation stands, for a terminal or as data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from safepassage.bootstrap import ledgers
from safepassage.cli.operation.desks import AsJson, Folder, how_to_settle, opened, plain, print_json
from safepassage.domain.custody import Whereabouts
from safepassage.operations.desk import SECOND
from safepassage.operations.pending import PendingKind
from safepassage.operations.status import Load, Open, PartyCount, Status, status_of

WORDS = {
    Whereabouts.WAITING: "waiting",
    Whereabouts.ABOARD: "aboard",
    Whereabouts.AT_TRANSFER: "at a transfer place",
    Whereabouts.ARRIVED: "arrived",
    Whereabouts.IN_HOSPITAL: "in hospital",
    Whereabouts.STAYED: "stayed",
    Whereabouts.TURNED_BACK: "turned back",
    Whereabouts.REMOVED: "removed or detained by a party",
    Whereabouts.DIED: "died",
    Whereabouts.MISSING: "missing",
    Whereabouts.UNRESOLVED: "unresolved",
}
ALWAYS = frozenset({Whereabouts.WAITING, Whereabouts.ABOARD, Whereabouts.ARRIVED})
"""Shown even where nobody is; the others only where somebody is."""
GRAVE = frozenset({Whereabouts.REMOVED, Whereabouts.DIED, Whereabouts.MISSING, Whereabouts.UNRESOLVED})
DASH = "\N{EN DASH}"
URGENT = frozenset({PendingKind.DECIDE, PendingKind.FIND_CREW})
MOST_LINES = 20
"""Of a list; `--json` has all."""
BAR = 20
"""Characters of the longest bar."""


def show_status(folder: Folder = None, as_json: AsJson = False) -> None:
    """Say how the operation stands: who is where, who waits in a vehicle, and what somebody must decide.

    A rehearsal has a clock of its own, and is shown as of the last thing that happened in it.
    """
    with opened(folder, as_json=as_json) as found:
        operation = found.desk.look()
        last_s = operation.latest_s if operation.staff.rehearsal else None
        status = status_of(operation, found.seconds(ledgers.now()) if last_s is None else last_s)
    if as_json:
        print_json(as_data(status, found.start))
        return
    console = Console(highlight=False)
    for part in view(status, found.start):
        console.print(part)


def as_data(status: Status, start: datetime) -> dict[str, Any]:
    """Give all of it as plain data, moments as UTC text."""
    account = asdict(status.account) | {"everybody": status.account.everybody}
    return asdict(status) | {"at": moment(status.at_s, start), "account": account}


def moment(at_s: int, start: datetime) -> str:
    """Give a moment in UTC, to the second."""
    return f"{start + at_s * SECOND:%Y-%m-%d %H:%M:%S} UTC"


def view(status: Status, start: datetime) -> Iterator[RenderableType]:
    """Yield the parts of the view, from top to bottom."""
    kind = "rehearsal" if status.rehearsal else "live operation"
    head = (
        f"{plain(status.scenario)} · {kind}, {status.phase} · {moment(status.at_s, start)} · {status.events:,} events"
    )
    yield Rule(Text(head, style="bold"), align="left", characters="─")
    yield _section("Everybody", _everybody(status))
    if status.priorities:
        yield _section("Of those who asked to leave", _priorities(status))
    if status.loads:
        yield _section("In vehicles", _vehicles(status.loads, start))
    if status.agreement.since_s is not None:
        yield _section("Agreement and movements", _agreement(status, start))
    if status.screened:
        yield _section("Screened, as the parties counted", _screened(status.screened))
    if status.pending:
        yield _section("To be done", _pending(status, start))
    yield _section("Discrepancies", _open(status.discrepancies, how_to_settle))
    if status.notices:
        yield _section("Notices to answer", _open(status.notices, _how_to_answer))


def _section(title: str, content: RenderableType) -> RenderableType:
    grid = Table.grid(padding=0)
    grid.add_row(Text(title, style="bold"))
    grid.add_row(Padding(content, (0, 0, 1, 2)))
    return grid


def _everybody(status: Status) -> Table:
    """Give the identity of all persons, with its sum on both sides."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    account = status.account
    for where, persons in account.where.items():
        if persons or where in ALWAYS:
            style = "bold red" if where in GRAVE else "" if persons else "dim"
            bar = "█" * _bar(persons, account.everybody)
            table.add_row(Text(f"{persons:,}", style), Text(WORDS[where], style), Text(bar, style or "cyan"))
    total = f"{account.everybody:,}"
    table.add_row(Text("─" * len(total), "dim"), "")
    born = f" + {account.born:,} born" if account.born else ""
    table.add_row(Text(total, "bold"), Text(f"= {account.registered:,} registered{born}", "bold"))
    return table


def _bar(persons: int, everybody: int) -> int:
    """Give the length of a bar; whoever is there is seen."""
    return max(1, round(BAR * persons / everybody)) if persons else 0


def _priorities(status: Status) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("priority")
    for name in ("registered", "asked to leave", "out", "still to come"):
        table.add_column(name, justify="right")
    for each in status.priorities:
        numbers = (each.persons, each.leaving, each.out, each.leaving - each.out)
        table.add_row(str(each.priority), *(f"{number:,}" for number in numbers))
    return table


def _vehicles(loads: Sequence[Load], start: datetime) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("vehicle", no_wrap=True)
    table.add_column("where")
    for name in ("scanned", "counted", "longest aboard"):
        table.add_column(name, justify="right")
    ordered = sorted(loads, key=lambda each: -(each.aboard_s or -1))
    for load in ordered[:MOST_LINES]:
        counted = DASH if load.counted is None else f"{load.counted:,}"
        differs = load.counted is not None and load.counted != load.scanned
        table.add_row(
            Text(plain(load.vehicle)),
            Text(_whereabouts(load, start)),
            f"{load.scanned:,}",
            Text(counted, "bold red" if differs else ""),
            span(load.aboard_s),
        )
    if len(loads) > MOST_LINES:
        table.add_row("…", f"and {len(loads) - MOST_LINES:,} more")
    return table


def _whereabouts(load: Load, start: datetime) -> str:
    if load.place:
        return f"at {plain(load.place)}"
    since = "" if load.since_s is None else f" since {start + load.since_s * SECOND:%H:%M} UTC"
    return f"under way{since}"


def span(seconds: int | None) -> str:
    """Give hours and minutes; a dash for None."""
    if seconds is None:
        return DASH
    hours, minutes = divmod(max(seconds, 0) // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def _agreement(status: Status, start: datetime) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    since = "" if status.agreement.since_s is None else f"since {moment(status.agreement.since_s, start)}"
    table.add_row(Text("agreement", "bold"), Text(status.agreement.state), Text(since, "dim"))
    for each in status.movements[:MOST_LINES]:
        on_the_road = "" if each.on_the_road_s is None else f" ({span(each.on_the_road_s)} on the road)"
        words = Text(each.permission + on_the_road, "" if each.permitted else "yellow")
        table.add_row(Text(plain(each.movement)), Text(each.state), words)
    return table


def _screened(counts: Sequence[PartyCount]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    for name in ("place", "party"):
        table.add_column(name, overflow="fold")
    for name in ("presented", "passed", "taken aside (scanned)", "turned back (scanned)"):
        table.add_column(name, justify="right")
    for each in counts:
        table.add_row(
            Text(plain(each.place)),
            Text(plain(each.party)),
            f"{each.presented:,}",
            f"{each.passed:,}",
            f"{each.taken_aside:,} ({each.scanned_removed:,})",
            f"{each.turned_back:,} ({each.scanned_turned_back:,})",
        )
    return table


def _pending(status: Status, start: datetime) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    for each in status.pending[:MOST_LINES]:
        since = "" if each.since_s is None else f" Since {moment(each.since_s, start)}."
        style = "bold red" if each.kind in URGENT else ""
        table.add_row(Text("●", "red" if each.kind in URGENT else "yellow"), Text(plain(each.sentence) + since, style))
    if len(status.pending) > MOST_LINES:
        table.add_row("…", f"and {len(status.pending) - MOST_LINES:,} more")
    return table


def _how_to_answer(of: str, name: str) -> str:
    """Give the command that answers a notice, but for the answer."""
    return plain(f"safepassage settle notice {of} {name}")


def _open(found: Sequence[Open], how: Callable[[str, str], str]) -> RenderableType:
    if not found:
        return Text("none is open", style="dim")
    table = Table.grid(padding=(0, 1, 0, 0))
    for each in found[:MOST_LINES]:
        table.add_row(Text("●", "red"), Text(plain(each.sentence)))
        table.add_row("", Text(how(each.of, each.name), "dim"))
    if len(found) > MOST_LINES:
        table.add_row("…", f"and {len(found) - MOST_LINES:,} more")
    return table
