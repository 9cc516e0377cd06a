"""Boarding and alighting places: the time that it takes, when it may begin, how many vehicles at once."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from safepassage.planning.verify.case import Case, at_halt
from safepassage.planning.verify.clock import seconds
from safepassage.planning.verify.intervals import Use, overfull
from safepassage.planning.verify.journeys import Halt, Journey
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


def service_s(halt: Halt) -> Fraction:
    """Give the exact seconds of boarding and alighting at a stop, 0 where nobody does or the place is unknown."""
    taken = Fraction(0)
    if halt.place is not None and halt.wants_to_alight:
        taken += halt.place.alight_s
    if halt.place is not None and halt.wants_to_board:
        taken += halt.place.board_s
    return taken


def service_begins(halt: Halt) -> Fraction:
    """Give the exact second at which boarding and alighting at a stop begin."""
    return halt.stop.depart_s - service_s(halt)


def judge_service(case: Case) -> Iterator[Violation]:
    """Judge the time of every service, and how many overlap at each place."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for journey in case.journeys:
        for halt in journey.halts:
            if not (halt.wants_to_alight or halt.wants_to_board):
                continue
            yield from _time(case, journey, halt)
            yield from _ready(case, journey, halt)
            uses[halt.stop.place].append(Use(service_begins(halt), halt.stop.depart_s, journey, halt))
    for place_id, at_place in uses.items():
        yield from _bays(case, place_id, at_place)


def _time(case: Case, journey: Journey, halt: Halt) -> Iterator[Violation]:
    stop, needed = halt.stop, service_s(halt)
    if stop.arrive_s <= stop.depart_s < stop.arrive_s + needed:
        message = (
            f"It stands at {stop.place} from {case.clock.say(stop.arrive_s)} to {case.clock.say(stop.depart_s)}; "
            f"boarding and alighting take {seconds(needed)}."
        )
        yield at_halt(Rule.SERVICE_TOO_SHORT, journey, halt, message)


def _ready(case: Case, journey: Journey, halt: Halt) -> Iterator[Violation]:
    begins = halt.stop.depart_s - (halt.place.board_s if halt.place else Fraction(0))
    for move in halt.boards:
        if begins < move.row.ready_s:
            message = (
                f"{move.row.id} begin to board at {case.clock.say(begins)}, but are ready only at "
                f"{case.clock.say(move.row.ready_s)}."
            )
            yield at_halt(Rule.BOARDS_BEFORE_READY, journey, halt, message)


def _bays(case: Case, place_id: str, uses: list[Use]) -> Iterator[Violation]:
    place = case.places.get(place_id)
    if place is None or place.bays is None:
        return
    for use, together in overfull(uses, place.bays):
        message = (
            f"From {case.clock.say(use.begins_s)} {together} vehicles board or alight at {place_id}, which has "
            f"{place.bays} bays."
        )
        yield at_halt(Rule.BAYS_FULL, use.journey, use.halt, message)
