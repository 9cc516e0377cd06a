"""The page about people is what the code says."""

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.families import NoticeCode
from tests.docs.pages import text_of
from tests.docs.people_page import PAGE, PARTS, with_parts


def test_its_tables_and_its_diagram_are_made_from_the_code() -> None:
    text = text_of(PAGE)
    assert text == with_parts(text), "write it anew: python -m tests.docs.people_page"
    assert all(f"<!-- {name} -->" in text for name in PARTS)


def test_every_whereabouts_and_every_code_is_on_it() -> None:
    text = text_of(PAGE)
    for word in (*Whereabouts, *Code, *NoticeCode):
        assert f"`{word}`" in text
