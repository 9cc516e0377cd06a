"""Ids that must point somewhere, and lists that should name each thing once."""

from collections.abc import Iterable, Iterator

from safepassage.domain.notices import Severity
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import CONVOYS, CROSSINGS, LINKED, LINKS, PEOPLE, VEHICLES, Survey
from safepassage.scenarios.checks.wording import Suggestions, quoted
from safepassage.scenarios.streets.tables import CORRIDORS

Mention = tuple[str, int, str, tuple[str, ...]]
"""Table, row, column, and the ids that stand there."""


def place_mentions(survey: Survey) -> Iterator[Mention]:
    """Yield every cell or key that names places."""
    scenario, agreement = survey.scenario, survey.scenario.agreement
    for i, people in enumerate(scenario.people):
        yield PEOPLE, i, "place", (people.place,)
        yield PEOPLE, i, "destinations", people.destinations
    for i, vehicles in enumerate(scenario.vehicles):
        yield VEHICLES, i, "start", (vehicles.start,)
        yield VEHICLES, i, "return_to", (vehicles.return_to,) if vehicles.return_to is not None else ()
        yield VEHICLES, i, "crossings", vehicles.crossings
    for i, link in enumerate(scenario.links):
        yield LINKS, i, "from", (link.from_place,)
        yield LINKS, i, "to", (link.to_place,)
    for i, crossing in enumerate(agreement.crossings):
        yield CROSSINGS, i, "place", (crossing.place,)
        yield CROSSINGS, i, "from", crossing.from_places or ()
    for i, convoy in enumerate(agreement.convoys):
        yield CONVOYS, i, "crossing", (convoy.crossing,)
        yield CONVOYS, i, "from", convoy.from_places or ()
    for i, linked in enumerate(agreement.linked):
        yield LINKED, i, "people_from", linked.people_from
        yield LINKED, i, "against_from", linked.against_from
    for i, way in enumerate(survey.streets.conditions.chosen):
        yield CORRIDORS.name, i, "from", (way.from_place,)
        yield CORRIDORS.name, i, "to", (way.to_place,)


@rule("unknown-place", Severity.ERROR)
def unknown_place(survey: Survey) -> Found:
    """A place is named that `places.csv` does not have."""
    for table, row, column, ids in place_mentions(survey):
        for name in dict.fromkeys(ids):
            if name and not survey.knows(name):
                hint = survey.place_hints.hint(name)
                yield Finding(
                    table,
                    row,
                    column,
                    f"There is no place '{name}'.{hint}",
                    "Name a place of places.csv, or add it there.",
                    f"'{name}'",
                )


@rule("unknown-vehicle-type", Severity.ERROR)
def unknown_vehicle_type(survey: Survey) -> Found:
    """`vehicles` in `people.csv` names a type that `vehicles.csv` does not have."""
    hints = Suggestions(survey.type_counts)
    for row, people in enumerate(survey.scenario.people):
        for name in dict.fromkeys(people.vehicles):
            if name and name not in survey.type_counts:
                yield Finding(
                    PEOPLE,
                    row,
                    "vehicles",
                    f"There is no vehicle type '{name}'.{hints.hint(name)}",
                    "Name a type of vehicles.csv, or add it there.",
                    f"'{name}'",
                )


@rule("convoy-without-crossing", Severity.ERROR)
def convoy_without_crossing(survey: Survey) -> Found:
    """A convoy rule stands at a place that is not a crossing."""
    for row, convoy in enumerate(survey.scenario.agreement.convoys):
        if survey.knows(convoy.crossing) and convoy.crossing not in survey.crossings:
            yield Finding(
                CONVOYS,
                row,
                "crossing",
                f"Vehicles leave in convoys at '{convoy.crossing}', but this is not a crossing.",
                f'Add [[crossings]] with place = "{convoy.crossing}", or name a crossing here.',
                f"'{convoy.crossing}'",
            )


@rule("not-a-crossing", Severity.WARNING)
def not_a_crossing(survey: Survey) -> Found:
    """`crossings` in `vehicles.csv` names a place that is not a crossing, so that it allows nothing."""
    for row, vehicles in enumerate(survey.scenario.vehicles):
        plain = [c for c in dict.fromkeys(vehicles.crossings) if survey.knows(c) and c not in survey.crossings]
        if plain:
            yield Finding(
                VEHICLES,
                row,
                "crossings",
                f"The agreement has no crossing at {quoted(plain)}.",
                "Name crossings of agreement.toml only, or leave the cell blank to allow any.",
                f"'{vehicles.type}'",
            )


@rule("listed-twice", Severity.WARNING)
def listed_twice(survey: Survey) -> Found:
    """A list names the same thing more than once."""
    for table, row, column, ids in _lists(survey):
        twice = _repeated(ids)
        if twice:
            yield Finding(table, row, column, f"The list names {quoted(twice)} more than once.", "Name it once.")


def _lists(survey: Survey) -> Iterator[Mention]:
    yield from place_mentions(survey)
    for row, people in enumerate(survey.scenario.people):
        yield PEOPLE, row, "vehicles", people.vehicles


def _repeated(ids: tuple[str, ...]) -> Iterable[str]:
    if len(ids) == len(set(ids)):
        return ()
    return dict.fromkeys(name for i, name in enumerate(ids) if name in ids[:i])


RULES = (unknown_place, unknown_vehicle_type, convoy_without_crossing, not_a_crossing, listed_twice)
