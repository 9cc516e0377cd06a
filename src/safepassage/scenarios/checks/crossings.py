"""Crossings: what such a place may not be, and who may pass."""

from safepassage.domain.notices import Severity
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import CROSSINGS, PEOPLE, PLACES, VEHICLES, Survey
from safepassage.scenarios.checks.wording import quoted

_ELSEWHERE = "Use a separate place for this, with a link to the crossing."


@rule("crossing-is-start", Severity.ERROR)
def crossing_is_start(survey: Survey) -> Found:
    """A vehicle starts at a crossing."""
    for row, vehicles in enumerate(survey.scenario.vehicles):
        if vehicles.start in survey.crossings:
            message = f"'{vehicles.type}' starts at '{vehicles.start}', but this is a crossing."
            yield Finding(VEHICLES, row, "start", message, _ELSEWHERE, f"'{vehicles.type}'")


@rule("crossing-is-return", Severity.ERROR)
def crossing_is_return(survey: Survey) -> Found:
    """A vehicle must end at a crossing."""
    for row, vehicles in enumerate(survey.scenario.vehicles):
        if vehicles.return_to in survey.crossings:
            message = f"'{vehicles.type}' returns to '{vehicles.return_to}', but this is a crossing."
            yield Finding(VEHICLES, row, "return_to", message, _ELSEWHERE, f"'{vehicles.type}'")


@rule("crossing-is-pickup", Severity.ERROR)
def crossing_is_pickup(survey: Survey) -> Found:
    """People wait at a crossing."""
    for row, people in enumerate(survey.scenario.people):
        if people.place in survey.crossings:
            message = f"The people of '{people.id}' wait at '{people.place}', but this is a crossing."
            yield Finding(PEOPLE, row, "place", message, _ELSEWHERE, f"'{people.id}'")


@rule("crossing-is-destination", Severity.ERROR)
def crossing_is_destination(survey: Survey) -> Found:
    """A crossing has shelter places or beds, or people are to be brought there."""
    for row, place in enumerate(survey.scenario.places):
        if place.id in survey.crossings and place.is_destination:
            column = "beds" if place.shelter_places == 0 else "shelter_places"
            message = f"'{place.id}' is a crossing, so it cannot be a destination."
            yield Finding(PLACES, row, column, message, _ELSEWHERE, f"'{place.id}'")
    for row, people in enumerate(survey.scenario.people):
        named = [place for place in dict.fromkeys(people.destinations) if place in survey.crossings]
        if named:
            message = f"The people of '{people.id}' may be brought to {quoted(named)}, but this is a crossing."
            yield Finding(PEOPLE, row, "destinations", message, "Name the destination behind it.", f"'{people.id}'")


@rule("crossing-is-transfer", Severity.ERROR)
def crossing_is_transfer(survey: Survey) -> Found:
    """A crossing is a transfer place."""
    for row, place in enumerate(survey.scenario.places):
        if place.id in survey.crossings and place.transfer:
            message = f"'{place.id}' is a crossing, so it cannot be a transfer place."
            yield Finding(PLACES, row, "transfer", message, _ELSEWHERE, f"'{place.id}'")


@rule("crossing-not-through", Severity.WARNING)
def crossing_not_through(survey: Survey) -> Found:
    """A crossing has `through=no`, although vehicles only come there to pass."""
    for row, place in enumerate(survey.scenario.places):
        if place.id in survey.crossings and not place.through:
            message = f"'{place.id}' is a crossing, but nobody is to drive through it."
            yield Finding(PLACES, row, "through", message, "Set through=yes, or remove the crossing.", f"'{place.id}'")


@rule("crossing-closed-to-fleet", Severity.WARNING)
def crossing_closed_to_fleet(survey: Survey) -> Found:
    """No vehicle may pass a crossing, because each row of `vehicles.csv` names others."""
    if not survey.fleet:
        return
    seen: set[str] = set()
    for row, crossing in enumerate(survey.scenario.agreement.crossings):
        if crossing.place in seen or not survey.knows(crossing.place):
            continue
        seen.add(crossing.place)
        if not any(not v.crossings or crossing.place in v.crossings for v in survey.fleet):
            message = f"No vehicle may pass '{crossing.place}'."
            mend = "Add it to crossings in vehicles.csv, or leave that cell blank to allow any."
            yield Finding(CROSSINGS, row, "place", message, mend, f"'{crossing.place}'")


RULES = (
    crossing_is_start,
    crossing_is_return,
    crossing_is_pickup,
    crossing_is_destination,
    crossing_is_transfer,
    crossing_not_through,
    crossing_closed_to_fleet,
)
