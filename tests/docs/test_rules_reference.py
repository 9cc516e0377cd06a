"""The pages of rules and roles are what the code says."""

import re

from safepassage.operations.commands import DECISIONS
from safepassage.operations.deciding import Rule
from tests.docs import roles_page
from tests.docs.pages import ROOT, text_of

RULES = ROOT / "docs" / "reference" / "rules.md"


def test_every_rule_is_on_the_page_and_no_other() -> None:
    named = re.findall(r"^\| `([a-z-]+)` †?\s*\|", text_of(RULES), re.MULTILINE)
    assert sorted(named) == sorted(Rule)


def test_every_rule_says_what_it_forbids_and_who_lifts_it() -> None:
    rows = [row.strip("|").split("|") for row in text_of(RULES).splitlines() if row.startswith("| `")]
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)


def test_each_table_is_one_and_not_cut_in_two() -> None:
    assert not re.search(r"^\|.*\|\n\n\|", text_of(RULES), re.MULTILINE)


def test_the_page_of_roles_is_made_from_the_code() -> None:
    assert text_of(roles_page.PAGE) == roles_page.page(), "write it anew: python -m tests.docs.roles_page"


def test_every_command_is_for_somebody_and_has_a_name_of_its_own() -> None:
    names = [command.name for command in DECISIONS]
    assert sorted(set(names)) == sorted(names)
    assert all(command.roles and command.name for command in DECISIONS)
