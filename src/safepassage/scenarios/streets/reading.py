"""The doors to the files about streets."""

from dataclasses import replace
from os.path import lexists
from pathlib import Path

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.notices import Notice, Severity
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Closure, StreetConditions
from safepassage.scenarios.checks import STREET_RULES, run_checks
from safepassage.scenarios.collector import CellError, Collector
from safepassage.scenarios.files import read_bytes, text_of
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.streets.condition_files import StreetFiles, load_conditions
from safepassage.scenarios.streets.digests import made_from
from safepassage.scenarios.streets.layers import read_layer
from safepassage.scenarios.streets.tables import CLOSURES, CONDITION_FILES
from safepassage.scenarios.wording import plain


def read_streets(folder: Path, scenario: Scenario) -> tuple[StreetConditions, tuple[tuple[str, str], ...]]:
    """Give what the files beside a scenario say of its streets, nothing at all where there are none; and digests.

    The digests are those that routes made from this reading keep as `made_from`: one of each file that they depend on.

    Raises
    ------
    UnusableInputError
        With every notice about them, when any is an error.
    """
    files = _files(folder, scenario)
    checked = run_checks(scenario, Origins(files.lines), files, STREET_RULES)
    _refuse_errors(f"What {plain(str(folder))} says of streets", [*files.collector.notices, *checked])
    return files.conditions, made_from(scenario, files.digests)


def _files(folder: Path, scenario: Scenario) -> StreetFiles:
    present = [name for name in CONDITION_FILES if lexists(folder / name)]
    return load_conditions(folder, present, scenario.start)


def read_closures_file(path: Path, scenario: Scenario) -> tuple[Closure, ...]:
    """Give the closures in a file of any name, written as `closures.geojson`.

    Raises
    ------
    UnusableInputError
        With every notice about it, when any is an error.
    """
    collector = Collector()
    closures: tuple[Closure, ...] = ()
    try:
        text = text_of(read_bytes(path))
    except CellError as trouble:
        collector.cell((str(path), 0, ""), trouble)
    else:
        found = read_layer(CLOSURES, str(path), text, scenario.start, collector)
        closures = found.records
        lines = {CLOSURES.name: found.lines}
        files = replace(StreetFiles(), conditions=StreetConditions(closures), lines=lines)
        origins = Origins(lines, {CLOSURES.name: plain(str(path))})
        collector.notices += run_checks(scenario, origins, files, STREET_RULES)
    _refuse_errors(plain(str(path)), collector.notices)
    return closures


def _refuse_errors(what: str, notices: list[Notice]) -> None:
    number = sum(notice.severity is Severity.ERROR for notice in notices)
    if number:
        errors = "one error" if number == 1 else f"{number:,} errors"
        raise UnusableInputError(f"{what} cannot be used because of {errors}:", notices)
