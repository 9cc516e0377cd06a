"""outcome.json: what an ensemble says, for programs; one line an entry, so that people can read it as well."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import ChanceBy, Estimate, Outcome
from safepassage.scenarios.files import write_files
from safepassage.scenarios.json_values import Value, read_json
from safepassage.scenarios.values_json import plain_of, value_of

FORMAT = "safepassage-outcome-1"
LARGEST_OUTCOME = 128 * 2**20
"""Bytes in an outcome that is read."""
MOST_PERSONS = 10**10
"""More than there are on earth."""


def read_outcome(path: Path) -> Outcome:
    """Give the outcome in a file.

    Raises
    ------
    UnusableInputError
        With one sentence that says where the first problem stands, such as `crossings[3].passages.low`.
    """
    outcome = value_of(Outcome, without_format(read_json(path, LARGEST_OUTCOME), FORMAT))
    impossible = next(_impossible(outcome), None)
    if impossible is not None:
        raise UnusableInputError(f"{path.name}: {impossible}: simulate the plan again.")
    return outcome


def _impossible(outcome: Outcome) -> Iterator[str]:
    """Yield what cannot be true of any runs."""
    if outcome.runs < 1:
        yield f"runs is {outcome.runs}, but it takes one at least"
    for where, found in _estimates(outcome, ""):
        ends = [end for end in (found.low, found.value, found.high) if end is not None]
        if ends != sorted(ends):
            yield f"{where} does not lie within its interval"
    chances: list[tuple[str, Estimate | ChanceBy]] = [("complete", outcome.complete)]
    chances += [("complete_by", each) for each in outcome.complete_by]
    for where, chance in chances:
        if not all(end is None or 0 <= end <= 1 for end in (chance.low, chance.value, chance.high)):
            yield f"{where} is no share of runs"
    for where, curve in (
        ("people_out_over_time", outcome.people_out_over_time),
        ("people_out_if_ended_at", outcome.people_out_if_ended_at),
    ):
        moments = [point.at_s for point in curve]
        if moments != sorted(set(moments)) or any(at_s < 0 for at_s in moments):
            yield f"{where} is not in the order of time"
        if not all(0 <= point.mean <= MOST_PERSONS for point in curve):
            yield f"{where} has more people than there can be, or fewer than none"


def _estimates(value: object, where: str) -> Iterator[tuple[str, Estimate]]:
    """Yield all estimates in an outcome, with where they stand."""
    if isinstance(value, Estimate):
        yield where, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _estimates(getattr(value, field.name), f"{where}.{field.name}" if where else field.name)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _estimates(each, f"{where}[{number}]")


def write_outcome(outcome: Outcome, path: Path) -> None:
    """Write an outcome to a file, which is replaced only once the new one is whole.

    Raises
    ------
    UnusableInputError
        When the path cannot be written to.
    """
    write_files(path.parent, {path.name: outcome_text(outcome).encode()})


def outcome_text(outcome: Outcome) -> str:
    """Give the text of outcome.json."""
    return lines_of({"format": FORMAT, **plain_of(outcome)})


def without_format(root: Value, expected: str) -> Value:
    """Give a file's value without its format, which must be the expected one; UnusableInputError if it is not."""
    if not isinstance(root.value, dict) or root.value.get("format") != expected:
        root.refuse(f'is not of the format "{expected}": give a file of it.')
    return Value(root.file, root.where, {name: value for name, value in root.value.items() if name != "format"})


def lines_of(keys: dict[str, Any]) -> str:
    """Give the text of a JSON object with a line for each key, and for each object in a list."""
    lines = (f"{json.dumps(name)}: {_entries(value)}" for name, value in keys.items())
    return "{" + ",\n ".join(lines) + "}\n"


def _entries(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[" + ",".join(f"\n  {_json(entry)}" for entry in value) + "]"
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
