"""`safepassage vault`: names and other personal data, apart from the ledger; off unless it is switched on."""

import base64
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from safepassage.bootstrap.operations import operation_folder
from safepassage.bootstrap.vaults import OpenVault, opened_vault, passphrase_or, switch_on
from safepassage.cli.operation.desks import AsJson, By, Folder, print_json, refusals
from safepassage.cli.vault_words import alert_in_words, expired_in_words, request_in_words, value_in_words
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.tokens import read_token
from safepassage.domain.live.vault import VaultAct
from safepassage.identity.disclosing import ListFormat, Order
from safepassage.identity.fields import fields_named
from safepassage.identity.vault import Value
from safepassage.ledger.files import read_small, write_new

LARGEST_INPUT = 4 * 2**20
"""Bytes of a file or of standard input: more than any field holds."""

Token = Annotated[str, typer.Argument(help="The person's token.", show_default=False)]
Fields = Annotated[list[str], typer.Argument(help="Fields of the vault.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, in one line and without a name.")]
RequestId = Annotated[
    str, typer.Option("--request", metavar="ID", help="What a second person approved.", show_default=False)
]
Ask = Annotated[bool, typer.Option("--ask", help="Only ask for it, so that a second person can approve it.")]

group = typer.Typer(help="Keep names and other personal data apart from the ledger, sealed.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(group, name="vault")


@group.callback(invoke_without_command=True)
def show_help(context: typer.Context) -> None:
    """Keep names and other personal data apart from the ledger, sealed."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@contextmanager
def _opened(folder: Path | None, *, as_json: bool) -> Iterator[OpenVault]:
    with refusals(as_json=as_json), opened_vault(operation_folder(folder), passphrase_or(_typed)) as found:
        yield found


def _typed() -> str:
    _refuse_without_terminal()
    return str(typer.prompt("Passphrase of the vault's keys", hide_input=True, err=True))


def _refuse_without_terminal() -> None:
    """Raise UnusableInputError where nobody can be asked; values may come over standard input meanwhile."""
    try:
        os.close(os.open(os.ctermid(), os.O_RDWR))
    except OSError:
        raise UnusableInputError(
            "There is no terminal to ask for the passphrase: set SAFEPASSAGE_VAULT_PASSPHRASE."
        ) from None


def _tell(values: Any, *sentences: str, as_json: bool) -> None:
    if as_json:
        print_json(values)
    else:
        for sentence in sentences:
            typer.echo(sentence)


@group.command("on")
def turn_on(
    *,
    folder: Folder = None,
    by: By,
    no_passphrase: Annotated[
        bool, typer.Option("--no-passphrase", help="Whoever has the file of the keys can open the vault.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the vault of an operation, and the file of its keys where SAFEPASSAGE_VAULT_KEYS says."""
    with refusals(as_json=as_json):
        keys = switch_on(operation_folder(folder), by, None if no_passphrase else passphrase_or(_typed_twice))
    told = (
        f"The vault is on. Its keys are in {keys}: keep that file elsewhere, and nothing can be read here without it."
    )
    _tell({"keys": str(keys), "passphrase": not no_passphrase}, told, as_json=as_json)


def _typed_twice() -> str:
    _refuse_without_terminal()
    return str(typer.prompt("A passphrase for the keys", hide_input=True, confirmation_prompt=True, err=True))


@group.command("seal")
def seal(
    token: Token,
    field: Annotated[str, typer.Argument(help="A field of the vault.", show_default=False)],
    *,
    folder: Folder = None,
    by: By,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="The file that holds the value.", show_default="standard input"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a field of a person into the vault; the value never stands in the command, where others could read it."""
    (known,) = fields_named([field])
    content = sys.stdin.buffer.read(LARGEST_INPUT) if file is None else read_small(file, LARGEST_INPUT)
    value: Value = _text(content) if known.text else content
    with _opened(folder, as_json=as_json) as found:
        found.vault.seal(found.actor(by), read_token(token), {field: value}, found.now_s())
    _tell({"token": token, "sealed": [field]}, f"The {field} of {token} is sealed.", as_json=as_json)


def _text(content: bytes) -> str:
    try:
        return content.decode().strip()
    except UnicodeDecodeError:
        raise UnusableInputError("The value is no text in UTF-8: save it as UTF-8 and try again.") from None


@group.command("look")
def look(
    token: Token,
    fields: Fields,
    *,
    folder: Folder = None,
    by: By,
    reason: Reason,
    request: RequestId = "",
    ask: Ask = False,
    break_glass: Annotated[
        bool, typer.Option("--break-glass", help="In an emergency, whatever your role: it raises an alert.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", help="For a photo: the file to write.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show fields of a person, to whom it may be shown, once the ledger has who looked and why."""
    if any(not field.text for field in fields_named(fields)) and not as_json:
        _refuse_existing(output)
    person = read_token(token)
    with _opened(folder, as_json=as_json) as found:
        who, now = found.actor(by), found.now_s()
        if ask:
            _say_request(found.vault.ask(who, VaultAct.LOOK, [person], fields, reason, now), as_json=as_json)
            return
        if break_glass:
            alert, values = found.vault.break_glass(who, person, fields, reason, now)
        else:
            alert, values = "", found.vault.look(who, person, fields, reason, now, request)
    if as_json:
        print_json({"token": person, "alert": alert, "fields": {name: _plain(each) for name, each in values.items()}})
    else:
        _show(person, alert, values, output)


def _say_request(request: str, *, as_json: bool) -> None:
    told = f"Somebody else may now approve it: safepassage vault approve {request}"
    _tell({"request": request}, told, as_json=as_json)


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else base64.b64encode(value).decode()


def _show(token: str, alert: str, values: dict[str, Value], output: Path | None) -> None:
    if alert:
        typer.echo(f"The alert {alert} stands until somebody else has reviewed it.")
    if not values:
        typer.echo(f"The vault has nothing there of {token}.")
    for name, value in values.items():
        if isinstance(value, bytes) and output is not None:
            write_new(output, value)
            typer.echo(f"{name}: in {output}")
        elif isinstance(value, str):
            typer.echo(f"{name}: {value_in_words(value)}")


def _refuse_existing(path: Path | None) -> None:
    if path is None:
        raise UnusableInputError("A photo is no text: name a file for it with --output.")
    if path.exists() or path.is_symlink():
        raise UnusableInputError(f"There is something at {path} already: name a file that does not exist yet.")
    if not path.absolute().parent.is_dir() or not os.access(path.absolute().parent, os.W_OK | os.X_OK):
        raise UnusableInputError(f"Nothing can be written to {path}: name a file in a folder that is there and yours.")


@group.command("approve")
def approve(
    request: Annotated[str | None, typer.Argument(help="The request.", show_default="list those that wait")] = None,
    *,
    folder: Folder = None,
    by: By,
    as_json: AsJson = False,
) -> None:
    """Approve what somebody else asked for, or list what waits for approval."""
    with _opened(folder, as_json=as_json) as found:
        if request is not None:
            found.vault.approve(found.actor(by), request, found.now_s())
            _tell({"approved": request}, f"{request} may be used once, by who asked for it.", as_json=as_json)
            return
        waiting = [each for each in found.vault.requests(found.now_s()) if not each.approved_by]
    values = [
        {
            "request": each.id,
            "by": each.by,
            "act": each.act,
            "tokens": sorted(each.tokens),
            "fields": sorted(each.fields),
        }
        for each in waiting
    ]
    _tell({"requests": values}, *map(request_in_words, waiting), as_json=as_json)


@group.command("disclose")
def disclose(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    *,
    folder: Folder = None,
    by: By,
    to: Annotated[str, typer.Option("--to", metavar="TEXT", help="Who gets the list.")],
    reason: Reason,
    field: Annotated[list[str], typer.Option("--field", help="A field of the vault; may be given again.")],
    token: Annotated[list[str], typer.Option("--token", help="A person's token; may be given again.")],
    form: Annotated[ListFormat, typer.Option("--format", help="How the list is written.")] = ListFormat.CSV,
    request: RequestId = "",
    ask: Ask = False,
    as_json: AsJson = False,
) -> None:
    """Write a list that leaves the vault, with a mark on every row, once the ledger has to whom and why."""
    _refuse_existing(file)
    tokens = tuple(map(read_token, token))
    with _opened(folder, as_json=as_json) as found:
        who, now = found.actor(by), found.now_s()
        if ask:
            _say_request(found.vault.ask(who, VaultAct.DISCLOSE, tokens, field, reason, now), as_json=as_json)
            return
        made = found.vault.disclose(who, Order(tokens, tuple(field), to, reason, form), now, request)
        write_new(file, made.text.encode())
    values = {"file": str(file), "watermark": made.watermark, "persons": made.persons}
    told = f"{file} has something of {made.persons:,} of {len(tokens):,} persons, and the mark {made.watermark}."
    _tell(values, told, "Hand it over, then delete it.", as_json=as_json)


@group.command("erase")
def erase(token: Token, *, folder: Folder = None, by: By, reason: Reason, as_json: AsJson = False) -> None:
    """Destroy the key to all that the vault has of a person, for good; the ledger's totals stand."""
    with _opened(folder, as_json=as_json) as found:
        had = found.vault.erase(found.actor(by), read_token(token), reason, found.now_s())
    told = f"{token} is erased." if had else f"The vault had nothing of {token}; that they were erased is recorded."
    _tell({"token": token, "had": had}, told, as_json=as_json)


@group.command("expired")
def expired(
    *,
    folder: Folder = None,
    by: By,
    destroy: Annotated[bool, typer.Option("--erase", help="Destroy them, in every copy of the vault.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the fields whose retention is over, and whose erasure is not finished; or destroy the fields."""
    with _opened(folder, as_json=as_json) as found:
        who, now = found.actor(by), found.now_s()
        due = found.vault.erase_expired(who, now) if destroy else found.vault.expired(who, now)
        unfinished = found.vault.unfinished()
    values = {
        "expired": [{"token": each.token, "field": each.field, "due_s": each.due_s} for each in due],
        "erased": destroy,
        "unfinished": list(unfinished),
    }
    _tell(values, *expired_in_words(due, unfinished, destroyed=destroy), as_json=as_json)


@group.command("review")
def review(
    alert: Annotated[str | None, typer.Argument(help="The alert.", show_default="list those that wait")] = None,
    *,
    folder: Folder = None,
    by: By,
    finding: Annotated[
        str, typer.Option("--finding", metavar="TEXT", help="What you found, in one line.", show_default=False)
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Say what a look into an alert found, or list the alerts that nobody has reviewed."""
    with _opened(folder, as_json=as_json) as found:
        if alert is not None:
            found.vault.review(found.actor(by), alert, finding, found.now_s())
            _tell({"reviewed": alert}, f"{alert} is reviewed.", as_json=as_json)
            return
        alerts = found.vault.alerts()
    values = [
        {"alert": each.id, "by": each.by, "token": each.token, "fields": list(each.fields), "reason": each.reason}
        for each in alerts
    ]
    _tell({"alerts": values}, *map(alert_in_words, alerts), as_json=as_json)
