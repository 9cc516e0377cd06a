"""The report: whole, self-contained, escaped, and counted from the itineraries."""

import re
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Proof
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.terms import Agreement
from safepassage.reporting import render_report, write_report
from safepassage.reporting.identity import plan_identity
from safepassage.reporting.sections.sources import in_words
from safepassage.scenarios import read_plan, write_plan
from tests.reporting.cases import ARABIC, START, Case, named, shuttle, valley, without_coordinates
from tests.reporting.page import Page, read

HOSTILE = '<script>alert("x")</script>&amp; \u202eعكس\'"><b>'


def nothing_planned() -> Case:
    case = valley()
    plan = replace(
        case.plan,
        itineraries=(),
        value=0,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=0,
        people_out=0,
        people_remaining=43,
        remaining=(),
    )
    return Case(replace(case.scenario, agreement=Agreement(), links=(), sources=()), plan)


def nobody_asked() -> Case:
    empty = Scenario("empty", START)
    return Case(empty, replace(nothing_planned().plan, scenario="empty", people_remaining=0, people_out_bound=0))


CASES = {
    "valley": valley(),
    "scheme": without_coordinates(valley()),
    "hostile": named(valley(), HOSTILE),
    "shuttle": shuttle(70, 2),
    "nothing-planned": nothing_planned(),
    "nobody-asked": nobody_asked(),
}


def page(case: Case, violations: tuple[str, ...] | None = ()) -> Page:
    return read(render_report(case.scenario, case.plan, violations))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_page_is_well_formed_and_its_links_lead_somewhere(case: Case) -> None:
    found = page(case)
    assert found.balanced
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inside = [a["href"][1:] for tag, a in found.tags if tag == "a" and a["href"].startswith("#")]
    assert set(inside) <= set(ids)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_nothing_is_fetched_and_nothing_runs(case: Case) -> None:
    html = render_report(case.scenario, case.plan, ())
    found = read(html)
    tags = {tag for tag, _ in found.tags}
    assert not tags & {"script", "link", "img", "image", "iframe", "object", "embed", "use", "base", "form", "audio"}
    for tag, attributes in found.tags:
        assert not {"src", "srcset", "xlink:href", "data", "action", "background"} & set(attributes)
        assert not [key for key in attributes if key.startswith("on")]
        if "href" in attributes:
            assert tag == "a"
            assert attributes["href"].startswith("#") or attributes.get("class") == "source"
        assert "url(" not in attributes.get("style", "")
    (style,) = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style


def test_only_web_addresses_of_sources_become_links() -> None:
    links = [a["href"] for tag, a in page(valley()).tags if a.get("class") == "source" and tag == "a"]
    assert links == ["https://example.org/list"]
    assert not [a for tag, a in page(CASES["hostile"]).tags if a.get("class") == "source"]


def test_whatever_users_write_is_shown_as_they_wrote_it() -> None:
    found = page(CASES["hostile"], (HOSTILE,))
    assert "script" not in {tag for tag, _ in found.tags}
    assert found.texts("h1") == []
    assert HOSTILE in found.texts("bdi"), "as the title and as names in tables"
    assert any(HOSTILE in words for words in found.texts("title")), "in drawings"
    assert any(HOSTILE in words for words in found.texts("p")), "in sentences"


def test_names_keep_their_own_direction() -> None:
    found = page(valley())
    assert all(a.get("dir") == "auto" for tag, a in found.tags if tag == "bdi")
    assert ARABIC in found.texts("bdi")
    assert any(f"\u2068{ARABIC}\u2069" in words for words in found.texts("h3")), "isolated inside a sentence"


def test_every_part_is_there_in_order() -> None:
    found = page(valley())
    sections = [a["id"] for tag, a in found.tags if tag == "section" and "id" in a]
    assert sections == [
        "out",
        "remaining",
        "map",
        "timetable",
        "crossings",
        "places",
        "terms",
        "sources",
        "scenario",
    ]


def test_the_headline_says_how_many_until_when_how_good_and_who_remains() -> None:
    words = page(valley()).text
    for found in (
        "39 of 43 who have asked to leave",
        "Priority 1, first 4 of 4 Priority 2 20 of 24 Priority 3 15 of 15",
        "Complete 09:38 Thu 15 Dec 2016 The last person arrives 3 h 38 min after the start on Thu 15 Dec 2016, 06:00.",
        "At most 4 people fewer than the best possible",
        "no plan that brings out as many can complete before Thu 15 Dec 2016, 09:35: at most 3 min sooner",
        "Checked: the plan keeps every term of the agreement",
        "People remaining 4 4 people: No convoy has a seat left before the bridge closes.",
    ):
        assert found in words


def quality(case: Case, **changes: object) -> str:
    return page(Case(case.scenario, replace(case.plan, **changes))).text  # type: ignore[arg-type]


def test_how_good_the_plan_is_in_words() -> None:
    best = quality(valley(), proof=Proof.OPTIMAL, bound=13080, people_out_bound=39)
    assert "Proven best It is proven that under these terms nobody more can be brought out." in best
    assert "No plan that brings out as many can complete earlier." in best
    assert "At most 3 min later than the best possible" in quality(valley(), people_out_bound=39)
    unknown = quality(valley(), proof=Proof.NONE, bound=None, people_out_bound=39)
    assert "Not proven" in unknown
    weighted = quality(valley(), objective=Objective.PRIORITY, value=200.0, bound=150.0, people_out_bound=39)
    assert "Within 25 % of the best possible" in weighted
    assert "they wait 200 weighted person-seconds; no plan that brings out as many needs less than 150" in weighted


