"""The page that sets plans against each other: differences with their intervals, in words and as drawn."""

from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.domain.comparison import ComparedFigure, ComparedPlan, Comparison
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import Estimate, PolicyUsed
from safepassage.reporting.charts.forest import DifferenceRow, forest
from safepassage.reporting.sections.compared import difference_words
from safepassage.reporting.sections.comparison_page import render_comparison_page, write_comparison_page
from tests.reporting.cases import named, valley
from tests.reporting.outcome_cases import about, everything_uncertain
from tests.reporting.page import Page, read

FIGURES = {
    "people_out": (about(36, 1), about(2.5, 0.5)),
    "people_out_1": (about(4, 0), about(0, 0)),
    "complete": (about(0.6, 0.05), about(0.125, 0.025)),
    "completion_seconds": (about(13200, 60), about(600, 120)),
    "mean_aboard_seconds": (about(4000, 60), about(-30, 90)),
    "danger_person_seconds": (about(360000, 3600), about(-72000, 3600)),
    "harm_loaded": (about(0, 0), Estimate(None, None, None)),
}
HOSTILE = '<b onclick="x">&\'"'


def comparison(plan: str = "slack.json", words: str = "a count") -> Comparison:
    first = tuple(ComparedFigure(name, mean, None, 100) for name, (mean, _) in FIGURES.items())
    other = tuple(ComparedFigure(name, mean, difference, 100) for name, (mean, difference) in FIGURES.items())
    return Comparison(
        scenario="valley",
        scenario_digest=valley().scenario.digest,
        runs=100,
        seed=3,
        policy=PolicyUsed(None, 900),
        uncertainty=everything_uncertain(words),
        confidence=0.95,
        plans=(
            ComparedPlan("plan.json", 39, 13080, first, None, None),
            ComparedPlan(plan, 39, 13080, other, about(0.7, 0.05), about(0.2, 0.04)),
        ),
    )


def page(found: Comparison) -> Page:
    return read(render_comparison_page(valley().scenario, found))


@pytest.mark.parametrize(
    "words",
    [
        "2 plans in the same 100 runs each",
        "+2.5 (+2 to +3)",
        "+12.5 points (+10 points to +15 points)",
        "+10 min (+8 min to +12 min)",
        "\u221230 s (\u22122 min to +1 min)",
        "\u221220 (\u221221 to \u221219)",
        "70 % of runs",
        "16 % to 24 %",
        "In order: everything is done as soon as it can be; a convoy waits 15 min",
    ],
)
def test_differences_stand_with_their_intervals(words: str) -> None:
    assert words in page(comparison()).text


def test_better_is_marked_by_what_is_better_for_people() -> None:
    html = render_comparison_page(valley().scenario, comparison())
    marks = {}
    for figure in html.split("<figure>")[1:]:
        name = figure.split("<b>")[1].split("</b>")[0]
        marks[name] = [mark for mark in ("better", "worse") if f'class="difference {mark}"' in figure]
    assert marks == {
        "People out": ["better"],
        "Nobody left behind": ["better"],
        "When the last one is out": ["worse"],
        "Time aboard": [],
        "Person-hours on roads with a risk": ["better"],
    }


def test_plans_that_come_to_the_same_are_told_so_first_and_nothing_is_drawn() -> None:
    found = comparison()
    none = Estimate(0.0, 0.0, 0.0)
    alike = tuple(replace(figure, difference=none) for figure in found.plans[1].figures)
    text = page(replace(found, plans=(found.plans[0], replace(found.plans[1], figures=alike)))).text
    assert text.index("In every run the plans come to the same.") < text.index("Better or worse than")
    assert "Differences to" not in text


def test_an_axis_says_how_far_it_reaches_and_what_reads_as_nothing_has_no_sign() -> None:
    assert {"3 fewer", "3 more", "12 min later"} <= set(page(comparison()).texts("text"))
    assert difference_words("people_out", Estimate(-0.02, -0.2, 0.01)) == "0 (\u22120.2 to 0)"


def test_figures_that_no_plan_has_are_left_out() -> None:
    assert "Risk run by vehicles with people aboard" not in page(comparison()).text


def test_no_difference_lies_in_the_middle_and_intervals_on_its_sides() -> None:
    rows = [DifferenceRow("a", 4, 2, 6, "", "better"), DifferenceRow("b", -6, -8, -4, "", "worse")]
    svg = forest(rows, ("fewer", "more"), str, width=360, label="")
    lines = [part.split('"')[0] for part in svg.split(' d="M')[1:]]
    zero = float(lines[0].split()[0])
    ends = [float(line.split()[0]) for line in lines if line.split()[0] != f"{zero:g}"]
    assert zero == pytest.approx(180, abs=0.1)
    assert (ends[1] - zero) / (zero - min(ends)) == pytest.approx(2 / 8, abs=0.01)


def test_every_word_is_escaped_and_no_script_runs() -> None:
    case = named(valley(), HOSTILE)
    found = comparison(HOSTILE, HOSTILE)
    html = render_comparison_page(case.scenario, replace(found, scenario_digest="x"))
    read_page = read(html)
    assert read_page.balanced
    assert not any(key.startswith("on") for _, attrs in read_page.tags for key in attrs)
    assert "default-src 'none'" in html
    assert "for another state of the scenario" in html


def test_what_does_not_fit_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    found, scenario = comparison(), valley().scenario
    odd = replace(found.plans[1], figures=found.plans[1].figures[:2])
    for wrong in (
        replace(found, scenario="hill"),
        replace(found, plans=found.plans[:1]),
        replace(found, plans=(found.plans[0], odd)),
    ):
        with pytest.raises(UnusableInputError, match="safepassage compare"):
            write_comparison_page(scenario, wrong, tmp_path / "compare.html")
    assert not (tmp_path / "compare.html").exists()
    write_comparison_page(scenario, found, tmp_path / "compare.html")
    assert (tmp_path / "compare.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
