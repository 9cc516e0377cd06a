"""What a rehearsal says, in sentences: the same figures as on the terminal, with their intervals."""

from collections.abc import Callable, Mapping, Sequence

from safepassage.domain.outcome import CauseShare, CrossingUse, Estimate, OutAt, Outcome, PolicyUsed, Sensitivity
from safepassage.domain.terms import Window
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import DASH, counted, decimal, duration, listed, number, share

Words = Callable[[float], str]

WHOLE_FROM, TENTHS_FROM = 100, 1
SMALLEST = 0.01
"""Means from 100 on are whole numbers, from 1 on have a decimal, below two; what is not nothing never reads as 0."""

CAUSES: Mapping[str, str] = {
    "travel": "How long driving takes",
    "service": "How long boarding and alighting take",
    "check": "How long checks take",
    "late_start": "Vehicles that become available late",
    "late_groups": "People who come late to their place",
    "staying": "People who decide to stay",
    "counts": "Counts of people that were guessed",
    "breakdowns": "Vehicles that break down",
    "refusals": "Crews or owners who refuse to go",
    "turned_back": "People turned back at a crossing",
    "late_opening": "Crossings that open late",
    "roads": "Roads that close",
    "suspensions": "The agreement is suspended",
    "incidents": "Incidents at crossings",
}
"""Plain words for the causes in `uncertainty`."""

HALF_HOUR_MIN = 30

ABSENT: Mapping[str, str] = {
    "suspensions": "suspensions of the agreement",
    "incidents": "incidents at crossings",
    "late_opening": "crossings that open late",
    "roads": "roads that close",
    "breakdowns": "breakdowns",
    "refusals": "crews or owners who refuse",
    "late_start": "late vehicles",
    "staying": "people who stay",
    "late_groups": "people who come late",
    "turned_back": "people turned back",
    "counts": "more or fewer people than counted",
    "travel": "driving that takes longer or shorter",
    "service": "boarding and alighting that take longer or shorter",
    "check": "checks that take longer or shorter",
}
"""What does not happen in runs where a cause is certain, the gravest first."""

SHARES = {
    0.05: "one of twenty runs",
    0.1: "one of ten runs",
    0.25: "a quarter of all runs",
    0.5: "half of all runs",
    0.75: "three quarters of all runs",
    0.9: "nine of ten runs",
    0.95: "nineteen of twenty runs",
}


def mean_words(value: float) -> str:
    """Give a mean of counts with the decimals that matter; no count is less than nothing."""
    if value <= 0:
        return "0"
    if value < SMALLEST:
        return f"less than {SMALLEST}"
    return decimal(value, 0 if value >= WHOLE_FROM else 1 if value >= TENTHS_FROM else 2)


def seconds_words(value: float) -> str:
    """Give a mean of seconds as a span; who leaves before being counted as ready has not waited."""
    return duration(max(0, round(value)))


def estimate_words(found: Estimate, words: Words) -> str:
    """Give a figure with its interval in brackets; a dash where there is none."""
    if found.value is None:
        return DASH
    between = interval_words(found, words)
    return f"{words(found.value)} ({between})" if between else words(found.value)


def interval_words(found: Estimate, words: Words) -> str:
    """Give the ends of an interval, such as `12 to 14`; nothing where it has none, or no width to speak of."""
    if found.low is None or found.high is None:
        return ""
    low, high = words(found.low), words(found.high)
    return "" if low == high else f"{low} to {high}"


def cause_words(cause: str) -> str:
    """Name a cause in plain words; one that is not known keeps its name."""
    return CAUSES.get(cause, cause)


def runs_words(outcome: Outcome) -> str:
    """Say in a sentence what was rehearsed."""
    return (
        f"This plan was simulated {counted(outcome.runs, 'time')}, each time with other delays and other trouble, as "
        "they may come. Here is what it is then worth."
    )


def than_planned(at_s: int, outcome: Outcome) -> str:
    """Say how long before or after the planned completion a moment is."""
    late_s = at_s - outcome.planned_completion_s
    return f"{duration(abs(late_s))} {'after' if late_s >= 0 else 'before'} the planned moment"


def after_plan(at_s: int, outcome: Outcome) -> str:
    """Say the same in fewer words, for tables."""
    late_s = at_s - outcome.planned_completion_s
    return f"{duration(abs(late_s))} {'after' if late_s >= 0 else 'before'} the plan"


def chance_words(outcome: Outcome, clock: LocalClock) -> str:
    """Say how likely it is that nobody is left behind by the planned moment, to the full hour above, and in the end."""
    after = next((chance for chance in outcome.complete_by if chance.at_s >= outcome.planned_completion_s), None)
    words = f"The plan is complete on {clock.words(outcome.planned_completion_s)}. All are out who came and wanted to "
    if after is not None and after.value is not None:
        found = Estimate(after.value, after.low, after.high)
        hour = "by then" if after.at_s == outcome.planned_completion_s else f"by {clock.words(after.at_s, year=False)}"
        words += f"leave {hour} in {estimate_words(found, share)} of runs, and "
    else:
        words += "leave "
    return f"{words}in the end in {estimate_words(outcome.complete, share)}."


