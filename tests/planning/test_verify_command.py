"""`safepassage verify`: exit status, what a person reads, what a program reads."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import typer

from safepassage.cli.main import run
from safepassage.cli.planning import register
from safepassage.cli.trouble import Exit
from safepassage.domain.plan import Itinerary, Plan, Stop
from safepassage.domain.terms import Window
from safepassage.planning.verify import MEANINGS
from safepassage.scenarios import write_plan, write_scenario
from tests.planning.verify_edits import crossing, with_stop
from tests.planning.verify_example import example_plan


def application(_arguments: Sequence[str] = ()) -> typer.Typer:
    """Give an application with the commands on plans alone."""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    return app


def write_example(folder: Path) -> None:
    """Write the example scenario, with the windows that touch as the one that files say they are."""
    scenario, _ = crossing(0, windows=(Window(3000, 6000),))
    write_scenario(scenario, folder / "example")


def judge(folder: Path, plan: Plan, *options: str) -> int:
    """Write the example scenario and a plan, and let the command judge them."""
    write_example(folder)
    write_plan(plan, folder / "plan.json")
    return run(["verify", str(folder / "example"), str(folder / "plan.json"), *options], {}, application)


def test_a_plan_that_respects_every_rule_gets_a_summary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge(tmp_path, example_plan()) == Exit.DONE
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "The plan for example respects every rule.",
        "  people out        44 (6 of priority 1, 24 of priority 2, 14 of priority 3)",
        "  people remaining  3",
        "  completion time   2016-12-15 08:01:30 (7290 s)",
        "  vehicles used     10, with 45 stops",
        "  driven            231.0 km, risk 0.7",
        "  checks            9",
        "  convoys           3, the largest of 2 vehicles",
    ]
    assert said.err == ""


def test_every_violation_is_listed_with_vehicle_stop_place_and_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = replace(with_stop(example_plan(), "bus-6", 5, arrive_s=5641), people_out=45)
    assert judge(tmp_path, plan) == Exit.ANSWER_IS_NO
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        "bus-6, stop 5 (depot): It leaves gate at 2016-12-15 07:17:32 (4652 s) and comes to depot at 2016-12-15 "
        "07:34:01 (5641 s), in 989 s; the fastest way takes 990 s. [too-fast]",
        "The plan: It says 45, but 44 people are brought out. [people-out]",
        "The plan breaks the rules: 2 violations.",
    ]
    assert said.err == ""


def test_a_vehicle_that_comes_twice_is_named_without_a_place_that_may_be_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twice = Itinerary("van-2", (Stop("village", 0, 99),))
    plan = replace(example_plan(), itineraries=(*example_plan().itineraries, twice))
    assert judge(tmp_path, plan) == Exit.ANSWER_IS_NO
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "van-2: van-2 has more than one itinerary. [vehicle-twice]"
    assert lines[1].startswith("van-2, stop 0: It begins at ")


def test_a_name_that_would_turn_the_line_around_is_shown_harmless(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = replace(example_plan(), itineraries=(*example_plan().itineraries, Itinerary("van\u202e3", ())))
    assert judge(tmp_path, plan) == Exit.ANSWER_IS_NO
    shown = capsys.readouterr().out
    assert "\u202e" not in shown
    assert "van\ufffd3: The scenario has no vehicle van\ufffd3. [unknown-vehicle]" in shown


def test_json_gives_the_verdict_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge(tmp_path, with_stop(example_plan(), "bus-6", 5, arrive_s=5641), "--json") == Exit.ANSWER_IS_NO
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["ok"] is False
    (violation,) = verdict["violations"]
    assert (violation["rule"], violation["vehicle"], violation["stop"]) == ("too-fast", "bus-6", 5)
    assert violation["asks"] in MEANINGS.values()
    assert verdict["summary"]["people_out"] == 44
    assert verdict["summary"]["km"] == 231.0


def test_json_of_a_good_plan_has_no_violations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judge(tmp_path, example_plan(), "--json") == Exit.DONE
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["ok"] is True
    assert verdict["violations"] == []
    assert verdict["summary"]["largest_convoy"] == 2


def test_a_plan_that_cannot_be_read_is_unusable_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_example(tmp_path)
    (tmp_path / "plan.json").write_text('{"format": ', encoding="utf-8")
    arguments = ["verify", str(tmp_path / "example"), str(tmp_path / "plan.json")]
    assert run(arguments, {}, application) == Exit.UNUSABLE
    said = capsys.readouterr()
    assert said.out == ""
    assert "plan.json" in said.err
