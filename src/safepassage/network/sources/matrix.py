"""A plain matrix of minutes, as CSV or XLSX: a row for each place that roads begin at, a column for where they end.

docs/reference/other-sources.md says what counts.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from safepassage.domain.places import Link
from safepassage.network.sources.matrix_files import Grid, grid_of_csv, grids_of_workbook
from safepassage.network.sources.text_files import number, shown, trouble

WORKBOOK_SUFFIX = ".xlsx"

KM = "km"
"""The sheet of distances in a workbook."""

MOST_MINUTES = 366 * 24 * 60
MOST_KM = 1_000_000

_MILLION = 1_000_000
"""Minutes and km are taken to the millionth: spreadsheets write more than anybody measured."""

Pair = tuple[str, str]


def read_matrix(path: Path, place_ids: Collection[str], km: Path | None = None) -> tuple[Link, ...]:
    """Read links from a matrix: one for each direction in which a time stands.

    Parameters
    ----------
    path
        A CSV file, or a workbook: its first sheet has the minutes, a sheet named km the distances.
    place_ids
        The places that there are. Those that the matrix does not name have no links.
    km
        A matrix of distances in km as a CSV file; without one they are 0.

    Raises
    ------
    UnusableInputError
        If a file cannot be read, names a place that is not there, or has something else than numbers.
    """
    if path.suffix.lower() == WORKBOOK_SUFFIX:
        minutes, distances = grids_of_workbook(path, KM)
    else:
        minutes, distances = grid_of_csv(path), None
    if km is not None:
        distances = grid_of_csv(km)
    known = frozenset(place_ids)
    times = dict(_values(minutes, known, MOST_MINUTES))
    lengths = None if distances is None else dict(_values(distances, known, MOST_KM))
    if not times:
        raise trouble(minutes.file, 0, "", "there is no time between two places; fill in the minutes of the roads.")
    return tuple(_link(pair, time, lengths, distances) for pair, time in times.items())


def _link(pair: Pair, minutes: int, lengths: dict[Pair, int] | None, distances: Grid | None) -> Link:
    """Give a link, from millionths of minutes and km."""
    km = 0
    if lengths is not None and distances is not None:
        if pair not in lengths:
            message = f"there is no distance from {pair[0]} to {pair[1]}, though there is a time; fill it in."
            raise trouble(distances.file, distances.line_of.get(pair[0], 0), pair[1], message)
        km = lengths[pair]
    return Link(*pair, drive_s=Fraction(60 * minutes, _MILLION), km=Fraction(km, _MILLION), both_ways=False)


def _values(grid: Grid, places: Collection[str], most: int) -> Iterator[tuple[Pair, int]]:
    """Yield the numbers of a grid between different places, in millionths."""
    for place, line in [*((place, grid.header_line) for place in grid.columns), *grid.line_of.items()]:
        if place not in places:
            raise trouble(grid.file, line, "", f"there is no place {shown(place)} in places.csv; correct the id.")
    for origin, cells in grid.rows.items():
        for destination, text in zip(grid.columns, cells, strict=True):
            if text:
                value = _value(grid, origin, destination, text, most)
                if origin != destination:
                    yield (origin, destination), value
                elif value:
                    message = "from a place to itself there is no road; leave the cell blank."
                    raise trouble(grid.file, grid.line_of[origin], destination, message)


def _value(grid: Grid, origin: str, destination: str, text: str, most: int) -> int:
    value = number(text)
    if value is None or not 0 <= value <= most:
        message = f"{shown(text)} is not a number from 0 to {most:,}; write it like 12.5, or leave the cell blank."
        raise trouble(grid.file, grid.line_of[origin], destination, message)
    return round(Decimal(text) * _MILLION)
