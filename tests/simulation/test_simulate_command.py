"""`safepassage simulate`: what is written and said, and what is refused."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.outcome_words import ended_moments, outcome_in_words
from safepassage.cli.simulate import register
from safepassage.cli.trouble import Exit
from safepassage.domain.outcome import CauseShare, Disruptions, Estimate, OutAt, Outcome, Sensitivity
from safepassage.domain.uncertainty import Hazard
from safepassage.reporting.clock import LocalClock
from safepassage.scenarios import read_plan, read_scenario, write_plan, write_scenario
from safepassage.scenarios.outcome_file import read_outcome, write_outcome

TINY = example("tiny")
BY_HAND = TINY / "plan-by-hand.json"


def application(_arguments: Sequence[str] = ()) -> typer.Typer:
    """Give an application with this command; a second one, as one alone would need no name."""
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)
    app.command("other")(lambda: None)
    return app


def untold(folder: Path) -> Path:
    """Write the scenario into a folder, without what it says of what is uncertain."""
    if not (folder / "untold").exists():
        write_scenario(replace(read_scenario(TINY), uncertainty=None), folder / "untold")
    return folder / "untold"


def simulated(output: Path, *options: str) -> dict[str, Any]:
    """Simulate the scenario with what is assumed."""
    arguments = ["simulate", str(untold(output.parent)), str(BY_HAND), "-o", str(output), "--runs", "120", *options]
    assert run(arguments, application=application) == Exit.DONE
    found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return found


def test_the_outcome_is_written_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = simulated(tmp_path / "outcome.json")
    said = capsys.readouterr().out
    assert "120 runs of a plan that brings out" in said
    assert "Time aboard" in said
    assert "Out if the agreement ends then: out already, or past the last crossing" in said
    assert "Nobody left behind" in said
    assert "At Bridge" in said
    absent = re.search("Not in the.*suspen", said)
    assert absent is not None
    assert absent.start() < said.index("People out")
    assert found["format"] == "safepassage-outcome-1"
    assert found["runs"] == 120
    assert found["planned_out"] == read_plan(BY_HAND).people_out
    assert found["complete"]["low"] <= found["complete"]["value"] <= found["complete"]["high"]
    assert [point["mean"] for point in found["people_out_over_time"]] == sorted(
        point["mean"] for point in found["people_out_over_time"]
    )
    assert {vehicle["vehicle"] for vehicle in found["vehicles"]} == {
        itinerary.vehicle for itinerary in read_plan(BY_HAND).itineraries
    }
    assert all(spread["source"] for spread in found["uncertainty"].values())


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    path = tmp_path_factory.mktemp("outcome") / "outcome.json"
    simulated(path)
    return read_outcome(path)


def words(outcome: Outcome) -> str:
    """Give what the terminal says, spaces between words apart."""
    said = "\n".join(outcome_in_words(read_scenario(TINY), outcome, "timetable", "assumed"))
    return re.sub(" +", " ", said)


def exactly(value: float) -> Estimate:
    return Estimate(value, value, value)


NOTHING = Disruptions(
    **dict.fromkeys(
        (
            "people_stayed",
            "people_turned_back",
            "people_without_seat",
            "suspensions",
            "suspended_s",
            "breakdowns",
            "refusals",
        ),
        exactly(0.0),
    )
)


def test_everybody_is_added_up(outcome: Outcome) -> None:
    waiting = tuple(replace(each, still_waiting=exactly(1.04)) for each in outcome.waiting_by_priority)
    found = replace(
        outcome,
        people_out=exactly(30.05),
        people_left_aboard=exactly(2.0),
        waiting_by_priority=waiting,
        disruptions=replace(NOTHING, people_stayed=exactly(5.05), people_turned_back=exactly(0.78)),
    )
    said = words(found)
    (line,) = [line for line in said.split("\n") if line.startswith("In the end, on average")]
    parts = [float(number) for number in re.findall(r"[0-9.]+", line)]
    assert len(parts) == 6
    assert sum(parts[:-1]) == pytest.approx(parts[-1])
    assert "1 person still waits in the end; who boards waits" in said


def test_what_is_seldom_is_counted_in_a_hundred_runs(outcome: Outcome) -> None:
    seldom = replace(NOTHING, breakdowns=exactly(0.01), refusals=exactly(2.5), ended_for_good=exactly(0.2))
    said = words(replace(outcome, disruptions=seldom, vehicles_left_behind=exactly(0.03)))
    assert "In a run 2.5 refusals" in said
    assert "In 100 runs 3 vehicles stuck in the end\n 1 breakdown\n" in said
    assert "never re-established in 20 % of runs" in said


def test_it_is_said_that_the_agreement_may_be_over_before_it_ends(outcome: Outcome) -> None:
    says = "suspended or over before"
    assert says not in words(outcome)
    suspended = replace(outcome.uncertainty, suspensions=Hazard(per_hour=0.1, for_good=1.0))
    assert says in words(replace(outcome, uncertainty=suspended))


def test_causes_that_cannot_be_told_from_nothing_are_one_line(outcome: Outcome) -> None:
    causes = (
        CauseShare("travel", 0.8, 0.7, 0.9),
        CauseShare("service", 0.01, -0.05, 0.1),
        CauseShare("check", 0.0, 0.0, 0.0),
    )
    said = words(replace(outcome, sensitivity=Sensitivity("people_out", 400, causes)))
    assert "How long driving takes 80 % (70" in said
    assert (
        "cannot be told from 0 with these runs: how long boarding and alighting take and how long checks take; "
        "use more --runs" in said
    )


@pytest.mark.parametrize(("all_out_s", "step_s"), [(3600, 1800), (9600, 1800), (11_100, 3600), (648_000, 108_000)])
def test_moments_are_full_or_half_hours_and_few(all_out_s: int, step_s: int) -> None:
    clock = LocalClock.of(read_scenario(TINY))
    curve = [OutAt(at_s, 44.0 * (at_s >= all_out_s), (44,) * 7) for at_s in range(300, 700_000, 300)]
    moments = [point.at_s for point in ended_moments(clock, curve)]
    assert moments == list(range(step_s, moments[-1] + 1, step_s))
    assert len(moments) <= 6
    assert moments[-1] - step_s < all_out_s <= moments[-1]


def test_nobody_out_has_no_moments() -> None:
    assert ended_moments(LocalClock.of(read_scenario(TINY)), [OutAt(300, 0.0, (0,) * 7)]) == []


def test_the_same_seed_gives_the_same_file_with_any_number_of_jobs(tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    simulated(one, "--seed", "5", "--jobs", "1")
    simulated(two, "--seed", "5", "--jobs", "2")
    assert one.read_bytes() == two.read_bytes()


def test_where_nothing_is_uncertain_the_outcome_is_the_plan(tmp_path: Path) -> None:
    none = ("--travel", "0", "--service", "0", "--checks", "0", "--common", "0", "--late", "0")
    found = simulated(tmp_path / "outcome.json", *none)
    plan = read_plan(BY_HAND)
    assert found["mean_completion_seconds"]["value"] == plan.completion_seconds
    assert found["people_out"] == {"value": plan.people_out, "low": plan.people_out, "high": plan.people_out}


def test_policies_differ_on_the_same_draws(tmp_path: Path) -> None:
    timetable = simulated(tmp_path / "timetable.json")
    in_order = simulated(tmp_path / "in-order.json", "--policy", "in-order", "--patience", "5")
    assert timetable["policy"] == {"ahead_seconds": 0, "patience_seconds": None, "replans": False}
    assert in_order["policy"] == {"ahead_seconds": None, "patience_seconds": 300, "replans": False}
    assert in_order["mean_completion_seconds"]["value"] <= timetable["mean_completion_seconds"]["value"]


def test_a_plan_that_breaks_the_rules_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = read_plan(BY_HAND)
    first = plan.itineraries[0]
    broken = tmp_path / "broken.json"
    write_plan(replace(plan, itineraries=(replace(first, vehicle="bus-99"), *plan.itineraries[1:])), broken)
    output = tmp_path / "outcome.json"
    assert run(["simulate", str(TINY), str(broken), "-o", str(output)], application=application) == Exit.UNUSABLE
    assert "breaks the rules" in capsys.readouterr().err
    assert not output.exists()


def test_the_scenario_and_its_plan_are_left_as_they_are(tmp_path: Path) -> None:
    before = read_scenario(TINY), BY_HAND.read_bytes()
    simulated(tmp_path / "outcome.json")
    assert (read_scenario(TINY), BY_HAND.read_bytes()) == before


def test_every_key_of_the_outcome_is_described(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "outcome.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(\w+)`", page, flags=re.MULTILINE))
    causes = {"travel", "service", "check", "late_start"}
    found = keys_of(simulated(tmp_path / "outcome.json", "--sensitivity"))
    in_danger = {"person_seconds", "harm_loaded", "harm_empty"}
    assert found == (described - in_danger) | causes | {"value", "low", "high"}


def test_what_drives_the_spread_is_said_if_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert simulated(tmp_path / "outcome.json")["sensitivity"] is None
    found = simulated(tmp_path / "outcome.json", "--sensitivity")["sensitivity"]
    assert found["runs"] == 5 * 120
    assert {each["cause"] for each in found["causes"]} == {"travel", "service", "check", "late_start"}
    assert "What drives the spread" in capsys.readouterr().out


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    simulated(path, "--sensitivity")
    before = path.read_bytes()
    write_outcome(read_outcome(path), path)
    assert path.read_bytes() == before


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_planning_anew_is_a_policy_that_tells_what_it_asks_of_crews(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = tmp_path / "uncertainty.toml"
    late.write_text('[late_start]\nchance = 0.5\nmean_minutes = 120\nsource = "for a test"\n', encoding="utf-8")
    options = ("--policy", "replan", "--uncertainty", str(late), "--jobs", "1")
    arguments = ["simulate", str(TINY), str(BY_HAND), "-o", str(tmp_path / "outcome.json"), "--runs", "3", *options]
    assert run(arguments, application=application) == Exit.DONE
    found = json.loads((tmp_path / "outcome.json").read_text(encoding="utf-8"))
    assert "Planned anew" in capsys.readouterr().out
    assert found["policy"]["replans"]
    assert found["new_plans"]["value"] > 0
    assert found["changes_announced"]["value"] > 0


def test_planning_anew_tells_of_no_sensitivity(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["simulate", str(TINY), str(BY_HAND), "--policy", "replan", "--sensitivity"]
    assert run(arguments, application=application) == Exit.UNUSABLE
    assert "--policy replan" in capsys.readouterr().err
