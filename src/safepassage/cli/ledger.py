"""`safepassage ledger`: make, verify, sign, export, back up, restore and move the journal of events."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from safepassage.bootstrap import ledgers
from safepassage.cli.ledger_words import checkpoint_in_words, file_in_words, verdict_as_json, verdict_in_words
from safepassage.cli.trouble import Exit
from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.checkpoints import HASH_BYTES, bytes_of
from safepassage.ledger.disclosure import read_checkpoint, verified_file
from safepassage.ledger.exporting import checkpoint_text, event_lines, totals_lines, whole_lines
from safepassage.ledger.files import write_lines, write_new
from safepassage.ledger.keys import known_key, public_bytes, signing_key
from safepassage.ledger.signing import checkpoint_now
from safepassage.ledger.verification import Checker, Verdict, verified

AsJson = Annotated[bool, typer.Option("--json", help="Write the result as JSON.")]

group = typer.Typer(help="Keep the journal of events, and prove that nothing in it was changed.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(group, name="ledger")


@group.callback(invoke_without_command=True)
def show_help(context: typer.Context) -> None:
    """Keep the journal of events, and prove that nothing in it was changed."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _tell(values: dict[str, Any], sentences: Iterator[str], *, as_json: bool) -> None:
    typer.echo(json.dumps(values, indent=2) if as_json else "\n".join(sentences))


@group.command("new")
def new_ledger(as_json: AsJson = False) -> None:
    """Make an empty ledger: a file, or the tables in the PostgreSQL database that SAFEPASSAGE_DATABASE names."""
    with closing(ledgers.new_ledger()) as store:
        values = {"ledger": store.ledger, "place": store.place}
        _tell(values, iter([f"The ledger {store.ledger} is in {store.place}; it is empty."]), as_json=as_json)


@group.command("verify")
def verify_ledger(
    *,
    file: Annotated[
        Path | None, typer.Option("--file", help="Verify this exported file instead, without a ledger.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option("--checkpoint", help="A checkpoint that was kept elsewhere; may be given again."),
    ] = None,
    key: Annotated[
        list[str] | None, typer.Option("--key", help="A public key that may have signed; may be given again.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look at every event, hash and signature: exit 0 and the totals, or exit 1 and what was changed."""
    held = [read_checkpoint(path) for path in checkpoint or ()]
    keys = {bytes_of(each, HASH_BYTES, "A key") for each in key} if key else None
    if file is not None:
        shown = verified_file(file, held=held, keys=keys)
        verdict, sentences = shown.verdict, file_in_words(file, shown, compared=keys is not None)
        values = verdict_as_json(verdict, str(file), shown.events, compared=keys is not None)
    else:
        keys = keys or _own_key()
        with closing(ledgers.open_ledger()) as store:
            checker = Checker(store.ledger, store.checkpoints(), held=held, keys=keys)
            for what in store.damage():
                checker.findings.add(None, what)
            verdict, moved_to = verified(store.rows(), checker), store.moved_to()
            sentences = verdict_in_words(verdict, store.place, moved_to, compared=keys is not None)
            values = {**verdict_as_json(verdict, store.place, compared=keys is not None), "moved_to": moved_to}
    _tell(values, sentences, as_json=as_json)
    if not verdict.ok:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def _own_key() -> set[bytes] | None:
    path = ledgers.ledger_key()
    return {public_bytes(known_key(path))} if path.exists() else None


@group.command("checkpoint")
def make_checkpoint(
    file: Annotated[Path, typer.Argument(help="The file to write, to be kept elsewhere.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Verify the ledger and sign what it is now; give the file to those who shall be able to prove it later."""
    _refuse_existing(file)
    with closing(ledgers.open_ledger()) as store:
        kept = checkpoint_now(store, signing_key(ledgers.ledger_key()), ledgers.now, ledgers.fresh_salt)
    write_new(file, checkpoint_text(kept.signed))
    made = kept.checkpoint()
    values = {"file": str(file), "ledger": made.ledger, "events": made.size, "key": made.key.hex()}
    _tell(values, checkpoint_in_words(made, file), as_json=as_json)


def _refuse_existing(path: Path) -> None:
    """Say before the work what would be said after it: nothing is ever overwritten."""
    if path.exists() or path.is_symlink():
        raise UnusableInputError(f"There is something at {path} already: name a file that does not exist yet.")


@group.command("export")
def export_ledger(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    *,
    totals: Annotated[
        bool, typer.Option("--totals", help="Only the totals and their proof, and no event: for a third party.")
    ] = False,
    event: Annotated[
        list[str] | None, typer.Option("--event", help="Only the event of this id, with its proof; may be given again.")
    ] = None,
    since: Annotated[
        Path | None, typer.Option("--since", help="With --event: prove growth from this earlier checkpoint too.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the whole ledger, its totals with their proof, or single events with theirs."""
    if totals and event:
        raise UnusableInputError("--totals and --event are two different files: give one of them.")
    if since is not None and not event:
        raise UnusableInputError("--since belongs to --event: name the events, or leave it away.")
    _refuse_existing(file)
    with closing(ledgers.open_ledger()) as store:
        if event:
            lines = event_lines(store, set(event), None if since is None else read_checkpoint(since))
        else:
            lines = totals_lines(store) if totals else whole_lines(store)
        write_lines(file, lines)
    holds = "the events named, with proof" if event else "the totals, with proof" if totals else "every event"
    _tell({"file": str(file), "holds": holds}, iter([f"{file} holds {holds}."]), as_json=as_json)


@group.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(help="The file to write.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Copy the ledger, verified on the way, into one file; others may go on writing to it meanwhile."""
    _refuse_existing(file)
    with closing(ledgers.open_ledger()) as store:
        verdict = ledgers.back_up(store, file)
    _tell(_copied(verdict, file), iter([f"{_events(verdict)} are in {file}, verified."]), as_json=as_json)


@group.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="The backup, as it was written.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Copy a backup, verified on the way, to where SAFEPASSAGE_DATABASE says, if there is no ledger yet."""
    with closing(ledgers.ledger_file(file)) as store:
        verdict = ledgers.restore(store)
    place = ledgers.place_of(ledgers.database())
    _tell(_copied(verdict, place), iter([f"{_events(verdict)} are in {place}, verified."]), as_json=as_json)


@group.command("move")
def move(
    file: Annotated[Path, typer.Argument(help="The ledger's file now.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Move a ledger from its file to where SAFEPASSAGE_DATABASE says; the file takes no more events from then on."""
    verdict = ledgers.move_ledger(file)
    place = ledgers.place_of(ledgers.database())
    moved = (
        f"{_events(verdict)} are in {place}, verified. {file} takes no more events; keep it until you have a backup."
    )
    _tell(_copied(verdict, place), iter([moved]), as_json=as_json)


def _events(verdict: Verdict) -> str:
    return f"{verdict.size:,} events of the ledger {verdict.ledger}"


def _copied(verdict: Verdict, place: Path | str) -> dict[str, Any]:
    return {"ledger": verdict.ledger, "events": verdict.size, "chain": verdict.chain.hex(), "place": str(place)}
