"""The report in a real browser without a network: it asks for nothing, and its words stay where they belong."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from safepassage.reporting import Ground, write_field_sheets, write_report
from tests.reporting.cases import Case, named, valley
from tests.reporting.street_cases import seaside, seaside_folder

CHROMIUM = Path("/usr/bin/chromium")
needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")
LONG = "Sheikh-Maqsoud-and-the-quarters-beyond-the-northern-ring-road, العامرية"

OVERFLOWING = """
() => [...document.querySelectorAll('header *, .headline *, .warning')].filter(e =>
    e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline' && e.clientWidth > 0
  ).map(e => e.className + ': ' + e.textContent.trim().slice(0, 40))
"""
OVERLAPPING = """
() => {
  const lines = [...document.querySelectorAll('.headline h2, .headline p, .headline li, .headline dt, .headline dd')]
    .filter(e => e.textContent.trim()).map(e => [e.textContent.trim(), e.getBoundingClientRect()]);
  const over = ([, a], [, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1
    && b.top < a.bottom - 1;
  return lines.flatMap((a, i) => lines.slice(i + 1).filter(b => over(a, b)).map(b => a[0] + ' / ' + b[0]));
}
"""
COVERED_LABELS = """
() => [...document.querySelectorAll('svg.map')].filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
  const names = [...svg.querySelectorAll('.place-name, .base-name')]
    .map(e => [e.textContent, e.getBoundingClientRect()]);
  const over = ([, a], [, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  return names.flatMap((a, i) => names.slice(i + 1).filter(b => over(a, b)).map(b => a[0] + ' / ' + b[0]));
})
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Browser, file: Path, width: int) -> tuple[Page, list[str]]:
    """Open a file with the network cut off; give the page and every address that it asked for beside itself."""
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    return page, [url for url in asked if url != file.as_uri()]


@needs_chromium
@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize("case", [valley(), named(valley(), LONG)], ids=["valley", "long-names"])
def test_the_report_asks_for_nothing_and_its_headline_fits(
    case: Case, width: int, browser: Browser, tmp_path: Path
) -> None:
    write_report(case.scenario, case.plan, tmp_path / "report.html", ["A rule is broken."])
    page, asked = opened(browser, tmp_path / "report.html", width)
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(OVERLAPPING) == []
    assert page.evaluate(COVERED_LABELS) == []


@needs_chromium
@pytest.mark.parametrize("width", [390, 1280])
def test_a_map_over_streets_asks_for_nothing_and_names_stand_apart(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    case, ground = seaside(), Ground.read(seaside_folder(tmp_path / "case"))
    assert write_report(case.scenario, case.plan, tmp_path / "report.html", [], ground) == ()
    page, asked = opened(browser, tmp_path / "report.html", width)
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(COVERED_LABELS) == []
    shown = "[...document.querySelectorAll('.attribution')].some(e => e.getBoundingClientRect().width > 100)"
    assert page.evaluate(shown)


@needs_chromium
def test_field_sheets_ask_for_nothing_and_fit(browser: Browser, tmp_path: Path) -> None:
    case = valley()
    write_field_sheets(case.scenario, case.plan, tmp_path)
    for name in ("vehicles.html", "places.html"):
        page, asked = opened(browser, tmp_path / name, 800)
        assert asked == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 800


@needs_chromium
def test_on_paper_every_vehicle_has_a_page_of_its_own(browser: Browser, tmp_path: Path) -> None:
    case = valley()
    write_field_sheets(case.scenario, case.plan, tmp_path)
    page, _ = opened(browser, tmp_path / "vehicles.html", 800)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == len(case.plan.itineraries)
