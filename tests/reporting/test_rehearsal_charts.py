"""Charts of a rehearsal: their lines are the figures of the outcome, and bands hold the line within them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.outcome import QUANTILES, ChanceBy, Estimate, Outcome
from safepassage.reporting.charts.bands import Band, BandChart, band_chart, plot_of
from safepassage.reporting.charts.chance import ChanceChart, chance_chart
from safepassage.reporting.charts.frame import Span
from safepassage.reporting.charts.interval_bars import BarRow, interval_bars
from safepassage.reporting.charts.profiles import Profile, profiles
from safepassage.reporting.charts.queue import queue_chart
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.measures.chances import chances_over_time
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.rehearsal_pictures import bands_of, rehearsed_span, spells_of
from safepassage.simulation.estimates import quantile, share
from tests.reporting.cases import valley
from tests.reporting.drawn import heights, paths, points
from tests.reporting.outcome_cases import bare_outcome, whole_outcome

WIDTH, HEIGHT = 940.0, 320.0
TENTH = 0.11
MINUTE_S, HOUR_S = 60, 3600


def span(last_s: int) -> Span:
    return Span(LocalClock.of(valley().scenario), 0, last_s, ())


def quantiles() -> st.SearchStrategy[tuple[int, int, int, int, int]]:
    five = st.lists(st.integers(0, 1000), min_size=5, max_size=5)
    return five.map(lambda values: tuple(sorted(values)))  # type: ignore[arg-type,return-value]


@given(st.lists(quantiles(), min_size=2, max_size=30))
def test_bands_hold_the_median(values: list[tuple[int, int, int, int, int]]) -> None:
    bands = [Band(900 * i, five, float(five[2])) for i, five in enumerate(values)]
    svg = band_chart(BandChart(bands, 1000), (), span(900 * len(bands)), width=WIDTH, height=HEIGHT, label="")
    (median,) = paths(svg, "middle")
    for class_ in ("band inner", "band outer"):
        for outline in paths(svg, class_):
            if outline:
                for x, y in points(median):
                    top, bottom = heights(points(outline), x)
                    assert top - TENTH <= y <= bottom + TENTH


def test_the_lines_are_the_quantiles_of_the_outcome() -> None:
    outcome = whole_outcome()
    bands = bands_of(outcome.people_out_over_time)
    shown = span(bands[-1].at_s)
    svg = band_chart(BandChart(bands, outcome.planned_out), (), shown, width=WIDTH, height=HEIGHT, label="")
    plot = plot_of(shown, WIDTH, HEIGHT)
    y, _ = plot.values(outcome.planned_out)
    expected = [
        (0, 0),
        *((point.at_s, point.quantiles[QUANTILES.index(0.5)]) for point in outcome.people_out_over_time),
    ]
    (median,) = paths(svg, "middle")
    for (x, height), (at_s, persons) in zip(points(median), expected, strict=True):
        assert (x, height) == pytest.approx((plot.x(at_s), y(persons)), abs=TENTH)


def test_the_plan_stands_beside_the_bands() -> None:
    shown = span(4 * HOUR_S)
    plot = plot_of(shown, WIDTH, HEIGHT)
    planned = [0] * 400 + [39] * (int(plot.right - plot.left) + 1 - 400)
    chart = BandChart(bands_of(bare_outcome().people_out_over_time), 39, 13080)
    svg = band_chart(chart, planned, shown, width=WIDTH, height=HEIGHT, label="")
    assert len(paths(svg, "as-planned")) == 1
    assert "planned completion Thu 15 Dec, 09:38" in svg


def test_the_chart_ends_soon_after_people_out_have_settled() -> None:
    case = valley()
    last = rehearsed_span(Facts.of(case.scenario, case.plan), bare_outcome()).last_s
    assert 4 * HOUR_S < last < 5 * HOUR_S


def ensemble(minutes: list[int], runs: int) -> Outcome:
    """Give what runs say that are complete at these minutes; the other runs are not complete."""
    counts = [minutes.count(minute) for minute in range(601)]
    found = [quantile(counts, runs, q) for q in QUANTILES]
    hours = [(hour, share(sum(minute <= 60 * hour for minute in minutes), runs)) for hour in range(1, 11)]
    return Outcome(
        **{
            **{name: getattr(bare_outcome(), name) for name in Outcome.__slots__},
            "runs": runs,
            "complete": share(len(minutes), runs),
            "completion_s": tuple(Estimate(*(_seconds(m) for m in (e.value, e.low, e.high))) for e in found),
            "complete_by": tuple(ChanceBy(HOUR_S * hour, e.value, e.low, e.high) for hour, e in hours),
        }
    )


def _seconds(minutes: float | None) -> float | None:
    return None if minutes is None else minutes * MINUTE_S


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(1, 40))
def test_the_chance_to_be_done_is_that_of_the_runs_and_lies_in_its_interval(minutes: list[int], never: int) -> None:
    runs = len(minutes) + never
    outcome = ensemble(minutes, runs)
    found = chances_over_time(outcome)
    assert all(a.value <= b.value and a.low <= b.low and a.high <= b.high for a, b in pairwise(found))
    for chance in found:
        truth = sum(MINUTE_S * minute <= chance.at_s for minute in minutes) / runs
        assert chance.low <= chance.value + 1e-9
        assert chance.value <= chance.high + 1e-9
        assert chance.value <= truth + 1e-9
        if chance.at_s % HOUR_S == 0:
            assert chance.value == pytest.approx(truth)


def test_the_step_line_is_at_the_chance_of_each_moment() -> None:
    outcome = bare_outcome()
    chances = chances_over_time(outcome)
    chart = ChanceChart(chances, outcome.planned_completion_s, (13080, 13560, 13800, None, None))
    svg = chance_chart(chart, span(6 * HOUR_S), width=WIDTH, height=HEIGHT, label="")
    (line,) = paths(svg, "middle")
    corners = points(line)
    base, top = corners[0][1], HEIGHT - 42 - (HEIGHT - 42 - 56)
    reached = {round((base - y) / (base - top), 2) for _, y in corners}
    assert reached == {0.0, *(round(chance.value, 2) for chance in chances)}
    assert 'class="median-tick"' in svg


def test_bars_and_whiskers_are_as_long_as_their_figures() -> None:
    rows = [BarRow("a", 50, 40, 60, "fifty"), BarRow("b", 100, None, None, "hundred"), BarRow("c", -2, -5, 1, "none")]
    svg = interval_bars(rows, width=360, label="")
    lengths = [float(part.split('"')[0]) for part in svg.split(' width="')[1:]]
    assert lengths[0] * 2 == pytest.approx(lengths[1], abs=TENTH)
    assert lengths[2] == 0
    low, high = lengths[0] * 0.8, lengths[0] * 1.2
    assert f"M{low:.1f} ".replace(".0 ", " ") in svg
    assert f"L{high:.1f} ".replace(".0 ", " ") in svg


def test_the_queue_is_that_of_each_span() -> None:
    outcome = whole_outcome()
    spells = spells_of(outcome.crossings[0], [point.at_s for point in outcome.people_out_over_time])
    assert spells[1] == (HOUR_S, 2 * HOUR_S, 1.5)
    (area,) = paths(queue_chart(spells, (), span(6 * HOUR_S), width=WIDTH, height=190, label=""), "queue")
    corners = points(area)
    base = max(y for _, y in corners)
    tops = [base - y for _, y in corners if y < base]
    assert max(tops) / tops[0] == pytest.approx(2.25 / 1.5, abs=0.01)


def test_a_type_of_vehicles_is_drawn_with_a_bar_for_each() -> None:
    svg = profiles([Profile("bus (3)", (0.9, 0.5, 0.2), (0.4, 0.2, 0.0), "")], 1.0, width=WIDTH, label="")
    (out,) = paths(svg, "profile out")
    assert out.count("Z") == 3
    many = Profile("car (2,000)", (0.5,) * 2000, (), "")
    (alike,) = paths(profiles([many], 1.0, width=WIDTH, label=""), "profile out")
    assert alike.count("Z") == 1
