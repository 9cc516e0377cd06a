"""Tables of a rehearsal: completion, people in the end, danger, vehicles, and what went wrong."""

from collections.abc import Iterable, Sequence

from safepassage.domain.outcome import QUANTILES, Danger, Disruptions, Estimate, OutAt, Outcome, VehicleUse
from safepassage.reporting.measures.people import PRIORITIES, of_priority, persons_asking
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.rehearsal_words import (
    Words,
    after_plan,
    few_complete,
    interval_words,
    mean_words,
    round_moments,
    seconds_words,
)
from safepassage.reporting.tables import NAME, NUMBER, TEXT, Block, Cell, Column, Row, Table, cut, table
from safepassage.reporting.words import DASH, HOUR_S, decimal, listed, natural, number, share

MOST_VEHICLES_NAMED = 300
MOST_MOMENTS = 12
HUNDRED = 100

Line = tuple[str, Estimate, Words]
"""A figure with its name, and how to say it."""


def estimate_table(first: str, lines: Iterable[Line], note: str = "") -> Table:
    """Give figures with their intervals, one a row."""
    return table(((first, TEXT), ("on average, and interval", NUMBER)), [_line(*line) for line in lines], note=note)


def _line(name: str, found: Estimate, words: Words) -> Row:
    if found.value is None:
        return name, DASH
    return name, Cell(words(found.value), interval_words(found, words), strong=True)


def completion_table(facts: Facts, outcome: Outcome) -> Table:
    """Give by when the last one is out in how many runs."""
    found = dict(zip(QUANTILES, outcome.completion_s, strict=True))
    rows = [_completed(facts, outcome, share(q), at) for q, at in found.items() if at.value is not None]
    never = next((q for q, at in found.items() if at.value is None), None)
    note = "" if never is None else few_complete(never)
    return table((("of runs", TEXT), ("the last one is out by", NUMBER), ("interval", NUMBER)), rows, note=note)


def _completed(facts: Facts, outcome: Outcome, runs: str, found: Estimate) -> Row:
    def moment(seconds: float) -> str:
        return facts.clock.words(int(seconds), year=False)

    at_s = int(found.value or 0)
    low = "" if found.low is None else moment(found.low)
    high = "beyond all that was seen" if found.high is None else moment(found.high)
    between = DASH if low == high else Cell(low, f"to {high}")
    return runs, Cell(moment(at_s), after_plan(at_s, outcome), strong=True), between


def people_table(facts: Facts, outcome: Outcome) -> Table:
    """Give where everybody is in the end; the rows sum to all who were there, which the foot says where it is known."""
    asked = [p for p in PRIORITIES if persons_asking(facts.scenario, of_priority(p))]
    found = outcome.disruptions
    lines: list[tuple[str, Estimate | None]] = [("out", outcome.people_out)]
    if len(asked) > 1:
        lines += [(f"of them, priority {p}", outcome.people_out_by_priority[p - 1]) for p in asked]
    lines += [(f"still waiting, priority {p}", still_waiting(outcome, p)) for p in asked]
    if found is not None and found.people_without_seat.value:
        lines.append(("of them, more than were guessed, and without a seat", found.people_without_seat))
    lines.append(("still aboard", outcome.people_left_aboard))
    lines.append(("turned back at a crossing", None if found is None else found.people_turned_back))
    blocks = [Block(_people_rows(lines))]
    if found is not None:
        stay: Line = ("decide to stay", found.people_stayed, mean_words)
        blocks.append(Block((_line(*stay),), heading="People who decide otherwise"))
    columns = (Column("people in the end"), Column("on average, and interval", NUMBER))
    return Table(columns, tuple(blocks), foot=_all_people(outcome))


def _people_rows(lines: Iterable[tuple[str, Estimate | None]]) -> tuple[Row, ...]:
    return tuple(_line(name, estimate, mean_words) for name, estimate in lines if estimate is not None)


def _all_people(outcome: Outcome) -> Row:
    """Add everybody up; nothing where an older file does not say where some are."""
    found = outcome.disruptions
    if found is None or outcome.people_left_aboard is None or not outcome.waiting_by_priority:
        return ()
    waiting = [each.still_waiting for each in outcome.waiting_by_priority]
    parts = (outcome.people_out, *waiting, outcome.people_left_aboard, found.people_turned_back, found.people_stayed)
    total = sum(part.value or 0.0 for part in parts)
    return "all who were there", Cell(mean_words(total), f"{number(outcome.persons)} were registered", strong=True)