def test_nobody_is_said_to_remain_when_nobody_does() -> None:
    words = page(shuttle(2, 1)).text
    assert "Everyone who has asked to leave is brought out." not in words, "four pickups of the shuttle are not served"
    everybody = shuttle(12, 1)
    assert "Everyone who has asked to leave is brought out." in page(everybody).text
    assert "Nobody: all 600 who have asked to leave are brought out." in page(everybody).text


def test_totals_that_the_plan_states_wrongly_are_pointed_out() -> None:
    words = quality(valley(), people_out=43, people_remaining=0)
    assert "Attention. The plan file states 43 people out, 0 remaining" in words
    assert "its itineraries give 39, 4" in words


def test_a_plan_for_another_scenario_is_pointed_out() -> None:
    assert "made for the scenario \u201cother\u201d" in quality(valley(), scenario="other")


def test_a_plan_that_breaks_rules_says_so_on_top() -> None:
    words = page(valley(), tuple(f"Rule {i} is broken." for i in range(7))).text
    assert "Do not use this plan: it breaks the rules 7 times" in words
    assert "and 2 others" in words
    assert "Checked:" not in words
    assert "This report does not judge the plan" in page(valley(), None).text


def test_the_terms_are_told_in_plain_words() -> None:
    words = page(valley()).text
    for found in (
        "Parties to the agreement: North bank and South bank.",
        "Every vehicle with people aboard stops here before it passes. Vehicles with nobody aboard pass freely.",
        "A check takes 3 min, 1 vehicle at once: at most 20 vehicles an hour. It is open only in these windows:",
        "Thu 15 Dec 2016, 07:00 \u2013 08:30 (1 h 30 min)",
        "coming from Square leave in convoys of 2 to 3 vehicles, at least 20 min apart.",
        "step by step, as people from Square arrive at their destinations",
    ):
        assert found in words


def test_every_assumption_stands_there_with_its_source() -> None:
    words = page(valley()).text
    assert "Assumed: 1 figure about figure why Places Time to board 10 min Usual for a bus" in words
    assert "Reported: 1 figure about figure who said so People Families 6 of 4 A list example.org" in words
    assert "names no sources" in page(nothing_planned()).text


@pytest.mark.parametrize(
    ("about", "heading", "words"),
    [
        ("places.csv: lat, lon (square)", "Places", "Latitude and longitude (Market Square)"),
        ("places.csv: bays (square *-hospital)", "Places", "Bays (Market Square, *-hospital)"),
        ("agreement.toml: crossings.windows (first opening)", "The agreement", "Windows of a crossing (first opening)"),
        ("people.csv: groups (of (all) people)", "People", "Number of travel groups (of (all) people)"),
        ("vehicles.csv: seats", "Vehicles", "Seats"),
        ("notes.csv: anything", "Other figures", "notes.csv: anything"),
        ("Weather", "Other figures", "Weather"),
    ],
)
def test_sources_are_named_in_words_instead_of_columns_and_ids(about: str, heading: str, words: str) -> None:
    assert in_words(about, {"square": "Market Square"}) == (heading, words)


def test_what_a_bound_is_stands_beside_where_it_comes_from() -> None:
    words = page(valley()).text
    assert "the best plan lies between the bound and this plan. What sets the bound here: Every trip needs" in words
    case = valley()
    assert "How the bound" not in page(Case(case.scenario, replace(case.plan, bound=None, proof=Proof.NONE))).text


def test_one_seat_is_one_seat() -> None:
    case = valley()
    vehicles = tuple(replace(row, seats_per_wheelchair=1, seats_per_stretcher=2) for row in case.scenario.vehicles)
    words = page(Case(replace(case.scenario, vehicles=vehicles), case.plan)).text
    assert "a wheelchair takes 1 seat; a stretcher takes 2 seats" in words


def test_tables_repeat_their_headings_on_paper() -> None:
    html = render_report(valley().scenario, valley().plan)
    assert "thead { display: table-header-group; }" in html
    assert html.count("<thead>") >= 10


def test_many_vehicles_are_summed_up_and_the_report_says_where_the_rest_is() -> None:
    words = page(CASES["shuttle"]).text
    assert "70 vehicles move: too many to show each." in words
    assert "bus-69" not in words


def test_a_large_plan_makes_a_small_report() -> None:
    case = shuttle(500, 10)
    assert len(render_report(case.scenario, case.plan)) < 1_000_000


def test_the_same_plan_makes_the_same_report() -> None:
    case = valley()
    assert render_report(case.scenario, case.plan) == render_report(case.scenario, case.plan)


def test_the_footer_names_the_plan_by_its_files_checksum(tmp_path: Path) -> None:
    case = valley()
    write_plan(case.plan, tmp_path / "plan.json")
    checksum = sha256((tmp_path / "plan.json").read_bytes()).hexdigest()
    assert plan_identity(read_plan(tmp_path / "plan.json")) == checksum
    assert checksum in render_report(case.scenario, case.plan)


def test_writing_replaces_the_file_and_trouble_is_one_sentence(tmp_path: Path) -> None:
    case = valley()
    write_report(case.scenario, case.plan, tmp_path / "new" / "report.html")
    assert (tmp_path / "new" / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(UnusableInputError, match="is a file, not a folder: choose another place to write"):
        write_report(case.scenario, case.plan, tmp_path / "new" / "report.html" / "inside.html")
