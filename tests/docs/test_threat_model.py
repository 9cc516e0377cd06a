"""Every "stops" of the threat model is a test that is there."""

import ast
import re

import pytest

from tests.docs.pages import ROOT, text_of

PAGE = text_of(ROOT / "docs" / "threat-model.md")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| would get ")
]
NAMED = sorted({match for row in ROWS for match in re.findall(r"`(tests/[^`]+)`", row[-1])})
THREATS = {
    "A party to the agreement",
    "A thief of the machine",
    "Somebody inside",
    "A curious donor",
    "A forged observer",
    "Somebody with a role in the operation",
    "Somebody who reads exports",
    "Somebody on the network",
    "A malicious file",
}


def test_every_one_who_could_misuse_it_has_a_section_with_rows() -> None:
    sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))
    assert sections.keys() >= THREATS
    assert all("\n| " in text for text in sections.values())


def test_every_row_names_a_test() -> None:
    assert len(ROWS) > len(THREATS)
    assert [
        row
        for row in ROWS
        if not re.fullmatch(r"`tests/[\w/]+\.py::test_\w+`(?:, `tests/[\w/]+\.py::test_\w+`)*\s*\|?", row[-1])
    ] == []


@pytest.mark.parametrize("named", NAMED)
def test_a_named_test_is_there(named: str) -> None:
    path, _, name = named.partition("::")
    tree = ast.parse(text_of(ROOT / path))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
