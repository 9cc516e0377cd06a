"""`safepassage operation seize-drill`: what a thief of this machine would learn, and how to make it nothing."""

from collections.abc import Iterator
from typing import Annotated

import typer

from safepassage.bootstrap.operations import operation_folder
from safepassage.cli.operation.desks import AsJson, By, Folder, plain, print_json
from safepassage.domain.plain_values import plain_of
from safepassage.identity.seizure import Emptied, Seizure, emptied_in_words, seizure_in_words

SOMEBODY = "somebody at this machine"
"""Who acts, where there is no time to say so."""


def seize_drill(
    *,
    folder: Folder = None,
    by: By = SOMEBODY,
    now: Annotated[
        bool,
        typer.Option("--now", help="Destroy the keys and the database of the vault, for good, and the lists here."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --now: do not ask.")] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="With --now: why, in one line and without a name.")
    ] = "the machine may be seized",
    as_json: AsJson = False,
) -> None:
    """Say what a thief of this machine would learn, and what to do about it; with --now make the vault nothing."""
    from safepassage.bootstrap.seizure import make_nothing, seized  # noqa: PLC0415 - no other command needs it

    found = operation_folder(folder)
    if now and not yes:
        typer.confirm("Destroy the vault and its keys for good?", abort=True, err=True)
    if now:
        emptied = make_nothing(found, by, reason)
        _tell(emptied, emptied_in_words(emptied), as_json=as_json)
    else:
        seizure = seized(found)
        _tell(seizure, seizure_in_words(seizure), as_json=as_json)


def _tell(result: Seizure | Emptied, sentences: Iterator[str], *, as_json: bool) -> None:
    if as_json:
        print_json(plain_of(result))
    else:
        for sentence in sentences:
            typer.echo(plain(sentence))