def vehicle_end_table(outcome: Outcome) -> Table:
    """Give how many vehicles stop work early, and how many are stuck."""
    lines: list[Line] = [
        ("vehicles that stop work as their hours end", outcome.vehicles_withdrawn, mean_words),
        ("vehicles stuck in the end", outcome.vehicles_left_behind, mean_words),
    ]
    return estimate_table("in the end", lines)


def still_waiting(outcome: Outcome, priority: int) -> Estimate | None:
    """Give how many of one priority still wait in the end; None where the outcome does not say."""
    waiting = outcome.waiting_by_priority
    return waiting[priority - 1].still_waiting if len(waiting) >= priority else None


def danger_table(danger: Danger) -> Table:
    """Give what the risk of roads adds up to."""
    lines: list[Line] = [
        ("person-hours on roads with a risk", danger.person_s, person_hours),
        ("risk run by vehicles with people aboard", danger.harm_loaded, decimal_words),
        ("risk run by empty vehicles", danger.harm_empty, decimal_words),
    ]
    return estimate_table("in all", lines)


def person_hours(seconds: float) -> str:
    """Give seconds of many people as hours, without their unit."""
    hours = seconds / HOUR_S
    return decimal(hours, 0 if hours >= HUNDRED else 1)


def decimal_words(value: float) -> str:
    """Give a sum of risk with the decimals that count."""
    return decimal(value, 1 if value >= 1 else 4)


def disruption_table(found: Disruptions) -> Table:
    """Give what went wrong, on average over runs, and what never did."""
    lines: list[Line] = [
        ("suspensions of the agreement", found.suspensions, mean_words),
        ("how long it is suspended, in all", found.suspended_s, seconds_words),
        ("vehicles that break down", found.breakdowns, mean_words),
        ("crews or owners who refuse", found.refusals, mean_words),
    ]
    if found.ended_for_good is not None:
        lines.insert(2, ("runs in which it is never re-established", found.ended_for_good, share))
    never = [name for name, estimate, _ in lines if not estimate.value]
    note = f"In no run: {listed(never, 'or')}." if never else ""
    return estimate_table("in a run", [line for line in lines if line[1].value], note)


def ended_table(facts: Facts, points: Sequence[OutAt]) -> Table:
    """Give how many come out if the agreement ends at one of a few full or half hours, evenly over the time shown."""
    points = round_moments(points, facts.clock)
    step = max(1, -(-len(points) // MOST_MOMENTS))
    rows = [
        (
            facts.clock.words(point.at_s, year=False),
            Cell(number(round(point.mean)), strong=True),
            f"{number(point.quantiles[0])} to {number(point.quantiles[-1])}",
        )
        for point in points[step - 1 :: step]
    ]
    return table(
        (
            ("the agreement ends", TEXT),
            ("out already, or past the last crossing, on average", NUMBER),
            ("in 90 % of runs", NUMBER),
        ),
        rows,
    )


def vehicle_use_table(vehicles: Sequence[VehicleUse]) -> Table:
    """Give what every vehicle does on average; rows beyond a limit are left to the file."""
    columns = (
        ("vehicle", NAME),
        ("drives in", NUMBER),
        ("people", NUMBER),
        ("trips", NUMBER),
        ("out for, hours", NUMBER),
        ("of the time", NUMBER),
        ("with people aboard, hours", NUMBER),
        ("driving, hours", NUMBER),
        ("waiting at crossings, hours", NUMBER),
    )
    ordered = sorted(vehicles, key=lambda use: natural(use.vehicle))
    rows, note = cut((_vehicle(use) for use in ordered), MOST_VEHICLES_NAMED, "{} more vehicles stand in the outcome.")
    shown = [index for index in range(len(columns)) if any(row[index] != DASH for row in rows)]
    kept = [tuple(row[index] for index in shown) for row in rows]
    return table([columns[index] for index in shown], kept, note=note)


def _vehicle(use: VehicleUse) -> Row:
    return (
        use.vehicle,
        f"{share(use.used)} of runs",
        mean_words(use.persons),
        DASH if use.trips is None else decimal(use.trips),
        _hours(use.out_s),
        DASH if use.in_use is None else share(use.in_use),
        _hours(use.loaded_s),
        _hours(use.driven_s),
        _hours(use.queued_s),
    )


def _hours(seconds: float | None) -> str:
    """Give a span in the one unit of its column."""
    return DASH if seconds is None else decimal(seconds / HOUR_S)
