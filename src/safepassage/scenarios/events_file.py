"""events.jsonl: a stream of facts as JSON lines; the first line is a header, each other line is one fact."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import Fact
from safepassage.domain.fact_records import fact_of, record_of
from safepassage.scenarios.collector import CellError
from safepassage.scenarios.files import read_bytes, text_of, write_files
from safepassage.scenarios.json_values import JsonError, strictly
from safepassage.scenarios.kinds import FORBIDDEN_IN_TEXT
from safepassage.scenarios.plan_file import LATEST, LONGEST_NAME, LONGEST_TEXT, MOST
from safepassage.scenarios.wording import plain, shown

FORMAT = "safepassage-events-1"
HEADER_KEYS = ("format", "scenario", "start", "about")

LARGEST_EVENTS = 256 * 2**20
"""Bytes in a file of events that is read."""

LONGEST_LINE = 2**20
"""Characters in a line of it."""


@dataclass(frozen=True, slots=True)
class Events:
    """A stream of facts of a scenario; their seconds count from `start`, which is timezone-aware.

    `about` says in a sentence where they come from, "" if nobody said.
    """

    scenario: str
    start: datetime
    facts: tuple[Fact, ...]
    about: str = ""


def read_events(path: Path) -> Events:
    """Give the events of a file.

    Raises
    ------
    UnusableInputError
        With one sentence that says what is wrong, and on which line.
    """
    try:
        text = text_of(read_bytes(path, LARGEST_EVENTS))
    except CellError as trouble:
        raise UnusableInputError(f"{plain(str(path))}: {trouble.message} {trouble.mend}") from None
    return events_of(str(path), text)


def write_events(events: Events, path: Path) -> None:
    """Write events to a file; an older one in its place is replaced only once the new one is whole.

    Raises
    ------
    UnusableInputError
        When the path cannot be written to.
    """
    write_files(path.parent, {path.name: events_text(events).encode()})


def events_text(events: Events) -> str:
    """Give the text of events.jsonl; `events_of` reads it back as the same events."""
    header = {"format": FORMAT, "scenario": events.scenario, "start": events.start.isoformat(), "about": events.about}
    records: Iterable[Mapping[str, object]] = (header, *map(record_of, events.facts))
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)


def events_of(file: str, text: str) -> Events:
    """Give the events of a text; `file` names it in sentences. See `read_events`."""
    lines = text.split("\n")  # JSON may hold other line separators inside a text
    if lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise UnusableInputError(f"{plain(file)} is empty: it needs a header and facts; simulate the plan anew.")
    header = _header(file, _record(file, 1, lines[0]))
    facts = tuple(_facts(file, lines))
    if not facts:
        raise UnusableInputError(f"{plain(file)} holds a header but no facts: simulate the plan anew.")
    return Events(header["scenario"], datetime.fromisoformat(header["start"]), facts, header.get("about", ""))


def _facts(file: str, lines: list[str]) -> Iterator[Fact]:
    at_s = 0
    for number, line in enumerate(lines[1:], start=2):
        record = _record(file, number, line)
        try:
            fact = fact_of(record)
        except UnusableInputError as error:
            _refuse(file, number, str(error))
        if not at_s <= fact.at_s <= LATEST:
            _refuse(
                file, number, f"at_s is {shown(fact.at_s)}, but facts are in the order of time, from 0 to {LATEST}."
            )
        at_s = fact.at_s
        yield fact


def _header(file: str, record: Mapping[str, Any]) -> Mapping[str, str]:
    if record.get("format") != FORMAT:
        _refuse(file, 1, f'the header must say "format": "{FORMAT}"; this version reads no other.')
    for key in record:
        if key not in HEADER_KEYS:
            _refuse(file, 1, f"the header has the unknown key {shown(key)}: remove it.")
    for key in ("scenario", "start"):
        if key not in record:
            _refuse(file, 1, f"the header lacks the key {key}: add it.")
    for key, value in record.items():
        if not isinstance(value, str):
            _refuse(file, 1, f"{key} must be a text in quotes.")
    _must_be_moment(file, record["start"])
    return record


def _must_be_moment(file: str, text: str) -> None:
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        _refuse(file, 1, f"start is {shown(text)}, but must be a moment with its offset, as 2016-12-15T06:00:00+02:00.")


def _record(file: str, number: int, line: str) -> Mapping[str, Any]:
    """Give the JSON object on a line, its texts and numbers within bounds."""
    if len(line) > LONGEST_LINE:
        _refuse(file, number, f"it has more than {LONGEST_LINE:,} characters: check that it is the right file.")
    try:
        record = strictly(lambda decoder: decoder.decode(line))
    except JsonError as error:
        _refuse(file, number, f"it is not proper JSON ({error.reason}).")
    if not isinstance(record, dict):
        _refuse(file, number, "it is no JSON object in braces.")
    for key, value in record.items():
        _must_be_bounded(file, number, key, value)
    return record


def _must_be_bounded(file: str, number: int, key: str, value: object) -> None:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, str) and len(item) > (LONGEST_TEXT if key == "about" else LONGEST_NAME):
            _refuse(file, number, f"{shown(key)} holds a text that is too long: shorten it.")
        if isinstance(item, str) and FORBIDDEN_IN_TEXT.search(item):
            _refuse(file, number, f"{shown(key)} holds a control character: remove it.")
        if isinstance(item, int) and not 0 <= item <= MOST:
            _refuse(file, number, f"{shown(key)} is out of range: it must be a whole number from 0 to {MOST:,}.")


def _refuse(file: str, number: int, reason: str) -> NoReturn:
    raise UnusableInputError(f"{plain(file)}, line {number}: {plain(reason)}")
