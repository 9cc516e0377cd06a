"""events.jsonl: what is written is read back the same, and what is broken is refused with its line."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain import events
from safepassage.domain.errors import UnusableInputError
from safepassage.scenarios.events_file import LARGEST_EVENTS, Events, events_of, events_text, read_events, write_events

START = datetime(2016, 12, 15, 6, tzinfo=UTC)
FACTS = (
    events.OperationBegan(0, "tiny"),
    events.PeopleRegistered(0, "families", "hill", 3, 4, 0, 0, 2),
    events.VehicleAvailable(5, "bus-1", "</script>العامرية\u2028"),
    events.VehicleQueued(5, "bus-1", "hill", events.Queue.BAY),
    events.ConvoyFormed(9, "c-1", "hill", ("bus-1",)),
    events.OperationEnded(10),
)
TOLD = Events("tiny", START, FACTS, "One run.")
GOOD = events_text(TOLD)
HEADER = GOOD.splitlines()[0]


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    write_events(TOLD, tmp_path / "events.jsonl")
    assert read_events(tmp_path / "events.jsonl") == TOLD


@given(names=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))), max_size=5))
def test_names_in_any_script_are_read_back_the_same(names: list[str]) -> None:
    facts = tuple(events.VehicleAvailable(at_s, name, name) for at_s, name in enumerate(names, start=1))
    told = Events("tiny", START, (events.OperationBegan(0, "tiny"), *facts))
    assert events_of("events.jsonl", events_text(told)) == told


BROKEN = [
    ("", "is empty"),
    (f"{HEADER}\n", "holds a header but no facts"),
    ('{"format": "safepassage-events-2"}\n', 'line 1: the header must say "format": "safepassage-events-1"'),
    (HEADER.replace('"about"', '"abuot"') + "\n", 'line 1: the header has the unknown key "abuot": remove it'),
    (HEADER.replace("+00:00", "") + "\n", "line 1: start is"),
    (HEADER.replace('"scenario": "tiny", ', "") + "\n", "line 1: the header lacks the key scenario"),
    (HEADER.replace('"tiny"', "7") + "\n", "line 1: scenario must be a text in quotes"),
    (f"{HEADER}\nnonsense\n", "line 2: it is not proper JSON"),
    (f"{HEADER}\n\n", "line 2: it is not proper JSON"),
    (f"{HEADER}\n[]\n", "line 2: it is no JSON object"),
    (f"{HEADER}\n{{}}\n", "line 2: There is no fact None"),
    (f'{HEADER}\n{{"fact": "bus.flew", "version": 1}}\n', "line 2: There is no fact 'bus.flew' of version 1"),
    (f'{HEADER}\n{{"fact": "operation.ended", "version": 2}}\n', "line 2: There is no fact 'operation.ended'"),
    (f'{HEADER}\n{{"fact": "operation.ended", "version": 1}}\n', "line 2: A record of operation.ended has other"),
    (
        f'{HEADER}\n{{"fact": "operation.ended", "version": 1, "at_s": "9"}}\n',
        "line 2: A record of operation.ended, at_s",
    ),
    (f'{HEADER}\n{{"fact": "operation.ended", "version": 1, "at_s": -1}}\n', 'line 2: "at_s" is out of range'),
    (f'{HEADER}\n{{"fact": "operation.ended", "version": 1, "at_s": {10**12}}}\n', "line 2: at_s is"),
    (f'{HEADER}\n{{"fact": "operation.ended", "version": 1, "at_s": {"9" * 9000}}}\n', "thousands of digits"),
    (f'{HEADER}\n{{"fact": "operation.ended", "at_s": 1, "at_s": 1}}\n', '"at_s" stands twice'),
    (f'{HEADER}\n{{"fact": "operation.ended", "version": NaN, "at_s": 1}}\n', "NaN"),
    (f"{HEADER}\n{'[' * 100_000}\n", "line 2: it is not proper JSON (lists within lists without end)"),
    (f'{HEADER}\n{{"fact": "operation.began", "version": 1, "at_s": 0, "scenario": "\\ud800"}}\n', "control character"),
    (f'{HEADER}\n{{"fact": "operation.began", "version": 1, "at_s": 0, "scenario": "{"x" * 20_000}"}}\n', "too long"),
    (f'{HEADER}\n{{"x": "{"x" * 2_000_000}"}}\n', "line 2: it has more than"),
    (
        f'{HEADER}\n{{"fact": "operation.ended", "version": 1, "at_s": 9}}\n'
        '{"fact": "operation.ended", "version": 1, "at_s": 8}\n',
        "line 3: at_s is",
    ),
]


@pytest.mark.parametrize(("text", "said"), BROKEN, ids=[said[:40] for _, said in BROKEN])
def test_what_is_broken_is_refused_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableInputError) as refused:
        read_events(file)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_bytes_that_are_no_text_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnusableInputError, match="UTF-16"):
        read_events(tmp_path / "events.jsonl")
    with pytest.raises(UnusableInputError, match="no such file"):
        read_events(tmp_path / "missing.jsonl")
    with (tmp_path / "large.jsonl").open("wb") as large:
        large.truncate(LARGEST_EVENTS + 1)
    with pytest.raises(UnusableInputError, match="larger than"):
        read_events(tmp_path / "large.jsonl")


def test_mutated_files_are_read_or_refused_with_a_sentence() -> None:
    rng, refusals = random.Random(5), []
    for _ in range(400):
        letters = list(GOOD)
        for _ in range(rng.randint(1, 4)):
            letters[rng.randrange(len(letters))] = rng.choice('{}[]",:0-9\\\nxé\0')
        try:
            events_of("events.jsonl", "".join(letters))
        except UnusableInputError as refused:
            refusals.append(str(refused))
    assert len(refusals) > 100
    assert all("events.jsonl" in said and "\n" not in said for said in refusals)


def test_a_line_is_a_record_of_its_own() -> None:
    assert [json.loads(line).get("fact") for line in GOOD.split("\n")[1:-1]] == [fact.name for fact in FACTS]
