"""`safepassage operation publish`: a page of figures for others, recorded before it is written."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.operations import OpenOperation, fresh_id
from safepassage.cli.operation.desks import COMMAND_LINE, AsJson, By, Folder, opened, print_json
from safepassage.cli.operation.status import WORDS, moment
from safepassage.domain.coarsening import Cell
from safepassage.domain.errors import UnusableInputError
from safepassage.operations.asking import Asked
from safepassage.operations.commands.publishing import Publish
from safepassage.operations.publishing import Summary, summary_of

WITHHELD = "withheld"
SUFFIXES = (".md", ".json")
FOOT = (
    "Withheld are small numbers, and those from which a small one could be worked out. These are figures of one "
    "operation, told by those who run it; others may have counted otherwise."
)


def publish(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, .md or .json.", show_default=False)],
    *,
    to: Annotated[str, typer.Option("--to", metavar="TEXT", help="Who gets it.")],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, without a name.")],
    folder: Folder = None,
    by: By,
    as_json: AsJson = False,
) -> None:
    """Write figures for others, from which no single family can be worked out; that they leave is recorded first."""
    _must_be_writable(path)
    with opened(folder, as_json=as_json) as found:
        name = fresh_id()
        watermark = f"{name}.1"
        summary = summary_of(found.desk.look(), found.seconds(ledgers.now()))
        text = _text(path, _page(found, summary, to, watermark))
        digest = sha256(text.encode()).hexdigest()
        found.desk.do(Asked(Publish(to, reason, digest, summary.withheld), by, name, COMMAND_LINE))
        path.write_text(text, encoding="utf-8", newline="\n")
    if as_json:
        print_json({"file": str(path), "event": watermark, "digest": digest, "withheld": summary.withheld})
    else:
        typer.echo(f"{path} may go to {to}: {summary.withheld} numbers are withheld. It is recorded as {watermark}.")


def _must_be_writable(path: Path) -> None:
    """Raise UnusableInputError before anything is recorded of a file that cannot be written."""
    if path.suffix not in SUFFIXES:
        raise UnusableInputError(f"{path} must end in {' or '.join(SUFFIXES)}: its name says what is written.")
    if path.exists() or not path.parent.is_dir():
        why = "There is something" if path.exists() else "There is no folder for a file"
        raise UnusableInputError(f"{why} at {path}: name a file that does not exist yet, in a folder that does.")


def _page(found: OpenOperation, summary: Summary, to: str, watermark: str) -> dict[str, Any]:
    """Give the page as plain data."""
    return {
        "operation": found.folder.id,
        "scenario": found.folder.scenario,
        "rehearsal": found.folder.rehearsal,
        "as_of": moment(summary.at_s, found.start),
        "to": to,
        "everybody": summary.everybody,
        "entered": dict(summary.entered),
        "where": dict(summary.where),
        "arrived_by_place": dict(summary.arrived),
        "people": [
            {**dict(zip(("age", "needs", "seat"), cell, strict=True)), "persons": n} for cell, n in _of(summary)
        ],
        "travel_groups": [{"size": cell[0], "groups": number} for cell, number in summary.sizes.items()],
        "screening_by_party": None if summary.screening is None else dict(summary.screening),
        "note": FOOT,
        "watermark": watermark,
    }


def _of(summary: Summary) -> Iterator[tuple[Cell, int]]:
    return iter(summary.people.items())


def _text(path: Path, page: Mapping[str, Any]) -> str:
    if path.suffix == ".json":
        return json.dumps(page, indent=2, ensure_ascii=False) + "\n"
    return "\n".join(_markdown(page)) + "\n"


def _markdown(page: Mapping[str, Any]) -> Iterator[str]:
    words = {where.value: said for where, said in WORDS.items()}
    kind = "a rehearsal" if page["rehearsal"] else "a live operation"
    yield f"# {_cell(page['scenario'])}\n"
    yield f"Figures of {kind}, as of {page['as_of']}, for {_cell(page['to'])}.\n"
    yield from _table("everybody", [(words[name], number) for name, number in page["where"].items()])
    yield from _table("of them", [*page["entered"].items(), ("everybody, the sum of either list", page["everybody"])])
    yield from _table("arrived at", list(page["arrived_by_place"].items()))
    yield from _table("people", [(_described(row), row["persons"]) for row in page["people"]])
    yield from _table("travel groups of", [(f"{row['size']} persons", row["groups"]) for row in page["travel_groups"]])
    if page["screening_by_party"] is None:
        yield "What parties counted at crossings is withheld.\n"
    for party, counts in (page["screening_by_party"] or {}).items():
        yield from _table(f"by the count of {party}", list(counts.items()))
    yield f"{page['note']}\n"
    yield f"{page['watermark']}"


def _described(row: Mapping[str, Any]) -> str:
    return f"age {row['age']}, needs {row['needs']}, seat {row['seat']}"


def _table(title: str, rows: list[tuple[str, int | None]]) -> Iterator[str]:
    if rows:
        yield f"| {_cell(title)} | number |\n|---|---:|"
        yield from (f"| {_cell(name)} | {WITHHELD if number is None else f'{number:,}'} |" for name, number in rows)
        yield ""


def _cell(text: str) -> str:
    """Give a text as it can stand in a table: in one line, and without signs that Markdown or HTML would obey."""
    return "".join(f"\\{sign}" if sign in "\\|*_`[]<>#&" else sign for sign in " ".join(text.split()))
