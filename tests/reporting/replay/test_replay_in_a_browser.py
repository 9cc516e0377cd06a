"""The replay in a real browser without a network: it plays, pauses, goes where it is sent, and asks for nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from safepassage.reporting import Ground
from safepassage.reporting.replay import write_replay
from tests.reporting.cases import Case, named, valley, without_coordinates
from tests.reporting.replay.data import data_of
from tests.reporting.replay.operations import rehearsed
from tests.reporting.street_cases import seaside, seaside_folder

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Debian's chromium is not installed")
HOSTILE = "</script><script>document.title='taken'</script><!-- <b onclick=x>\"'& \u2028 العامرية"
DOTS = "kind => [...document.querySelectorAll(`[data-vehicles=${kind}]`)].map(p => p.getAttribute('d')).join('')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Browser, file: Path, width: int = 1000, *, calm: bool = False) -> tuple[Page, list[str]]:
    """Open a page offline; give it and the list in which whatever it asks for and any error comes to stand."""
    motion: Literal["reduce", "no-preference"] = "reduce" if calm else "no-preference"
    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True, reduced_motion=motion)
    page = context.new_page()
    page.set_default_timeout(10_000)
    trouble: list[str] = []
    page.on("request", lambda request: trouble.append(request.url))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text))
    page.goto(file.as_uri())
    trouble.remove(file.as_uri())
    return page, trouble


def written(case: Case, folder: Path, ground: Path | None = None) -> Path:
    file = folder / "replay.html"
    told = rehearsed(case.scenario, case.plan)
    arguments = (Ground.read(ground),) if ground is not None else ()
    assert write_replay(case.scenario, told, file, *arguments) == ()
    return file


def when(page: Page, expression: str) -> None:
    """Wait until an expression holds; the page's own rules let nobody wait inside of it."""
    for _ in range(1000):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(10)
    raise AssertionError(expression)


def scrub(page: Page, share: float) -> None:
    moved = "([share]) => { const m = document.getElementById('moment'); m.value = m.max * share;"
    page.evaluate(f"{moved} m.dispatchEvent(new Event('input')); }}", [share])


@pytest.mark.parametrize("width", [360, 1000])
def test_it_plays_to_the_end_where_all_are_out_and_asks_for_nothing(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    page, trouble = opened(browser, written(valley(), tmp_path), width)
    expect(page.locator("#out")).to_have_text("0")
    page.select_option("#speed", "14400")
    page.click("#play")
    expect(page.locator("#out")).to_have_text("39")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play", timeout=10_000)
    assert page.input_value("#moment") == page.get_attribute("#moment", "max")
    expect(page.locator("#said")).to_have_text(re.compile("39 of 43 people out"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert trouble == []


def test_pause_stops_the_clock_and_space_goes_on(browser: Browser, tmp_path: Path) -> None:
    page, trouble = opened(browser, written(valley(), tmp_path))
    page.select_option("#speed", "60")
    page.keyboard.press("Home")
    page.focus("body")
    page.click("#play")
    when(page, "Number(document.getElementById('moment').value) > 0")
    page.click("#play")
    stopped = page.input_value("#moment")
    page.wait_for_timeout(150)
    assert page.input_value("#moment") == stopped
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    when(page, f"Number(document.getElementById('moment').value) > {stopped}")
    page.keyboard.press(" ")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play")
    assert trouble == []


def test_keys_go_to_moments_and_happenings(browser: Browser, tmp_path: Path) -> None:
    file = written(valley(), tmp_path)
    told = [at_s for at_s, _ in data_of(file.read_text(encoding="utf-8"))["chronicle"]]
    page, _ = opened(browser, file)
    page.keyboard.press("ArrowRight")
    assert page.input_value("#moment") == "300"
    page.keyboard.press("Shift+ArrowRight")
    assert page.input_value("#moment") == "3900"
    expect(page.locator("#hour")).to_have_text("07:05:00")
    page.keyboard.press("p")
    assert int(page.input_value("#moment")) == max(at_s for at_s in told if at_s < 3900)
    page.keyboard.press("n")
    assert int(page.input_value("#moment")) == min(at_s for at_s in told if at_s > max(t for t in told if t < 3900))
    scrub(page, 3600 / int(page.get_attribute("#moment", "max") or 1))
    expect(page.locator("#chronicle")).to_contain_text("Bridge opens")
    page.keyboard.press("End")
    page.locator("#chronicle button").last.click()
    assert int(page.input_value("#moment")) < int(page.get_attribute("#moment", "max") or 0)
    before = page.input_value("#speed")
    page.keyboard.press("+")
    assert int(page.input_value("#speed")) > int(before)


def test_vehicles_queue_before_a_closed_crossing_and_convoys_are_chains(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, written(seaside(), tmp_path, seaside_folder(tmp_path / "case")))
    seen = {"loaded": False, "empty": False, "standing": False, "chain": False}
    for step in range(120):
        scrub(page, step / 120)
        seen = {kind: before or bool(page.evaluate(DOTS, kind)) for kind, before in seen.items()}
    assert all(seen.values())
    scrub(page, 0)
    assert page.locator("[data-state]").inner_text() == "closed"
    scrub(page, 0.4)
    assert page.locator(".wide .is-open").count() > 0


def test_those_who_want_little_motion_get_a_picture_a_second(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, written(valley(), tmp_path), calm=True)
    page.select_option("#speed", "60")
    page.evaluate(
        "window.drawn = 0; new MutationObserver(() => { window.drawn += 1 }).observe("
        "document.getElementById('hour'), { childList: true, characterData: true, subtree: true })"
    )
    page.click("#play")
    when(page, "window.drawn >= 1")
    page.wait_for_timeout(300)
    assert page.evaluate("window.drawn") <= 2


@pytest.mark.parametrize("case", [named(valley(), HOSTILE), without_coordinates(valley())], ids=["hostile", "scheme"])
def test_hostile_names_and_places_without_coordinates_play(case: Case, browser: Browser, tmp_path: Path) -> None:
    page, trouble = opened(browser, written(case, tmp_path), 360)
    scrub(page, 1)
    expect(page.locator("#out")).to_have_text("39")
    assert page.title() != "taken"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert trouble == []


def test_what_the_page_shows_is_what_the_data_say_at_every_moment(browser: Browser, tmp_path: Path) -> None:
    """The script looks up in its own way; here the sum of all states must be all who are registered."""
    page, _ = opened(browser, written(valley(), tmp_path))
    for step in range(41):
        scrub(page, step / 40)
        shown = [page.locator("#out").inner_text(), *page.locator("[data-persons]").all_inner_texts()]
        assert sum(int(words.replace(",", "")) for words in shown) == valley().scenario.persons


def test_on_paper_the_moment_stands_still_without_controls(browser: Browser, tmp_path: Path) -> None:
    case = valley()
    titled = Case(replace(case.scenario, title="Valley"), case.plan)
    page, _ = opened(browser, written(titled, tmp_path))
    scrub(page, 0.5)
    page.emulate_media(media="print")
    assert not page.locator("#play").is_visible()
    assert page.locator(".clock").is_visible()
    assert page.locator(".wide svg.map").first.is_visible()
