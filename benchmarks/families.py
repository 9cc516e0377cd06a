"""Plan the generated families and show how far from perfect each plan can be at most: see docs/benchmarks.md."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.runner import Result, amount, judged, measure, minutes, percent, save, show
from benchmarks.shuttle import SIZES, build
from benchmarks.sisters import FAMILIES
from safepassage.domain.scenario import Objective, Scenario

EXPECTED_CALM_S = 12 * 3600.0
"""For the objective `before-breakdown`: half a day."""

UNITS = {
    Objective.COMPLETION: "in minutes",
    Objective.PRIORITY: "in weighted person-seconds",
    Objective.BEFORE_BREAKDOWN: "in weighted people expected",
}

COLUMNS = ("instance", "people", "out", "value", "bound", "gap", "seconds", "verified")


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan each family at each size and print the table; exit status 1 when a plan breaks a rule."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.families", description=__doc__)
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=["S", "M"])
    parser.add_argument("--objective", type=Objective, choices=list(Objective), default=Objective.COMPLETION)
    parser.add_argument("--seed", type=int, default=1, help="of the scenarios")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each")
    parser.add_argument("--json", type=Path, help="write the results there too")
    options = parser.parse_args(arguments)
    results = [
        measure(_aiming_at(build(family, size, options.seed), options.objective), time_limit_s=options.time_limit)
        for size in options.sizes
        for family in options.families
    ]
    show(f"Benchmark families, {UNITS[options.objective]}", COLUMNS, [_row(r, options.objective) for r in results])
    if options.json:
        save(options.json, results, time_limit_s=options.time_limit)
    return 1 if any(result.violations or result.outcome != "plan" for result in results) else 0


def _aiming_at(scenario: Scenario, objective: Objective) -> Scenario:
    return replace(scenario, objective=objective, expected_calm_s=EXPECTED_CALM_S)


def _row(result: Result, objective: Objective) -> tuple[str, ...]:
    shown = minutes if objective is Objective.COMPLETION else amount
    return (
        result.instance,
        f"{result.persons:,}",
        f"{result.people_out:,}",
        shown(result.value),
        shown(result.bound),
        percent(result.gap),
        f"{result.seconds:.1f}",
        judged(result),
    )


if __name__ == "__main__":
    sys.exit(main())
