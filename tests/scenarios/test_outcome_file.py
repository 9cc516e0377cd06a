"""outcome.json: what is written is read back, and what is no outcome is refused in one sentence."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import (
    CONFIDENCE,
    QUANTILES,
    CauseShare,
    ChanceBy,
    CrossingUse,
    Danger,
    Disruptions,
    Estimate,
    OutAt,
    Outcome,
    PolicyUsed,
    Sensitivity,
    VehicleUse,
    Waiting,
)
from safepassage.domain.uncertainty import CERTAINTY, Hazard, RoadHazard, Shape, Spread, Uncertainty
from safepassage.scenarios.outcome_file import outcome_text, read_outcome, write_outcome

ONE = Estimate(1.0, 0.5, None)
OUT = OutAt(900, 3.25, (1, 2, 3, 4, 5, 6, 7))
UNCERTAIN = Uncertainty(
    travel=Spread(0.2, shape=Shape.EXPONENTIAL, source="a survey"),
    roads=(RoadHazard("a", "b", True, Hazard(per_hour=0.1)),),
    windows_move=True,
)
OUTCOME = Outcome(
    scenario="tiny",
    scenario_digest="abc",
    runs=7,
    seed=1,
    policy=PolicyUsed(None, 300),
    uncertainty=UNCERTAIN,
    confidence=CONFIDENCE,
    quantiles=QUANTILES,
    persons=9,
    planned_out=8,
    planned_completion_s=3600,
    complete=ONE,
    completion_s=(ONE,) * 7,
    mean_completion_s=ONE,
    people_out=ONE,
    people_out_by_priority=(ONE, ONE, ONE),
    mean_aboard_s=None,
    longest_aboard_s=ONE,
    people_aboard_too_long=ONE,
    vehicles_withdrawn=ONE,
    vehicles_left_behind=ONE,
    complete_by=(ChanceBy(3600, 1.0, 0.5, 1.0),),
    people_out_over_time=(OUT,),
    crossings=(CrossingUse("gate", ONE, 4.5, ONE, ONE, (0.5, 0.25)),),
    vehicles=(VehicleUse("bus-1", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 0.5),),
    people_left_aboard=ONE,
    waiting_by_priority=(Waiting(ONE, ONE),) * 3,
    danger=Danger(ONE, ONE, ONE),
    disruptions=Disruptions(ONE, ONE, ONE, ONE, ONE, ONE, ONE),
    sensitivity=Sensitivity("completion_seconds", 30, (CauseShare("travel", 0.5, 0.25, 0.75),)),
    people_out_if_ended_at=(OUT,),
    facts=12,
)


def test_an_outcome_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_outcome(OUTCOME, tmp_path / "outcome.json")
    assert read_outcome(tmp_path / "outcome.json") == OUTCOME


figures = st.one_of(st.none(), st.floats(-1e9, 1e9).map(lambda value: round(value, 4)))


def in_order(ends: tuple[float | None, float | None, float | None]) -> Estimate:
    """Give an estimate that lies within its interval; None stays where it is."""
    known = iter(sorted(end for end in ends if end is not None))
    low, value, high = (None if end is None else next(known) for end in ends)
    return Estimate(value, low, high)


estimates = st.tuples(figures, figures, figures).map(in_order)


@given(st.lists(estimates, max_size=5), figures, st.integers(0, 10**12))
def test_figures_come_back(
    tmp_path_factory: pytest.TempPathFactory, all_of: list[Estimate], one: float, n: int
) -> None:
    path = tmp_path_factory.mktemp("outcome") / "outcome.json"
    outcome = replace(OUTCOME, completion_s=tuple(all_of), mean_aboard_s=one, planned_completion_s=n)
    write_outcome(outcome, path)
    assert read_outcome(path) == outcome


def test_rare_troubles_keep_their_rates(tmp_path: Path) -> None:
    """One breakdown in 25,000 hours is written as such, not as none."""
    rare = replace(UNCERTAIN, breakdowns=Hazard(per_hour=0.00004), travel=Spread(cv=0.123456789012))
    write_outcome(replace(OUTCOME, uncertainty=rare), tmp_path / "outcome.json")
    assert read_outcome(tmp_path / "outcome.json").uncertainty == rare


def test_figures_are_tidy() -> None:
    found = json.loads(
        outcome_text(replace(OUTCOME, mean_aboard_s=0.1 + 0.2, uncertainty=Uncertainty(Spread(0.1 + 0.2))))
    )
    assert (found["mean_aboard_seconds"], found["uncertainty"]["travel"]["cv"]) == (0.3, 0.3)


def test_what_is_certain_is_left_away(tmp_path: Path) -> None:
    found = json.loads(outcome_text(OUTCOME))
    assert set(found["uncertainty"]) == {"travel", "roads", "windows_move"}
    write_outcome(replace(OUTCOME, uncertainty=CERTAINTY), tmp_path / "outcome.json")
    assert read_outcome(tmp_path / "outcome.json").uncertainty == CERTAINTY


def test_an_outcome_of_before_has_no_newer_figures(tmp_path: Path) -> None:
    keys = json.loads(outcome_text(OUTCOME))
    for name in ("waiting_by_priority", "danger", "disruptions", "sensitivity", "people_out_if_ended_at"):
        del keys[name]
    del keys["crossings"][0]["queued_over_time"]
    (tmp_path / "outcome.json").write_text(json.dumps(keys), encoding="utf-8")
    found = read_outcome(tmp_path / "outcome.json")
    assert found.danger is None
    assert found.waiting_by_priority == ()
    assert found.crossings[0].queued_over_time == ()


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    keys = json.loads(outcome_text(OUTCOME))
    change(keys)
    return json.dumps(keys)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", 'is not of the format "safepassage-outcome-1"'),
        ('{"format": "safepassage-plan-1"}', 'is not of the format "safepassage-outcome-1"'),
        ("{", "is not proper JSON"),
        (changed(lambda keys: keys.pop("runs")), "lacks the key runs"),
        (changed(lambda keys: keys.update(more=1)), 'has the unknown key "more"'),
        (changed(lambda keys: keys.update(runs=1.5)), "runs is the number 1.5, but must be a whole number"),
        (changed(lambda keys: keys["crossings"][0].update(place=3)), "crossings[0].place is a whole number"),
        (changed(lambda keys: keys["people_out_by_priority"].pop()), "people_out_by_priority has 2 entries"),
        (changed(lambda keys: keys["complete"].update(low="x")), "complete.low is the text"),
        (changed(lambda keys: keys["uncertainty"]["travel"].update(shape="flat")), "must be one of: lognormal"),
        (changed(lambda keys: keys["uncertainty"].update(windows_move=1)), "must be true or false"),
        (changed(lambda keys: keys.update(runs=0)), "runs is 0"),
        (changed(lambda keys: keys["complete"].update(value=7, high=9)), "complete is no share"),
        (changed(lambda keys: keys["people_out"].update(low=99)), "people_out does not lie within its interval"),
        (changed(lambda keys: keys["people_out_over_time"][0].update(at_seconds=-1)), "not in the order of time"),
        (changed(lambda keys: keys["people_out_over_time"][0].update(mean=1e30)), "more people than there can be"),
    ],
)
def test_what_is_no_outcome_is_refused_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError, match="outcome") as refused:
        read_outcome(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
