"""Vehicles: who they are, where they start and end, when they are available, how far and where they may go."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from safepassage.domain.vehicles import VehicleRow
from safepassage.planning.verify.case import Case, at_halt, of_journey
from safepassage.planning.verify.clock import seconds
from safepassage.planning.verify.journeys import Journey
from safepassage.planning.verify.rules import Rule
from safepassage.planning.verify.service import service_begins
from safepassage.planning.verify.verdict import Violation
from safepassage.planning.verify.ways import Way


def judge_vehicles(case: Case) -> Iterator[Violation]:
    """Judge every itinerary against the terms of its vehicle."""
    seen: set[str] = set()
    for journey in case.journeys:
        if journey.vehicle in seen:
            yield of_journey(Rule.VEHICLE_TWICE, journey, f"{journey.vehicle} has more than one itinerary.")
        seen.add(journey.vehicle)
        if journey.row is None:
            message = f"The scenario has no vehicle {journey.vehicle}."
            yield of_journey(Rule.UNKNOWN_VEHICLE, journey, message)
        if not journey.halts:
            message = f"The itinerary of {journey.vehicle} has no stops; a vehicle that is not used is left out."
            yield of_journey(Rule.EMPTY_ITINERARY, journey, message)
        elif journey.row is not None:
            yield from _ends(journey, journey.row)
            yield from _hours(case, journey, journey.row)
            yield from _distance(case, journey, journey.row)
            yield from _crossings(case, journey, journey.row)


def driven(case: Case, journey: Journey) -> Iterator[Way]:
    """Yield all ways that the vehicle drives; drives without a way are left out."""
    for before, after in pairwise(journey.halts):
        way = case.ways.way(before.stop.place, after.stop.place, before.loaded, journey.row)
        if way is not None:
            yield way


def _ends(journey: Journey, row: VehicleRow) -> Iterator[Violation]:
    first, last = journey.halts[0], journey.halts[-1]
    if first.place is not None and first.stop.place != row.start:
        message = f"It starts at {first.stop.place}, but {journey.vehicle} stands at {row.start}."
        yield at_halt(Rule.STARTS_ELSEWHERE, journey, first, message)
    if row.return_to is not None and last.place is not None and last.stop.place != row.return_to:
        message = f"It ends at {last.stop.place}, but {journey.vehicle} must end at {row.return_to}."
        yield at_halt(Rule.ENDS_ELSEWHERE, journey, last, message)


def _hours(case: Case, journey: Journey, row: VehicleRow) -> Iterator[Violation]:
    say, first, last = case.clock.say, journey.halts[0], journey.halts[-1]
    for halt in journey.halts:
        begins: int | Fraction | None = halt.stop.depart_s if halt is first else None
        if halt.wants_to_alight or halt.wants_to_board:
            begins = service_begins(halt)
        if begins is not None and begins < row.available_from_s:
            message = f"It begins at {say(begins)}, but is available only from {say(row.available_from_s)}."
            yield at_halt(Rule.BEFORE_AVAILABLE, journey, halt, message)
        if row.available_until_s is not None and halt.stop.depart_s > row.available_until_s:
            message = (
                f"It leaves at {say(halt.stop.depart_s)}, but is available only until {say(row.available_until_s)}."
            )
            yield at_halt(Rule.AFTER_AVAILABLE, journey, halt, message)
    duty = last.stop.depart_s - first.stop.depart_s
    if row.max_duty_s is not None and duty > row.max_duty_s:
        message = (
            f"From its first departure at {say(first.stop.depart_s)} to its last at {say(last.stop.depart_s)} it is "
            f"{duty} s; at most {seconds(row.max_duty_s)} are allowed."
        )
        yield at_halt(Rule.DUTY_TOO_LONG, journey, last, message)


def _distance(case: Case, journey: Journey, row: VehicleRow) -> Iterator[Violation]:
    if row.max_km is None:
        return
    km = sum((way.km for way in driven(case, journey)), Fraction(0))
    if km > row.max_km:
        message = f"It drives {float(km):.3f} km in all; at most {float(row.max_km):.3f} km are allowed."
        yield of_journey(Rule.TOO_MANY_KM, journey, message)


def _crossings(case: Case, journey: Journey, row: VehicleRow) -> Iterator[Violation]:
    for visit in journey.visits:
        if visit.place in case.crossings and row.crossings and visit.place not in row.crossings:
            message = f"{journey.vehicle} may not pass the crossing {visit.place}."
            yield at_halt(Rule.CROSSING_NOT_ALLOWED, journey, visit.halts[0], message)
