"""What every command of an operation takes, and how it answers."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from safepassage.bootstrap.operations import OpenOperation, fresh_id, opened_operation, operation_folder
from safepassage.cli.trouble import Exit
from safepassage.domain.errors import ForbiddenError, UnusableInputError
from safepassage.domain.fact_records import KINDS
from safepassage.domain.live.agreement import restricted_fields
from safepassage.ledger.events import Recorded
from safepassage.operations.deciding import Command
from safepassage.operations.desk import SECOND, Asked
from safepassage.operations.operation import Operation

IN_EVERY = "In every command"
"""Where the help lists the options that all commands take, apart from what one command is about."""

Folder = Annotated[
    Path | None,
    typer.Option(
        "--operation",
        metavar="FOLDER",
        help="The operation's folder.",
        show_default="SAFEPASSAGE_OPERATION, or the folder where you stand",
        rich_help_panel=IN_EVERY,
    ),
]
By = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="NAME",
        envvar="SAFEPASSAGE_ACTOR",
        help="Who gives the command: you.",
        rich_help_panel=IN_EVERY,
    ),
]
At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="It is a report: it has happened then. 2016-12-15T08:30:00+02:00, or +2h30m after the scenario's start.",
        show_default="it happens now",
        rich_help_panel=IN_EVERY,
    ),
]
Source = Annotated[
    str,
    typer.Option(
        "--source", metavar="TEXT", help="Where it comes from, such as radio or phone.", rich_help_panel=IN_EVERY
    ),
]
Id = Annotated[
    str | None,
    typer.Option(
        "--id",
        metavar="ID",
        help="Of this command: given again with the same one, it is done once.",
        show_default="a fresh one",
        rich_help_panel=IN_EVERY,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write the answer as JSON.", rich_help_panel=IN_EVERY)]

SPANS = frozenset({"check_in_s"})
"""Fields in seconds that are no moments."""

COMMAND_LINE = "command line"
"""Where a command comes from, if nothing else is said."""

COMMON: Mapping[str, tuple[Any, Any]] = {
    "folder": (Folder, None),
    "by": (By, ...),
    "at": (At, None),
    "source": (Source, COMMAND_LINE),
    "id": (Id, None),
    "as_json": (AsJson, False),
}
"""The options of all commands, with their defaults; `...` is none."""


@dataclass(frozen=True, slots=True)
class Given:
    """The options of all commands, as they were given."""

    folder: Path | None
    by: str
    at: str | None
    source: str
    id: str | None
    as_json: bool


@contextmanager
def refusals(*, as_json: bool) -> Iterator[None]:
    """With `as_json` a refusal within is an answer, and ends the command with status 1."""
    try:
        yield
    except ForbiddenError as refused:
        if not as_json:
            raise
        print_json(refused_as_json(refused))
        raise typer.Exit(Exit.ANSWER_IS_NO) from None


@contextmanager
def opened(folder: Path | None, *, as_json: bool) -> Iterator[OpenOperation]:
    """Open the operation for a command; refusals are answered as `refusals` does."""
    with refusals(as_json=as_json), opened_operation(operation_folder(folder)) as found:
        yield found


def refused_as_json(refused: ForbiddenError) -> dict[str, Any]:
    """Give a refusal as plain data."""
    return {"refused": {"rule": refused.rule, "sentence": str(refused)}}


def print_json(values: Any) -> None:
    """Write values as JSON, people's own words as they are."""
    typer.echo(json.dumps(values, indent=2, ensure_ascii=False))


def give(given: Given, command_at: Callable[[OpenOperation], Command]) -> tuple[Recorded, ...]:
    """Give a command, and say what became of it."""
    with opened(given.folder, as_json=given.as_json) as found:
        name = fresh_id() if given.id is None else given.id
        recorded = found.desk.do(asked(given, found, command_at(found), name))
        contradictions, start = contradicted(found.desk.seen(), recorded), found.start
    if given.as_json:
        print_json({"id": name, "events": [event_as_json(each) for each in recorded], "discrepancies": contradictions})
    else:
        for each in recorded:
            typer.echo(event_in_words(each, start))
        for contradiction in contradictions:
            typer.echo(f"Discrepancy: {contradiction['sentence']}")
            typer.echo(f"  {how_to_settle(contradiction['of'], contradiction['name'])}")
    return recorded


