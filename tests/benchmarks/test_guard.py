"""Plans and bounds of the small instances do not become worse unnoticed; seconds play no part."""

import json
from pathlib import Path

import pytest

from benchmarks.guard import SMALL, Guarded, baseline, guarded, main, worse
from benchmarks.shuttle import shuttle
from benchmarks.sisters import FAMILIES
from safepassage.planning.solver.mix import TINY_MODEL
from safepassage.planning.solver.problem import compile_problem


@pytest.mark.parametrize("family", FAMILIES)
def test_value_and_gap_are_no_worse_than_the_committed_ones(family: str) -> None:
    now = guarded(family)
    assert worse(now, baseline()[now.instance]) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_guarded_instances_are_too_large_for_models_that_the_clock_ends(family: str) -> None:
    """In tinier problems the planner counts whole trips for a second; how far it comes depends on the machine."""
    problem = compile_problem(shuttle(family, SMALL, name="guard", seed="guard"))
    types = len({row.type for row in problem.scenario.vehicles})
    assert len(problem.kinds) * types * len(problem.destinations) > TINY_MODEL


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (Guarded("a", 99, 6000, 0.2), "a: 99 people out, 100 before."),
        (Guarded("a", 100, 6180, 0.2), "a: 103 minutes, 100 before."),
        (Guarded("a", 100, 6000, 0.25), "a: a gap of 25.00 %, 20.00 % before."),
    ],
    ids=["fewer people out", "a later last arrival", "a weaker bound"],
)
def test_each_kind_of_loss_is_named(now: Guarded, words: str) -> None:
    assert worse(now, Guarded("a", 100, 6000, 0.2)) == [words]


def test_more_people_out_may_take_longer() -> None:
    assert worse(Guarded("a", 101, 9000, 0.9), Guarded("a", 100, 6000, 0.2)) == []


@pytest.mark.slow
def test_renewing_writes_what_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "guard.json"
    assert main(["--renew", "--file", str(path)]) == 0
    assert [each["instance"] for each in json.loads(path.read_text())["guarded"]] == [f"{f}-guard" for f in FAMILIES]
    assert main(["--file", str(path)]) == 0
