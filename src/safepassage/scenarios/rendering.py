"""Records of the domain as the texts of cells, and the refusal to write what would not be read back alike."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.notices import Severity
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import CERTAINTY
from safepassage.scenarios.columns import Column, Table
from safepassage.scenarios.loading import Loaded


def cell_rows(table: Table, records: Sequence[Any], start: datetime) -> Iterator[list[str]]:
    """Yield the cells of each record, blank where it has the default."""
    bound = [(column, column.kind.at(start).show) for column in table.columns]
    for number, record in enumerate(records, 1):
        try:
            values = [(column, show, getattr(record, column.field)) for column, show in bound]
            yield ["" if is_default(column, value) else show(value) for column, show, value in values]
        except UnusableInputError as error:
            raise UnusableInputError(f"Row {number} of {table.sheet} cannot be written: {error}") from None


def is_default(column: Column, value: Any) -> bool:
    """Whether a value can be left out, being the default."""
    if column.required:
        return False
    return value is None if column.default is None else bool(value == column.default)


def refuse_losses(scenario: Scenario, read_back: Loaded) -> None:
    """Raise UnusableInputError if what was to be written is not read back as the same scenario.

    An uncertainty that names no cause is read back as none, which says the same.
    """
    wanted = replace(scenario, uncertainty=None) if scenario.uncertainty == CERTAINTY else scenario
    if read_back.scenario == wanted and not read_back.collector.has_errors:
        return
    notices = [notice for notice in read_back.collector.notices if notice.severity is Severity.ERROR]
    reason = str(notices[0]) if notices else "it holds something that the files have no form for."
    raise UnusableInputError(f'The scenario "{scenario.name}" cannot be written: {reason}', notices)
