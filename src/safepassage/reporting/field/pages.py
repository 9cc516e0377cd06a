"""Field sheets to print: a page a vehicle, as values for the template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from safepassage.reporting.field.steps import Action, Step, by_vehicle, persons
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.remaining import group_words
from safepassage.reporting.words import counted, listed, number, people


@dataclass(frozen=True, slots=True)
class VehicleLine:
    """One stop on a vehicle's page; `orders` are what to do there, first `bold` in a few words, then the details."""

    day: str
    stop: int
    place: str
    arrive: str
    leave: str
    leave_day: str
    bold: str
    orders: tuple[str, ...]
    aboard: int


@dataclass(frozen=True, slots=True)
class VehiclePage:
    """The page of one vehicle."""

    vehicle: str
    type: str
    room: str
    summary: str
    lines: tuple[VehicleLine, ...]


def vehicle_pages(facts: Facts, every: Iterable[Step]) -> tuple[VehiclePage, ...]:
    """Give a page for every vehicle that moves."""
    return tuple(_vehicle_page(facts, found) for found in by_vehicle(every).values())


def _vehicle_page(facts: Facts, found: Sequence[Step]) -> VehiclePage:
    row = found[0].vehicle.row
    room = [(row.seats, "seat"), (row.wheelchairs, "wheelchair place"), (row.stretchers, "stretcher place")]
    carried = sum(step.persons for step in found if step.action == Action.BOARD)
    lines = tuple(_vehicle_line(facts, list(stop)) for _, stop in groupby(found, key=lambda step: step.stop))
    span = f"{_exact(facts, found[0].depart_s)} to {_exact(facts, found[-1].depart_s)}"
    name = found[0].vehicle.name
    words = listed([counted(count, what) for count, what in room if count])
    return VehiclePage(name, row.type, words, f"Carries {people(carried)}. At work {span}.", lines)


def _exact(facts: Facts, seconds: int) -> str:
    clock = facts.clock
    return f"{clock.date_words(clock.day(seconds), year=False)}, {clock.hour_words(seconds, exact=True)}"


def _vehicle_line(facts: Facts, stop: Sequence[Step]) -> VehicleLine:
    first = stop[0]
    bold, orders = _orders(facts, stop)
    clock = facts.clock
    return VehicleLine(
        clock.date_words(clock.day(first.arrive_s)),
        first.stop,
        facts.labels[first.place],
        clock.hour_words(first.arrive_s, exact=True),
        *_leave(facts, first),
        bold,
        tuple(orders),
        first.aboard,
    )


def _leave(facts: Facts, step: Step) -> tuple[str, str]:
    """Give when to leave, and the day where it is another than that of arrival; nothing at the end."""
    if step.action == Action.END:
        return "", ""
    clock = facts.clock
    day = clock.day(step.depart_s)
    other = "" if day == clock.day(step.arrive_s) else clock.date_words(day, year=False)
    return clock.hour_words(step.depart_s, exact=True), other


def _orders(facts: Facts, stop: Sequence[Step]) -> tuple[str, list[str]]:
    """Say what to do at a stop: a few words, and the details."""
    first = stop[0]
    if first.action == Action.CROSS:
        if first.convoy is None:
            return "Pass the crossing", []
        size = len(first.convoy.vehicles)
        together = f"{counted(size, 'vehicle')} leave together." if size > 1 else "No other vehicle leaves with it."
        return f"Pass the crossing in convoy {first.convoy.number}", [together]
    if first.row is None:
        return {Action.START: "Start here", Action.END: "Stay here"}.get(first.action, "Drive on"), []
    parts, orders = [], []
    for action, verb in ((Action.ALIGHT, "alight"), (Action.BOARD, "board")):
        found = [step for step in stop if step.action == action]
        if found:
            parts.append(f"{people(persons(found))} {verb}{'s' * (persons(found) == 1)}{_needs(found)}")
            orders += [
                f"{verb}: {who_words(step)}" if len({s.action for s in stop}) > 1 else who_words(step) for step in found
            ]
    begin = "" if first.begin_s is None else f" from {facts.clock.hour_words(first.begin_s, exact=True)}"
    return f"{listed(parts)}{begin}".rstrip(","), orders


def _needs(found: Sequence[Step]) -> str:
    """Say how many use a wheelchair or lie on a stretcher, where anybody does."""
    wheelchair = sum(step.of_kind("wheelchair") for step in found)
    stretcher = sum(step.of_kind("stretcher") for step in found)
    parts = ((wheelchair, "in wheelchairs"), (stretcher, "on stretchers"))
    words = listed([f"{number(count)} {how}" for count, how in parts if count])
    return f", {words}," if words else ""


def who_words(step: Step) -> str:
    """Say who boards or alights: the row, how many groups, and what each needs; nothing where nobody does."""
    if step.row is None:
        return ""
    each = " each" if step.groups > 1 else ""
    return f"{step.row.id}: {counted(step.groups, 'group')} ({group_words(step.row)}{each}), {people(step.persons)}"
