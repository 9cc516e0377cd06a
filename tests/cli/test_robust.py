"""`safepassage plan --robust`: a plan that holds, with what that costs on a calm day."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.bootstrap import example
from safepassage.cli.main import run
from safepassage.cli.robust_planning import Holding, holding, plan_that_holds, rehearsed, robust_in_words
from safepassage.cli.trouble import Exit
from safepassage.cli.uncertain import ASSUMED
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from safepassage.domain.robustness import RobustFor, SampleWorth
from safepassage.domain.scenario import Objective
from safepassage.domain.uncertainty import CERTAINTY, Spread, Uncertainty
from safepassage.planning.robust.stricter import Stricter
from safepassage.planning.robust.truth import in_truth
from safepassage.planning.solver import solve
from safepassage.planning.verify import verify
from safepassage.scenarios import read_plan, write_plan, write_scenario
from safepassage.simulation import TIMETABLE, prepare, rehearse
from tests.planning.robust_by_hand import BY_THE_BRIDGE_S, BY_THE_GATE_S, GATE_OR_BRIDGE, URGENT_TOO

SLOW_ROADS = Uncertainty(travel=Spread(cv=0.3))
QUICKLY = ["--iterations", "30", "--time-limit", "600"]


def holds(uncertainty: Uncertainty, robust_for: RobustFor = RobustFor.MEAN, futures: int = 60) -> Plan:
    return plan_that_holds(
        GATE_OR_BRIDGE, Holding(futures, robust_for, uncertainty), time_limit_s=600, seed=1, iterations=30
    )


@pytest.mark.parametrize("robust_for", RobustFor)
def test_where_roads_may_be_slow_the_bus_takes_the_way_that_never_closes(robust_for: RobustFor) -> None:
    """Half of all buses would come to the gate too late, and their people would not be out."""
    plan = holds(SLOW_ROADS, robust_for)
    assert verify(GATE_OR_BRIDGE, plan).ok
    assert plan.completion_seconds == BY_THE_BRIDGE_S
    robust = plan.robust
    assert robust is not None
    assert robust.calm_completion_s == BY_THE_BRIDGE_S - BY_THE_GATE_S
    assert robust.fresh_chosen.people_out == 10
    assert robust.fresh_nominal.people_out < 8
    assert robust.people_difference.low > 0


def test_the_worth_in_fresh_futures_is_what_rehearsing_says() -> None:
    """The ensemble of `simulate` with the same seed has the same people out on average."""
    plan = holds(SLOW_ROADS)
    assert plan.robust is not None
    nominal = solve(GATE_OR_BRIDGE, time_limit_s=600, max_iterations=30)
    outcome = rehearse(prepare(GATE_OR_BRIDGE, nominal), TIMETABLE, SLOW_ROADS, runs=60, seed=plan.robust.fresh_seed)
    assert plan.robust.fresh_nominal.people_out == pytest.approx(outcome.people_out.value)


def test_what_the_scenario_says_is_uncertain_goes_before_what_is_assumed() -> None:
    said = holding(replace(GATE_OR_BRIDGE, uncertainty=SLOW_ROADS), 20, None, None, None, 1)
    assert said == Holding(20, RobustFor.MEAN, SLOW_ROADS)
    assert holding(GATE_OR_BRIDGE, 20, RobustFor.TAIL, None, None, 1) == Holding(20, RobustFor.TAIL, ASSUMED)


def test_a_file_of_its_own_goes_before_what_the_scenario_says(tmp_path: Path) -> None:
    said = tmp_path / "uncertainty.toml"
    said.write_text('[travel]\ncv = 0.5\nsource = "assumed for a test"\n')
    asked = holding(replace(GATE_OR_BRIDGE, uncertainty=SLOW_ROADS), 20, None, said, None, 1)
    assert asked is not None
    assert asked.uncertainty == Uncertainty(travel=Spread(cv=0.5, source="assumed for a test"))


def test_where_nothing_is_uncertain_the_nominal_plan_is_chosen() -> None:
    plan = holds(CERTAINTY, futures=20)
    assert plan.completion_seconds == BY_THE_GATE_S
    assert plan.robust is not None
    assert plan.robust.is_nominal


@pytest.mark.parametrize(
    ("objective", "robust_for"),
    [
        (Objective.COMPLETION, RobustFor.MEAN),
        (Objective.PRIORITY, RobustFor.TAIL),
        (Objective.BEFORE_BREAKDOWN, RobustFor.MEAN),
    ],
)
def test_the_chosen_plan_is_never_worse_in_the_sample(objective: Objective, robust_for: RobustFor) -> None:
    case = replace(URGENT_TOO, objective=objective)
    plan = plan_that_holds(case, Holding(20, robust_for, ASSUMED), time_limit_s=600, seed=3, iterations=5)
    assert verify(case, plan).ok
    robust = plan.robust
    assert robust is not None
    sign = 1 if objective is Objective.BEFORE_BREAKDOWN else -1
    chosen = (*robust.chosen.people_out_by_priority, sign * robust.chosen.value)
    assert chosen >= (*robust.nominal.people_out_by_priority, sign * robust.nominal.value)


def test_a_plan_rehearsed_in_a_slower_world_keeps_its_order_and_has_slack() -> None:
    plan = solve(GATE_OR_BRIDGE, time_limit_s=600, max_iterations=30)
    (route,) = plan.itineraries
    slack = rehearsed(Stricter(drive=3).world(GATE_OR_BRIDGE), plan)
    assert slack is not None
    assert [(stop.place, stop.depart_s) for stop in slack.itineraries[0].stops] == [
        ("home", 0),
        ("gate", 1854),
        ("town", 2472),
    ]
    same = rehearsed(GATE_OR_BRIDGE, plan)
    assert same is not None
    assert [stop.depart_s for stop in same.itineraries[0].stops] == [stop.depart_s for stop in route.stops]


def test_a_plan_that_a_slower_world_lets_nobody_end_is_no_plan() -> None:
    """Four per cent slower, the bus comes to the gate when it is closed."""
    plan = solve(GATE_OR_BRIDGE, time_limit_s=600, max_iterations=30)
    world = Stricter(drive=4).world(GATE_OR_BRIDGE)
    stuck = rehearsed(world, plan)
    assert stuck is not None
    assert in_truth(GATE_OR_BRIDGE, world, stuck, plan) is None


def test_the_command_writes_a_plan_that_the_judge_accepts_and_says_what_it_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scenario, plan = tmp_path / "gate-or-bridge", tmp_path / "plan.json"
    write_scenario(GATE_OR_BRIDGE, scenario)
    assert run(["plan", str(scenario), "-o", str(plan), "--robust", "40", *QUICKLY]) == Exit.DONE
    said = capsys.readouterr().out
    assert "fresh futures, that played no part in the choice:" in said
    assert "If all goes as planned, the last one comes out 20 min later." in said
    assert run(["verify", str(scenario), str(plan)]) == Exit.DONE
    assert json.loads(plan.read_text())["robust"]["calm_completion_seconds"] == 1200


def test_a_seed_with_iterations_gives_one_choice_only(tmp_path: Path) -> None:
    write_scenario(URGENT_TOO, tmp_path / "case")
    for name in ("one.json", "two.json"):
        options = ["--robust", "20", "--robust-for", "tail", "--seed", "7", *QUICKLY]
        assert run(["plan", str(tmp_path / "case"), "-o", str(tmp_path / name), *options]) == Exit.DONE
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--robust-for", "tail"], "--robust-for goes with --robust: say on how many futures the plan is chosen."),
        (["--uncertainty", "u.toml"], "--uncertainty goes with --robust: say on how many futures the plan is chosen."),
        (["--robust", "20", "--uncertainty", "u.toml"], "u.toml: There is no such file."),
        (["--robust", "20", "--from", "plan.json", "--now", "+1h"], "--robust does not go with --from: "),
        (["--robust", "20", "--seed", str(2**62)], "--seed is out of range: with --robust it must be at most "),
        (["--robust", "0"], "Invalid value for '--robust': "),
        (["--robust", "20", "--robust-for", "best"], "Invalid value for '--robust-for': "),
    ],
)
def test_options_that_do_not_fit_are_refused_in_one_sentence(
    options: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    assert run(["plan", str(example("tiny")), "-o", str(plan), *options]) == Exit.UNUSABLE
    said = capsys.readouterr().err
    assert said.startswith(says)
    assert said.count("\n") == 1
    assert not plan.exists()


@pytest.fixture(scope="module")
def chosen() -> Plan:
    return holds(SLOW_ROADS, RobustFor.TAIL, futures=30)


def test_how_it_was_chosen_is_written_and_read_back(chosen: Plan, tmp_path: Path) -> None:
    write_plan(chosen, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == chosen


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (("futures", 0.5), "robust.futures is the number 0.5, but must be a whole number."),
        (("robust_for", "luck"), "robust.robust_for must be one of: mean, tail."),
        (("people_difference", {}), "robust.people_difference lacks the key value: add it."),
        (("luck", 1), 'robust has the unknown key "luck": remove it.'),
        (
            ("nominal", {"people_out_by_priority": [1], "value": 1}),
            "robust.nominal.people_out_by_priority has 1 entries, but must have 3.",
        ),
    ],
)
def test_a_record_that_is_wrong_is_refused_with_its_place(
    chosen: Plan, edit: tuple[str, object], says: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    write_plan(chosen, path)
    written = json.loads(path.read_text())
    written["robust"][edit[0]] = edit[1]
    path.write_text(json.dumps(written))
    with pytest.raises(UnusableInputError) as refused:
        read_plan(path)
    assert str(refused.value).endswith(says)


def test_words_tell_where_a_longer_search_found_more(chosen: Plan) -> None:
    """Another world, planned for longer, may now and then give the better plan for a calm day too."""
    assert chosen.robust is not None
    more = replace(chosen, robust=replace(chosen.robust, calm_people=4, calm_completion_s=-60))
    assert list(robust_in_words(GATE_OR_BRIDGE, more))[-1] == (
        "If all goes as planned, the last one comes out 1 min earlier and 4 people more come out."
    )


def test_a_value_with_a_horizon_in_it_is_called_a_score(chosen: Plan) -> None:
    assert chosen.robust is not None
    fewer = SampleWorth((0.0, 0.0, 0.0), 7200.0)
    for fresh, says in ((fewer, "score 2 h"), (replace(fewer, people_out_by_priority=(1e6, 0.0, 0.0)), "the last one")):
        robust = replace(chosen.robust, fresh_chosen=fresh, fresh_nominal=fresh)
        said = "\n".join(robust_in_words(GATE_OR_BRIDGE, replace(chosen, robust=robust)))
        assert f"people out, {says}" in said
        assert ("is no measured time" in said) == (fresh is fewer)


def test_words_say_that_a_difference_may_be_chance(chosen: Plan) -> None:
    assert chosen.robust is not None
    unsure = replace(chosen.robust.people_difference, low=-1.0, high=1.0)
    plan = replace(chosen, robust=replace(chosen.robust, people_difference=unsure, value_difference=unsure))
    assert "  So small a difference may be chance: take more futures to know." in robust_in_words(GATE_OR_BRIDGE, plan)
