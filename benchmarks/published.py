"""Plan published instances and set the plans against the values that others published.

    python -m benchmarks.published FOLDER --time-limit 10 --json benchmarks/results/published.json

FOLDER holds a scenario folder an instance, and REFERENCE.csv with the columns `instance`, `published_grasp`
and `best_known`, all values in minutes. Exit status 1 when a plan breaks a rule, leaves somebody, or ends later than
the published one.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.runner import Result, judged, measure, minutes, percent, save, show
from safepassage.scenarios import read_scenario

COLUMNS = ("instance", "value", "bound", "gap", "published", "best known", "seconds", "verified")


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of an instance, in minutes; None where nothing was published."""

    instance: str
    published: float | None
    best_known: float | None


def references(path: Path) -> list[Reference]:
    """Read the reference table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Reference(row["instance"], _number(row["published_grasp"]), _number(row["best_known"]))
            for row in csv.DictReader(file)
        ]


def fails(result: Result, reference: Reference) -> bool:
    """Whether the plan breaks a rule, leaves somebody, or ends later than the published one."""
    late = result.value is None or (reference.published is not None and result.value > 60 * reference.published)
    return late or result.violations > 0 or result.people_out < result.persons


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan every instance of the folder and print the table."""
    options = _parser().parse_args(arguments)
    table = options.reference or options.folder / "REFERENCE.csv"
    known = [each for each in references(table) if each.instance.startswith(options.only)]
    results = []
    for each in known:
        scenario = read_scenario(options.folder / each.instance)
        results.append(measure(scenario, time_limit_s=options.time_limit, instance=each.instance))
    pairs = list(zip(results, known, strict=True))
    show("Published instances, in minutes", COLUMNS, [_row(result, each) for result, each in pairs])
    failed = [each.instance for result, each in pairs if fails(result, each)]
    print(f"{len(pairs) - len(failed)} of {len(pairs)} at least as good as published and verified.")
    if failed:
        print("Not so: " + ", ".join(failed) + ".")
    if options.json:
        save(options.json, results, time_limit_s=options.time_limit)
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.published", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reference", type=Path, help="the reference table, if it is not FOLDER/REFERENCE.csv")
    parser.add_argument("--time-limit", type=float, default=10.0, help="seconds for each instance")
    parser.add_argument("--only", default="", help="plan only the instances whose names begin so")
    parser.add_argument("--json", type=Path, help="write the results there too")
    return parser


def _row(result: Result, reference: Reference) -> tuple[str, ...]:
    return (
        result.instance,
        minutes(result.value),
        minutes(result.bound),
        percent(result.gap),
        _shown(reference.published),
        _shown(reference.best_known),
        f"{result.seconds:.1f}",
        judged(result),
    )


def _number(cell: str) -> float | None:
    return float(cell) if cell.strip() else None


def _shown(value: float | None) -> str:
    return minutes(None if value is None else 60 * value)


if __name__ == "__main__":
    sys.exit(main())
