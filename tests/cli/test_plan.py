"""`safepassage plan`: a plan that anyone can stop, with words that say how good it is."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from benchmarks.shuttle import build
from safepassage.bootstrap import example
from safepassage.cli.aloud import Watch, stopped_by_ctrl_c
from safepassage.cli.main import run
from safepassage.cli.plan_making import SHOWN_REMAINING, plan_in_words
from safepassage.cli.trouble import Exit
from safepassage.domain.plan import Plan, Proof, Remaining
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.solver import Progress
from safepassage.scenarios import read_plan, read_scenario, write_scenario

SAFEPASSAGE = Path(sys.executable).with_name("safepassage")
PLAN = Plan(
    scenario="tiny",
    objective=Objective.COMPLETION,
    itineraries=(),
    value=7200,
    bound=5400,
    proof=Proof.BOUNDED,
    completion_seconds=7200,
    people_out=40,
    people_remaining=4,
    people_out_bound=42,
    remaining=(Remaining("row-1", 2, 4, ("No seat fits.", "There is no bed.")),),
)


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return read_scenario(example("tiny"))


def test_a_plan_is_written_and_judged_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.json"
    assert run(["plan", str(example("tiny")), "-o", str(plan), "--time-limit", "2"]) == Exit.DONE
    assert "44 of 44 people come out." in capsys.readouterr().out
    assert run(["verify", str(example("tiny")), str(plan)]) == Exit.DONE


def test_a_seed_with_iterations_gives_one_plan_only(tmp_path: Path) -> None:
    for name in ("one.json", "two.json"):
        options = ["--seed", "7", "--iterations", "200", "--time-limit", "600"]
        assert run(["plan", str(example("tiny")), "-o", str(tmp_path / name), *options]) == Exit.DONE
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_nobody_out_is_a_no_and_still_a_plan(
    tiny: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = replace(tiny, vehicles=tuple(replace(row, available_until_s=1) for row in tiny.vehicles))
    write_scenario(closed, tmp_path / "closed")
    status = run(["plan", str(tmp_path / "closed"), "-o", str(tmp_path / "plan.json"), "--time-limit", "1"])
    assert status == Exit.ANSWER_IS_NO
    assert "0 of 44 people come out." in capsys.readouterr().out
    assert read_plan(tmp_path / "plan.json").people_remaining == 44


def test_an_objective_without_what_it_needs_is_refused_plainly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    assert run(["plan", str(example("tiny")), "-o", str(plan), "--objective", "before-breakdown"]) == Exit.UNUSABLE
    assert "expected_calm_hours" in capsys.readouterr().err
    assert not plan.exists()


def test_another_objective_is_planned_and_said_in_its_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.json"
    options = ["-o", str(plan), "--objective", "priority", "--iterations", "2000"]
    assert run(["plan", str(example("tiny")), *options]) == Exit.DONE
    assert "weighted person-hours" in capsys.readouterr().out
    assert read_plan(plan).objective is Objective.PRIORITY


def test_the_words_name_value_bound_and_gap(tiny: Scenario) -> None:
    words = "\n".join(plan_in_words(tiny, PLAN))
    assert "40 of 44 people come out." in words
    assert "2 h after the start" in words
    assert "nobody can bring out more than 42 people" in words
    assert "the gap is 25 %" in words


def test_the_words_name_who_remains_and_why(tiny: Scenario) -> None:
    words = list(plan_in_words(tiny, PLAN))
    assert words[-2:] == ["4 people remain:", "  row-1, 4 people: No seat fits. There is no bed."]


def test_of_very_many_rows_that_remain_the_first_are_named(tiny: Scenario) -> None:
    rows = tuple(Remaining(f"row-{i}", 1, 1) for i in range(SHOWN_REMAINING + 5))
    words = list(plan_in_words(tiny, replace(PLAN, remaining=rows)))
    assert len(words) < SHOWN_REMAINING + 7
    assert "5 more rows" in words[-1]


def test_a_proven_plan_is_called_best(tiny: Scenario) -> None:
    words = list(plan_in_words(tiny, replace(PLAN, proof=Proof.OPTIMAL, bound=7200)))
    assert "That is proven best." in words


def test_progress_is_a_line_whenever_something_became_better(tiny: Scenario) -> None:
    shown = StringIO()
    console = Console(file=shown, width=40)
    with console.status("") as status:
        watch = Watch(tiny, console, status)
        watch(Progress(1.0, 40, 44, 7200, None))
        watch(Progress(2.0, 44, 44, 7200, 3600))
        watch(Progress(3.0, 44, 44, 7200, 3600))
    assert shown.getvalue().splitlines() == [
        "1.0 s: 40 of 44 people out in 2 h",
        "2.0 s: 44 of 44 people out in 2 h, bound 1 h, gap 50 %",
    ]


def test_ctrl_c_asks_once_and_then_interrupts() -> None:
    with stopped_by_ctrl_c() as stopped:
        assert not stopped()
        signal.raise_signal(signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_gives_the_best_plan_so_far(tmp_path: Path) -> None:
    """A planner with an hour to go is stopped as soon as it has said something."""
    write_scenario(build("lanes", "S"), tmp_path / "lanes")
    plan = tmp_path / "plan.json"
    planner = subprocess.Popen(
        [SAFEPASSAGE, "plan", tmp_path / "lanes", "-o", plan, "--time-limit", "3600"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert planner.stderr is not None
    first = planner.stderr.readline()
    planner.send_signal(signal.SIGINT)
    said, _ = planner.communicate()
    assert "people out" in first
    assert planner.returncode == Exit.DONE
    assert "2,000 of 2,000 people come out." in said
    assert json.loads(plan.read_text(encoding="utf-8"))["people_out"] == 2000
