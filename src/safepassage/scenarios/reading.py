"""The door of this room: a scenario from a folder or a workbook, with every notice about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.notices import Notice, Severity
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import CERTAINTY, Uncertainty
from safepassage.scenarios.checks import RULES, RULES_BEFORE_ROADS, UNCERTAINTY_RULES, run_checks
from safepassage.scenarios.checks.rules import Rule
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.files import LARGEST_TOML, read_bytes, text_of
from safepassage.scenarios.folder import load_folder
from safepassage.scenarios.loading import Loaded, Parts
from safepassage.scenarios.notice_codes import ReadingCode
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.toml_entries import read_causes
from safepassage.scenarios.toml_files import TomlError, toml_file
from safepassage.scenarios.wording import plain
from safepassage.scenarios.workbook import WORKBOOK_SUFFIX, load_workbook_file


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A scenario, or None if any notice is an error; and every notice about it, errors first."""

    scenario: Scenario | None
    notices: tuple[Notice, ...]

    @property
    def errors(self) -> tuple[Notice, ...]:
        """The notices that make the scenario unusable."""
        return tuple(notice for notice in self.notices if notice.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """The notices that do not."""
        return tuple(notice for notice in self.notices if notice.severity is Severity.WARNING)


def load(path: Path) -> Loaded:
    """Read a scenario without checking it as a whole; never raises for bad input."""
    try:
        if path.is_dir():
            return load_folder(path)
        if path.suffix.lower() == WORKBOOK_SUFFIX and path.exists():
            return load_workbook_file(path)
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    collector = Collector()
    where = (plain(str(path)), 0, "")
    if exists:
        mend = "Give a scenario folder or an .xlsx workbook."
        collector.lost(ReadingCode.NOT_A_SCENARIO, where, "This is not a scenario.", mend)
    else:
        mend = "Check the spelling, or make one with: safepassage new FOLDER"
        collector.lost(ReadingCode.NOT_FOUND, where, "There is no such scenario.", mend)
    return Parts(collector).loaded()


def check(path: Path) -> CheckResult:
    """Read a scenario and check it in every way; never raises for bad input."""
    return _checked(load(path), RULES)


def _checked(loaded: Loaded, rules: tuple[Rule, ...]) -> CheckResult:
    """Check what was read by these rules."""
    found = [*loaded.collector.notices, *loaded.streets.collector.notices]
    if loaded.scenario is not None and loaded.complete:
        checked = run_checks(loaded.scenario, loaded.origins, loaded.streets, rules)
        found = [*found, *_not_of_stand_ins(checked, found)]
    notices = [_in_sheets(loaded.pinpointed(notice), loaded.origins) for notice in found]
    notices.sort(key=lambda notice: notice.severity is not Severity.ERROR)
    usable = loaded.complete and all(notice.severity is not Severity.ERROR for notice in notices)
    return CheckResult(loaded.scenario if usable else None, tuple(notices))


def _not_of_stand_ins(checked: Iterable[Notice], read: Iterable[Notice]) -> Iterator[Notice]:
    """Leave out warnings about rows with a cell that could not be read: they would be about what stands in for it."""
    unread = {(notice.file, notice.line) for notice in read if notice.severity is Severity.ERROR}
    for notice in checked:
        if notice.severity is Severity.ERROR or (notice.file, notice.line) not in unread:
            yield notice


def _in_sheets(notice: Notice, origins: Origins) -> Notice:
    """Name sheets where the words of a notice about a workbook name files."""
    message, mend = notice.message, notice.mend
    for name, file in origins.files.items():
        if file != name:
            message, mend = message.replace(name, file), mend.replace(name, file)
    return replace(notice, message=message, mend=mend)


def read_scenario(path: Path) -> Scenario:
    """Give the scenario in a folder or workbook.

    Raises
    ------
    UnusableInputError
        With every notice, when any of them is an error.
    """
    return _usable(path, check(path))


def read_uncertainty(path: Path, scenario: Scenario | None = None) -> Uncertainty:
    """Give what a file in the form of `uncertainty.toml` says, which may stand anywhere.

    With a scenario, the file is also checked against it, say whether a road that closes is one of its links.

    Raises
    ------
    UnusableInputError
        With one sentence and every notice, when any of them is an error.
    """
    parts = Parts(Collector())
    try:
        read_causes(toml_file(plain(str(path)), text_of(read_bytes(path, LARGEST_TOML))), parts)
    except TomlError as trouble:
        parts.collector.lost(trouble.code, (plain(str(path)), trouble.line, ""), trouble.message, trouble.mend)
    except CellError as trouble:
        raise UnusableInputError(f"{plain(str(path))}: {trouble.message} {trouble.mend}") from None
    uncertainty = parts.uncertainty or CERTAINTY
    loaded = replace(parts.loaded(), scenario=scenario and replace(scenario, uncertainty=uncertainty))
    result = _checked(loaded, UNCERTAINTY_RULES)
    if result.errors:
        raise UnusableInputError(_unusable(path, result), result.notices)
    return uncertainty


def read_for_roads(path: Path) -> tuple[Scenario, tuple[Notice, ...]]:
    """Give the scenario in a folder whose roads are yet to be made, with the warnings about it.

    It has no links: `links.csv` and `routes.geojson`, where they are there, are not read.

    Raises
    ------
    UnusableInputError
        With every notice, when any of them is an error; or when it is no folder.
    """
    if path.suffix.lower() == WORKBOOK_SUFFIX and path.is_file():
        message = f"{plain(str(path))} is a workbook, but roads are written into a folder: give a scenario folder."
        raise UnusableInputError(message)
    loaded = load_folder(path, without_roads=True) if path.is_dir() else load(path)
    result = _checked(loaded, RULES_BEFORE_ROADS)
    return _usable(path, result), result.warnings


def _usable(path: Path, result: CheckResult) -> Scenario:
    if result.scenario is None:
        raise UnusableInputError(_unusable(path, result), result.notices)
    return result.scenario


def _unusable(path: Path, result: CheckResult) -> str:
    number = len(result.errors)
    errors = "one error" if number == 1 else f"{number:,} errors"
    return f"{plain(str(path))} cannot be used because of {errors}:"
