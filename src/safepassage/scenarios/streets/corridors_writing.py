"""Writes corridors.csv: the ways that somebody chose."""

from collections.abc import Sequence
from pathlib import Path

from safepassage.domain.streets import ChosenWay
from safepassage.scenarios.csv_files import csv_text
from safepassage.scenarios.files import write_files
from safepassage.scenarios.rendering import cell_rows
from safepassage.scenarios.streets.tables import CORRIDORS
from safepassage.scenarios.times import NO_START


def write_corridors(folder: Path, chosen: Sequence[ChosenWay]) -> None:
    """Write the chosen ways into a scenario folder.

    Raises
    ------
    UnusableInputError
        When the folder cannot be written to.
    """
    rows = cell_rows(CORRIDORS, chosen, NO_START)
    write_files(folder, {CORRIDORS.name: csv_text([column.name for column in CORRIDORS.columns], rows).encode()})
