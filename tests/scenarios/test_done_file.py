"""done.json is read strictly: everything that is not in the format is refused with a place and a plain sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from safepassage.domain.done import Done, DoneStop
from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios import read_done

STOPS = [
    {"place": "depot", "arrive": 0, "depart": 600},
    {"place": "school", "arrive": 1200, "depart": 1800, "board": {"families": 3}},
    {"place": "bridge", "arrive": 2700},
]
WHOLE: dict[str, Any] = {
    "format": "safepassage-done-1",
    "scenario": "tiny",
    "vehicles": [{"vehicle": "bus-1", "stops": STOPS}],
    "lost": ["bus-2"],
    "late": [{"vehicle": "bus-3", "from": 7200}],
}


def read(folder: Path, **changes: object) -> Done:
    path = folder / "done.json"
    path.write_text(json.dumps({key: value for key, value in (WHOLE | changes).items() if value is not None}))
    return read_done(path)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    assert read(tmp_path) == Done(
        scenario="tiny",
        stops={
            "bus-1": (
                DoneStop("depot", 0, 600),
                DoneStop("school", 1200, 1800, {"families": 3}),
                DoneStop("bridge", 2700),
            )
        },
        lost=frozenset(["bus-2"]),
        late={"bus-3": 7200},
    )


def test_all_but_format_and_scenario_may_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, vehicles=None, lost=None, late=None) == Done("tiny")


def stops(*listed: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"vehicle": "bus-1", "stops": list(listed)}]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": "safepassage-plan-1"}, 'format must be "safepassage-done-1"'),
        ({"scenario": None}, "lacks the key scenario"),
        ({"scenario": 7}, "scenario is a whole number, but must be a text"),
        ({"events": []}, 'has the unknown key "events": remove it'),
        ({"vehicles": {}}, "vehicles is an object, but must be a list"),
        ({"vehicles": [{"vehicle": "bus-1"}]}, "vehicles[0] lacks the key stops"),
        ({"vehicles": 2 * stops()}, 'vehicles[1].vehicle names "bus-1" a second time'),
        ({"vehicles": stops({"place": "depot"})}, "vehicles[0].stops[0] lacks the key arrive"),
        ({"vehicles": stops({"place": "depot", "arrive": -1})}, "vehicles[0].stops[0].arrive is out of range"),
        ({"vehicles": stops({"place": "depot", "arrive": 1.5})}, "must be a whole number"),
        ({"vehicles": stops(STOPS[2], STOPS[0])}, "vehicles[0].stops[0] lacks the key depart: only at its last stop"),
        (
            {"vehicles": stops({"place": "school", "arrive": 0, "board": {"families": 1}})},
            "stops[0].board counts only once the vehicle has left",
        ),
        (
            {"vehicles": stops({"place": "school", "arrive": 0, "depart": 1, "board": {"families": 0}})},
            'board["families"] is out of range',
        ),
        ({"lost": "bus-1"}, "lost is the text"),
        ({"late": [{"vehicle": "bus-1"}]}, "late[0] lacks the key from"),
    ],
)
def test_anything_else_is_refused_with_its_place(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(UnusableInputError) as refused:
        read(tmp_path, **changes)
    assert message in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match=r"done\.json: There is no such file"):
        read_done(tmp_path / "done.json")
