"""Cards to print: the codes can be scanned and read, the sheets fit their paper, and nothing else is on them."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, sync_playwright

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.tokens import TokenKind, new_token
from safepassage.reporting.cards import PER_PAGE, Card, Layout, render_cards, write_cards
from tests.reporting.page import read
from tests.reporting.qr_by_hand import decoded, pictures

CHROMIUM = Path("/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")
TITLE = "Valley and the quarters beyond the northern ring road, إجلاء الوادي, December"

WORDS = {
    Layout.CARDS: (
        "This card is yours. It holds no name. You may leave or stay; tell us at any time before departure.",
        "هذه البطاقة لك. لا تحمل أي اسم. يمكنك أن تغادر أو أن تبقى؛ أخبرنا في أي وقت قبل المغادرة.",
    ),
    Layout.WRISTBANDS: (
        "This wristband is yours. It holds no name. You may leave or stay; tell us at any time before departure.",
        "هذا السوار لك. لا يحمل أي اسم. يمكنك أن تغادر أو أن تبقى؛ أخبرنا في أي وقت قبل المغادرة.",
    ),
}
FIXED = {"Group", "المجموعة", "Travel group", "مجموعة سفر"}

CUT_OFF = """
() => [...document.querySelectorAll('article *')].filter(e => e.tagName !== 'path').filter(e => {
    const card = e.closest('article').getBoundingClientRect(), box = e.getBoundingClientRect();
    const beyond = box.right > card.right + 1 || box.bottom > card.bottom + 1 || box.left < card.left - 1 ||
      box.top < card.top - 1;
    const tight = e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline';
    return box.width && (beyond || tight);
  }).map(e => (e.className.baseVal ?? e.className) + ': ' + e.textContent.trim().slice(0, 40))
