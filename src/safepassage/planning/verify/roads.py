"""Roads and times: known places, times in order, drives that take as long as the fastest way."""

from collections.abc import Iterator
from itertools import pairwise

from safepassage.planning.verify.case import Case, at_halt
from safepassage.planning.verify.journeys import Halt, Journey
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


def judge_roads(case: Case) -> Iterator[Violation]:
    """Judge every stop's place and times, and every drive between stops."""
    for journey in case.journeys:
        for halt in journey.halts:
            yield from _halt(case, journey, halt)
        for before, after in pairwise(journey.halts):
            yield from _leg(case, journey, before, after)
        yield from _purposes(case, journey)


def _halt(case: Case, journey: Journey, halt: Halt) -> Iterator[Violation]:
    stop, say = halt.stop, case.clock.say
    if halt.place is None:
        yield at_halt(Rule.UNKNOWN_PLACE, journey, halt, f"The scenario has no place {stop.place}.")
    if stop.arrive_s < 0 or stop.depart_s < 0:
        message = f"The times {stop.arrive_s} s and {stop.depart_s} s must both be 0 or later."
        yield at_halt(Rule.BEFORE_START, journey, halt, message)
    if stop.depart_s < stop.arrive_s:
        message = f"It leaves {stop.place} at {say(stop.depart_s)} but comes only at {say(stop.arrive_s)}."
        yield at_halt(Rule.DEPARTS_BEFORE_ARRIVAL, journey, halt, message)


def _leg(case: Case, journey: Journey, before: Halt, after: Halt) -> Iterator[Violation]:
    left, reached, say = before.stop, after.stop, case.clock.say
    if reached.arrive_s < left.depart_s:
        message = (
            f"It comes to {reached.place} at {say(reached.arrive_s)}, before it leaves {left.place} at "
            f"{say(left.depart_s)}."
        )
        yield at_halt(Rule.ARRIVES_BEFORE_DEPARTURE, journey, after, message)
    if before.place is None or after.place is None:
        return
    way = case.ways.way(left.place, reached.place, before.loaded, journey.row)
    if way is None:
        message = (
            f"No way leads from {left.place} to {reached.place} without passing a crossing or a place with "
            f"through=no; a crossing on the way needs a stop of its own."
        )
        yield at_halt(Rule.NO_ROAD, journey, after, message)
        return
    least = way.least_s(journey.row.drive_factor) if journey.row else 0
    if left.depart_s <= reached.arrive_s < left.depart_s + least:
        message = (
            f"It leaves {left.place} at {say(left.depart_s)} and comes to {reached.place} at {say(reached.arrive_s)}, "
            f"in {reached.arrive_s - left.depart_s} s; the fastest way takes {least} s."
        )
        yield at_halt(Rule.TOO_FAST, journey, after, message)


def _purposes(case: Case, journey: Journey) -> Iterator[Violation]:
    """Judge visits to places where nobody drives through; the first and the last visit need no other purpose."""
    for visit in journey.visits[1:-1]:
        halt = visit.halts[0]
        if halt.place is None or halt.place.through or visit.place in case.crossings:
            continue
        if not any(each.wants_to_board or each.wants_to_alight for each in visit.halts):
            message = f"Nobody boards or alights at {visit.place}, which may not be driven through."
            yield at_halt(Rule.STOP_WITHOUT_PURPOSE, journey, halt, message)
