"""Travel groups whom nothing fits: no seat, no bed, no vehicle in time."""

from collections.abc import Iterator, Sequence

from safepassage.domain.notices import Severity
from safepassage.domain.people import TravelGroups
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import PEOPLE, Survey
from safepassage.scenarios.checks.wording import count, hours, listing, quoted


def who(row: TravelGroups) -> str:
    """Name travel groups with their number, such as `'families' (3 groups, 12 people)`."""
    return all_who([row])


def all_who(rows: Sequence[TravelGroups]) -> str:
    """Name the travel groups of several rows with their number in all."""
    groups, persons = sum(row.groups for row in rows), sum(row.persons for row in rows)
    return f"{quoted(row.id for row in rows)} ({count(groups, 'group')}, {count(persons, 'person')})"


def load(row: TravelGroups) -> str:
    """Say of whom one travel group consists."""
    parts = ((row.seated, "seated"), (row.wheelchair, "in wheelchairs"), (row.stretcher, "on stretchers"))
    return listing([f"{number:,} {what}" for number, what in parts if number])


@rule("empty-group", Severity.ERROR)
def empty_group(survey: Survey) -> Found:
    """A travel group has nobody in it; it needs at least one person."""
    for index, row in enumerate(survey.scenario.people):
        if row.group_size < 1:
            message = f"A travel group of '{row.id}' has nobody in it."
            yield Finding(PEOPLE, index, "seated", message, "Fill seated, wheelchair or stretcher.", f"'{row.id}'")


@rule("destination-is-own-place", Severity.ERROR)
def destination_is_own_place(survey: Survey) -> Found:
    """The only destination that people may be brought to is where they wait; nobody alights where they boarded."""
    for index, row in enumerate(survey.scenario.people):
        if set(row.destinations) == {row.place}:
            message = f"The people of '{row.id}' wait at '{row.place}', which is also their only destination."
            mend = "Name another destination, or leave the cell blank to allow any."
            yield Finding(PEOPLE, index, "destinations", message, mend, f"'{row.id}'")


@rule("not-a-destination", Severity.WARNING)
def not_a_destination(survey: Survey) -> Found:
    """People may be brought to a place that has neither shelter places nor beds."""
    for index, row in enumerate(survey.scenario.people):
        bare = [
            place
            for place in dict.fromkeys(row.destinations)
            if survey.knows(place) and not survey.place(place).is_destination and place not in survey.crossings
        ]
        if bare:
            message = f"'{row.id}' may be brought to {quoted(bare)}, where there are no shelter places and no beds."
            mend = "Fill shelter_places or beds in places.csv, or remove it from the list."
            yield Finding(PEOPLE, index, "destinations", message, mend, f"'{row.id}'")


@rule("group-fits-no-vehicle", Severity.WARNING)
def group_fits_no_vehicle(survey: Survey) -> Found:
    """A travel group fits into no vehicle that may carry it, and it is never split."""
    for index, row in survey.sound_people() if survey.fleet else ():
        if survey.fitting(row):
            continue
        types = _types_that_fit(survey, row)
        if any(survey.type_counts[type_] for type_ in types):
            continue
        why = f"; it fits {quoted(sorted(types))}, of which there are none" if types else ""
        among = f" among {quoted(row.vehicles)}" if row.vehicles else ""
        yield Finding(
            PEOPLE,
            index,
            "vehicles" if row.vehicles else _largest(row),
            f"No vehicle{among} has room for a group of {who(row)}: {load(row)}{why}.",
            "Add a vehicle with enough room, allow other types, or divide the group if its people agree.",
            f"'{row.id}'",
        )


def _types_that_fit(survey: Survey, row: TravelGroups) -> set[str]:
    allowed = (v for v in survey.scenario.vehicles if not row.vehicles or v.type in row.vehicles)
    return {v.type for v in allowed if v.fits(row.seated, row.wheelchair, row.stretcher)}


def _largest(row: TravelGroups) -> str:
    return max(("stretcher", "wheelchair", "seated"), key=lambda column: int(getattr(row, column) > 0))


def _with_seat(survey: Survey) -> Iterator[tuple[int, TravelGroups]]:
    return ((index, row) for index, row in survey.sound_people() if survey.fitting(row))


@rule("no-vehicle-in-time", Severity.WARNING)
def no_vehicle_in_time(survey: Survey) -> Found:
    """Every vehicle that fits a travel group is no longer available when the group is ready."""
    for index, row in _with_seat(survey):
        if not survey.in_time(row):
            message = f"{who(row)} can leave from {hours(row.ready_s)} on, when no vehicle that fits is left."
            mend = "Check ready here, and available_until in vehicles.csv."
            yield Finding(PEOPLE, index, "ready", message, mend, f"'{row.id}'")


@rule("no-destination-takes-group", Severity.WARNING)
def no_destination_takes_group(survey: Survey) -> Found:
    """No destination that a travel group may be brought to has the beds and shelter places for one group."""
    for index, row in survey.sound_people() if survey.destinations else ():
        if survey.takers(row) or set(row.destinations) == {row.place}:
            continue
        needs = [count(row.stretcher, "bed")] if row.stretcher else []
        sitting = row.seated + row.wheelchair
        needs += [count(sitting, "shelter place")] if sitting else []
        among = f" among {quoted(row.destinations)}" if row.destinations else ""
        yield Finding(
            PEOPLE,
            index,
            "destinations" if row.destinations else _largest(row),
            f"No destination{among} has the {' and '.join(needs)} that a group of {who(row)} needs.",
            "Check shelter_places and beds in places.csv, or allow other destinations.",
            f"'{row.id}'",
        )


RULES = (
    empty_group,
    destination_is_own_place,
    not_a_destination,
    group_fits_no_vehicle,
    no_vehicle_in_time,
    no_destination_takes_group,
)
