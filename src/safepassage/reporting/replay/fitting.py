"""Whether a stream of facts is of a scenario: the same name and start, and no place or vehicle that it lacks."""

from collections.abc import Iterator

from safepassage.domain import events
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.scenario import Scenario
from safepassage.reporting.measures.roster import Roster
from safepassage.reporting.sections.facts import DAY_S, LONGEST_S
from safepassage.scenarios.events_file import Events
from safepassage.scenarios.wording import shown

REMEDY = "replay the events with the scenario that they were made from"


def must_fit(scenario: Scenario, told: Events) -> None:
    """Refuse events of another scenario.

    Raises
    ------
    UnusableInputError
        With a sentence that says what does not fit, or that the events go on for too long.
    """
    if told.scenario != scenario.name:
        raise UnusableInputError(
            f"The events are of the scenario {shown(told.scenario)}, not of {shown(scenario.name)}: {REMEDY}."
        )
    if told.start != scenario.start:
        raise UnusableInputError(
            f"The events count from {told.start.isoformat()}, but the scenario starts at "
            f"{scenario.start.isoformat()}: {REMEDY}."
        )
    if told.facts and told.facts[-1].at_s > LONGEST_S:
        raise UnusableInputError(
            f"The events go on for {told.facts[-1].at_s // DAY_S:,} days, and a replay shows at most "
            f"{LONGEST_S // DAY_S}."
        )
    _must_know(scenario, told)


def _must_know(scenario: Scenario, told: Events) -> None:
    places, roster = {place.id for place in scenario.places}, Roster.of(scenario)
    vehicles: set[str] = set()
    for fact in told.facts:
        place = getattr(fact, "place", None)
        if place is not None and place not in places:
            raise UnusableInputError(f"The events name the place {shown(place)}, which the scenario lacks: {REMEDY}.")
        for vehicle in _vehicles(fact):
            if vehicle not in vehicles and roster.vehicle(vehicle) is None:
                raise UnusableInputError(
                    f"The events name the vehicle {shown(vehicle)}, which the scenario lacks: {REMEDY}."
                )
            vehicles.add(vehicle)
        if isinstance(fact, events.OperationBegan) and fact.scenario != scenario.name:
            raise UnusableInputError(f"The operation that began is {shown(fact.scenario)}, another scenario: {REMEDY}.")


def _vehicles(fact: events.Fact) -> Iterator[str]:
    if isinstance(fact, events.ConvoyFormed | events.ConvoyDeparted):
        yield from fact.vehicles
    elif hasattr(fact, "vehicle"):
        yield fact.vehicle
