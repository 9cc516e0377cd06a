"""A quick subset of the families that guards against plans or bounds that become worse, never by seconds.

    python -m benchmarks.guard            # compare with benchmarks/results/guard.json
    python -m benchmarks.guard --renew    # and write that file anew

Every instance is planned with a fixed seed and a fixed number of changes, so that the machine's speed plays no part.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.runner import ROOT, minutes, percent, show
from benchmarks.shuttle import Size, shuttle
from benchmarks.sisters import FAMILIES
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify

BASELINE = ROOT / "benchmarks" / "results" / "guard.json"

SMALL = Size(pickups=7, destinations=3, buses=12, ambulances=3, persons=1_500, open_hours=4)
"""Small enough to be planned in some seconds, but too large for the planner to count whole trips against the clock."""

CHANGES = 6_000
"""Changes tried for each plan."""

ENOUGH_S = 600.0
"""A time limit that the changes never need."""

MARGIN = 0.02
"""Values and gaps may be worse by this share of the value: other processors round sums in another order."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What is guarded of a plan: people out, value in seconds, and gap as a share of the value."""

    instance: str
    people_out: int
    value: float
    gap: float


def guarded(family: str) -> Guarded:
    """Plan the small instance of a family; ValueError if the plan breaks a rule or has no bound."""
    scenario = shuttle(family, SMALL, name=f"{family}-guard", seed="guard")
    plan = solve(scenario, time_limit_s=ENOUGH_S, seed=1, max_iterations=CHANGES)
    violations = verify(scenario, plan).violations
    if violations or plan.gap is None:
        raise ValueError(f"{scenario.name}: {violations[0].message if violations else 'the plan has no bound'}")
    return Guarded(scenario.name, plan.people_out, plan.value, round(plan.gap, 4))


def baseline(path: Path = BASELINE) -> dict[str, Guarded]:
    """Read what the plans are compared with, by instance."""
    entries = json.loads(path.read_text(encoding="utf-8"))["guarded"]
    return {entry["instance"]: Guarded(**entry) for entry in entries}


def worse(now: Guarded, before: Guarded) -> list[str]:
    """Say in plain sentences what has become worse."""
    found = []
    if now.people_out < before.people_out:
        found.append(f"{now.instance}: {now.people_out} people out, {before.people_out} before.")
    elif now.people_out == before.people_out:
        if now.value > before.value * (1 + MARGIN):
            found.append(f"{now.instance}: {minutes(now.value)} minutes, {minutes(before.value)} before.")
        if now.gap > before.gap + MARGIN:
            found.append(f"{now.instance}: a gap of {percent(now.gap)}, {percent(before.gap)} before.")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Plan all small instances; exit status 1 if one has become worse."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="take what is measured now as what to compare with")
    parser.add_argument("--file", type=Path, default=BASELINE, help="where the figures are kept")
    options = parser.parse_args(arguments)
    now = [guarded(family) for family in FAMILIES]
    before = baseline(options.file) if options.file.exists() else {}
    show(
        "Guarded instances, in minutes",
        ("instance", "out", "value", "gap"),
        [(each.instance, f"{each.people_out:,}", minutes(each.value), percent(each.gap)) for each in now],
    )
    found = [line for each in now if each.instance in before for line in worse(each, before[each.instance])]
    for line in found:
        print(f"Worse: {line}")
    if options.renew:
        document = {"seed": 1, "changes": CHANGES, "guarded": [asdict(each) for each in now]}
        options.file.parent.mkdir(parents=True, exist_ok=True)
        options.file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
        return 0
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
