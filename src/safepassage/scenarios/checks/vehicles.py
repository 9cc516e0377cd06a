"""Vehicles whose rows contradict each other or themselves."""

from safepassage.domain.notices import Severity
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks.rules import Finding, Found, rule
from safepassage.scenarios.checks.survey import VEHICLES, Survey
from safepassage.scenarios.checks.wording import hours, listing

CAPACITIES = ("seats", "wheelchairs", "stretchers", "seats_per_wheelchair", "seats_per_stretcher")


@rule("type-rows-differ", Severity.ERROR)
def type_rows_differ(survey: Survey) -> Found:
    """Two rows of one vehicle type have different capacities."""
    first: dict[str, VehicleRow] = {}
    for row, vehicles in enumerate(survey.scenario.vehicles):
        model = first.setdefault(vehicles.type, vehicles)
        differing = [name for name in CAPACITIES if getattr(vehicles, name) != getattr(model, name)]
        if differing and vehicles.type:
            was = listing([f"{name}={getattr(model, name)}" for name in differing])
            yield Finding(
                VEHICLES,
                row,
                differing[0],
                f"An earlier row of type '{vehicles.type}' has {was}; all rows of a type have the same capacities.",
                "Make the rows alike, or give this one a type of its own.",
                f"'{vehicles.type}'",
            )


@rule("available-ends-before-it-begins", Severity.ERROR)
def available_ends_before_it_begins(survey: Survey) -> Found:
    """`available_until` of a vehicle is not after its `available_from`."""
    for row, vehicles in enumerate(survey.scenario.vehicles):
        until = vehicles.available_until_s
        if until is not None and until <= vehicles.available_from_s:
            yield Finding(
                VEHICLES,
                row,
                "available_until",
                f"'{vehicles.type}' is available from {hours(vehicles.available_from_s)}, but until {hours(until)}.",
                "Set available_until after available_from (blank: from the scenario's start).",
                f"'{vehicles.type}'",
            )


@rule("vehicle-gone-before-start", Severity.WARNING)
def vehicle_gone_before_start(survey: Survey) -> Found:
    """A vehicle is no longer available when the scenario starts."""
    for row, vehicles in enumerate(survey.scenario.vehicles):
        until = vehicles.available_until_s
        if until is not None and vehicles.available_from_s < until <= 0:
            yield Finding(
                VEHICLES,
                row,
                "available_until",
                f"'{vehicles.type}' is no longer available when the scenario starts.",
                "Check available_until, and start in scenario.toml.",
                f"'{vehicles.type}'",
            )


RULES = (type_rows_differ, available_ends_before_it_begins, vehicle_gone_before_start)
