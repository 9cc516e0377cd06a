"""Travel groups who cannot be brought out, and places and vehicles that nobody can use, are found where they stand."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import Scenario
from safepassage.domain.streets import Routes
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.vehicles import VehicleRow
from safepassage.scenarios.checks import run_checks
from safepassage.scenarios.streets.condition_files import StreetFiles
from tests.scenarios.checked import (
    CLEAN,
    ORIGINS,
    Case,
    added,
    by_reason,
    changed,
    error,
    link,
    notices,
    warning,
    without,
)

ISLAND = added("places", Place("island", lat=33.01, lon=36.01))
OLD_WINDOW = (Window(0, 3600),)


def with_people(**fields: object) -> Scenario:
    """Give the clean scenario with one more row of people, at the village if nothing else is said."""
    row = TravelGroups("more", "village", 1, seated=1)
    return added("people", replace(row, **fields))  # type: ignore[arg-type]


FIT_CASES = {
    "a group of nobody": error("empty-group", "people", 0, "seated", changed("people", 0, seated=0)),
    "people whose only destination is where they wait": error(
        "destination-is-own-place", "people", 0, "destinations", changed("people", 0, destinations=("camp",))
    ),
    "a destination without room for anybody": warning(
        "not-a-destination", "people", 0, "destinations", changed("people", 0, destinations=("town", "fork"))
    ),
    "a group larger than every vehicle": warning(
        "group-fits-no-vehicle", "people", 2, "seated", changed("people", 2, seated=41), "41 seated"
    ),
    "a group larger than the vehicles it may use": warning(
        "group-fits-no-vehicle", "people", 1, "vehicles", changed("people", 1, stretcher=3), "'ambulance'"
    ),
    "stretchers without places for stretchers": warning(
        "group-fits-no-vehicle", "people", 1, "stretcher", changed("people", 1, stretcher=3, vehicles=())
    ),
    "a group that fits only vehicles of which there are none": warning(
        "group-fits-no-vehicle",
        "people",
        2,
        "seated",
        changed("people", 2, added("vehicles", VehicleRow("train", 0, "depot", 500)), seated=41),
        "it fits 'train', of which there are none",
    ),
    "a group ready after the vehicles have gone": warning(
        "no-vehicle-in-time",
        "people",
        1,
        "ready",
        changed("vehicles", 1, changed("people", 1, ready_s=7200), available_until_s=7200),
        "+2h",
    ),
    "patients without a bed": warning(
        "no-destination-takes-group", "people", 3, "stretcher", with_people(stretcher=11), "11 beds and 1 shelter place"
    ),
    "no bed where the group wants to go": warning(
        "no-destination-takes-group",
        "people",
        1,
        "destinations",
        changed("people", 1, changed("places", 5, beds=0), destinations=("town",)),
        "among 'town'",
    ),
    "the only destination with room is where they wait": warning(
        "no-destination-takes-group",
        "people",
        3,
        "stretcher",
        with_people(place="clinic", stretcher=5, vehicles=("ambulance",)),
    ),
}
ISLANDERS = added("people", TravelGroups("islanders", "island", 1, seated=1), scenario=ISLAND)
FERRY_BACK = added("links", link("island", "depot", 5, both_ways=False), scenario=ISLANDERS)
FERRY_OUT = added("links", link("depot", "island", 5, both_ways=False), scenario=ISLANDERS)
ROAD_CASES = {
    "a place that no link names": warning("place-out-of-reach", "places", 7, "id", ISLANDERS, "no link names it"),
    "a place that links only lead away from": warning(
        "place-out-of-reach", "places", 7, "id", FERRY_BACK, "no chain of links"
    ),
    "a destination that no link names": warning(
        "place-out-of-reach", "places", 7, "id", changed("places", 7, ISLAND, beds=1)
    ),
    "people where no vehicle comes": warning("no-vehicle-comes", "people", 3, "place", FERRY_BACK, "'islanders'"),
    "people whom only a vehicle elsewhere fits": warning(
        "no-vehicle-comes",
        "people",
        3,
        "place",
        added(
            "people",
            TravelGroups("boat-people", "depot", 1, seated=1, vehicles=("boat",)),
            scenario=added("vehicles", VehicleRow("boat", 1, "island", 5), scenario=ISLAND),
        ),
    ),
    "people from whom no road leads on": warning("no-reachable-destination", "people", 3, "place", FERRY_OUT),
    "people from whom no road leads to their destination": warning(
        "no-reachable-destination",
        "people",
        3,
        "destinations",
        added(
            "people",
            TravelGroups("more", "village", 1, seated=1, destinations=("island",)),
            scenario=changed("places", 7, ISLAND, shelter_places=9),
        ),
        "'island'",
    ),
    "people behind a place nobody drives through": warning(
        "no-reachable-destination",
        "people",
        0,
        "place",
        without("people", 1, without("people", 1, changed("places", 5, through=False, shelter_places=0, beds=0))),
    ),
    "people whose vehicle could not return": warning(
        "no-reachable-destination",
        "people",
        1,
        "destinations",
        changed("links", 5, both_ways=False),
        "where the vehicle must end",
    ),
    "a vehicle that no road leads back": warning(
        "vehicle-cannot-return", "vehicles", 1, "return_to", changed("vehicles", 1, ISLAND, return_to="island")
    ),
    "a vehicle too small for every group": warning(
        "vehicle-helps-nobody",
        "vehicles",
        2,
        "type",
        added("vehicles", VehicleRow("car", 1, "depot", 3)),
        "fits it while",
    ),
    "a vehicle that stands apart": warning(
        "vehicle-helps-nobody",
        "vehicles",
        2,
        "type",
        added("vehicles", VehicleRow("bus", 1, "island", 40, 1), scenario=ISLAND),
        "roads and crossings",
    ),
    "people ready after the last window": warning(
        "cut-off-by-crossings",
        "people",
        0,
        "place",
        changed("crossings", 0, without("crossings", 0, changed("people", 0, ready_s=3600)), windows=OLD_WINDOW),
        "'gate', not open once they are ready",
    ),
    "people whose vehicles may not pass": warning(
        "cut-off-by-crossings",
        "people",
        1,
        "place",
        changed("vehicles", 1, added("crossings", CrossingRule("fork")), crossings=("fork",)),
        "'gate', which no vehicle that fits them may pass",
    ),
}


@by_reason(FIT_CASES | ROAD_CASES)
def test_a_spoilt_spot_is_found(case: Case) -> None:
    case.check()


def test_a_window_that_is_long_enough_after_boarding_cuts_nobody_off() -> None:
    """Boarding takes 600 s and the check 120 s: a window until 720 s just does, until 719 s it does not."""
    for closes, lines in ((720, []), (719, [102, 103])):
        window = (Window(0, closes),)
        scenario = changed("crossings", 0, without("crossings", 1), from_places=None, windows=window)
        assert [notice.line for notice in notices(scenario, "cut-off-by-crossings")] == lines


def test_another_stop_on_the_way_can_open_a_crossing() -> None:
    """What counts is the last stop: a vehicle from the village that also boards people at the camp comes from there."""
    scenario = changed("crossings", 1, from_places=("village",), windows=(Window(-600, -1),))
    assert not notices(scenario, "cut-off-by-crossings")
    nobody_at_camp = without("people", 0, without("people", 0, scenario))
    assert [notice.line for notice in notices(nobody_at_camp, "cut-off-by-crossings")] == [102]


def test_an_empty_vehicle_passes_freely_where_only_loaded_ones_are_checked() -> None:
    """A vehicle behind a crossing that is closed can come in empty; people leave by another road."""
    scenario = added("vehicles", VehicleRow("van", 1, "town", 8), scenario=changed("vehicles", 1, return_to=None))
    scenario = added("links", link("village", "clinic", 15, both_ways=False), scenario=scenario)
    scenario = changed("people", 2, scenario, vehicles=("van",))
    closed = CrossingRule("gate", None, windows=(Window(-600, -1),))
    found = notices(with_only_gate(scenario, closed), "cut-off-by-crossings")
    assert [notice.line for notice in found] == [104]
    assert not notices(with_only_gate(scenario, replace(closed, loaded_only=True)), "cut-off-by-crossings")


def with_only_gate(scenario: Scenario, entry: CrossingRule) -> Scenario:
    """Give the scenario with this entry as its only crossing, and without convoys."""
    return replace(scenario, agreement=replace(scenario.agreement, crossings=(entry,), convoys=(), linked=()))


def test_people_can_change_at_a_transfer_place() -> None:
    """Buses bring people over the first crossing to a transfer place, vans take them on over the second."""
    scenario = added("places", Place("hub", lat=33.02, lon=36.025), scenario=without("people", 1))
    scenario = added("links", link("fork", "hub", 1), link("hub", "gate", 2), scenario=without("links", 3, scenario))
    scenario = added("crossings", CrossingRule("fork"), scenario=scenario)
    scenario = changed("vehicles", 0, scenario, crossings=("fork",))
    scenario = changed("vehicles", 1, scenario, start="hub", return_to="hub", seats=4)
    assert [notice.line for notice in notices(scenario, "cut-off-by-crossings")] == [102, 103]
    assert not notices(changed("places", 7, scenario, transfer=True))


def test_vehicles_pass_a_closed_place_where_they_serve_somebody() -> None:
    """In the published instances every place has through=no, and vehicles go from pickup to shelter to pickup."""
    places = tuple(replace(place, through=False) for place in CLEAN.places if place.id != "fork")
    links = tuple(link(*ends, 9) for ends in pairwise(("depot", "camp", "village", "town", "clinic")))
    people = (*CLEAN.people, TravelGroups("more", "clinic", 1, seated=1, destinations=("town",)))
    scenario = replace(CLEAN, places=places, links=links, people=people, agreement=Agreement())
    assert [notice.code for notice in notices(changed("vehicles", 1, scenario, crossings=()))] == ["unused-place"]


def test_warnings_about_people_name_everyone_once() -> None:
    """Many warnings of one rule become one notice, with the lines of the first few and the number of the others."""
    more = [TravelGroups(f"crowd{i}", "village", 2, seated=50) for i in range(12)]
    (notice,) = notices(added("people", *more), "group-fits-no-vehicle")
    assert notice.line == 105
    assert "'crowd0' (2 groups, 100 people)" in notice.message
    assert "'crowd1' (line 106), 'crowd2' (line 107), 'crowd3' (line 108)" in notice.message
    assert notice.message.endswith("and 7 more.")


BRIDGED = added(
    "places", *(Place(f"hill{i}", lat=33.01, lon=36.01) for i in range(6)), scenario=with_people(place="village")
)
BEHIND = added(
    "people",
    *(TravelGroups(f"{who}{i}", f"hill{i}", 2, seated=3) for i in range(6) for who in ("old", "young")),
    scenario=BRIDGED,
)


def test_places_behind_a_closed_bridge_are_named_once_each_with_the_closure() -> None:
    """Who waits at one place is named together, and many places in one notice."""
    one_way = [link("depot", f"hill{i}", 9, both_ways=False) for i in range(6)]
    routes = Routes(cut_off=(("hill0", ("bridge",)), ("hill1", ("bridge", "dam"))))
    found = run_checks(added("links", *one_way, scenario=BEHIND), ORIGINS, StreetFiles(routes=routes))
    (notice,) = [notice for notice in found if notice.code == "no-reachable-destination"]
    assert notice.line == 106
    assert notice.message == (
        "No road leads 'old0' and 'young0' (4 groups, 12 people) from 'hill0' to a destination that takes them "
        "('clinic' and 'town'), since 'bridge' is closed. The same goes for "
        "'hill1', since 'bridge' and 'dam' are closed (line 108), 'hill2', for no closure (line 110), "
        "'hill3', for no closure (line 112), 'hill4', for no closure (line 114) and 'hill5', for no closure (line 116)."
    )
    assert notice.mend.startswith("Have the road opened")


def test_a_closure_that_cuts_off_every_destination_is_named_where_people_wait() -> None:
    cut = (("town", ("bridge",)), ("clinic", ("bridge", "dam")))
    scenario = without("links", 4)
    found = run_checks(scenario, ORIGINS, StreetFiles(routes=Routes(cut_off=cut)))
    messages = [notice.message for notice in found if notice.code == "no-reachable-destination"]
    assert [message.split(", since ")[1] for message in messages] == [
        "'bridge' and 'dam' are closed.",
        "'bridge' and 'dam' are closed, or none leads on to where the vehicle must end.",
        "'bridge' and 'dam' are closed.",
    ]
    found = run_checks(scenario, ORIGINS, StreetFiles(routes=Routes(cut_off=cut[:1])))
    assert "closed" not in "".join(notice.message for notice in found if notice.column == "place")


def test_a_closure_that_cuts_off_every_vehicle_is_named_where_nobody_comes() -> None:
    routes = Routes(cut_off=(("depot", ("bridge",)),))
    found = run_checks(FERRY_BACK, ORIGINS, StreetFiles(routes=routes))
    (notice,) = [notice for notice in found if notice.code == "no-vehicle-comes"]
    assert notice.message.endswith("can drive to 'island', since 'bridge' is closed.")


def test_places_that_no_vehicle_gets_to_are_named_with_the_closure() -> None:
    routes = Routes(cut_off=(("hill0", ("bridge",)),))
    found = {n.code: n for n in run_checks(BEHIND, ORIGINS, StreetFiles(routes=routes))}
    said = (
        "No vehicle that fits 'old0' and 'young0' (4 groups, 12 people) can drive to 'hill0', since 'bridge' is closed."
    )
    assert found["no-vehicle-comes"].message.startswith(said)
    assert found["place-out-of-reach"].message.startswith(
        "No road reaches 'hill0', since 'bridge' is closed: no link names it. The same goes for 'hill1', for no "
        "closure (line 10), "
    )


def test_a_boarding_time_of_parts_of_a_second_is_exact() -> None:
    """A window that closes a hair before anybody can be aboard helps nobody."""
    hair = Fraction(1, 1000)
    scenario = changed("places", 1, without("crossings", 0), board_s=Fraction(3600) + hair)
    assert notices(changed("crossings", 0, scenario, windows=OLD_WINDOW), "cut-off-by-crossings")
    scenario = changed("places", 1, scenario, board_s=Fraction(3600))
    assert not notices(changed("crossings", 0, scenario, windows=OLD_WINDOW), "cut-off-by-crossings")
