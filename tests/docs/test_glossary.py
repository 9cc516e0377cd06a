"""The glossary has every word of the code, and the code has no word that the glossary warns of."""

import importlib
import inspect
import pkgutil
import re
from enum import Enum
from pathlib import Path

import pytest

import safepassage.domain
from tests.docs.pages import PAGES, ROOT, name_of, prose_of, text_of

GLOSSARY = ROOT / "docs" / "glossary.md"
ENTRIES, WARNED = text_of(GLOSSARY).split("## Words not used")
TERMS = re.findall(r"^\*\*(.+?)\*\*", ENTRIES, flags=re.MULTILINE)
OUR_WORDS = [page for page in PAGES if page != GLOSSARY and not page.is_relative_to(ROOT / "scenarios")]
"""Pages in our own words; those of scenarios name what others wrote."""
AVOIDED = re.compile(r"clearance|reconciliation|evacuee", flags=re.IGNORECASE)


def domain_values() -> set[str]:
    names = set()
    for module in pkgutil.iter_modules(safepassage.domain.__path__, "safepassage.domain."):
        for name, value in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if value.__module__ == module.name and not issubclass(value, Exception):
                names.add(name)
    return names


def test_every_value_of_the_domain_has_an_entry() -> None:
    assert domain_values() - set(re.findall(r"`(\w+)`", ENTRIES)) == set()


def test_every_value_named_in_an_entry_is_in_the_code() -> None:
    named = {
        name for names in re.findall(r"^\*\*.+?\*\* \((.+?)\)$", ENTRIES, re.MULTILINE) for name in names.split(", ")
    }
    assert {name.strip("`") for name in named} - domain_values() == set()


def test_entries_are_in_the_order_of_the_alphabet() -> None:
    assert sorted(TERMS) == TERMS


def test_every_word_in_italics_has_an_entry() -> None:
    words = {" ".join(word.lower().split()) for word in re.findall(r"(?<!\*)\*([^*]+?)\*(?!\*)", ENTRIES)} - {"italics"}
    known = {part for term in re.findall(r"\*\*(.+?)\*\*", ENTRIES) for part in (term, term + "s")}
    known |= {term.removesuffix("y") + "ies" for term in TERMS} | {"linked", "people remaining"}
    assert words - known == set()


def test_words_not_used_are_not_used_in_the_code() -> None:
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    assert [path.name for path in sources if AVOIDED.search(text_of(path))] == []


@pytest.mark.parametrize("page", OUR_WORDS, ids=name_of)
def test_words_not_used_are_not_used_on_a_page(page: Path) -> None:
    assert AVOIDED.findall(prose_of(page)) == []


def test_values_with_members_explain_them_all() -> None:
    """A reader meets the members of `Proof` in plan files."""
    proof = importlib.import_module("safepassage.domain.plan").Proof
    assert issubclass(proof, Enum)
    entry = ENTRIES.split("**proof**")[1].split("\n**")[0]
    assert {member.value for member in proof} <= set(re.findall(r"`([a-z]+)`", entry))
