"""The page of the vault is what the code says."""

from tests.docs.pages import text_of
from tests.docs.vault_page import PAGE, page


def test_the_page_is_made_from_the_code() -> None:
    assert text_of(PAGE) == page(), "write it anew: python -m tests.docs.vault_page"
