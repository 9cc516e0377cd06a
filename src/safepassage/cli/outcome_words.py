"""What a rehearsal says, in the words of the terminal: a figure a line, its name in front."""

from collections.abc import Iterator, Sequence
from math import ceil, floor

from safepassage.domain.outcome import (
    COMPLETION_SECONDS,
    QUANTILES,
    CrossingUse,
    Disruptions,
    Estimate,
    OutAt,
    Outcome,
    Sensitivity,
)
from safepassage.domain.scenario import Scenario
from safepassage.domain.uncertainty import Spread, Uncertainty
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.sections.rehearsal_assumed import certain_words
from safepassage.reporting.sections.rehearsal_words import cause_words
from safepassage.reporting.words import (
    DASH,
    HOUR_S,
    counted,
    decimal,
    duration,
    isolated,
    listed,
    number,
    people,
    share,
)

FOLLOWED = {
    "timetable": "by its timetable",
    "in-order": "in its order, each as soon as ready",
    "replan": "by its timetable, and planned anew at each disruption",
}
WIDTH = 25
"""Of the names of figures."""

MOST_MOMENTS = 6
"""At which it is said how many are out if the agreement ends."""
HALF_HOUR_S = 1800
LEAST, MOST = QUANTILES.index(0.05), QUANTILES.index(0.95)
SELDOM = 100
"""What happens less than once in a run is counted in so many runs."""

Noun = tuple[str, str]
"""What is counted: one, and many."""


def outcome_in_words(case: Scenario, outcome: Outcome, policy: str, uncertain: str) -> Iterator[str]:
    """Yield what the rehearsal says; ranges in brackets are 95 % confidence intervals."""
    how = FOLLOWED.get(policy, policy)
    yield f"{counted(outcome.runs, 'run')} of a plan that brings out {people(outcome.planned_out)}, followed {how}."
    yield f"What is uncertain is {uncertain}. Ranges in brackets are 95 % confidence intervals."
    if certain := certain_words(outcome.uncertainty):
        yield certain
    yield ""
    clock = LocalClock.of(case)
    yield from _out(clock, outcome)
    yield from _everybody(outcome)
    yield from _waiting(outcome)
    labels = {place.id: place.label for place in case.places}
    for crossing in outcome.crossings:
        yield from _crossing(crossing, labels.get(crossing.place, crossing.place))
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


def _range(found: Estimate, times: int = 1) -> str:
    """Give a count, and in brackets the ends of its interval where they are known and differ; small ones finer."""
    found_value, low_end, high_end = (times * max(each or 0.0, 0.0) for each in (found.value, found.low, found.high))
    places = 0 if found_value >= 100 else 1 if found_value >= 1 else 2
    middle, low, high = (decimal(each, places) for each in (found_value, low_end, high_end))
    known = found.low is not None and found.high is not None
    return f"{middle} ({low}{DASH}{high})" if known and low != high else middle


def _out(clock: LocalClock, outcome: Outcome) -> Iterator[str]:
    yield _line("People out", _people_out(outcome))
    chance = outcome.complete
    if chance.value is not None:
        ends = f"{share(chance.low or 0.0)}{DASH}{share(chance.high or 0.0)}"
        of_plan = "" if outcome.planned_out == outcome.persons else " whom the plan brings out,"
        yield _line("Nobody left behind", f"in {share(chance.value)} of runs ({ends}): all are out{of_plan} who came")
        yield _line("", "and wanted to leave; who is turned back or gets no seat was left behind")
    yield _line("Last one out", f"planned for {clock.words(outcome.planned_completion_s)}")
    for q, words in ((0.5, "half of all runs"), (0.9, "nine of ten runs")):
        found = outcome.completion_s[QUANTILES.index(q)].value
        if found is None:
            later = (outcome.complete.value or 0.0) >= q
            yield _line(
                "", f"in {words} later than looked at" if later else f"in fewer than {words} all are out at all"
            )
            return
        late_s = int(found) - outcome.planned_completion_s
        than_planned = f"{duration(abs(late_s))} {'later' if late_s >= 0 else 'earlier'}"
        yield _line("", f"in {words} by {clock.words(int(found))}, {than_planned}")


