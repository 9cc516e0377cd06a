"""Figures that cannot be right: coordinates, totals, times, weights."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from safepassage.domain.notices import Severity
from safepassage.scenarios.checks.geometry import position, straight_line_km
from safepassage.scenarios.checks.rules import WHOLE, Finding, Found, rule
from safepassage.scenarios.checks.survey import CROSSINGS, PEOPLE, PLACES, SCENARIO, VEHICLES, Survey
from safepassage.scenarios.checks.wording import count, hours, quoted

MOST_PERSONS = 100_000_000
"""Ten times the largest evacuation ever planned for."""

MOST_VEHICLES = 1_000_000
"""More than any army has; above this a figure was mistyped."""

FAR_KM = 1000.0
"""Buses do not go further; a place beyond has its coordinates mistyped or swapped."""

FAR_S = 366 * 24 * 3600
"""A year: times further from the start were probably mistyped."""


@rule("half-a-position", Severity.ERROR)
def half_a_position(survey: Survey) -> Found:
    """A place has a latitude without a longitude, or the other way round."""
    for row, place in enumerate(survey.scenario.places):
        if (place.lat is None) != (place.lon is None):
            given, missing = ("lat", "lon") if place.lon is None else ("lon", "lat")
            message = f"'{place.id}' has {given} but no {missing}."
            yield Finding(PLACES, row, missing, message, "Give both, or leave both blank.", f"'{place.id}'")


@rule("no-position", Severity.WARNING)
def no_position(survey: Survey) -> Found:
    """Places have no coordinates, so that maps leave them out."""
    places = survey.scenario.places
    without = [(row, place.id) for row, place in enumerate(places) if place.lat is None and place.lon is None]
    if without:
        row, lacking = without[0][0], quoted(name for _, name in without)
        said = f"{lacking} {'have' if len(without) > 1 else 'has'} no coordinates"
        if len(without) == len(places):
            row, said = WHOLE, "None of the places has coordinates"
        mend = "Fill lat and lon if a map is wanted."
        yield Finding(PLACES, row, "lat", f"{said}, so maps cannot show them.", mend)


@rule("position-far-off", Severity.WARNING)
def position_far_off(survey: Survey) -> Found:
    """A place lies more than 1,000 km from the middle of the others; its coordinates may be swapped or mistyped."""
    placed = [(row, place, spot) for row, place in enumerate(survey.scenario.places) if (spot := position(place))]
    if len(placed) < 3:
        return
    middle = (median(spot[0] for _, _, spot in placed), median(spot[1] for _, _, spot in placed))
    for row, place, spot in placed:
        away = straight_line_km(middle, spot)
        if away > FAR_KM:
            message = f"'{place.id}' lies {away:,.0f} km from the middle of all places."
            mend = "Check lat and lon; they may be swapped."
            yield Finding(PLACES, row, "lat", message, mend, f"'{place.id}'")


@rule("absurd-total", Severity.ERROR)
def absurd_total(survey: Survey) -> Found:
    """There are more people or more vehicles in all than any evacuation can have."""
    totals: list[tuple[str, str, list[int], int, str]] = [
        (PEOPLE, "groups", [row.persons for row in survey.scenario.people], MOST_PERSONS, "person"),
        (VEHICLES, "count", [row.count for row in survey.scenario.vehicles], MOST_VEHICLES, "vehicle"),
    ]
    for table, column, numbers, most, noun in totals:
        if sum(numbers) > most:
            largest = max(range(len(numbers)), key=numbers.__getitem__)
            message = f"There are {count(sum(numbers), noun)} in all, most of them in this row."
            yield Finding(table, largest, column, message, "Check the numbers.")


@rule("time-far-from-start", Severity.WARNING)
def time_far_from_start(survey: Survey) -> Found:
    """A time lies more than a year from the scenario's start; its year may be mistyped."""
    for table, row, column, seconds, name in _each_time(survey):
        if abs(seconds) > FAR_S:
            message = f"The time in {column} of '{name}' is {hours(seconds)} from the start, more than a year."
            yield Finding(table, row, column, message, "Check the time, and start in scenario.toml.", f"'{name}'")


def _each_time(survey: Survey) -> Iterator[tuple[str, int, str, int, str]]:
    scenario = survey.scenario
    for row, people in enumerate(scenario.people):
        yield PEOPLE, row, "ready", people.ready_s, people.id
    for row, vehicles in enumerate(scenario.vehicles):
        yield VEHICLES, row, "available_from", vehicles.available_from_s, vehicles.type
        yield VEHICLES, row, "available_until", vehicles.available_until_s or 0, vehicles.type
    for row, crossing in enumerate(scenario.agreement.crossings):
        ends = [second for window in crossing.windows or () for second in (window.opens_s, window.closes_s)]
        yield CROSSINGS, row, "windows", max(ends, key=abs, default=0), crossing.place


@rule("weights-not-falling", Severity.WARNING)
def weights_not_falling(survey: Survey) -> Found:
    """A later priority weighs more than an earlier one in `priority_weights`."""
    one, two, three = survey.scenario.priority_weights
    if one < two or two < three:
        message = f"priority_weights are {one:g}, {two:g}, {three:g}, but priority 1 goes first."
        yield Finding(SCENARIO, WHOLE, "priority_weights", message, "Give the largest weight first.")


@rule("streams-nearly-alike", Severity.WARNING)
def streams_nearly_alike(survey: Survey) -> Found:
    """Two streams differ only in case or punctuation; if one is meant, its people are kept apart for nothing."""
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for row, people in enumerate(survey.scenario.people):
        if people.stream:
            spellings[_bare(people.stream)].setdefault(people.stream, row)
    for names in spellings.values():
        for name in list(names)[1:]:
            message = f"The streams {quoted(names)} are nearly alike, but their people never share a vehicle."
            yield Finding(PEOPLE, names[name], "stream", message, "Write one name if one stream is meant.", f"'{name}'")


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())) or name


RULES = (
    half_a_position,
    no_position,
    position_far_off,
    absurd_total,
    time_far_from_start,
    weights_not_falling,
    streams_nearly_alike,
)
