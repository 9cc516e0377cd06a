"""What a rehearsal says, in the words of the terminal: a figure a line, its name in front."""

from collections.abc import Iterator

from safepassage.domain.outcome import COMPLETION_SECONDS, QUANTILES, CrossingUse, Estimate, Outcome, Sensitivity
from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.sections.rehearsal_words import cause_words
from safepassage.reporting.words import DASH, HOUR_S, counted, decimal, duration, isolated, number, people, share

FOLLOWED = {
    "timetable": "by its timetable",
    "in-order": "in its order, each as soon as ready",
    "replan": "by its timetable, and planned anew at each disruption",
}
WIDTH = 20
"""Of the names of figures."""

MOST_HOURS = 6
"""Moments at which it is said how many are out if the agreement ends."""


def outcome_in_words(case: Scenario, outcome: Outcome, policy: str, uncertain: str) -> Iterator[str]:
    """Yield what the rehearsal says; ranges in brackets are 95 % confidence intervals."""
    how = FOLLOWED.get(policy, policy)
    yield f"{counted(outcome.runs, 'run')} of a plan that brings out {people(outcome.planned_out)}, followed {how}."
    yield f"What is uncertain is {uncertain}. Ranges in brackets are 95 % confidence intervals."
    yield ""
    clock = LocalClock.of(case)
    yield from _out(clock, outcome)
    yield from _waiting(outcome)
    for crossing in outcome.crossings:
        yield from _crossing(crossing)
    yield from _aboard(outcome)
    yield from _troubles(outcome)
    if outcome.new_plans is not None and outcome.changes_announced is not None:
        changes = f"{_range(outcome.changes_announced)} changes announced to crews"
        yield _line("Planned anew", f"{_range(outcome.new_plans)} times a run, {changes}")
    yield from _if_ended(clock, outcome)
    if outcome.sensitivity is not None:
        yield from _drives(outcome.sensitivity)
    yield ""


def _line(name: str, words: str) -> str:
    return f"{name:<{WIDTH}}{words}"


def _range(found: Estimate) -> str:
    """Give a count, and in brackets the ends of its interval if they are not the same in words; small ones finer."""
    places = 0 if (found.value or 0.0) >= 100 else 1 if (found.value or 0.0) >= 1 else 2
    middle, low, high = (decimal(max(each or 0.0, 0.0), places) for each in (found.value, found.low, found.high))
    return middle if low == high else f"{middle} ({low}{DASH}{high})"


def _out(clock: LocalClock, outcome: Outcome) -> Iterator[str]:
    yield _line("People out", f"{_range(outcome.people_out)} on average")
    chance = outcome.complete
    if chance.value is not None:
        ends = f"{share(chance.low or 0.0)}{DASH}{share(chance.high or 0.0)}"
        yield _line("All of them out", f"in {share(chance.value)} of runs ({ends})")
    yield _line("Last one out", f"planned for {clock.words(outcome.planned_completion_s)}")
    for q, words in ((0.5, "half of all runs"), (0.9, "nine of ten runs")):
        found = outcome.completion_s[QUANTILES.index(q)].value
        if found is None:
            yield _line("", f"in fewer than {words} all of them are out at all")
            return
        late_s = int(found) - outcome.planned_completion_s
        than_planned = f"{duration(abs(late_s))} {'later' if late_s >= 0 else 'earlier'}"
        yield _line("", f"in {words} by {clock.words(int(found))}, {than_planned}")


def _waiting(outcome: Outcome) -> Iterator[str]:
    """Yield how long people wait, for priorities that anybody has."""
    name = "Wait to leave"
    for priority, waiting in enumerate(outcome.waiting_by_priority, start=1):
        still = round(waiting.still_waiting.value or 0.0)
        waited = waiting.mean_wait_s.value
        if waited is None and not still:
            continue
        words = f"priority {priority}: " + ("nobody leaves" if waited is None else f"{duration(waited_s(waited))}")
        yield _line(name, words + (f"; {people(still)} still wait in the end" if still else ""))
        name = ""


