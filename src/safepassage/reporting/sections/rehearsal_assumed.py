"""What a rehearsal took as uncertain, with each distribution in words, and what it took as certain."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from safepassage.domain.outcome import PolicyUsed
from safepassage.domain.uncertainty import (
    CERTAINTY,
    Chance,
    Delay,
    Hazard,
    Incidents,
    RoadHazard,
    Shape,
    Spread,
    Uncertainty,
)
from safepassage.reporting.sections.rehearsal_words import ABSENT, CAUSES, cause_words, policy_words
from safepassage.reporting.tables import TEXT, Cell, Row, Table, table
from safepassage.reporting.words import counted, decimal, duration, isolated, listed, share

SELDOM_PER_HOUR = 1
PLACES = 2

LATE_WHO = {
    "late_start": "vehicles",
    "late_groups": "travel groups",
    "late_opening": "windows of crossings",
}
CHANCE_WHO = {
    "staying": "travel groups",
    "refusals": "trips",
    "turned_back": "travel groups aboard a vehicle that is checked",
}
RATE_WHEN = {"breakdowns": "of driving", "suspensions": "while it is in force"}
ENDS_WHEN = {
    "breakdowns": "the vehicle ends its trip and works no more",
    "suspensions": "the agreement is not re-established",
}

Drawn = tuple[str, str, str]
"""A cause, its distribution and its source, in words."""


def assumed_table(labels: Mapping[str, str], policy: PolicyUsed, uncertainty: Uncertainty) -> Table:
    """Give how a plan was followed, and every uncertain cause with its distribution and its source.

    `labels` are the names of places by id.
    """
    rows: list[Row] = [("How the plan is followed", policy_words(policy))]
    rows += [_named(row) for row in _causes(labels, uncertainty)]
    columns = (("what", TEXT), ("how it is drawn, and who says so", TEXT))
    return table(columns, rows)


def _named(row: Drawn) -> Row:
    cause, drawn, source = row
    said = f"Source: {isolated(source)}" if source else "No source is given."
    return cause, Cell(drawn[0].upper() + drawn[1:], said)


def certain_words(uncertainty: Uncertainty) -> str:
    """Name what never happens, as it was taken as certain; nothing where all is uncertain."""
    absent = [words for cause, words in ABSENT.items() if getattr(uncertainty, cause) == getattr(CERTAINTY, cause)]
    return f"Not in these runs: {listed(absent)}." if absent else ""


def interval_note(runs: int, seed: int, confidence: float) -> str:
    """Say what intervals mean, and what they do not."""
    return (
        f"{counted(runs, 'run')}, seed {seed}. Of such intervals {share(confidence)} hold what runs without end would "
        "give. More runs make them narrower. They do not say how far the assumptions are from the world. That "
        "something varies by so much is its standard deviation as a share of its mean."
    )


def _causes(labels: Mapping[str, str], uncertainty: Uncertainty) -> Iterator[Drawn]:
    for field in fields(uncertainty):
        found = getattr(uncertainty, field.name)
        if field.name == "roads":
            yield from (_road(labels, road) for road in found)
        elif field.name in CAUSES and found != getattr(CERTAINTY, field.name):
            yield _cause(field.name, found, uncertainty)


def _cause(name: str, found: Spread | Delay | Chance | Hazard | Incidents, uncertainty: Uncertainty) -> Drawn:
    if isinstance(found, Spread):
        words = spread_words(found, "as guessed" if name == "counts" else "as planned")
    elif isinstance(found, Delay):
        words = delay_words(found, LATE_WHO.get(name, ""))
    elif isinstance(found, Chance):
        words = chance_of_each(found, CHANCE_WHO.get(name, ""))
    elif isinstance(found, Hazard):
        words = hazard_words(found, RATE_WHEN.get(name, ""), ENDS_WHEN.get(name, "it lasts to the end"))
        if name == "suspensions":
            words += _lost_time(uncertainty)
    else:
        suspend = share_of(found.suspends, "them")
        words = f"{rate_words(found.per_hour)} while a crossing is open; {suspend} suspend the agreement"
    return cause_words(name), words, found.source


def _lost_time(uncertainty: Uncertainty) -> str:
    return "; windows then come later by as much" if uncertainty.windows_move else "; the time is lost for windows"


def _road(labels: Mapping[str, str], road: RoadHazard) -> Drawn:
    way = "both ways" if road.both_ways else "this way only"
    origin, destination = (isolated(labels.get(place, place)) for place in (road.origin, road.destination))
    cause = f"The road from {origin} to {destination} closes ({way})"
    return cause, hazard_words(road.closes, "", "it stays closed"), road.closes.source


def spread_words(spread: Spread, of: str) -> str:
    """Say how a factor is spread."""
    mean = f"{decimal(spread.mean, PLACES)} times {of}" if spread.mean != 1 else of
    parts = [f"{mean} on average", _varies(spread.cv, spread.shape), _commonly(spread.common_cv)]
    return "; ".join(part for part in parts if part)


def delay_words(delay: Delay, who: str) -> str:
    """Say who is late, and by how long."""
    parts = [f"{share_of(delay.chance, who)}, by {duration(round(delay.mean_s))} on average"]
    parts += [_varies(delay.cv, delay.shape), _commonly(delay.common_cv)]
    return "; ".join(part for part in parts if part)


def chance_of_each(chance: Chance, who: str) -> str:
    """Say of whom how many."""
    common, words = _commonly(chance.common_cv), share_of(chance.chance, who)
    return f"{words}; {common}" if common else words


def hazard_words(hazard: Hazard, when: str, ends: str) -> str:
    """Say how often something happens, how long it lasts, and how often for good."""
    parts = [f"{rate_words(hazard.per_hour)} {when}".rstrip()]
    if hazard.for_good < 1:
        lasts = f"lasts {duration(round(hazard.mean_s))} on average"
        parts += [lasts, _varies(hazard.cv, hazard.shape)]
    if hazard.for_good:
        parts.append(f"in {share(hazard.for_good)} of cases {ends}")
    return "; ".join(part for part in parts if part)


def rate_words(per_hour: float) -> str:
    """Say how often something happens that happens at a rate."""
    if per_hour <= 0:
        return "never"
    if per_hour >= SELDOM_PER_HOUR:
        return f"{decimal(per_hour)} times an hour"
    return f"once in {decimal(1 / per_hour)} hours"


def share_of(chance: float, whom: str) -> str:
    """Say how many of them, such as `all vehicles` or `2 % of trips`."""
    return f"all {whom}" if chance >= 1 else f"{share(chance)} of {whom}"


def _varies(cv: float, shape: Shape) -> str:
    """Say how single draws are spread: the standard deviation by the mean, and the shape."""
    if shape == Shape.EXPONENTIAL:
        return "single ones vary by 100 % (exponential)"
    return f"single ones vary by {share(cv)} ({shape.value})" if cv else ""


def _commonly(cv: float) -> str:
    return f"all of a run together vary by {share(cv)}" if cv else ""
