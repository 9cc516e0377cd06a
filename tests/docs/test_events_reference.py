"""The page of events is what the code says."""

from safepassage.domain.events import FACTS
from safepassage.domain.live import LIVE_FACTS
from tests.docs.events_page import PAGE, page
from tests.docs.pages import text_of


def test_the_page_is_made_from_the_code() -> None:
    assert text_of(PAGE) == page(), "write it anew: python -m tests.docs.events_page"


def test_every_event_is_on_the_page() -> None:
    for kind in FACTS + LIVE_FACTS:
        assert f"`{kind.name}`" in text_of(PAGE)