def waited_s(seconds: float) -> int:
    """Give a wait in whole seconds; who leaves before being counted as ready has not waited."""
    return max(0, round(seconds))


def _crossing(crossing: CrossingUse) -> Iterator[str]:
    if crossing.mean_wait_s is None:
        return
    most = counted(round(crossing.most_queued.value or 0), "vehicle")
    waited = f"{duration(round(crossing.mean_wait_s))} on average"
    yield _line(f"At {isolated(crossing.place)}", f"vehicles wait {waited}; the longest queue has {most}")


def _aboard(outcome: Outcome) -> Iterator[str]:
    if outcome.mean_aboard_s is not None:
        longest = duration(round(outcome.longest_aboard_s.value or 0))
        yield _line("Time aboard", f"{duration(round(outcome.mean_aboard_s))} on average; the longest {longest}")
    for figure, words in (
        (outcome.people_aboard_too_long, "are aboard longer than they may be"),
        (outcome.people_left_aboard, "are still aboard in the end"),
    ):
        if figure is not None and figure.value:
            yield _line("", f"{_range(figure)} people {words}")
    if outcome.danger is not None:
        hours = round((outcome.danger.person_s.value or 0.0) / HOUR_S)
        harm = decimal(outcome.danger.harm_loaded.value or 0.0, 2)
        yield _line(
            "Danger", f"{number(hours)} person-hours on roads with a risk; expected harm {harm} to loaded vehicles"
        )


def _troubles(outcome: Outcome) -> Iterator[str]:
    """Yield what went wrong, if anything did."""
    counts: list[tuple[Estimate | None, str]] = [
        (outcome.vehicles_withdrawn, "vehicles withdrawn as their hours end"),
        (outcome.vehicles_left_behind, "vehicles left on their way"),
    ]
    found = outcome.disruptions
    if found is not None:
        counts += [
            (found.people_stayed, "people who stay"),
            (found.people_turned_back, "people turned back"),
            (found.people_without_seat, "people who come and get no seat"),
            (found.suspensions, "suspensions"),
            (found.breakdowns, "breakdowns"),
            (found.refusals, "refusals"),
        ]
    name = "In a run"
    for figure, words in counts:
        if figure is not None and figure.value:
            yield _line(name, f"{_range(figure)} {words}")
            name = ""
    if found is not None and found.suspended_s.value:
        yield _line("", f"{duration(round(found.suspended_s.value))} suspended")


def _if_ended(clock: LocalClock, outcome: Outcome) -> Iterator[str]:
    """Yield how many come out if the agreement ends at some moments, until nearly all are."""
    curve = outcome.people_out_if_ended_at
    most = max((point.mean for point in curve), default=0.0)
    until = next((number for number, point in enumerate(curve) if point.mean >= 0.99 * most), 0)
    if not most:
        return
    yield ""
    yield "Out if the agreement ends (on average; in nine of ten runs at least):"
    for part in range(1, MOST_HOURS + 1):
        point = curve[until * part // MOST_HOURS]
        least = point.quantiles[QUANTILES.index(0.1)]
        yield f"  {clock.words(point.at_s):<24}{number(round(point.mean)):>9}{number(least):>9}"


def _drives(found: Sensitivity) -> Iterator[str]:
    """Yield which share of the spread each cause explains, the largest first."""
    what = "the last one out" if found.figure == COMPLETION_SECONDS else "people out"
    yield ""
    yield f"What drives the spread of {what}, each cause alone (from {counted(found.runs, 'more run')}):"
    known = [each for each in found.causes if each.value is not None]
    for cause in sorted(known, key=lambda each: -(each.value or 0.0)):
        value, low, high = (100 * min(max(end or 0.0, 0.0), 1.0) for end in (cause.value, cause.low, cause.high))
        yield f"  {cause_words(cause.cause):<37}{value:>5.0f} %  ({low:.0f}{DASH}{high:.0f})"
    if not known:
        yield "  nothing: it is the same in all runs"
