"""Hunt for defects: plan random scenarios, judge the plans, compare with brute force, keep what disagrees.

    python -m tests.planning.hunt --count 500 --size tiny --seed 1

Each scenario that disagrees is written as a folder, with the plan, the best plan of direct trips and the trouble.
"""

import argparse
import random
import sys
import traceback
from collections import Counter
from pathlib import Path
from time import perf_counter

from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver import solve
from safepassage.scenarios import write_plan, write_scenario
from tests.planning.brute_force import DirectOptimum, TooLargeError, as_plan, best_direct_plan
from tests.planning.disagreements import disagreements, only_direct
from tests.planning.random_scenarios import SIZES, random_scenario, with_objective


def main() -> int:
    """Hunt, and tell by the exit status whether anything was found."""
    options = _options()
    tally: Counter[str] = Counter()
    planning_s = 0.0
    for seed in range(options.seed, options.seed + options.count):
        scenario = with_objective(random_scenario(random.Random(seed), SIZES[options.size]), options.objective, seed)
        optimum = _optimum(scenario, options.schedules) if options.size == "tiny" else None
        began = perf_counter()
        try:
            plan = solve(
                scenario, time_limit_s=options.time_limit, seed=options.plan_seed, max_iterations=options.iterations
            )
            planning_s += perf_counter() - began
            trouble = disagreements(scenario, plan, optimum)
        except Exception:  # a planner that falls over is a find like any other
            plan, trouble = None, [traceback.format_exc()]
        tally.update(_marks(scenario, plan, optimum, trouble))
        if trouble:
            folder = Path(options.out) / f"{options.size}-{seed}"
            _keep(folder, scenario, plan, optimum, trouble)
            _say(f"seed {seed}, kept in {folder}:", *(f"  {line}" for line in trouble))
    _say(*(f"{count:8} {mark}" for mark, count in sorted(tally.items())), f"{planning_s:8.1f} seconds of planning")
    return int(tally["disagree"] > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many scenarios")
    parser.add_argument("--size", choices=SIZES, default="tiny")
    parser.add_argument("--seed", type=int, default=1, help="of the first scenario; the others follow")
    parser.add_argument("--plan-seed", type=int, default=1, help="of the planner")
    parser.add_argument("--iterations", type=int, default=20_000, help="of the planner")
    parser.add_argument("--time-limit", type=float, default=10.0, help="of the planner, in seconds")
    parser.add_argument("--schedules", type=int, default=20_000, help="that brute force may work out for a scenario")
    parser.add_argument("--objective", type=Objective, choices=list(Objective), default=Objective.COMPLETION)
    parser.add_argument("--out", default="out/hunt", help="where to keep what disagrees")
    return parser.parse_args()


def _optimum(scenario: Scenario, schedules: int) -> DirectOptimum | None:
    """Give the best plan of direct trips, or None if the scenario is too large to find it."""
    try:
        return best_direct_plan(scenario, schedules)
    except TooLargeError:
        return None


def _marks(scenario: Scenario, plan: Plan | None, optimum: DirectOptimum | None, trouble: list[str]) -> dict[str, int]:
    """Tell what to count of a plan."""
    marks = {"scenarios": 1, "disagree": bool(trouble), "compared with brute force": optimum is not None}
    if plan is not None:
        marks[f"proof: {plan.proof}"] = 1
        marks["everybody out"] = plan.people_out == scenario.persons
        marks["nobody out"] = not plan.people_out
        marks["trips in several places"] = not all(only_direct(itinerary) for itinerary in plan.itineraries)
    return {mark: int(count) for mark, count in marks.items()}


def _keep(
    folder: Path, scenario: Scenario, plan: Plan | None, optimum: DirectOptimum | None, trouble: list[str]
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_scenario(scenario, folder / "scenario")
    (folder / "trouble.txt").write_text("\n".join(trouble) + "\n", encoding="utf-8")
    if plan is not None:
        write_plan(plan, folder / "plan.json")
    if optimum is not None:
        write_plan(as_plan(scenario, optimum), folder / "brute-force.json")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