def _people_out(outcome: Outcome) -> str:
    """Say how many come out in most runs, and on average; quantiles end with the people of the plan."""
    mean = f"{_range(outcome.people_out)} on average"
    if not outcome.people_out_over_time:
        return f"{mean}, of {number(outcome.persons)}"
    quantiles = outcome.people_out_over_time[-1].quantiles
    low, high = quantiles[LEAST], quantiles[MOST]
    more = " or more" if high >= outcome.planned_out and outcome.uncertainty.counts != Spread() else ""
    between = number(low) if low == high else f"{number(low)} to {number(high)}"
    return f"in nine of ten runs {between}{more} of {number(outcome.persons)}; {mean}"


def _everybody(outcome: Outcome) -> Iterator[str]:
    """Yield where all are in the end on average, as a sum, and how many of those who wait got no seat."""
    found = outcome.disruptions
    if found is None or outcome.people_left_aboard is None:
        return
    waiting = sum(each.still_waiting.value or 0.0 for each in outcome.waiting_by_priority)
    parts = {"out": outcome.people_out.value or 0.0, "waiting": waiting}
    parts["aboard"] = outcome.people_left_aboard.value or 0.0
    parts["stayed"] = found.people_stayed.value or 0.0
    parts["turned back"] = found.people_turned_back.value or 0.0
    places = 1 if sum(parts.values()) < 1000 else 0
    whole = _whole([value * 10**places for value in parts.values()])
    said = (f"{decimal(each / 10**places, places)} {name}" for each, name in zip(whole, parts, strict=True) if each)
    there = f"{decimal(sum(whole) / 10**places, places)} there"
    guessed = f"; {number(outcome.persons)} were guessed" if outcome.uncertainty.counts != Spread() else ""
    yield _line("In the end, on average", f"{' + '.join(said)} = {there}{guessed}")
    if found.people_without_seat.value:
        seats = _range(found.people_without_seat)
        yield _line("", f"of those who wait, {seats} came beyond those guessed and got no seat")


def _whole(parts: Sequence[float]) -> list[int]:
    """Round parts so that they add up to their rounded sum: those with the largest remainders go up."""
    whole = [floor(part) for part in parts]
    missing = round(sum(parts)) - sum(whole)
    for place in sorted(range(len(parts)), key=lambda number: whole[number] - parts[number])[:missing]:
        whole[place] += 1
    return whole


def _waiting(outcome: Outcome) -> Iterator[str]:
    """Yield who never boards and how long the others wait, for priorities that anybody has."""
    name = "Wait to leave"
    for priority, waiting in enumerate(outcome.waiting_by_priority, start=1):
        still = round(waiting.still_waiting.value or 0.0)
        waited = waiting.mean_wait_s.value
        if waited is None and not still:
            continue
        words = f"priority {priority}: "
        if still:
            words += f"{people(still)} still {'waits' if still == 1 else 'wait'} in the end; "
        words += "nobody boards" if waited is None else f"who boards waits {duration(waited_s(waited))} from when ready"
        yield _line(name, words)
        name = ""


def waited_s(seconds: float) -> int:
    """Give a wait in whole seconds; who leaves before being counted as ready has not waited."""
    return max(0, round(seconds))


def _crossing(crossing: CrossingUse, label: str) -> Iterator[str]:
    if crossing.mean_wait_s is None:
        return
    most = counted(round(crossing.most_queued.value or 0), "vehicle")
    waited = f"{duration(round(crossing.mean_wait_s))} on average"
    yield _line(f"At {isolated(label)}", f"vehicles wait {waited}; the longest queue has {most}")


def _aboard(outcome: Outcome) -> Iterator[str]:
    if outcome.mean_aboard_s is not None:
        longest = duration(round(outcome.longest_aboard_s.value or 0))
        yield _line("Time aboard", f"{duration(round(outcome.mean_aboard_s))} on average; the longest {longest}")
    too_long = outcome.people_aboard_too_long
    if too_long.value:
        yield _line(
            "", _counted(too_long, ("person is aboard longer than allowed", "people are aboard longer than allowed"))
        )
    if outcome.danger is not None:
        hours = round((outcome.danger.person_s.value or 0.0) / HOUR_S)
        harm = decimal(outcome.danger.harm_loaded.value or 0.0, 2)
        yield _line(
            "Danger", f"{number(hours)} person-hours on roads with a risk; expected harm {harm} to loaded vehicles"
        )


def _counted(found: Estimate, noun: Noun, times: int = 1) -> str:
    words = _range(found, times)
    return f"{words} {noun[0] if words == '1' else noun[1]}"


