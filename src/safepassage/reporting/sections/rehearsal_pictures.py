"""Drawings of a rehearsal: people out, the chance to be done, waiting, queues, vehicles, and what drives the spread."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from markupsafe import Markup

from safepassage.domain.outcome import CauseShare, CrossingUse, Estimate, OutAt, Outcome, VehicleUse
from safepassage.reporting.charts.bands import Band, BandChart, band_chart, plot_of
from safepassage.reporting.charts.chance import ChanceChart, chance_chart
from safepassage.reporting.charts.frame import Span
from safepassage.reporting.charts.interval_bars import BarRow, interval_bars
from safepassage.reporting.charts.profiles import Profile, profiles
from safepassage.reporting.charts.queue import Spell, queue_chart
from safepassage.reporting.charts.steps import sampled
from safepassage.reporting.daylight import nights
from safepassage.reporting.measures.chances import chances_over_time
from safepassage.reporting.measures.crossings import open_spans
from safepassage.reporting.measures.people import PRIORITIES, of_priority, out_by_priority, persons_asking
from safepassage.reporting.sections.facts import LONGEST_S, Facts
from safepassage.reporting.sections.headline import FIRST
from safepassage.reporting.sections.pictures import WIDE, Picture, all_windows, both
from safepassage.reporting.sections.rehearsal_words import (
    Words,
    cause_words,
    chance_words,
    crossing_words,
    ended_words,
    estimate_words,
    mean_words,
    seconds_words,
    sensitivity_words,
    told_causes,
    waiting_words,
)
from safepassage.reporting.words import counted, duration, number, share, vehicle_type

SHOWN = (0, 2, 3, 4, 6)
"""Where the quantiles 5, 25, 50, 75 and 95 % stand in an outcome."""

QUARTER_S = 900
STILL = 0.001
"""People out count as settled from when their mean is within this share of the plan's people of its last value."""


