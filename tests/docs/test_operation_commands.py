"""The page of an operation's commands is what the code says, and every command is shown where it runs."""

import re

import pytest

from tests.docs.operation_commands_page import PAGE, operation_commands, page
from tests.docs.pages import PAGES, blocks_of, text_of

RUN = "\n".join(block.text for each in PAGES for block in blocks_of(each) if "run" in block.marks)
"""Everything that the pages have people type."""


def test_the_page_is_made_from_the_code() -> None:
    assert text_of(PAGE) == page(), "write it anew: python -m tests.docs.operation_commands_page"


@pytest.mark.parametrize("name", operation_commands())
def test_every_command_is_shown_where_it_runs(name: str) -> None:
    assert re.search(rf"\bsafepassage {name}\b", RUN)


@pytest.mark.parametrize("name", operation_commands())
def test_help_is_in_the_words_of_those_who_type(name: str) -> None:
    assert not re.search(r"`|_s\b|\bNone\b", operation_commands()[name].help or "")


def test_words_of_which_several_may_be_given_are_not_cut_in_the_help() -> None:
    (option,) = (each for each in operation_commands()["choice"].params if each.name == "informed_of")
    assert option.metavar == "WORD,WORD"
    assert "Of destination, risks, screening, right-to-stay." in option.help
