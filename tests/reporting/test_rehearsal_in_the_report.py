"""The part of the report on a rehearsal: its figures are those of the outcome, and what does not fit is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from safepassage.cli.trouble import Exit
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.outcome import Estimate, Outcome, PolicyUsed
from safepassage.reporting import render_report
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.rehearsal_tables import ended_table, people_table
from safepassage.reporting.tables import Cell
from safepassage.scenarios import write_plan, write_scenario
from safepassage.scenarios.outcome_file import write_outcome
from tests.reporting.cases import named, valley
from tests.reporting.outcome_cases import bare_outcome, out_at, whole_outcome
from tests.reporting.page import Page, read
from tests.reporting.test_report_command import report

HOSTILE = '<script>alert("1")</script>&\'"'


def html(outcome: Outcome | None) -> str:
    case = valley()
    return render_report(case.scenario, case.plan, outcome=outcome)


def part(outcome: Outcome) -> Page:
    """Read the part on the rehearsal alone."""
    whole = html(outcome)
    begin = whole.index('<section id="rehearsal">')
    return read(whole[begin : whole.index('<section id="remaining">')])


def test_without_an_outcome_nothing_speaks_of_a_rehearsal() -> None:
    assert 'id="rehearsal"' not in html(None)
    assert '"#rehearsal"' not in html(None)


def test_the_part_follows_people_out_and_is_among_the_contents() -> None:
    page = read(html(whole_outcome()))
    ids = [attrs["id"] for tag, attrs in page.tags if tag == "section" and "id" in attrs]
    assert ids[:3] == ["out", "rehearsal", "remaining"]
    assert ("a", {"href": "#rehearsal"}) in page.tags


@pytest.mark.parametrize(
    "words",
    [
        "This plan was simulated 200 times",
        "62 %",
        "Interval 55 % to 68 %.",
        "09:50",
        "12 min after the planned moment.",
        "36.4",
        "Interval 35.9 to 36.9.",
        "In fewer than three quarters of all runs all are out who came and wanted to leave.",
        "All are out who came and wanted to leave by Thu 15 Dec, 10:00 in 58 % (51 % to 65 %) of runs, and in the end "
        "in 62 % (55 % to 68 %).",
        "62 % of runs: all are out who came and wanted to leave, of the 39 whom the plan brings out.",
        "On average 4 of the 43 decide to stay: not counted.",
        "Cannot be told from 0 with these runs: how long boarding and alighting take; use more --runs.",
        "Still waiting in the end, on average: 1.5 of priority 2 and 2 of priority 3. Of those who board, from when",
        "Runs in which it had been suspended or had failed before are among them.",
        "21 min (20 min to 22 min)",
        "41 min (40 min to 42 min)",
        "1 h 10 min",
        "aboard longer than they may be: 2.5",
        "100",
        "4 (3.9 to 4.1) vehicles pass on average and wait 5 min 12 s each",
        "at most 2.4 (2.3 to 2.5) wait at once",
        "25 % (12 % to 38 %)",
        "crews or owners who refuse",
        "1 h 30 min",
        "Source: a count of 2016",
        "1.2 times as planned on average; single ones vary by 20 % (lognormal); all of a run together vary by 10 %",
        "All vehicles, by 10 min on average",
        "Once in 50 hours of driving; lasts 2 h on average; single ones vary by 100 % (lognormal); in 25 % of cases "
        "the vehicle ends its trip and works no more",
        "2 times an hour while a crossing is open; 20 % of them suspend the agreement",
        "windows then come later by as much",
        "No source is given.",
        "200 runs, seed 7. Of such intervals 95 %",
        "By the timetable: nothing is done before its planned moment; a convoy waits without end",
    ],
)
def test_figures_are_those_of_the_outcome_in_words(words: str) -> None:
    text = part(whole_outcome()).text.replace("\u2068", "").replace("\u2069", "")
    if words.startswith("aboard longer"):
        words = "longer than the scenario allows them to be."
    assert words in text


def test_the_strongest_cause_stands_first() -> None:
    names = [words for words in part(whole_outcome("roads")).texts("text") if words[0].isupper()]
    causes = [name for name in names if name.startswith(("Roads that", "How long"))]
    assert causes[:2] == ["Roads that close", "How long driving takes"]
    assert "How long boarding and alighting take" not in causes


@pytest.mark.parametrize(
    "heading",
    [
        "Out if the agreement ends then: out already, or past the last crossing",
        "How long people wait",
        "Time in danger",
        "What drives the spread",
        "What goes wrong",
    ],
)
def test_what_an_older_file_does_not_say_is_left_out(heading: str) -> None:
    assert heading in part(whole_outcome()).texts("h3")
    assert heading not in part(bare_outcome()).texts("h3")


def test_an_older_file_still_shows_what_it_has() -> None:
    page = part(bare_outcome())
    assert page.balanced
    for heading in (
        "People out over time, in all runs",
        "When nobody is left behind",
        "Use of vehicles",
        "What was assumed",
    ):
        assert heading in page.texts("h3")
    assert "still waiting" not in page.text
    assert (
        "Not in these runs: suspensions of the agreement, incidents at crossings, crossings that open late" in page.text
    )


def test_an_outcome_in_which_nobody_comes_out_is_shown() -> None:
    never = Estimate(None, None, None)
    nothing = replace(
        bare_outcome(),
        complete=Estimate(0.0, 0.0, 0.02),
        completion_s=(never,) * 7,
        mean_completion_s=never,
        complete_by=(),
        people_out_over_time=(),
        crossings=(),
        vehicles=(),
        mean_aboard_s=None,
        longest_aboard_s=never,
    )
    page = part(nothing)
    assert page.balanced
    assert "In no run are all out who came and wanted to leave." in page.text
    assert "the last one is out by" not in page.text


def test_the_headline_says_what_a_rehearsal_says_of_it_or_that_there_was_none() -> None:
    assert "If all goes as planned People brought out 39" in read(html(None)).text
    assert "Not rehearsed: these figures come true only if" in read(html(None)).text
    rehearsed = "In rehearsal: 36 out on average, 4 still waiting, 1 aboard; nobody left behind in 62 % of runs."
    assert rehearsed in read(html(whole_outcome())).text
    assert "In rehearsal: 36 out on average; nobody left behind in 62 % of runs." in read(html(bare_outcome())).text


def test_what_never_happens_stands_right_below_the_tiles() -> None:
    text = part(bare_outcome()).text
    assert text.index("People out in the end") < text.index("Not in these runs:") < text.index("People out over time")
    assert text.count("suspensions of the agreement") == 1


def test_where_people_are_in_the_end_sums_to_all_who_were_there() -> None:
    case = valley()
    found = people_table(Facts.of(case.scenario, case.plan), whole_outcome())
    rows = [row for row in found.rows if not str(row[0]).startswith("of them")]
    means = [float(cell.words) for _, cell in rows if isinstance(cell, Cell)]
    assert len(means) == len(rows)
    (_, total) = found.foot
    assert isinstance(total, Cell)
    assert float(total.words) == pytest.approx(sum(means), abs=0.1)
    assert total.below == "43 were registered"
    assert "vehicles" not in " ".join(str(row[0]) for row in found.rows)


def test_an_agreement_that_never_comes_back_is_told_where_the_outcome_says_so() -> None:
    found = whole_outcome().disruptions
    assert found is not None
    gone = replace(found, ended_for_good=Estimate(0.125, 0.0625, 0.25))
    assert "runs in which it is never re-established" not in part(whole_outcome()).text
    assert "runs in which it is never re-established 12 %" in part(replace(whole_outcome(), disruptions=gone)).text


def test_every_moment_at_which_the_agreement_might_end_is_a_full_or_half_hour() -> None:
    case = valley()
    odd = [out_at(hour) for hour in range(1, 7)]
    moments = [replace(point, at_s=point.at_s + 600 * i) for i, point in enumerate(odd)]
    found = ended_table(Facts.of(case.scenario, case.plan), moments)
    assert [str(row[0])[-2:] for row in found.rows] == ["00", "30"]


def test_every_drawing_has_words_for_those_who_cannot_see_it() -> None:
    drawings = [attrs for tag, attrs in part(whole_outcome()).tags if tag == "svg"]
    assert len(drawings) >= 12
    assert all(len(attrs["aria-label"]) > 20 and attrs["role"] == "img" for attrs in drawings)


def test_every_word_is_escaped_and_no_script_runs() -> None:
    case = named(valley(), HOSTILE)
    outcome = replace(whole_outcome(HOSTILE), scenario_digest=HOSTILE)
    whole = render_report(case.scenario, case.plan, outcome=outcome)
    page = read(whole)
    assert page.balanced
    assert {tag for tag, _ in page.tags} & {"script", "iframe", "img", "object"} == set()
    assert not any(key.startswith("on") for _, attrs in page.tags for key in attrs)
    assert "default-src 'none'; style-src 'unsafe-inline'" in whole
    assert "script" not in {key for _, attrs in page.tags for key in attrs}


def test_the_report_stays_the_same_byte_for_byte() -> None:
    assert html(whole_outcome()) == html(whole_outcome())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"scenario": "hill"}, "The outcome is of the scenario “hill”, and the report is on “valley”."),
        ({"planned_out": 38}, "The outcome is of a plan that brings out 38 people by Thu 15 Dec 2016, 09:38"),
        ({"planned_completion_s": 60}, "by Thu 15 Dec 2016, 06:01, and this one brings out 39 people"),
        ({"quantiles": (0.5,)}, "The quantiles of the outcome are not the ones that a report shows."),
        ({"completion_s": ()}, "The quantiles of the outcome are not the ones that a report shows."),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(changes: dict[str, object], why: str) -> None:
    outcome = Outcome(**{**{name: getattr(bare_outcome(), name) for name in Outcome.__slots__}, **changes})
    with pytest.raises(UnusableInputError) as refused:
        html(outcome)
    assert why in str(refused.value)
    assert "safepassage simulate" in str(refused.value)


def test_a_vehicle_that_the_plan_does_not_use_is_refused_unless_plans_were_made_anew() -> None:
    bare = bare_outcome()
    strange = replace(bare, vehicles=(replace(bare.vehicles[0], vehicle="bus-3"),))
    with pytest.raises(UnusableInputError, match="in it bus-3 drives, which this plan does not use"):
        html(strange)
    assert 'id="rehearsal"' in html(replace(strange, policy=PolicyUsed(0, None, replans=True)))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    case = valley()
    write_scenario(case.scenario, tmp_path / "valley")
    write_plan(case.plan, tmp_path / "plan.json")
    return tmp_path


def test_the_command_shows_an_outcome(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outcome(whole_outcome(), files / "outcome.json")
    out = files / "report.html"
    arguments = (files / "valley", files / "plan.json", "--outcome", files / "outcome.json", "-o", out)
    assert report(*arguments) == Exit.DONE
    assert '<section id="rehearsal">' in out.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


def test_another_state_of_the_scenario_is_a_warning(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outcome(replace(bare_outcome(), scenario_digest="0" * 32), files / "outcome.json")
    out = files / "report.html"
    arguments = (files / "valley", files / "plan.json", "--outcome", files / "outcome.json", "-o", out)
    assert report(*arguments) == Exit.DONE
    (warning,) = capsys.readouterr().err.splitlines()
    assert warning.startswith("warning: The rehearsal was made for another state of the scenario")
    assert "The rehearsal was made for another state of the scenario" in out.read_text(encoding="utf-8")


def test_a_refused_outcome_writes_nothing(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_outcome(replace(bare_outcome(), scenario="hill"), files / "outcome.json")
    (files / "broken.json").write_text("{", encoding="utf-8")
    for outcome in ("outcome.json", "broken.json", "nowhere.json"):
        arguments = (files / "valley", files / "plan.json", "--outcome", files / outcome, "-o", files / "r.html")
        assert report(*arguments) == Exit.UNUSABLE
    assert "Traceback" not in capsys.readouterr().err
    assert not (files / "r.html").exists()
