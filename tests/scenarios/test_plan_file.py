"""What plan.json may hold, and that every breach is one sentence that says where."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from safepassage.domain.robustness import Difference, RobustFor, Robustness, SampleWorth
from safepassage.domain.scenario import Objective
from safepassage.scenarios import read_plan, write_plan

EXAMPLE: dict[str, Any] = {
    "format": "safepassage-plan-1",
    "scenario": "aleppo-2016",
    "objective": "completion",
    "completion_seconds": 93600,
    "value": 93600,
    "bound": 92880.5,
    "proof": "bounded",
    "people_out": 48,
    "people_remaining": 4,
    "people_out_bound": 52,
    "itineraries": [
        {
            "vehicle": "bus-1",
            "stops": [
                {"place": "depot", "arrive": 0, "depart": 0},
                {"place": "sukkari", "arrive": 900, "depart": 1800, "board": {"families-of-4": 12}},
                {"place": "ramouseh", "arrive": 2100, "depart": 2400},
                {"place": "rashidin", "arrive": 3600, "depart": 4200, "alight": {"families-of-4": 12}},
            ],
        }
    ],
}
PLAN = Plan(
    scenario="aleppo-2016",
    objective=Objective.COMPLETION,
    itineraries=(
        Itinerary(
            "bus-1",
            (
                Stop("depot", 0, 0),
                Stop("sukkari", 900, 1800, board={"families-of-4": 12}),
                Stop("ramouseh", 2100, 2400),
                Stop("rashidin", 3600, 4200, alight={"families-of-4": 12}),
            ),
        ),
    ),
    value=93600.0,
    bound=92880.5,
    proof=Proof.BOUNDED,
    completion_seconds=93600,
    people_out=48,
    people_remaining=4,
    people_out_bound=52,
)


def refusal(text: str | bytes, folder: Path) -> str:
    """Give the sentence with which a plan file is refused."""
    path = folder / "plan.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UnusableInputError) as caught:
        read_plan(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(path), "plan.json")


def changed(*path: str | int, to: object) -> str:
    """Give the example with one value replaced; `...` removes it."""
    example = json.loads(json.dumps(EXAMPLE))
    holder = example
    for step in path[:-1]:
        holder = holder[step]
    if to is ...:
        del holder[path[-1]]
    else:
        holder[path[-1]] = to
    return json.dumps(example)


def test_the_documented_form_is_read(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps(EXAMPLE))
    assert read_plan(tmp_path / "plan.json") == PLAN


def test_the_optional_keys_are_read(tmp_path: Path) -> None:
    more = {
        "people_out_by_priority": [8, 0, 40],
        "people_out_bound_by_priority": [8, 0, 44],
        "bound_explained": "Counting trips.",
        "remaining": [{"people": "patients", "groups": 2, "persons": 4, "reasons": ["There is no bed."]}],
        "bound": None,
    }
    (tmp_path / "plan.json").write_text(json.dumps({**EXAMPLE, **more}))
    plan = read_plan(tmp_path / "plan.json")
    assert plan.people_out_by_priority == (8, 0, 40)
    assert plan.people_out_bound_by_priority == (8, 0, 44)
    assert plan.bound_explained == "Counting trips."
    assert plan.remaining == (Remaining("patients", 2, 4, ("There is no bed.",)),)
    assert plan.bound is None


def test_whole_values_are_written_as_such_and_a_stop_a_line(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.json")
    text = (tmp_path / "plan.json").read_text()
    assert '"value": 93600,' in text
    assert '"bound": 92880.5,' in text
    assert '    {"place": "sukkari", "arrive": 900, "depart": 1800, "board": {"families-of-4": 12}},\n' in text
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_how_a_plan_was_chosen_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    """Person-seconds of a large operation have more digits than a figure of an outcome needs."""
    large, sure = SampleWorth((0.1 + 0.2, 28_805.123456, 0.0), 1_728_300_000_123.4567), Difference(-2.000001, -3, 0.5)
    robust = Robustness(
        futures=100,
        seed=2**62 + 2**61,
        fresh_seed=2**62 + 2**61 + 1,
        robust_for=RobustFor.TAIL,
        made_for="",
        tried=2,
        horizon_s=90_000,
        nominal=large,
        chosen=large,
        fresh_nominal=large,
        fresh_chosen=large,
        people_difference=sure,
        value_difference=sure,
        calm_people=-4,
        calm_completion_s=-60,
        calm_value=1 / 3,
    )
    plan = replace(PLAN, robust=robust)
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json") == plan
    keys = json.loads((tmp_path / "plan.json").read_text())["robust"]
    assert (keys["horizon_seconds"], keys["robust_for"], keys["calm_completion_seconds"]) == (90_000, "tail", -60)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_a_plan_without_a_real_value_is_not_written(value: float, tmp_path: Path) -> None:
    broken = Plan(**{**{name: getattr(PLAN, name) for name in PLAN.__slots__}, "value": value})
    with pytest.raises(UnusableInputError):
        write_plan(broken, tmp_path / "plan.json")
    assert not list(tmp_path.iterdir())


STOP = ("itineraries", 0, "stops", 1)


@pytest.mark.parametrize(
    ("path", "to", "said"),
    [
        (("format",), "safepassage-plan-2", 'format must be "safepassage-plan-1"'),
        (("format",), ..., "the file as a whole lacks the key format"),
        (("scenario",), 5, "scenario is a whole number, but must be a text"),
        (("objective",), "speed", "objective must be one of: completion, priority, before-breakdown"),
        (("objective",), ["completion"], "objective must be one of"),
        (("proof",), "certain", "proof must be one of: optimal, bounded, none"),
        (("value",), "93600", 'value is the text "93600", but must be a number'),
        (("value",), None, "value is null, but must be a number"),
        (("value",), True, "value is true or false"),
        (("value",), 10**400, "value is out of range"),
        (("bound",), [], "bound is a list, but must be a number"),
        (("completion_seconds",), 93600.0, "completion_seconds is the number 93600.0, but must be a whole number"),
        (("completion_seconds",), -1, "completion_seconds is out of range"),
        (("people_out",), 1.5, "people_out is the number 1.5"),
        (("people_out",), 10**30, "people_out is out of range"),
        (("people_remaining",), ..., "lacks the key people_remaining"),
        (("people_lost",), 5, 'has the unknown key "people_lost"'),
        (("people_out_by_priority",), [1, 2], "people_out_by_priority must be a list of three whole numbers"),
        (("people_out_by_priority",), [1, 2, -3], "people_out_by_priority[2] is out of range"),
        (("remaining",), [{"people": "a", "groups": 1}], "remaining[0] lacks the key persons"),
        (("remaining",), [{"people": "a", "groups": 1, "persons": 4, "reasons": [5]}], "remaining[0].reasons[0] is"),
        (("itineraries",), {}, "itineraries is an object, but must be a list"),
        (("itineraries", 0), [], "itineraries[0] is a list, but must be an object"),
        (("itineraries", 0, "vehicle"), ..., "itineraries[0] lacks the key vehicle"),
        (("itineraries", 0, "driver"), "A", 'itineraries[0] has the unknown key "driver"'),
        (("itineraries", 0, "stops"), None, "itineraries[0].stops is null"),
        ((*STOP, "depart"), 1800.5, "itineraries[0].stops[1].depart is the number 1800.5"),
        ((*STOP, "depart"), 1800.0, "itineraries[0].stops[1].depart is the number 1800.0"),
        ((*STOP, "arrive"), -900, "itineraries[0].stops[1].arrive is out of range"),
        ((*STOP, "arrive"), ..., "itineraries[0].stops[1] lacks the key arrive"),
        ((*STOP, "place"), "a\x1b[2J", "itineraries[0].stops[1].place holds a control character"),
        ((*STOP, "wait"), 5, 'itineraries[0].stops[1] has the unknown key "wait"'),
        ((*STOP, "board"), ["families-of-4"], "itineraries[0].stops[1].board must be an object"),
        ((*STOP, "board", "families-of-4"), 0, 'itineraries[0].stops[1].board["families-of-4"] is out of range'),
        ((*STOP, "board", "families-of-4"), -2, 'itineraries[0].stops[1].board["families-of-4"] is out of range'),
        ((*STOP, "board", "families-of-4"), 1.0, 'board["families-of-4"] is the number 1.0'),
        ((*STOP, "board", "families-of-4"), True, 'board["families-of-4"] is true or false'),
    ],
)
def test_each_breach_is_named_where_it_stands(
    path: tuple[str | int, ...], to: object, said: str, tmp_path: Path
) -> None:
    message = refusal(changed(*path, to=to), tmp_path)
    assert message.startswith("plan.json: ")
    assert said in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not proper JSON (line 1: expecting value"),
        (json.dumps(EXAMPLE)[:300], "not proper JSON"),
        ("[]", "the file as a whole is a list, but must be an object"),
        ('{"format": 1, "format": 2}', 'the key "format" stands twice'),
        ('{"value": NaN}', "it holds NaN"),
        ('{"value": -Infinity}', "it holds -Infinity"),
        ('{"value": 1e999}', "a number beyond all bounds"),
        ('{"value": ' + "9" * 5000 + "}", "a number of thousands of digits"),
        ("[" * 100_000, "lists within lists"),
        ('{"a":' * 100_000, "lists within lists"),
        ("\ud800".encode("utf-16-le", "surrogatepass"), "not UTF-8"),
        (b'{"format": "\xff"}', "not UTF-8 text (line 1)"),
        (b'{"format": "\0"}', "zero bytes"),
        ('{"\\ud800": 5}', "unknown key"),
        ("{} {}", "line 1: extra data"),
    ],
)
def test_what_is_no_proper_json_is_refused(text: str | bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(text, tmp_path)


def test_a_plan_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="not an ordinary file"):
        read_plan(tmp_path)
    with pytest.raises(UnusableInputError, match=r"no-plan\.json: There is no such file\."):
        read_plan(tmp_path / "no-plan.json")
