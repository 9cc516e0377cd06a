"""What plans that are chosen to hold are worth in fresh futures, and cost on a calm day.

Docs: docs/how-to/plans-that-hold.md.

    python -m benchmarks.robust --time-limit 60 --futures 200

Each row is one choice. People and values are those of the nominal plan and of the chosen one in futures that played no
part in the choice: means over all of them, or over the worst tenth. Both plans meet the same futures.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.runner import percent, show
from benchmarks.shuttle import build
from safepassage.bootstrap import example
from safepassage.cli.robust_planning import Holding, plan_that_holds
from safepassage.cli.uncertain import ASSUMED
from safepassage.domain.plan import Plan
from safepassage.domain.robustness import RobustFor, Robustness
from safepassage.domain.scenario import Scenario
from safepassage.planning import solver
from safepassage.planning.verify import verify
from safepassage.scenarios import read_scenario
from safepassage.simulation import IN_ORDER, TIMETABLE, compile_loops

EXAMPLES = ("aleppo-2016", "river-town")
FAMILIES = ("windows", "convoy")
POLICIES = {"timetable": TIMETABLE, "in order": IN_ORDER}
HOUR_S = 3600
COLUMNS = (
    "instance",
    "for",
    "policy",
    "tried",
    "out, nominal",
    "out, chosen",
    "last h, nominal",
    "last h, chosen",
    "difference (95 %)",
    "calm day",
    "verified",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One choice to make."""

    scenario: Scenario
    robust_for: RobustFor
    policy: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Choose for each case and print the table; exit status 1 if a chosen plan breaks a rule."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robust", description=__doc__)
    parser.add_argument("--scenarios", nargs="*", type=Path, default=[example(name) for name in EXAMPLES])
    parser.add_argument("--families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--sizes", nargs="+", default=["S"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2], help="of the families")
    parser.add_argument("--futures", type=int, default=200)
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for each choice")
    options = parser.parse_args(arguments)
    solver.compile_loops()
    compile_loops()
    scenarios = [read_scenario(path) for path in options.scenarios]
    scenarios += [build(f, size, seed) for f in options.families for size in options.sizes for seed in options.seeds]
    rows = []
    good = True
    for case in cases(scenarios):
        asked = Holding(options.futures, case.robust_for, case.scenario.uncertainty or ASSUMED)
        plan = plan_that_holds(
            case.scenario, asked, time_limit_s=options.time_limit, seed=1, policy=POLICIES[case.policy]
        )
        accepted = verify(case.scenario, plan).ok
        good = good and accepted
        rows.append(row_of(case, plan, accepted))
    show("Plans that hold: fresh futures, and what they cost on a calm day", COLUMNS, rows)
    return 0 if good else 1


def cases(scenarios: Sequence[Scenario]) -> Iterator[Case]:
    """Yield the choices: for mean and tail by the timetable, for the mean in order too."""
    for scenario in scenarios:
        yield Case(scenario, RobustFor.MEAN, "timetable")
        yield Case(scenario, RobustFor.TAIL, "timetable")
        yield Case(scenario, RobustFor.MEAN, "in order")


def row_of(case: Case, plan: Plan, accepted: bool) -> tuple[str, ...]:
    robust = plan.robust
    if robust is None:
        raise RuntimeError("a plan that was chosen does not say how")
    persons = case.scenario.persons
    difference = robust.value_difference
    return (
        case.scenario.name,
        str(case.robust_for),
        case.policy,
        str(robust.tried),
        percent(robust.fresh_nominal.people_out / persons),
        percent(robust.fresh_chosen.people_out / persons),
        f"{robust.fresh_nominal.value / HOUR_S:.2f}",
        f"{robust.fresh_chosen.value / HOUR_S:.2f}",
        f"{difference.value / HOUR_S:+.2f} ({difference.low / HOUR_S:+.2f} to {difference.high / HOUR_S:+.2f})",
        _calm_day(plan, robust),
        "yes" if accepted else "NO",
    )


def _calm_day(plan: Plan, robust: Robustness) -> str:
    """Give by what share the chosen plan ends later than the nominal one when all goes as planned."""
    if robust.is_nominal:
        return "nominal"
    nominal_s = plan.completion_seconds - robust.calm_completion_s
    return f"{100 * robust.calm_completion_s / nominal_s:+.1f} %"


if __name__ == "__main__":
    sys.exit(main())
