"""The negotiator's page: every figure is on it, said as what it is, and it needs nothing from elsewhere."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from safepassage.domain.options import Options, PeopleGain, SmallestSet, TimeGain
from safepassage.reporting import render_options_page, render_report, write_options_page
from safepassage.reporting.options.words import (
    by_priority,
    earlier,
    made_together,
    options_in_words,
    proven_people,
    proven_time,
    set_words,
)
from safepassage.scenarios.options_writing import options_text
from tests.reporting.cases import named
from tests.reporting.options_cases import BEDS, BUSES, CASE, FULL, HOUR_MORE, SMALLEST
from tests.reporting.page import read
from tests.reporting.test_report_in_a_browser import CHROMIUM, LONG, OVERFLOWING, OVERLAPPING, needs_chromium, opened

NOTHING_TRIED = Options("valley", 1300, None, False, FULL.base, FULL.base_in_the_end, complete=False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield launched
        launched.close()


def test_the_page_says_what_was_found_and_what_is_proven() -> None:
    page = read(render_options_page(CASE.scenario, FULL))
    assert page.balanced
    for words in (
        "900",
        "It is proven that not more than 950 can.",
        "The gate closes an hour later",
        "+200",
        "proven: +150 to +300",
        "30 min",
        "proven: 10 min to 2 h",
        "+2 of priority 1 and \u22125 of priority 3",
        "More room at every destination (5 changes at once)",
        "never in time",
        "any time",
    ):
        assert words in page.text, words


def test_the_page_is_for_the_negotiator_and_the_report_does_not_know_it() -> None:
    words = read(render_options_page(CASE.scenario, FULL)).text
    assert "it is no part of the report" in words
    assert "worth" not in read(render_report(CASE.scenario, CASE.plan)).text.lower()


def test_the_page_says_what_is_missing() -> None:
    words = read(render_options_page(CASE.scenario, NOTHING_TRIED)).text
    assert "stopped early" in words
    assert "No change was tried." in words
    assert "In the end" in words


def test_words_and_names_are_escaped() -> None:
    odd = named(CASE, "<b>Sukkari & sons</b>")
    change = replace(HOUR_MORE, words="<script>alert(1)</script>")
    html = render_options_page(odd.scenario, replace(FULL, worth=(replace(FULL.worth[0], changes=(change,)),)))
    assert "<script" not in html
    assert "<b>Sukkari" not in html


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (PeopleGain(4, 4, 4, (0, 0, 4)), "exactly +4"),
        (PeopleGain(4, 2, 9, (0, 0, 4)), "+2 to +9"),
        (PeopleGain(4, -1, 9, (0, 0, 4)), "at most +9"),
        (PeopleGain(0, -1, 0, (0, 0, 0)), "at most 0"),
        (None, "\u2013"),
    ],
)
def test_what_is_proven_of_people(gain: PeopleGain | None, words: str) -> None:
    assert proven_people(gain) == words


@pytest.mark.parametrize(
    ("gain", "found", "proven"),
    [
        (TimeGain(600, 600, 600), "10 min", "exactly 10 min"),
        (TimeGain(600, 60, 3600), "10 min", "1 min to 1 h"),
        (TimeGain(600, 60, None), "10 min", "at least 1 min"),
        (TimeGain(600, 0, 3600), "10 min", "at most 1 h"),
        (TimeGain(0, 0, None), "0", "nothing"),
        (TimeGain(0, 0, 0), "0", "exactly 0"),
        (TimeGain(-60, 0, 60), "1 min later", "at most 1 min"),
        (None, "\u2013", "\u2013"),
    ],
)
def test_what_is_proven_of_time(gain: TimeGain | None, found: str, proven: str) -> None:
    assert earlier(gain) == found
    assert proven_time(gain) == proven


def test_priorities_are_named_only_where_some_lose() -> None:
    assert by_priority(PeopleGain(5, 0, 9, (1, 0, 4))) == ""
    assert by_priority(PeopleGain(-2, -9, 9, (1, -3, 0))) == "+1 of priority 1 and \u22123 of priority 2"


def test_changes_made_twice_say_so() -> None:
    assert made_together((HOUR_MORE, HOUR_MORE)) == "The gate closes an hour later (2 times that much)"
    assert made_together((HOUR_MORE, BUSES, *BEDS)) == "All 7 other changes at once"


@pytest.mark.parametrize(
    ("smallest", "last"),
    [
        (replace(SMALLEST, proven_size=3), "It is proven that fewer do not do it."),
        (SMALLEST, "It is proven that at least 2 changes are needed; no smaller set was found."),
        (replace(SMALLEST, found=(), proven_size=1), "at least 1 change is needed; whether more would do"),
        (replace(SMALLEST, proven_size=0), "That any change is needed is not proven"),
    ],
)
def test_a_smallest_set_says_what_is_proven_of_it(smallest: SmallestSet, last: str) -> None:
    assert last in set_words(smallest, "in time")[-1]


def test_the_terminal_shows_the_table() -> None:
    lines = list(options_in_words(CASE.scenario, FULL))
    (row,) = [line for line in lines if "The gate closes" in line and "With" not in line]
    assert row.split()[0] == "+200"
    assert any("fewer come out of the announced plan" in line for line in lines)


def test_the_file_is_json_with_one_entry_a_line() -> None:
    text = options_text(FULL)
    written = json.loads(text)
    assert written["format"] == "safepassage-options-1"
    assert written["worth"][0]["people_more"] == {
        "found": 200,
        "at_least": 150,
        "at_most": 300,
        "by_priority": [10, 0, 190],
    }
    assert [len(written[key]) for key in ("worth", "together", "not_tried", "last_departures", "ending")] == [
        2,
        1,
        5,
        3,
        10,
    ]
    assert text.count("\n  {") == 21


@needs_chromium
@pytest.mark.parametrize("width", [390, 800, 1280])
@pytest.mark.parametrize("name", ["", LONG], ids=["valley", "long-names"])
def test_the_page_asks_for_nothing_and_fits(width: int, name: str, browser: Browser, tmp_path: Path) -> None:
    case = named(CASE, name) if name else CASE
    long = replace(HOUR_MORE, words=f"{name or 'The gate'} closes an hour later")
    worth = (replace(FULL.worth[0], changes=(long,)), *FULL.worth[1:])
    write_options_page(case.scenario, replace(FULL, worth=worth), tmp_path / "options.html")
    page, asked = opened(browser, tmp_path / "options.html", width)
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(OVERLAPPING) == []
