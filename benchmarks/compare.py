"""Set the planner against what users would pick instead: same files, limits, judge and bound. See docs/benchmarks.md.

python -m benchmarks.compare --sizes S M --time-limit 60 --json benchmarks/results/comparison.json
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.peers.catalogue import OURS, PEERS
from benchmarks.runner import Result, against, judged, measure, minutes, missing, percent, save, show
from benchmarks.shuttle import SIZES, build
from benchmarks.sisters import FAMILIES
from safepassage.domain.scenario import Scenario
from safepassage.scenarios import read_scenario

COLUMNS = ("instance", "planner", "out", "value", "bound", "gap", "seconds", "MiB", "verified")


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan every instance with every planner and print the table; exit status 1 when a plan breaks a rule."""
    options = _parser().parse_args(arguments)
    planners = [OURS, *(peer for peer in options.peers if _there(peer))]
    results: list[Result] = []
    for name, scenario in _instances(options):
        results += compared(name, scenario, planners, time_limit_s=options.time_limit, seed=options.seed)
        if options.json:
            save(options.json, results, time_limit_s=options.time_limit)
    show(f"The same files, {options.time_limit:g} seconds each; values in minutes", COLUMNS, map(_row, results))
    return 1 if any(result.violations for result in results) else 0


def compared(
    name: str, scenario: Scenario, planners: Sequence[str], *, time_limit_s: float, seed: int
) -> Iterator[Result]:
    """Yield the result of each planner, all with their gaps to our bound."""
    results = [
        measure(scenario, time_limit_s=time_limit_s, planner=planner, seed=seed, instance=name) for planner in planners
    ]
    ours = next(result for result in results if result.planner == OURS)
    for result in results:
        yield against(ours.bound, ours.people_out, result)


def _there(peer: str) -> bool:
    absent = missing(peer)
    if absent:
        print(f"Left out: {PEERS[peer].title}, for {absent[0]} is not installed; make bench installs it.")
    return not absent


def _instances(options: argparse.Namespace) -> Iterator[tuple[str, Scenario]]:
    for size in options.sizes:
        for family in options.families:
            if f"{family}-{size}" not in options.skip:
                scenario = build(family, size)
                yield scenario.name, scenario
    if options.published:
        for folder in sorted(options.published.iterdir()):
            if (folder / "scenario.toml").exists() and folder.name.startswith(options.only):
                yield folder.name, read_scenario(folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("--families", nargs="*", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--sizes", nargs="*", choices=list(SIZES), default=["S", "M"])
    parser.add_argument("--skip", nargs="*", default=[], help="families of a size to leave out, such as siege-M")
    parser.add_argument("--peers", nargs="*", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--published", type=Path, help="a folder of scenario folders to plan as well")
    parser.add_argument("--only", default="", help="of those, only the ones whose names begin so")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each planner and instance")
    parser.add_argument("--seed", type=int, default=1, help="of the planners that have one")
    parser.add_argument("--json", type=Path, help="write the results there too")
    return parser


def _row(result: Result) -> tuple[str, ...]:
    return (
        result.instance,
        result.planner,
        f"{result.people_out:,}",
        minutes(result.value),
        minutes(result.bound),
        percent(result.gap),
        f"{result.seconds:.1f}",
        f"{result.peak_bytes / 2**20:,.0f}" if result.peak_bytes else "-",
        judged(result),
    )


if __name__ == "__main__":
    sys.exit(main())
