"""What each term is worth, in words: gains, what is proven of them, and the lines that a terminal shows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from safepassage.domain.options import Change, EndingHour, Options, PeopleGain, Replan, SmallestSet, TimeGain, Worth
from safepassage.domain.scenario import Scenario
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.words import DASH, counted, duration, listed, number, people

NOTHING = DASH
FEW = 3
"""So many changes of a set are named in a line; of more, the kinds are counted."""
ROOMS, BAYS = {"beds", "shelter-places"}, {"bays"}


def more_people(gain: PeopleGain | None) -> str:
    """Give how many more come out, such as `+120`."""
    return NOTHING if gain is None else signed(gain.found)


def signed(value: int) -> str:
    """Give a number with its sign; nothing is 0."""
    return f"{value:+,}".replace("-", "\u2212") if value else "0"


def by_priority(gain: PeopleGain | None) -> str:
    """Name the priorities where it is not for all of them the same way up or down."""
    if gain is None or min(gain.by_priority) >= 0 or max(gain.by_priority) <= 0:
        return ""
    parts = [f"{signed(more)} of priority {n}" for n, more in enumerate(gain.by_priority, start=1) if more]
    return listed(parts)


def earlier(gain: TimeGain | None) -> str:
    """Give how much earlier the last one arrives."""
    if gain is None:
        return NOTHING
    return (
        duration(gain.found_s) if gain.found_s > 0 else "0" if not gain.found_s else f"{duration(-gain.found_s)} later"
    )


def proven_people(gain: PeopleGain | None) -> str:
    """Say what is proven of a gain in people."""
    if gain is None:
        return NOTHING
    if gain.at_least == gain.at_most:
        return f"exactly {signed(gain.at_most)}"
    if gain.at_least > 0:
        return f"{signed(gain.at_least)} to {signed(gain.at_most)}"
    return f"at most {signed(gain.at_most)}"


def proven_time(gain: TimeGain | None) -> str:
    """Say what is proven of a gain in time."""
    if gain is None:
        return NOTHING
    most = "" if gain.at_most_s is None else "0" if not gain.at_most_s else duration(gain.at_most_s)
    if gain.at_most_s is not None and gain.at_least_s == gain.at_most_s:
        return f"exactly {most}"
    if gain.at_least_s > 0:
        return f"{duration(gain.at_least_s)} to {most}" if most else f"at least {duration(gain.at_least_s)}"
    return f"at most {most}" if most else "nothing"


def made_together(changes: Sequence[Change]) -> str:
    """Name changes made together: each with how often it is made, or in a few words where there are many."""
    terms = {change.term.value for change in changes}
    if terms <= ROOMS and len(changes) > FEW:
        return f"More room at every destination ({counted(len(changes), 'change')} at once)"
    if terms <= BAYS and len(changes) > FEW:
        return f"One bay more at every place that has bays ({counted(len(changes), 'change')} at once)"
    if len(changes) > FEW and len(set(changes)) == len(changes):
        return f"All {number(len(changes))} other changes at once"
    return "; ".join(each_once(changes))


def each_once(changes: Iterable[Change]) -> list[str]:
    """Give the words of changes, with how often where it is more than once."""
    times = Counter(changes)
    return [change.words + (f" ({count} times that much)" if count > 1 else "") for change, count in times.items()]


def deadline_words(options: Options, clock: LocalClock) -> str:
    """Say by when people are counted."""
    return "In the end" if options.deadline_s is None else f"By {clock.words(options.deadline_s)}"


def base_words(replan: Replan, persons: int) -> str:
    """Say how many come out under the terms as they are, and what is proven."""
    words = f"{number(replan.people_out)} of {people(persons)} come out under the terms as they are"
    if replan.people_out >= persons:
        return f"everyone comes out under the terms as they are, all {people(persons)}"
    if replan.people_out_bound >= persons:
        return f"{words}; that not everyone can is not proven"
    if replan.people_out_bound > replan.people_out:
        return f"{words}; it is proven that not more than {number(replan.people_out_bound)} can"
    return f"{words}, and it is proven that not more can"


def set_words(smallest: SmallestSet, when: str) -> list[str]:
    """Say which changes bring everyone out, and whether fewer could."""
    if smallest.size == 0:
        return [f"Everyone comes out {when} as things are; no change is needed."]
    if smallest.found:
        best = smallest.found[0].changes
        changes = counted(len(best), "change")
        return [f"With {changes} everyone comes out {when}: {'; '.join(each_once(best))}.", _proof(smallest)]
    changes = counted(smallest.largest_tried, "change")
    words = [f"No set of up to {changes} was found with which everyone comes out {when}."]
    if smallest.nearest is not None:
        names = "; ".join(each_once(smallest.nearest.changes))
        words.append(f"Nearest comes, with {people(smallest.nearest.replan.people_out)} out: {names}.")
    return [*words, _proof(smallest)]


def _proof(smallest: SmallestSet) -> str:
    """Say how many changes are proven to be needed."""
    if smallest.proven:
        return "It is proven that fewer do not do it."
    if smallest.proven_size == 0:
        return "That any change is needed is not proven: without one, no plan was found."
    needed = "1 change is" if smallest.proven_size == 1 else f"{smallest.proven_size} changes are"
    rest = "no smaller set was found" if smallest.found else "whether more would do is not known"
    return f"It is proven that at least {needed} needed; {rest}."


def options_in_words(case: Scenario, options: Options) -> Iterator[str]:
    """Yield what a terminal shows: the terms as they are, a line a change, the smallest set, an early end."""
    clock = LocalClock.of(case)
    yield f"{deadline_words(options, clock)}: {base_words(options.base, options.persons)}."
    end = options.base_in_the_end
    if end.people_out:
        yield f"The last one arrives on {clock.words(end.completion_s)}{_no_earlier(end, clock)}."
    yield ""
    yield from worth_lines((*options.worth, *options.together))
    yield ""
    if options.smallest_set is not None:
        when = "in the end" if options.deadline_s is None else f"by {clock.words(options.deadline_s)}"
        yield from set_words(options.smallest_set, when)
    planned = [hour for hour in options.ending if hour.planned]
    if planned:
        yield _ending_line(planned[len(planned) // 2], options, clock)
    if not options.complete:
        yield "It was stopped early: what had not been planned by then is missing."


def _no_earlier(replan: Replan, clock: LocalClock) -> str:
    if replan.completion_bound_s is None:
        return ""
    return f"; it is proven that none who bring out as many are done before {clock.words(replan.completion_bound_s)}"


def worth_lines(worth: Sequence[Worth]) -> Iterator[str]:
    """Yield a table: how many more, how much earlier, what is proven of both, and the change."""
    people, time = any(each.people for each in worth), any(each.time for each in worth)
    yield _line(people, time, "more people", "proven", "earlier", "proven", "change")
    for each in worth:
        gains = (more_people(each.people), proven_people(each.people), earlier(each.time), proven_time(each.time))
        yield _line(people, time, *gains, made_together(each.changes))


def _line(people: bool, time: bool, more: str, proven_more: str, early: str, proven_early: str, change: str) -> str:
    """Give one line of the table, without the columns in which nothing stands."""
    first = f"{more:>12}  {proven_more:<18}" if people else ""
    second = f"{early:>12}  {proven_early:<28}" if time else ""
    return f"{first}{second}{change}"


def _ending_line(hour: EndingHour, options: Options, clock: LocalClock) -> str:
    out = options.base_in_the_end.people_out
    return (
        f"If the agreement ends on {clock.words(hour.at_s)}, {number(out - hour.announced)} fewer come out of the "
        f"announced plan, and {number(out - hour.known)} fewer of one that knew."
    )