"""
OVERLAPPING = """
() => [...document.querySelectorAll('article')].flatMap(card => {
    const parts = [...card.querySelectorAll('svg, p')].map(e => [e.textContent.trim(), e.getBoundingClientRect()]);
    const qr = parts[0][1], quiet = qr.width * 4 / 29;
    parts[0][1] = {left: qr.left + quiet, right: qr.right - quiet, top: qr.top + quiet, bottom: qr.bottom - quiet};
    const over = ([, a], [, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 &&
      b.top < a.bottom - 1;
    return parts.flatMap((a, i) => parts.slice(i + 1).filter(b => over(a, b)).map(b => a[0] + ' / ' + b[0]));
  })
"""
MILLIMETRES = """
selector => [...document.querySelectorAll(selector)].map(e => e.getBoundingClientRect())
  .map(box => [box.width, box.height].map(pixels => Math.round(pixels * 254 / 96) / 10))
"""


def cards(count: int) -> list[Card]:
    """Give so many cards: each fifth is a group's, those after it are of its people."""
    stream = random.Random(11)
    made: list[Card] = []
    for at in range(count):
        if at % 5 == 0:
            made.append(Card(new_token(TokenKind.GROUP, stream.randbytes)))
        else:
            group = made[at - at % 5].token
            made.append(Card(new_token(TokenKind.PERSON, stream.randbytes), group))
    return made


@pytest.mark.parametrize("layout", Layout)
def test_each_code_is_decoded_as_its_token_and_holds_nothing_else(layout: Layout) -> None:
    """What comes after the token is the end mark, three 0 at most: there is no room for more."""
    given_cards = cards(40)
    found = [decoded(dark) for dark in pictures(render_cards(TITLE, given_cards, layout))]
    assert found == [(card.token, 3) for card in given_cards]


@settings(max_examples=60)
@given(st.sampled_from(TokenKind), st.binary(min_size=7, max_size=7))
def test_the_code_of_any_token_is_decoded_as_it(kind: TokenKind, drawn: bytes) -> None:
    token = new_token(kind, lambda _: drawn)
    (dark,) = pictures(render_cards("", [Card(token)]))
    assert decoded(dark)[0] == token


@pytest.mark.parametrize("layout", Layout)
def test_nothing_is_printed_but_title_tokens_and_the_same_words_on_each(layout: Layout) -> None:
    given_cards = cards(25)
    page = read(render_cards(TITLE, given_cards, layout))
    tokens = {card.token for card in given_cards}
    assert page.balanced
    assert {words for tag, words in page.words if tag not in {"style", "title"}} == tokens | FIXED | {
        TITLE,
        *WORDS[layout],
    }
    assert page.texts("bdi") == [TITLE] * 25
    assert page.texts("b") == [card.group for card in given_cards if card.group]


def test_tokens_are_printed_in_the_form_in_which_they_are_always_written() -> None:
    (card,) = cards(2)[1:]
    typed = Card(card.token.lower().replace("-", " "), card.group.replace("0", "o"))
    assert render_cards("", [typed]) == render_cards("", [card])


def test_a_card_with_a_wrong_token_is_not_printed(tmp_path: Path) -> None:
    right, wrong = cards(1)[0].token, "P-7K3Q-9M2X-4F8W"
    with pytest.raises(UnusableInputError, match="look again at the card"):
        write_cards("", [Card(right), Card(wrong)], tmp_path / "cards.html")
    with pytest.raises(UnusableInputError, match="look again at the card"):
        write_cards("", [Card(right, wrong)], tmp_path / "cards.html")
    assert list(tmp_path.iterdir()) == []


def test_a_title_is_shown_as_it_is_typed() -> None:
    page = read(render_cards("<script>alert(1)</script>", cards(1)))
    assert "script" not in {tag for tag, _ in page.tags}
    assert page.texts("bdi") == ["<script>alert(1)</script>"]


def test_without_people_the_page_says_so() -> None:
    assert "There are no cards to print." in read(render_cards(TITLE, [])).text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


@needs_chromium
@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_cards_print_on_as_many_pages_as_they_need(
    layout: Layout, more: int, browser: Browser, tmp_path: Path
) -> None:
    count = 2 * PER_PAGE[layout] + more
    write_cards(TITLE, cards(count), tmp_path / "cards.html", layout)
    page = browser.new_page()
    page.goto((tmp_path / "cards.html").as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == (3 if more == 1 else 2)
    wide, high = (595, 842) if layout is Layout.CARDS else (842, 595)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(x)), round(float(y))) for x, y in boxes} == {(wide, high)}


@needs_chromium
@pytest.mark.parametrize("title", ["", TITLE, 9 * "Northern"], ids=["none", "long", "one-word"])
@pytest.mark.parametrize("layout", Layout)
def test_the_page_asks_for_nothing_and_nothing_on_a_card_is_cut_off_or_covered(
    layout: Layout, title: str, browser: Browser, tmp_path: Path
) -> None:
    write_cards(title, cards(12), tmp_path / "cards.html", layout)
    page = browser.new_context(offline=True).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(media="print")
    page.goto((tmp_path / "cards.html").as_uri())
    assert asked == [(tmp_path / "cards.html").as_uri()]
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPPING) == []


@needs_chromium
def test_cards_are_as_large_as_a_bank_card_and_codes_large_enough_to_scan(browser: Browser, tmp_path: Path) -> None:
    """The size is that of ISO/IEC 7810:2019, ID-1, so that holders and pouches fit; a module is 0.9 mm or more."""
    write_cards(TITLE, cards(3), tmp_path / "cards.html")
    write_cards(TITLE, cards(3), tmp_path / "bands.html", Layout.WRISTBANDS)
    page = browser.new_page()
    page.goto((tmp_path / "cards.html").as_uri())
    assert page.evaluate(MILLIMETRES, "article") == [[85.6, 54]] * 3
    assert page.evaluate(MILLIMETRES, ".qr") == [[32, 32]] * 3
    page.goto((tmp_path / "bands.html").as_uri())
    assert page.evaluate(MILLIMETRES, "article") == [[265, 27]] * 3
    assert min(min(size) for size in page.evaluate(MILLIMETRES, ".qr")) >= 0.9 * 29