def rehearsed_span(facts: Facts, outcome: Outcome) -> Span:
    """Give the time to show: until the plan is done and people out have settled."""
    last = max(facts.happened.last_s, outcome.planned_completion_s, *_settled(outcome), 900)
    return _span(facts, 0, last + max(300, last // 60))


def _span(facts: Facts, first_s: int, last_s: int) -> Span:
    last = min(last_s, LONGEST_S)
    return Span(facts.clock, first_s, last, nights(facts.scenario, facts.clock, first_s, last))


def _settled(outcome: Outcome) -> Iterable[int]:
    """Yield from when on neither quantiles nor mean change any more, of each of the two curves."""
    for points in (outcome.people_out_over_time, outcome.people_out_if_ended_at):
        still = 0
        for point, following in pairwise(points):
            moving = abs(point.mean - points[-1].mean) > STILL * outcome.planned_out
            if moving or point.quantiles != points[-1].quantiles:
                still = following.at_s
        yield still


def bands_of(points: Iterable[OutAt]) -> tuple[Band, ...]:
    """Give the bands to draw, from nobody out at the start on."""
    found = [Band(point.at_s, _five(point.quantiles), point.mean) for point in points]
    return (Band(0, (0, 0, 0, 0, 0), 0.0), *found) if found and found[0].at_s > 0 else tuple(found)


def _five(values: Sequence[int]) -> tuple[int, int, int, int, int]:
    a, b, c, d, e = (values[index] for index in SHOWN)
    return a, b, c, d, e


def out_bands(facts: Facts, outcome: Outcome, span: Span) -> Picture | None:
    """Draw people out over time within bands, and the plan's own curve; None where the outcome has none."""
    if not outcome.people_out_over_time:
        return None
    bands = bands_of(outcome.people_out_over_time)
    chart = BandChart(bands, outcome.planned_out, outcome.planned_completion_s, windows=all_windows(facts))
    last = outcome.people_out_over_time[-1].quantiles
    label = (
        f"People out over time in {counted(outcome.runs, 'run')}: in the end {number(last[SHOWN[2]])} in the middle "
        f"run, {number(last[0])} to {number(last[-1])} in 90 % of runs, {number(outcome.planned_out)} by the plan"
    )
    return Picture("", both(lambda width: _out(facts, chart, span, width, label)))


def _out(facts: Facts, chart: BandChart, span: Span, width: float, label: str) -> Markup:
    height = 320 if width == WIDE else 270
    plot = plot_of(span, width, height)
    curves = [sampled(curve, plot) for curve in out_by_priority(facts.scenario, facts.happened).values()]
    planned = [sum(values) for values in zip(*curves, strict=True)]
    return band_chart(chart, planned, span, width=width, height=height, label=label)


def ended_picture(facts: Facts, outcome: Outcome, span: Span) -> Picture | None:
    """Draw how many come out if the agreement ends at each moment; None where the outcome does not say."""
    if not outcome.people_out_if_ended_at:
        return None
    bands, beside = bands_of(outcome.people_out_if_ended_at), bands_of(outcome.people_out_over_time)
    chart = BandChart(bands, outcome.planned_out, None, beside, all_windows(facts), by_mean=True)
    words = ended_words(outcome, facts.clock, all_windows(facts))
    label = f"People out already, or past the last crossing, if the agreement ends at each hour. {words}"
    height = {True: 260, False: 240}
    drawn = both(lambda width: band_chart(chart, (), span, width=width, height=height[width == WIDE], label=label))
    return Picture("", drawn, words)


def chance_picture(facts: Facts, outcome: Outcome) -> Picture | None:
    """Draw the chance that nobody is left behind by each moment, while it grows; None where it never does."""
    span = _growing(facts, outcome)
    if span is None:
        return None
    quantiles = [found.value for found in outcome.completion_s]
    a, b, c, d, e = (None if quantiles[i] is None else int(quantiles[i] or 0) for i in SHOWN)
    chart = ChanceChart(chances_over_time(outcome), outcome.planned_completion_s, (a, b, c, d, e))
    words = chance_words(outcome, facts.clock)
    label = f"Chance that all are out who came and wanted to leave, over time. {words}"
    drawn = both(
        lambda width: chance_chart(chart, span, width=width, height=290 if width == WIDE else 270, label=label)
    )
    return Picture("", drawn, words)


def _growing(facts: Facts, outcome: Outcome) -> Span | None:
    """Give the time from before the chance grows, or the plan is complete, to when it has grown up."""
    growing = [chance for chance in chances_over_time(outcome) if chance.value and chance.at_s <= LONGEST_S]
    if not growing:
        return None
    done = next(chance.at_s for chance in growing if chance.value == growing[-1].value)
    first = min(growing[0].at_s, outcome.planned_completion_s)
    last = max(done, outcome.planned_completion_s)
    room = max(QUARTER_S, (last - first) // 10)
    return _span(facts, max(0, (first - room) // QUARTER_S * QUARTER_S), last + room)


def waiting_picture(facts: Facts, outcome: Outcome) -> Picture | None:
    """Draw how long people of each priority wait; None where the outcome does not say."""
    waiting = dict(zip(PRIORITIES, outcome.waiting_by_priority, strict=False))
    asked = [p for p in PRIORITIES if p in waiting and persons_asking(facts.scenario, of_priority(p))]
    rows = [_bar(FIRST[p], waiting[p].mean_wait_s, seconds_words) for p in asked]
    drawn = [row for row in rows if row is not None]
    return _bars(drawn, "How long people wait until a vehicle leaves with them", waiting_words(asked, outcome))


def aboard_picture(facts: Facts, outcome: Outcome) -> Picture | None:
    """Draw how long people are aboard, on average and at most, and say how many longer than they may be."""
    mean = Estimate(outcome.mean_aboard_s, None, None)
    rows = [
        _bar("On average", mean, seconds_words),
        _bar("Longest of a run, on average", outcome.longest_aboard_s, seconds_words),
    ]
    limited = any(row.max_aboard_s is not None for row in facts.scenario.people)
    too_long = estimate_words(outcome.people_aboard_too_long, mean_words)
    words = f"On average {too_long} people are aboard longer than they may be." if limited else ""
    return _bars([row for row in rows if row is not None], "How long people are aboard", words)


def _bar(name: str, found: Estimate, words: Words) -> BarRow | None:
    if found.value is None:
        return None
    return BarRow(name, found.value, found.low, found.high, estimate_words(found, words))


def _bars(rows: Sequence[BarRow], label: str, words: str = "", highest: float | None = None) -> Picture | None:
    if not rows:
        return None
    spoken = f"{label}: {'; '.join(f'{row.name}: {row.words}' for row in rows)}"
    return Picture("", both(lambda width: interval_bars(rows, width=width, label=spoken, highest=highest)), words)


def crossing_queues(facts: Facts, outcome: Outcome, span: Span) -> tuple[Picture, ...]:
    """Draw the queue at every crossing, with a sentence on it."""
    ends = [point.at_s for point in outcome.people_out_over_time]
    return tuple(_queue(facts, use, ends, span) for use in outcome.crossings)


def _queue(facts: Facts, use: CrossingUse, ends: Sequence[int], span: Span) -> Picture:
    name, words = facts.labels.get(use.place, use.place), crossing_words(use)
    spells = spells_of(use, ends)
    if not any(waiting for _, _, waiting in spells):
        return Picture(name, Markup(""), words)
    windows = open_spans(facts.scenario, use.place) or ()
    label = f"Vehicles that wait at {name} over time. {words}"
    return Picture(
        name,
        both(lambda width: queue_chart(spells, windows, span, width=width, height=190, label=label)),
        words,
    )


def spells_of(use: CrossingUse, ends: Sequence[int]) -> tuple[Spell, ...]:
    """Give how many wait in each span of time that ends at a moment of people out over time."""
    begins = (0, *ends)
    return tuple(zip(begins, ends, use.queued_over_time, strict=False))


def vehicle_profiles(outcome: Outcome) -> Picture | None:
    """Draw each type's vehicles, the busiest first: by their share of the time, or by hours where none is known."""
    if not outcome.vehicles:
        return None
    by_share = all(use.in_use is not None for use in outcome.vehicles)
    types: dict[str, list[VehicleUse]] = {}
    for use in outcome.vehicles:
        types.setdefault(vehicle_type(use.vehicle) or use.vehicle, []).append(use)
    rows = [_profile(kind, uses, by_share=by_share) for kind, uses in types.items()]
    rows.sort(key=lambda row: -sum(row.values) / len(row.values))
    highest = 1.0 if by_share else max(max(row.values) for row in rows)
    label = "How much vehicles are out, by type: " + "; ".join(f"{row.name}: {row.words}" for row in rows)
    return Picture("", both(lambda width: profiles(rows, highest, width=width, label=label)))


def _profile(kind: str, uses: Sequence[VehicleUse], *, by_share: bool) -> Profile:
    busiest = sorted(uses, key=lambda use: -use.out_s)
    values = tuple((use.in_use or 0.0) if by_share else use.out_s for use in busiest)
    known = all(use.loaded_s is not None for use in uses)
    loaded = tuple(
        value * min(1.0, (use.loaded_s or 0.0) / use.out_s) if use.out_s else 0.0
        for use, value in zip(busiest, values, strict=True)
    )
    mean = sum(values) / len(values)
    hours = duration(round(sum(use.out_s for use in uses) / len(uses)))
    words = f"{share(mean)} of the time, {hours} each" if by_share else f"{hours} each"
    return Profile(f"{kind} ({number(len(uses))})", values, loaded if known else (), words)


def sensitivity_picture(outcome: Outcome) -> Picture | None:
    """Draw what drives the spread, the strongest cause first; None where it was not asked for."""
    found = outcome.sensitivity
    if found is None:
        return None
    words = sensitivity_words(found)
    rows = [_cause(cause) for cause in told_causes(found)]
    drawn = _bars(rows, "Share of the spread that each cause explains alone", words, highest=1.0)
    return drawn or Picture("", Markup(""), words)


def _cause(cause: CauseShare) -> BarRow:
    found = Estimate(cause.value, cause.low, cause.high)
    value = cause.value or 0.0
    return BarRow(cause_words(cause.cause), value, cause.low, cause.high, estimate_words(found, _at_least_none))


def _at_least_none(value: float) -> str:
    """Give a share; estimates below nothing read as nothing."""
    return share(max(0.0, value))
