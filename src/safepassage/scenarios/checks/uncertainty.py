"""What is uncertain must strike something, last for some time, and change something."""

from collections.abc import Iterator

from safepassage.domain.notices import Severity
from safepassage.domain.uncertainty import CERTAINTY, Hazard, RoadHazard, Uncertainty
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import Survey
from safepassage.scenarios.uncertainty_tables import AGREEMENT, BREAKDOWNS, INCIDENTS, PLAIN_CAUSES, ROADS


def _said(survey: Survey) -> Uncertainty:
    return survey.scenario.uncertainty or CERTAINTY


@rule("road-without-link", Severity.ERROR)
def road_without_link(survey: Survey) -> Found:
    """A road that may close is none of `links.csv` in that direction."""
    driven = {
        way
        for link in survey.scenario.links
        for way in ((link.from_place, link.to_place), (link.to_place, link.from_place))[: 1 + link.both_ways]
    }
    for row, road in enumerate(_said(survey).roads):
        way = (road.origin, road.destination)
        back = way[::-1]
        if "" in way or way in driven or (road.both_ways and back in driven):
            continue
        message = f"No row of links.csv leads from '{road.origin}' to '{road.destination}'."
        mend = "Name the ends of a row of links.csv."
        if back in driven:
            mend = f"There is one from '{road.destination}' to '{road.origin}': swap `from` and `to`."
        yield Finding(ROADS.name, row, "from", message, mend, f"'{road.origin}' to '{road.destination}'")


@rule("road-named-twice", Severity.WARNING)
def road_named_twice(survey: Survey) -> Found:
    """Two rows close the same direction of a road: each of them strikes at its own rate."""
    first: dict[tuple[str, str], int] = {}
    for row, road in enumerate(_said(survey).roads):
        ways = _closed_ways(road)
        if any(way in first for way in ways):
            name = f"'{road.origin}' to '{road.destination}'"
            message = f"The road from '{road.origin}' to '{road.destination}' is named before: it closes at both rates."
            mend = "Give each road one row, with both_ways = false if its directions close each for itself."
            yield Finding(ROADS.name, row, "from", message, mend, name)
        for way in ways:
            first.setdefault(way, row)


def _closed_ways(road: RoadHazard) -> tuple[tuple[str, str], ...]:
    """Give the directions that a road's closure closes, by their ends."""
    way = (road.origin, road.destination)
    return (way, way[::-1]) if road.both_ways else (way,)


@rule("lasts-no-time", Severity.ERROR)
def lasts_no_time(survey: Survey) -> Found:
    """A breakdown, a closed road or a suspension has a rate, but no length, and `for_good` is not 1."""
    said = _said(survey)
    if _has_no_length(said.breakdowns):
        yield _without_length(BREAKDOWNS.name, 0, "mean_minutes", "A breakdown lasts no time.")
    for row, road in enumerate(said.roads):
        if _has_no_length(road.closes):
            yield _without_length(ROADS.name, row, "mean_minutes", "The road closes for no time.")
    if _has_no_length(said.suspensions):
        yield _without_length(AGREEMENT.name, 0, "mean_hours", "A suspension lasts no time.")
    elif said.incidents.per_hour * said.incidents.suspends > 0 and _lasts_nothing(said.suspensions):
        message = "Incidents suspend the agreement, but nothing says for how long."
        mend = "Give mean_hours, or for_good = 1, in [agreement]."
        yield Finding(INCIDENTS.name, 0, "suspends", message, mend)


def _lasts_nothing(hazard: Hazard) -> bool:
    return hazard.mean_s == 0 and hazard.for_good < 1


def _has_no_length(hazard: Hazard) -> bool:
    return hazard.per_hour > 0 and _lasts_nothing(hazard)


def _without_length(table: str, row: int, column: str, message: str) -> Finding:
    return Finding(table, row, column, message, f"Give {column}, or for_good = 1.")


@rule("cause-strikes-nothing", Severity.WARNING)
def cause_strikes_nothing(survey: Survey) -> Found:
    """Something is uncertain that the scenario does not have: checks without crossings, or openings without windows."""
    said = _said(survey)
    crossings = survey.scenario.agreement.crossings
    if not crossings:
        for name in ("check", "turned_back", "incidents"):
            if getattr(said, name) != getattr(CERTAINTY, name):
                message = f"{name} is given, but there is no crossing."
                yield Finding(_table(name), 0, "", message, "Remove it, or add the crossing to the agreement.", name)
    if any(crossing.windows is not None for crossing in crossings):
        return
    for name, table, column in (
        ("late_opening", _table("late_opening"), ""),
        ("windows_move", AGREEMENT.name, "windows_move"),
    ):
        if getattr(said, name) != getattr(CERTAINTY, name):
            message = f"{name} is given, but no crossing has windows."
            yield Finding(table, 0, column, message, "Remove it, or give the crossing its windows.", name)


def _table(name: str) -> str:
    return next(table.name for table in PLAIN_CAUSES if table.sheet == name)


@rule("cause-changes-nothing", Severity.WARNING)
def cause_changes_nothing(survey: Survey) -> Found:
    """A cause is given whose figures change nothing: no chance, no rate, no delay, or a spread of nothing."""
    for table, row, name in _idle(_said(survey)):
        message = f"{name} is given, but its figures change nothing."
        yield Finding(table, row, "", message, "Remove it, or give it its figures.", name)


def _idle(said: Uncertainty) -> Iterator[tuple[str, int, str]]:
    """Yield table, row and name of each cause that is given and changes nothing."""
    for table in PLAIN_CAUSES:
        record = getattr(said, table.sheet)
        if record != getattr(CERTAINTY, table.sheet) and record.changes_nothing:
            yield table.name, 0, table.sheet
    for row, road in enumerate(said.roads):
        if road.closes.changes_nothing:
            yield ROADS.name, row, f"'{road.origin}' to '{road.destination}'"
    struck = said.suspensions.per_hour > 0 or said.incidents.per_hour * said.incidents.suspends > 0
    if not struck and (said.suspensions != CERTAINTY.suspensions or said.windows_move):
        yield AGREEMENT.name, 0, AGREEMENT.sheet


RULES = (road_without_link, road_named_twice, lasts_no_time, cause_strikes_nothing, cause_changes_nothing)
