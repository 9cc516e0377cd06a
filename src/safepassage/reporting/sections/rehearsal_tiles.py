"""The figures of a rehearsal to read first: those above its part of the report, and the line on top of the report."""

from dataclasses import dataclass

from safepassage.domain.outcome import QUANTILES, Estimate, Outcome
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.sections.rehearsal_words import SHARES, interval_words, mean_words, than_planned
from safepassage.reporting.words import DASH, number, share

NOT_REHEARSED = "Not rehearsed: these figures come true only if nothing goes otherwise than planned."


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure to read first: a heading, the figure, and sentences below it."""

    heading: str
    big: str
    below: tuple[str, ...]


def tiles(outcome: Outcome, clock: LocalClock) -> tuple[Tile, ...]:
    """Give the figures to read first; a moment that is never reached has none."""
    moments = (_completed(outcome, clock, q) for q in (0.5, 0.9))
    found = (_complete(outcome), *moments, _people_out(outcome), _too_long(outcome))
    return tuple(tile for tile in found if tile is not None)


def rehearsed_words(outcome: Outcome | None) -> str:
    """Say on top of the report where people are after a rehearsal, or that there was none."""
    if outcome is None:
        return NOT_REHEARSED
    words = f"In rehearsal: {_persons(outcome.people_out)} out on average"
    if outcome.waiting_by_priority:
        words += f", {number(round(_still_waiting(outcome)))} still waiting"
    if outcome.people_left_aboard is not None:
        words += f", {_persons(outcome.people_left_aboard)} aboard"
    if outcome.complete.value is None:
        return f"{words}."
    return f"{words}; nobody left behind in {share(outcome.complete.value)} of runs."


def _persons(found: Estimate) -> str:
    return DASH if found.value is None else number(round(found.value))


def _still_waiting(outcome: Outcome) -> float:
    return sum(waiting.still_waiting.value or 0.0 for waiting in outcome.waiting_by_priority)


def _complete(outcome: Outcome) -> Tile:
    found = outcome.complete
    big = DASH if found.value is None else share(found.value)
    sentences = [f"of runs: {_who_are_out(outcome)}.", *_interval(interval_words(found, share))]
    return Tile("Nobody left behind", big, (*sentences, *_who_stay(outcome)))


def _who_are_out(outcome: Outcome) -> str:
    """Say who are out in a run that is complete; a plan may leave some behind from the beginning."""
    all_out = "all are out who came and wanted to leave"
    if outcome.planned_out >= outcome.persons:
        return all_out
    return f"{all_out}, of the {number(outcome.planned_out)} whom the plan brings out"


def _who_stay(outcome: Outcome) -> tuple[str, ...]:
    stayed = None if outcome.disruptions is None else outcome.disruptions.people_stayed.value
    if not stayed or round(stayed) < 1:
        return ()
    return (f"On average {number(round(stayed))} of the {number(outcome.persons)} decide to stay: not counted.",)


def _too_long(outcome: Outcome) -> Tile | None:
    found = outcome.people_aboard_too_long
    if not found.value:
        return None
    below = "on average: longer than the scenario allows them to be."
    return Tile(
        "People aboard too long", mean_words(found.value), (below, *_interval(interval_words(found, mean_words)))
    )


def _completed(outcome: Outcome, clock: LocalClock, q: float) -> Tile | None:
    found = outcome.completion_s[QUANTILES.index(q)].value
    if found is None:
        return None
    at_s = int(found)
    below = (f"{clock.date_words(clock.day(at_s))},", f"{than_planned(at_s, outcome)}.")
    return Tile(f"In {SHARES[q]} the last one is out by", clock.hour_words(at_s), below)


def _people_out(outcome: Outcome) -> Tile:
    found = outcome.people_out
    big = DASH if found.value is None else mean_words(found.value)
    below = f"on average, of {number(outcome.planned_out)} by the plan."
    return Tile("People out in the end", big, (below, *_interval(interval_words(found, mean_words))))


def _interval(between: str) -> tuple[str, ...]:
    return (f"Interval {between}.",) if between else ()
