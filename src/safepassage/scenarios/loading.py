"""Reads a scenario's tables, from wherever they come, to the domain with all notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from safepassage.domain.notices import Notice
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement
from safepassage.domain.uncertainty import Shape, Uncertainty
from safepassage.scenarios.collector import Collector
from safepassage.scenarios.columns import Table
from safepassage.scenarios.csv_files import RawTable
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.streets.condition_files import StreetFiles
from safepassage.scenarios.tables import AGREEMENT_TABLES, CSV_TABLES, PARTIES, SETTINGS, SETTINGS_FILE
from safepassage.scenarios.times import NO_START, Windows
from safepassage.scenarios.typed import Keys, Records, records_of, values_of_keys
from safepassage.scenarios.uncertainty_tables import CAUSES, uncertainty_of


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario as far as it could be read, with every notice of reading it.

    `key_lines` has the line of a key by file, line of the entry that it belongs to (0: none), and name. `streets` is
    what stands beside it about streets, with its own notices.
    """

    scenario: Scenario | None
    origins: Origins
    collector: Collector
    key_lines: Mapping[tuple[str, int, str], int] = field(default_factory=dict)
    streets: StreetFiles = field(default_factory=StreetFiles)

    @property
    def complete(self) -> bool:
        """Whether every row was read in some form, so that checks of the whole make sense."""
        return self.scenario is not None and self.collector.complete

    def pinpointed(self, notice: Notice) -> Notice:
        """Give the notice with the line of the key that it is about, where it has only the line of its entry."""
        line = self.key_lines.get((notice.file, notice.line, notice.column), notice.line)
        return replace(notice, line=line)


@dataclass(slots=True)
class Parts:
    """The parts of a scenario while it is read: records by table, and files as users know them."""

    collector: Collector
    settings: dict[str, Any] = field(default_factory=dict)
    records: dict[str, Records] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    key_lines: dict[tuple[str, int, str], int] = field(default_factory=dict)

    @property
    def start(self) -> datetime:
        """The scenario's start, or a stand-in for one that could not be read."""
        return self.settings.get("start") or NO_START

    def read_settings(self, keys: Keys) -> None:
        """Read the keys of `scenario.toml`; times that are read later are measured from the start among them."""
        self.settings = values_of_keys(SETTINGS, keys, NO_START, self.collector)
        self.files[SETTINGS_FILE] = keys.where("name")[0]
        self._note_lines(keys, 0)
        if self.settings["name"].strip() == "":
            self.collector.error(
                ReadingCode.MISSING_VALUE, keys.where("name"), "The name is blank.", "Give the scenario a short name."
            )
        needs_calm = (
            self.settings["objective"] is Objective.BEFORE_BREAKDOWN and "expected_calm_hours" not in keys.given
        )
        if needs_calm:
            message = 'The objective "before-breakdown" needs expected_calm_hours.'
            mend = "Add expected_calm_hours: the mean time until the agreement fails."
            self.collector.error(ReadingCode.MISSING_KEY, keys.where("objective"), message, mend)

    def read_table(self, table: Table, raw: RawTable) -> None:
        """Read the rows of a table."""
        self.files[table.name] = raw.file
        self.records[table.name] = records_of(table, raw, self.start, self.collector)
        self._warn_of_empty_lists(table)

    def read_entries(self, table: Table, file: str, entries: Sequence[Keys], lines: Sequence[int]) -> None:
        """Read the entries of a TOML table."""
        self.files[table.name] = file
        values = [values_of_keys(table.columns, keys, self.start, self.collector) for keys in entries]
        self.records[table.name] = Records(tuple(table.record(**entry) for entry in values), tuple(lines))
        for keys, line, record in zip(entries, lines, self.records[table.name].records, strict=True):
            self._note_lines(keys, line)
            self._warn_of_ignored_cv(keys, record)
        self._warn_of_empty_lists(table)

    def read_parties(self, keys: Keys) -> None:
        """Read the parties to the agreement."""
        tables = tuple(table.sheet for table in AGREEMENT_TABLES)
        values = values_of_keys((PARTIES,), keys, self.start, self.collector, tables=tables)
        self.parties = values[PARTIES.field]

    def _note_lines(self, keys: Keys, entry: int) -> None:
        for name in keys.given:
            file, line, _ = keys.where(name)
            self.key_lines[file, entry, name] = line

    def _warn_of_empty_lists(self, table: Table) -> None:
        """Warn of lists of an agreement that are given but empty: leaving them out would mean the opposite.

        Windows are left to the checks, which tell of every crossing that never opens.
        """
        if table not in AGREEMENT_TABLES:
            return
        records = self.records[table.name]
        for record, line in zip(records.records, records.lines, strict=True):
            for column in table.columns:
                lost = column.required and not self.collector.complete
                if getattr(record, column.field) == () and not isinstance(column.kind, Windows) and not lost:
                    where = (self.files[table.name], line, column.name)
                    mend = f"Leave it out if you mean {column.default_text}." if column.default_text else "Fill it in."
                    message = f"The list {column.name} is empty, so nothing falls under it."
                    self.collector.warning(ReadingCode.EMPTY_LIST, where, message, mend)

    def _warn_of_ignored_cv(self, keys: Keys, record: Any) -> None:
        if getattr(record, "shape", None) is Shape.EXPONENTIAL and "cv" in keys.given:
            message = "An exponential shape has a coefficient of variation of 1, so cv is not looked at."
            mend = "Remove cv, or give a lognormal shape."
            self.collector.warning(ReadingCode.IGNORED_KEY, keys.where("cv"), message, mend)

    @property
    def uncertainty(self) -> Uncertainty | None:
        """What the causes say that were read; None if there are none."""
        return uncertainty_of({table.sheet: self._of(table.name) for table in CAUSES})

    def loaded(self) -> Loaded:
        """Put the parts together."""
        lines = {name: records.lines for name, records in self.records.items()}
        origins = Origins(lines, self.files)
        if not self.settings.get("start"):
            return Loaded(None, origins, self.collector, self.key_lines)
        tables: dict[str, Any] = {table.sheet: self._of(table.name) for table in CSV_TABLES}
        agreement = Agreement(self.parties, **{table.sheet: self._of(table.name) for table in AGREEMENT_TABLES})
        scenario = Scenario(**self.settings, **tables, agreement=agreement, uncertainty=self.uncertainty)
        return Loaded(scenario, origins, self.collector, self.key_lines)

    def _of(self, table: str) -> tuple[Any, ...]:
        return self.records.get(table, Records()).records