def few_complete(q: float) -> str:
    """Say that nobody is left behind in fewer runs than a share of them."""
    return f"In fewer than {SHARES[q]} all are out who came and wanted to leave."


def ended_words(outcome: Outcome, clock: LocalClock, windows: Sequence[Window]) -> str:
    """Say how many come out if the agreement ends as a window does half-way, or when the plan is complete."""
    ends = [window.closes_s for window in windows if 0 < window.closes_s < outcome.planned_completion_s]
    moment = min(ends, key=lambda end: abs(end - outcome.planned_completion_s / 2), default=None)
    found = outcome.people_out_if_ended_at
    at_s = outcome.planned_completion_s if moment is None else moment
    point = next((each for each in round_moments(found, clock) if each.at_s >= at_s), found[-1])
    low, high = point.quantiles[0], point.quantiles[-1]
    between = f" (in 90 % of runs {number(low)} to {number(high)})" if low < high else ""
    return (
        f"If the agreement ends on {clock.words(point.at_s)}, {number(round(point.mean))} people come out on "
        f"average{between}, of {number(outcome.planned_out)} by the plan. Runs in which it had been suspended or had "
        "failed before are among them."
    )


def round_moments(points: Sequence[OutAt], clock: LocalClock) -> Sequence[OutAt]:
    """Give the moments at full and half local hours; all where there are none."""
    return [point for point in points if clock.at(point.at_s).minute % HALF_HOUR_MIN == 0] or points


def waiting_words(priorities: Sequence[int], outcome: Outcome) -> str:
    """Say who never boards, and whose wait is told."""
    never = [
        f"{mean_words(still)} of priority {priority}"
        for priority in priorities
        if (still := outcome.waiting_by_priority[priority - 1].still_waiting.value)
    ]
    waits = "Of those who board, from when they are ready to when a vehicle first leaves with them, on average."
    return f"Still waiting in the end, on average: {listed(never)}. {waits}" if never else waits


def crossing_words(use: CrossingUse) -> str:
    """Say how many vehicles pass a crossing, how long they wait, and how many wait at once."""
    if not use.passages.value:
        return "No vehicle passes."
    words = f"{estimate_words(use.passages, mean_words)} vehicles pass on average"
    if use.mean_wait_s is not None:
        words += f" and wait {seconds_words(use.mean_wait_s)} each"
    if use.longest_wait_s.value is not None:
        words += f"; the longest wait of a run is {estimate_words(use.longest_wait_s, seconds_words)}"
    if use.most_queued.value is not None:
        words += f", and at most {estimate_words(use.most_queued, mean_words)} wait at once"
    return f"{words}."


def sensitivity_words(found: Sensitivity) -> str:
    """Say whose spread it is, and what the bars leave out."""
    figure = "how many come out" if found.figure == "people_out" else "when the last one is out"
    values = [cause.value for cause in found.causes if cause.value is not None]
    if not values:
        return f"It is the same in all runs {figure}: there is no spread to explain."
    together = sum(max(0.0, value) for value in values)
    rest = "; the rest comes of causes that act together" if together < SMALL_REST else ""
    return (
        f"How much of the spread in {figure} each cause explains alone (the first-order index of Sobol, from "
        f"{counted(found.runs, 'more run')}). Together that is {share(min(1.0, together))}{rest}. What stands on top "
        f"is worth finding out, or agreeing on, first.{_untold_words(found)}"
    )


def told_causes(found: Sensitivity) -> list[CauseShare]:
    """Give the causes whose share can be told from 0, the strongest first."""
    told = [cause for cause in found.causes if cause.value is not None and (cause.low is None or cause.low > 0)]
    return sorted(told, key=lambda cause: -(cause.value or 0.0))


def _untold_words(found: Sensitivity) -> str:
    told = told_causes(found)
    untold = [cause_words(cause.cause) for cause in found.causes if cause.value is not None and cause not in told]
    if not untold:
        return ""
    plain = listed([words[0].lower() + words[1:] for words in untold])
    return f" Cannot be told from 0 with these runs: {plain}; use more --runs."


SMALL_REST = 0.95


def policy_words(policy: PolicyUsed) -> str:
    """Say how the plan was followed."""
    if policy.ahead_s is None:
        words = "In order: everything is done as soon as it can be"
    elif policy.ahead_s == 0:
        words = "By the timetable: nothing is done before its planned moment"
    else:
        words = f"Nothing is done more than {duration(policy.ahead_s)} before its planned moment"
    patience = "without end" if policy.patience_s is None else f"{duration(policy.patience_s)}"
    words += f"; a convoy waits {patience} for vehicles that are late"
    return f"{words}; the plan is made anew at each disruption." if policy.replans else f"{words}."
