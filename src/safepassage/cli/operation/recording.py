"""`safepassage operation write-record` and `file-record`: the opening record as a file."""

from pathlib import Path
from typing import Annotated

import typer

from safepassage.cli.operation.desks import (
    COMMAND_LINE,
    AsJson,
    At,
    By,
    Folder,
    Given,
    Id,
    Source,
    give,
    opened,
    print_json,
)
from safepassage.domain.errors import UnusableInputError


def register(group: typer.Typer) -> None:
    """Add the commands to their group."""
    group.command("write-record")(write)
    group.command("file-record")(file)


def write(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)],
    *,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Write the opening record, as far as it was filed, into a file with its questions; say which digest to sign."""
    from safepassage.operations.opening_file import write_record  # noqa: PLC0415 - loads all that reads scenarios

    if path.exists():
        raise UnusableInputError(f"There is something at {path} already: name a file that does not exist yet.")
    with opened(folder, as_json=as_json) as found:
        opening = found.desk.look().opening
    write_record(path, opening)
    if as_json:
        print_json(
            {"file": str(path), "digest": opening.digest, "signed": [each.person for each in opening.signatures]}
        )
    else:
        typer.echo(f"The opening record is in {path}. Whoever has read it signs the digest {opening.digest}.")


def file(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The filled-in record.", show_default=False)],
    *,
    folder: Folder = None,
    by: By,
    at: At = None,
    source: Source = COMMAND_LINE,
    id_: Id = None,
    as_json: AsJson = False,
) -> None:
    """File an opening record as a whole; what it says as before is not told again."""
    from safepassage.operations.opening_file import read_record  # noqa: PLC0415 - loads all that reads scenarios

    record = read_record(path)
    give(Given(folder, by, at, source, id_, as_json), lambda _: record)
