"""`safepassage register`: one travel group by options, or many from a file; and cards with their tokens."""

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from safepassage.bootstrap.operations import OpenOperation, fresh_id
from safepassage.cli.operation.desks import (
    COMMAND_LINE,
    AsJson,
    At,
    By,
    Folder,
    Given,
    Id,
    Source,
    asked,
    event_as_json,
    known_place,
    opened,
    print_json,
    refused_as_json,
)
from safepassage.cli.trouble import Exit
from safepassage.domain.errors import ForbiddenError, SafePassageError, UnusableInputError
from safepassage.domain.live.people import Member
from safepassage.domain.live.tokens import TokenKind, new_token
from safepassage.ledger.events import Recorded
from safepassage.operations.commands.registering import Register
from safepassage.scenarios.files import refuse_unwritable
from safepassage.scenarios.groups_file import GroupRow, group_of, read_groups

Several = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("register")(register_people)


def register_people(
    place: Annotated[
        str | None, typer.Argument(help="Where they wait; left out with --from.", show_default=False)
    ] = None,
    *,
    adult: Annotated[int, typer.Option(min=0, help="Adults below 60 who sit and need no help.")] = 0,
    older: Annotated[int, typer.Option(min=0, help="People from 60 who sit and need no help.")] = 0,
    child: Annotated[int, typer.Option(min=0, help="Children from 2 who sit and need no help.")] = 0,
    infant: Annotated[int, typer.Option(min=0, help="Children below 2.")] = 0,
    member: Annotated[
        Several,
        typer.Option(
            metavar="AGE/SEAT/HELP",
            help="One more person, such as older/wheelchair or child/stretcher/medical; may be given again.",
        ),
    ] = None,
    priority: Annotated[int, typer.Option(min=1, max=3, help="1 goes first.")] = 3,
    row: Annotated[str, typer.Option(help="The id in people.csv of the groups that it is one of.")] = "",
    stream: Annotated[str, typer.Option(help="Different streams are never aboard one vehicle together.")] = "",
    destination: Annotated[
        Several, typer.Option(help="The only place where they may be brought; may be given again.")
    ] = None,
    linked: Annotated[
        Several, typer.Option(metavar="GROUP", help="A group that must reach the same place; may be given again.")
    ] = None,
    group: Annotated[str, typer.Option(metavar="TOKEN", help="The group's token, of a printed card.")] = "",
    card: Annotated[
        Several, typer.Option(metavar="TOKEN", help="A printed card, adults first; may be given again.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A CSV file with a group in each row.")
    ] = None,
    cards: Annotated[Path | None, typer.Option("--cards", metavar="FILE", help="Print the cards to this page.")] = None,
    folder: Folder = None,
    by: By,
    at: At = None,
    source: Source = COMMAND_LINE,
    id_: Id = None,
    as_json: AsJson = False,
) -> None:
    """Register a travel group where it waits, or all those of a file, and give each person a token."""
    if cards is not None:
        _refuse_taken(cards)
    options: dict[str, Any] = {
        "adult": adult,
        "older": older,
        "child": child,
        "infant": infant,
        "members": member,
        "priority": priority if priority != 3 else None,
        "row": row,
        "stream": stream,
        "destinations": destination,
        "linked": linked,
        "group": group,
        "cards": card,
    }
    rows = _rows(place, file, {name: _cell(value) for name, value in options.items() if value})
    given = Given(folder, by, at, source, fresh_id() if id_ is None else id_, as_json)
    with opened(folder, as_json=as_json) as found:
        recorded, trouble = _register_all(found, given, rows)
        title = found.desk.look().staff.scenario
    if cards is not None:
        _print_cards(title, recorded, cards)
    _tell(given, recorded, trouble)
    if isinstance(trouble, ForbiddenError) and as_json:
        raise typer.Exit(Exit.ANSWER_IS_NO)
    if trouble is not None:
        raise trouble


def _refuse_taken(cards: Path) -> None:
    """Raise UnusableInputError where no page can be written, or where there are cards of somebody already."""
    refuse_unwritable(cards)
    if cards.exists():
        raise UnusableInputError(f"There is something at {cards} already: name a file that does not exist yet.")


def _cell(value: Any) -> str:
    """Give an option as the text of a cell."""
    return " ".join(value) if isinstance(value, list) else str(value)


def _rows(place: str | None, file: Path | None, options: dict[str, str]) -> tuple[GroupRow, ...]:
    if (place is None) == (file is None):
        raise UnusableInputError("Say where one group waits, or give the file of many with --from: one of the two.")
    if file is not None and options:
        names = ", ".join(options)
        raise UnusableInputError(f"With --from all is said by the file: leave these away, or write columns: {names}.")
    return read_groups(file) if file is not None else (group_of({"place": place or "", **options}),)


def _register_all(
    found: OpenOperation, given: Given, rows: Sequence[GroupRow]
) -> tuple[list[Recorded], SafePassageError | None]:
    """Register one group after the other, up to the first that fails; each of several has an id of its own.

    Whatever stopped it, those before are registered, and their tokens must reach whoever asked.
    """
    for row in rows:
        known_place(found, row.place, given)
    recorded: list[Recorded] = []
    for number, row in enumerate(rows, 1):
        name = f"{given.id}.{number}" if len(rows) > 1 else str(given.id)
        try:
            recorded += found.desk.do(asked(given, found, _command(row, found.find(f"{name}.1")), name))
        except SafePassageError as trouble:
            return recorded, trouble
    return recorded, None


def _command(row: GroupRow, before: Recorded | None) -> Register:
    """Give the command, with the tokens of the first time if it was given before."""
    payload = {} if before is None else before.event.payload
    group = row.group or str(payload.get("group") or new_token(TokenKind.GROUP, secrets.token_bytes))
    members = tuple(_members(row, payload.get("members")))
    return Register(group, row.place, members, row.row, row.priority, row.stream, row.destinations, row.linked)


def _members(row: GroupRow, before: Any) -> Iterator[Member]:
    known = row.cards if before is None else [member["token"] for member in before]
    cards = iter(known)
    for kind in row.persons():
        yield Member(next(cards, None) or new_token(TokenKind.PERSON, secrets.token_bytes), *kind)


def _groups(recorded: Sequence[Recorded]) -> Iterator[dict[str, Any]]:
    """Yield what was registered, from the events: of a command given again they are those of the first time."""
    for each in recorded:
        payload = each.event.payload
        yield {"group": payload["group"], "place": payload["place"], "members": payload["members"]}


def _tell(given: Given, recorded: Sequence[Recorded], trouble: SafePassageError | None) -> None:
    if given.as_json:
        answer = {
            "id": given.id,
            "groups": list(_groups(recorded)),
            "events": [event_as_json(each) for each in recorded],
        }
        print_json(answer | (refused_as_json(trouble) if isinstance(trouble, ForbiddenError) else {}))
        return
    for found in _groups(recorded):
        typer.echo(f"{found['group']} waits at {found['place']}:")
        for member in found["members"]:
            needs = "" if member["needs"] == "none" else f", {member['needs']}"
            typer.echo(f"  {member['token']}  {member['age']}, {member['seat']}{needs}")


def _print_cards(title: str, recorded: Sequence[Recorded], path: Path) -> None:
    from safepassage.reporting.cards import Card, write_cards  # noqa: PLC0415 - only those who print them need it

    groups = list(_groups(recorded))
    cards = [Card(member["token"], group["group"]) for group in groups for member in group["members"]]
    write_cards(title, cards, path)
