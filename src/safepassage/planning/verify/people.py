"""People: nobody boards who is not there, nobody is set down where they may not be, nobody is left behind midway."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from safepassage.domain.people import TravelGroups
from safepassage.planning.verify.arrivals import allows
from safepassage.planning.verify.case import Case, at_halt
from safepassage.planning.verify.journeys import Halt, Journey, Move
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.verdict import Violation


def judge_people(case: Case) -> Iterator[Violation]:
    """Judge every boarding and alighting, and where everybody is in the end."""
    for journey in case.journeys:
        for halt in journey.halts:
            yield from _counts(case, journey, halt)
            yield from _boarding(journey, halt)
            yield from _alighting(journey, halt)
        yield from _aboard_at_end(journey)
    yield from _not_there(case)
    yield from _stranded(case)
    yield from _capacities(case)


def _counts(case: Case, journey: Journey, halt: Halt) -> Iterator[Violation]:
    """Judge ids and counts as they are written."""
    taken = {move.row.id: move.groups for move in halt.alights}
    for verb, written in (("alight", halt.stop.alight), ("board", halt.stop.board)):
        for row_id, groups in written.items():
            if row_id not in case.people:
                message = f"people.csv has no row {row_id}, of whom {groups} groups {verb}."
                yield at_halt(Rule.UNKNOWN_PEOPLE, journey, halt, message)
            if groups < 1:
                message = f"{groups} groups of {row_id} {verb}; it must be at least 1."
                yield at_halt(Rule.COUNT_BELOW_ONE, journey, halt, message)
    for row_id, groups in halt.stop.alight.items():
        if row_id in case.people and groups > taken.get(row_id, 0) and groups >= 1:
            message = f"{groups} groups of {row_id} alight, but only {taken.get(row_id, 0)} are aboard."
            yield at_halt(Rule.ALIGHTS_NOT_ABOARD, journey, halt, message)


def _boarding(journey: Journey, halt: Halt) -> Iterator[Violation]:
    if halt.place is None:
        return
    for move in halt.boards:
        if move.place != move.row.place and not halt.place.transfer:
            message = f"{move.row.id} board at {move.place}, but wait at {move.row.place}."
            yield at_halt(Rule.BOARDS_ELSEWHERE, journey, halt, message)
        if journey.row is not None and move.row.vehicles and journey.row.type not in move.row.vehicles:
            message = (
                f"{move.row.id} board a {journey.row.type}; only these may carry them: {_listed(move.row.vehicles)}."
            )
            yield at_halt(Rule.TYPE_NOT_ALLOWED, journey, halt, message)


def _alighting(journey: Journey, halt: Halt) -> Iterator[Violation]:
    if halt.place is None:
        return
    for move in halt.alights:
        if halt.place.transfer or allows(move.row, halt.place):
            continue
        if halt.place.is_destination:
            allowed = _listed(move.row.destinations)
            message = f"{move.row.id} alight at {move.place}; they may be brought only to: {allowed}."
            yield at_halt(Rule.DESTINATION_NOT_ALLOWED, journey, halt, message)
        else:
            message = f"{move.row.id} alight at {move.place}, which is no destination and no transfer place."
            yield at_halt(Rule.ALIGHTS_NOWHERE, journey, halt, message)


def _aboard_at_end(journey: Journey) -> Iterator[Violation]:
    if journey.halts and journey.halts[-1].aboard:
        last = journey.halts[-1]
        load = _listed(f"{groups} of {row.id}" for row, groups in last.aboard)
        message = f"The itinerary ends with travel groups still aboard: {load}."
        yield at_halt(Rule.ABOARD_AT_END, journey, last, message)


def _not_there(case: Case) -> Iterator[Violation]:
    """Judge whether people board who are not there: at home beyond their number, elsewhere beyond who came there."""
    for move in case.outcome.not_there:
        message = (
            f"At {case.clock.say(move.at_s)} {move.groups} more groups of {move.row.id} board at the transfer place "
            f"{move.place} than wait there."
        )
        yield _of_move(Rule.BOARDS_MORE_THAN_THERE, move, message)
    for row, moves in _boardings_at_home(case).items():
        boarded = 0
        for move in sorted(moves, key=lambda move: move.when):
            boarded += move.groups
            if boarded > row.groups:
                message = (
                    f"With this, {boarded} groups of {row.id} have boarded at {row.place}; there are {row.groups}."
                )
                yield _of_move(Rule.BOARDS_MORE_THAN_THERE, move, message)


def _boardings_at_home(case: Case) -> Mapping[TravelGroups, list[Move]]:
    found: dict[TravelGroups, list[Move]] = defaultdict(list)
    for journey in case.journeys:
        for halt in journey.halts:
            for move in halt.boards:
                if move.place == move.row.place:
                    found[move.row].append(move)
    return found


def _stranded(case: Case) -> Iterator[Violation]:
    for move in case.outcome.stranded:
        message = f"{move.groups} groups of {move.row.id} alight at the transfer place {move.place} and never leave it."
        yield _of_move(Rule.LEFT_AT_TRANSFER, move, message)


def _capacities(case: Case) -> Iterator[Violation]:
    """Judge every arrival against the places and beds that are left; nobody leaves a destination again."""
    sitting: dict[str, int] = defaultdict(int)
    lying: dict[str, int] = defaultdict(int)
    for move in case.outcome.arrived:
        place = case.places[move.place]
        sits = move.groups * (move.row.seated + move.row.wheelchair)
        lies = move.groups * move.row.stretcher
        sitting[place.id] += sits
        lying[place.id] += lies
        if sits and place.shelter_places is not None and sitting[place.id] > place.shelter_places:
            message = (
                f"With {move.row.id}, {sitting[place.id]} people need shelter at {place.id}, which has "
                f"{place.shelter_places} places."
            )
            yield _of_move(Rule.SHELTER_FULL, move, message)
        if lies and place.beds is not None and lying[place.id] > place.beds:
            message = f"With {move.row.id}, {lying[place.id]} people need beds at {place.id}, which has {place.beds}."
            yield _of_move(Rule.BEDS_FULL, move, message)


def _of_move(rule: Rule, move: Move, message: str) -> Violation:
    return Violation(rule, move.vehicle, move.stop, message)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