def _troubles(outcome: Outcome) -> Iterator[str]:
    """Yield what went wrong, if anything did: what happens seldom is counted in a hundred runs."""
    counts: list[tuple[Estimate, Noun]] = [
        (
            outcome.vehicles_withdrawn,
            (
                "vehicle withdrawn, its hours over or broken down for good",
                "vehicles withdrawn, hours over or broken down",
            ),
        ),
        (outcome.vehicles_left_behind, ("vehicle stuck in the end", "vehicles stuck in the end")),
    ]
    found = outcome.disruptions
    if found is not None:
        counts += [
            (found.suspensions, ("suspension", "suspensions")),
            (found.breakdowns, ("breakdown", "breakdowns")),
            (found.refusals, ("refusal", "refusals")),
        ]
    often = [(each, noun) for each, noun in counts if (each.value or 0.0) >= 1]
    seldom = [(each, noun) for each, noun in counts if 0 < (each.value or 0.0) < 1]
    for name, times, some in (("In a run", 1, often), (f"In {SELDOM} runs", SELDOM, seldom)):
        for number_of, (figure, noun) in enumerate(some):
            yield _line("" if number_of else name, _counted(figure, noun, times))
    if found is not None:
        yield from _suspended(found)


def _suspended(found: Disruptions) -> Iterator[str]:
    if found.suspended_s.value:
        yield _line("Suspended", f"for {duration(round(found.suspended_s.value))} a run, on average")
    if found.ended_for_good is not None and found.ended_for_good.value:
        yield _line("", f"never re-established in {share(found.ended_for_good.value)} of runs")


def _if_ended(clock: LocalClock, outcome: Outcome) -> Iterator[str]:
    """Yield how many come out if the agreement ends at some moments, until nearly all are."""
    moments = ended_moments(clock, outcome.people_out_if_ended_at)
    if not moments:
        return
    yield ""
    yield "Out if the agreement ends then: out already, or past the last crossing"
    if may_be_suspended(outcome.uncertainty):
        yield "(runs in which it was suspended or over before are among them)"
    yield f"  {'':<24}{'on average':>12}{'in 19 of 20 runs at least':>28}"
    for point in moments:
        least = point.quantiles[LEAST]
        yield f"  {clock.words(point.at_s):<24}{number(round(point.mean)):>12}{number(least):>28}"


def may_be_suspended(uncertainty: Uncertainty) -> bool:
    """Tell whether the agreement is suspended in some runs."""
    return uncertainty.suspensions.per_hour > 0 or uncertainty.incidents.per_hour * uncertainty.incidents.suspends > 0


def ended_moments(clock: LocalClock, curve: Sequence[OutAt]) -> list[OutAt]:
    """Give points at local full or half hours until nearly all are out who come out; nothing if nobody does."""
    most = max((point.mean for point in curve), default=0.0)
    until_s = next((point.at_s for point in curve if point.mean >= 0.99 * most), 0)
    if not most:
        return []
    first_s = -(clock.at(0).minute * 60 + clock.at(0).second) % HALF_HOUR_S
    step_s = HALF_HOUR_S * max(ceil((until_s - first_s) / (MOST_MOMENTS * HALF_HOUR_S)), 1)
    parts = max(ceil((until_s - first_s) / step_s), 1)
    wanted = (first_s + step_s * part for part in range(1, parts + 1))
    return [min(curve, key=lambda point: abs(point.at_s - at_s)) for at_s in wanted]


def _drives(found: Sensitivity) -> Iterator[str]:
    """Yield which share of the spread each cause explains, the largest first."""
    what = "the last one out" if found.figure == COMPLETION_SECONDS else "people out"
    yield ""
    yield f"What drives the spread of {what}, each cause alone (from {counted(found.runs, 'more run')}):"
    known = [each for each in found.causes if each.value is not None]
    told = [cause for cause in known if (cause.low or 0.0) > 0]
    for cause in sorted(told, key=lambda each: -(each.value or 0.0)):
        value, low, high = (100 * min(max(end or 0.0, 0.0), 1.0) for end in (cause.value, cause.low, cause.high))
        yield f"  {cause_words(cause.cause):<37}{value:>5.0f} %  ({low:.0f}{DASH}{high:.0f})"
    if untold := [_small(cause_words(cause.cause)) for cause in known if cause not in told]:
        yield f"  cannot be told from 0 with these runs: {listed(untold)}; use more --runs"
    if not known:
        yield "  nothing: it is the same in all runs"


def _small(words: str) -> str:
    return words[0].lower() + words[1:]