def asked(given: Given, found: OpenOperation, command: Command, name: str) -> Asked:
    """Give a command as the desk takes it."""
    happened = None if given.at is None else found.start + seconds_of("--at", given.at, found) * SECOND
    return Asked(command, given.by, name, given.source, happened)


def known_place(found: OpenOperation, place: str, given: Given) -> str:
    """Give a place that the scenario has; what has happened elsewhere is kept all the same, with a warning.

    Raises
    ------
    UnusableInputError
        If the scenario has no such place, and it is no report.
    """
    known = found.folder.places()
    if place in known:
        return place
    near = get_close_matches(place, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "see places.csv of the operation's scenario."
    sentence = f'There is no place "{plain(place)}" in the scenario: {hint}'
    if given.at is None:
        raise UnusableInputError(sentence)
    typer.echo(f"warning: {sentence} It is kept all the same.", err=True)
    return place


def known_places(found: OpenOperation, typed: str | list[str], given: Given) -> Any:
    """Give one place, or several, that the scenario has; as `known_place` does."""
    if isinstance(typed, list):
        return tuple(known_place(found, place, given) for place in typed)
    return known_place(found, typed, given)


def plain(text: str) -> str:
    """Give a text without what would command the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def seconds_of(option: str, text: str, found: OpenOperation) -> int:
    """Give whole seconds after the scenario's start of a time that was given with an option."""
    from safepassage.scenarios.times import read_any_moment  # noqa: PLC0415 - loads all that reads scenarios

    return read_any_moment(option, text, found.start)


def contradicted(operation: Operation, recorded: Sequence[Recorded]) -> list[dict[str, str]]:
    """Give the open discrepancies that these events brought to light."""
    new = {each.event.id for each in recorded}
    return [
        {"of": "/".join(subject), "name": each.name, "sentence": each.sentence}
        for subject, found in operation.discrepancies().items()
        for each in found
        if each.event in new
    ]


def how_to_settle(of: str, name: str) -> str:
    """Give the command that settles a discrepancy, but for what only people know: where somebody is, and why."""
    kind, _, subject = of.partition("/")
    words = f"settle person {subject}" if kind == "person" else f"settle discrepancy {of} {name}"
    return plain(f"safepassage {words}")


def event_as_json(recorded: Recorded) -> dict[str, Any]:
    """Give an event as plain data."""
    event = recorded.event
    return {
        "id": event.id,
        "type": event.type,
        "position": recorded.position,
        "happened": event.happened.isoformat(),
        "actor": event.actor,
        "source": event.source,
        "payload": shown_of(recorded),
    }


def shown_of(recorded: Recorded) -> dict[str, Any]:
    """Give what an event says, without what endangers whoever it names."""
    event = recorded.event
    hidden = restricted_fields(KINDS[event.type, event.version])
    return {name: value for name, value in event.payload.items() if name not in hidden}


def event_in_words(recorded: Recorded, start: datetime) -> str:
    """Give an event in a line."""
    event = recorded.event
    fields = ", ".join(_fields(shown_of(recorded), start))
    return f"{event.happened:%Y-%m-%d %H:%M:%S} UTC  {event.type}{': ' if fields else ''}{fields}"


def _fields(payload: Mapping[str, Any], start: datetime) -> Iterator[str]:
    """Yield each field that says anything; seconds after the start as moments."""
    for name, value in payload.items():
        if name in SPANS:
            yield f"{name.removesuffix('_s').replace('_', '-')} {value // 60} min"
        elif name.endswith("_s") and isinstance(value, int):
            yield f"{name.removesuffix('_s').replace('_', '-')} {start + value * SECOND:%Y-%m-%d %H:%M:%S} UTC"
        elif value not in ("", [], None):
            yield f"{name.replace('_', '-')} {_value(value, start)}"


def _value(value: Any, start: datetime) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return " ".join(_value(each, start) for each in value)
        case dict():
            return f"({', '.join(_fields(value, start))})"
    return plain(str(value))
