"""docs/reference/options.md names every key of options.json, and nothing that is not there."""

import json
import re
from collections.abc import Iterator
from typing import Any

from safepassage.domain.options import Term
from safepassage.scenarios.options_writing import options_text
from tests.docs.pages import ROOT, text_of
from tests.reporting.options_cases import FULL

PAGE = text_of(ROOT / "docs" / "reference" / "options.md")
WRITTEN: dict[str, Any] = json.loads(options_text(FULL))


def described(title: str) -> list[str]:
    match = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert match is not None, title
    return re.findall(r"^\| `(\w+)` \|", match[1], flags=re.MULTILINE)


def parts() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "The file", WRITTEN
    yield "A re-plan", WRITTEN["base"]
    yield "A change", WRITTEN["not_tried"][0]
    yield "What a change is worth", WRITTEN["worth"][0]
    yield "The smallest set", WRITTEN["smallest_set"]
    yield "A last departure", WRITTEN["last_departures"][0]
    yield "An hour at which the agreement ends", WRITTEN["ending"][0]


def test_every_key_is_described_and_every_described_key_is_there() -> None:
    for title, value in parts():
        assert sorted(described(title)) == sorted(value), title


def test_every_term_is_named() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `term` |"))
    assert set(re.findall(r"`([a-z-]+)`", row)) - {"term"} == {term.value for term in Term}
