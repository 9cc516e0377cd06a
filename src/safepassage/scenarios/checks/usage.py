"""What is there but never used, and what is missing altogether."""

from safepassage.domain.notices import Severity
from safepassage.scenarios.checks.references import place_mentions
from safepassage.scenarios.checks.rules import WHOLE, Finding, Found, rule
from safepassage.scenarios.checks.survey import PEOPLE, PLACES, VEHICLES, Survey
from safepassage.scenarios.checks.wording import quoted


@rule("nothing-to-plan", Severity.WARNING)
def nothing_to_plan(survey: Survey) -> Found:
    """Nobody waits, there are no vehicles, or there is no destination, so that nobody can be brought out."""
    if not survey.scenario.people:
        yield Finding(PEOPLE, WHOLE, "", "Nobody waits to be brought out.", "Add a row for each kind of travel group.")
    if not any(row.count > 0 for row in survey.scenario.vehicles):
        yield Finding(VEHICLES, WHOLE, "", "There are no vehicles, so nobody can be brought out.", "Add vehicles.")
    if not survey.destinations:
        message = "No place has shelter places or beds, so nobody can be brought out."
        yield Finding(PLACES, WHOLE, "shelter_places", message, "Fill shelter_places or beds of the destinations.")


@rule("unused-place", Severity.WARNING)
def unused_place(survey: Survey) -> Found:
    """A place is used by no other table and shelters nobody."""
    named = {name for _, _, _, ids in place_mentions(survey) for name in ids} | survey.stops
    unused = [(row, place.id) for row, place in enumerate(survey.scenario.places) if place.id and place.id not in named]
    if unused:
        message = f"Nothing uses {quoted(name for _, name in unused)}."
        yield Finding(PLACES, unused[0][0], "id", message, "Add links or people, or remove the row.")


@rule("junction-not-through", Severity.WARNING)
def junction_not_through(survey: Survey) -> Found:
    """Nobody may drive through a place that is only a road junction, so that its links are of no use."""
    junctions = {name for link in survey.scenario.links for name in (link.from_place, link.to_place)} - survey.stops
    shut = [(row, p.id) for row, p in enumerate(survey.scenario.places) if p.id in junctions and not p.through]
    if shut:
        message = f"Nobody may drive through {quoted(name for _, name in shut)}, and there is no reason to stop there."
        yield Finding(PLACES, shut[0][0], "through", message, "Set through=yes, or remove the place with its links.")


RULES = (nothing_to_plan, unused_place, junction_not_through)
