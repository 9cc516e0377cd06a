"""The reference page of violations and the judge name the same rules, in the same words."""

import re
from pathlib import Path

from safepassage.planning.verify import FAMILIES, MEANINGS, Rule

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "violations.md"


def test_every_rule_has_one_family_and_one_meaning() -> None:
    assert set(MEANINGS) == set(Rule)
    assert sum(len(family) for family in FAMILIES.values()) == len(Rule)


def test_the_reference_page_lists_the_rules_as_the_judge_knows_them() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for section in re.split(r"^### ", page.split("## How the fine points")[0], flags=re.MULTILINE)[1:]:
        family, table = section.split("\n", maxsplit=1)
        found[family] = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", table, flags=re.MULTILINE))
    assert found == {family: {str(rule): said for rule, said in rules.items()} for family, rules in FAMILIES.items()}
