"""outcome.json: what an ensemble says, for programs; one line an entry, so that people can read it as well."""

import json
from pathlib import Path
from typing import Any

from safepassage.domain.outcome import Outcome
from safepassage.scenarios.files import write_files
from safepassage.scenarios.json_values import Value, read_json
from safepassage.scenarios.values_json import plain_of, value_of

FORMAT = "safepassage-outcome-1"
LARGEST_OUTCOME = 128 * 2**20
"""Bytes in an outcome that is read."""


def read_outcome(path: Path) -> Outcome:
    """Give the outcome in a file.

    Raises
    ------
    UnusableInputError
        With one sentence that says where the first problem stands, such as `crossings[3].passages.low`.
    """
    return value_of(Outcome, without_format(read_json(path, LARGEST_OUTCOME), FORMAT))


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
