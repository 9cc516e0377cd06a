"""The part on a rehearsal in a real browser: it asks for nothing, fits a telephone, and keeps its words in sight."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from safepassage.reporting import write_report
from tests.reporting.cases import valley
from tests.reporting.outcome_cases import whole_outcome
from tests.reporting.test_report_in_a_browser import CHROMIUM, needs_chromium, opened

CUT_WORDS = """
() => [...document.querySelectorAll('#rehearsal svg')].filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
  const all = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(e => {
    const own = e.getBoundingClientRect();
    return own.left < all.left - 1 || own.right > all.right + 1 || own.top < all.top - 1 || own.bottom > all.bottom + 1;
  }).map(e => e.textContent);
})
"""
COVERED_WORDS = """
() => [...document.querySelectorAll('#rehearsal svg')].filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
  const words = [...svg.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);
  const over = ([, a], [, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3
    && b.top < a.bottom - 3;
  return words.flatMap((a, i) => words.slice(i + 1).filter(b => over(a, b)).map(b => a[0] + ' / ' + b[0]));
})
"""
CONTRAST = """
() => {
  const shine = (color) => color.match(/[0-9.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 765;
  const paper = shine(getComputedStyle(document.body).backgroundColor);
  return Math.abs(shine(getComputedStyle(document.querySelector('#rehearsal .tick')).fill) - paper);
}
"""
READABLE = 0.4
"""How far apart words and paper are in brightness, from 0 to 1."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


@needs_chromium
@pytest.mark.parametrize("width", [360, 800, 1280])
def test_it_asks_for_nothing_and_its_words_stay_in_sight(width: int, browser: Browser, tmp_path: Path) -> None:
    case = valley()
    write_report(case.scenario, case.plan, tmp_path / "report.html", [], outcome=whole_outcome())
    page, asked = opened(browser, tmp_path / "report.html", width)
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_WORDS) == []
    assert page.evaluate(COVERED_WORDS) == []


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_read_by_day_and_by_night_and_on_paper(scheme: str, browser: Browser, tmp_path: Path) -> None:
    case = valley()
    write_report(case.scenario, case.plan, tmp_path / "report.html", [], outcome=whole_outcome())
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto((tmp_path / "report.html").as_uri())
    assert page.evaluate(CONTRAST) > READABLE
    page.emulate_media(media="print")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    assert page.evaluate(CONTRAST) > READABLE
