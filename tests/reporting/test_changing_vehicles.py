"""People who change vehicles: out only where they stay, at a transfer place between, and on both vehicles' sheets."""

import csv
from dataclasses import replace
from io import StringIO

from safepassage.domain.places import Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.verify import verify
from safepassage.reporting.field.csv_files import places_csv
from safepassage.reporting.field.steps import steps
from safepassage.reporting.measures.journeys import journeys
from safepassage.reporting.measures.people import Census, Headcount
from safepassage.reporting.report import render_report
from safepassage.reporting.sections.facts import Facts
from tests.planning import relay

STAYS = replace(relay.HUB, shelter_places=4)
"""The hub is a destination as well, for one family."""


def relayed(places: tuple[Place, ...] = ()) -> tuple[Scenario, Plan]:
    """Two families come to the hub with two buses at 1200; the van takes one of them on, who are out at 1800."""
    scenario = relay.scenario(relay.families(2), vehicles=(replace(relay.BUS, count=2), relay.VAN), places=places)
    one = {"families": 1}
    to_hub = (
        Stop("depot", 0, 0),
        Stop("town", 600, 600, board=one),
        Stop("bridge", 900, 900),
        Stop("hub", 1200, 1200, alight=one),
    )
    onward = (Stop("hub", 0, 1200, board=one), Stop("line", 1500, 1500), Stop("shelter", 1800, 1800, alight=one))
    itineraries = (Itinerary("bus-1", to_hub), Itinerary("bus-2", to_hub), Itinerary("van-1", onward))
    return scenario, Plan(
        scenario="relay",
        objective=Objective.COMPLETION,
        itineraries=itineraries,
        value=1800,
        bound=None,
        proof=Proof.NONE,
        completion_seconds=1800,
        people_out=8,
        people_remaining=0,
        people_out_bound=8,
    )


def test_only_those_who_stay_are_out_when_they_alight() -> None:
    """Of two families at a hub that is a destination too, one goes on; it is out at the shelter, and counted once."""
    scenario, plan = relayed((STAYS,))
    assert verify(scenario, plan).violations == ()
    facts = Facts.of(scenario, plan)
    count = Headcount(scenario, facts.happened)
    assert count.at(1199) == Census(waiting=0, aboard=8, transfer=0, out=0)
    assert count.at(1200) == Census(waiting=0, aboard=4, transfer=0, out=4)
    assert count.at(1800) == Census(waiting=0, aboard=0, transfer=0, out=8)


def test_the_place_sheet_tells_who_stays_from_who_goes_on() -> None:
    """Whoever receives people at the hub needs a bed for one family, and a bus for the other."""
    scenario, plan = relayed((STAYS,))
    facts = Facts.of(scenario, plan)
    lines = [line for line in csv.DictReader(StringIO(places_csv(facts, steps(facts)))) if line["place"] == "hub"]
    assert sorted((line["action"], line["groups"]) for line in lines) == [
        ("arrive", "1"),
        ("transfer-in", "1"),
        ("transfer-out", "1"),
    ]


def test_every_ride_is_a_journey_of_its_own() -> None:
    """The sheet of journeys shows the part to the hub and the part from there."""
    scenario, plan = relayed((STAYS,))
    found = {(j.origin, j.destination): j.persons for j in journeys(Facts.of(scenario, plan).happened)}
    assert found == {("town", "hub"): 8, ("hub", "shelter"): 4}


def test_the_report_shows_transfer_places() -> None:
    """On the map and in the table day by day."""
    page = render_report(*relayed((STAYS,)))
    assert "Transfer place" in page
    assert "at transfer places" in page
