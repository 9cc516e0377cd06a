"""Ids that point nowhere, lists, and vehicles that contradict themselves are found where they stand."""

from safepassage.domain.terms import ConvoyRule
from safepassage.domain.vehicles import VehicleRow
from tests.scenarios.checked import CLEAN, Case, added, by_reason, changed, error, link, notices, warning

CASES = {
    "people wait nowhere": error("unknown-place", "people", 0, "place", changed("people", 0, place="kamp"), "'camp'"),
    "a destination that is no place": error(
        "unknown-place", "people", 1, "destinations", changed("people", 1, destinations=("clinic", "moon"))
    ),
    "a start that is no place": error("unknown-place", "vehicles", 0, "start", changed("vehicles", 0, start="moon")),
    "a return that is no place": error(
        "unknown-place", "vehicles", 1, "return_to", changed("vehicles", 1, return_to="moon")
    ),
    "a crossing of a vehicle that is no place": error(
        "unknown-place", "vehicles", 1, "crossings", changed("vehicles", 1, crossings=("gate", "moon"))
    ),
    "a link from nowhere": error("unknown-place", "links", 6, "from", added("links", link("moon", "town", 5))),
    "a link to nowhere": error("unknown-place", "links", 6, "to", added("links", link("town", "moon", 5))),
    "a crossing nowhere": error(
        "unknown-place", "crossings", 1, "place", changed("crossings", 1, place="moon", from_places=("camp",))
    ),
    "a crossing for vehicles from nowhere": error(
        "unknown-place", "crossings", 0, "from", changed("crossings", 0, from_places=("camp", "moon"))
    ),
    "a convoy nowhere": error("unknown-place", "convoys", 0, "crossing", changed("convoys", 0, crossing="moon")),
    "a convoy from nowhere": error(
        "unknown-place", "convoys", 0, "from", changed("convoys", 0, from_places=("camp", "moon"))
    ),
    "linked people from nowhere": error(
        "unknown-place", "linked", 0, "people_from", changed("linked", 0, people_from=("village", "moon"))
    ),
    "linked against nowhere": error(
        "unknown-place", "linked", 0, "against_from", changed("linked", 0, against_from=("camp", "moon"))
    ),
    "a vehicle type that does not exist": error(
        "unknown-vehicle-type", "people", 1, "vehicles", changed("people", 1, vehicles=("ambulances",)), "'ambulance'"
    ),
    "a convoy where no crossing is": error(
        "convoy-without-crossing", "convoys", 1, "crossing", added("convoys", ConvoyRule("fork"))
    ),
    "a crossing of a vehicle that is none": warning(
        "not-a-crossing", "vehicles", 1, "crossings", changed("vehicles", 1, crossings=("gate", "fork"))
    ),
    "a destination named twice": warning(
        "listed-twice", "people", 1, "destinations", changed("people", 1, destinations=("clinic", "clinic"))
    ),
    "a vehicle type named twice": warning(
        "listed-twice", "people", 1, "vehicles", changed("people", 1, vehicles=("ambulance", "ambulance"))
    ),
    "an origin named twice": warning(
        "listed-twice", "crossings", 0, "from", changed("crossings", 0, from_places=("camp", "camp"))
    ),
    "another row of a type has other seats": error(
        "type-rows-differ", "vehicles", 2, "seats", added("vehicles", VehicleRow("bus", 1, "depot", 50, 1)), "seats=40"
    ),
    "availability that ends first": error(
        "available-ends-before-it-begins",
        "vehicles",
        0,
        "available_until",
        changed("vehicles", 0, available_from_s=7200, available_until_s=3600),
        "+2h, but until +1h",
    ),
    "availability of no length": error(
        "available-ends-before-it-begins",
        "vehicles",
        0,
        "available_until",
        changed("vehicles", 0, available_from_s=7200, available_until_s=7200),
    ),
    "a vehicle that was there only before the start": warning(
        "vehicle-gone-before-start",
        "vehicles",
        0,
        "available_until",
        changed("vehicles", 0, available_from_s=-7200, available_until_s=-60),
    ),
}


@by_reason(CASES)
def test_a_spoilt_spot_is_found(case: Case) -> None:
    case.check()


def test_rows_of_a_type_with_the_same_capacities_are_fine() -> None:
    """A type may stand at several places, with other times and driving."""
    bus = VehicleRow("bus", 1, "camp", 40, 1, available_from_s=60, max_km=None)
    assert not notices(added("vehicles", bus))


def test_an_id_that_could_not_be_read_is_not_reported_again() -> None:
    """The reader replaces a bad id by a blank one, which it has reported."""
    scenario = changed("people", 0, place="", destinations=(""), vehicles=("",))
    scenario = changed("vehicles", 0, scenario, start="")
    scenario = added("links", link("", "", 5), scenario=scenario)
    assert not {"unknown-place", "unknown-vehicle-type", "link-to-itself"} & {n.code for n in notices(scenario)}


def test_a_wrong_id_is_reported_in_every_row() -> None:
    """Errors are never folded: whoever mends the file needs every line."""
    links = [link(f"moon{i}", "town", 5) for i in range(9)]
    assert [notice.line for notice in notices(added("links", *links), "unknown-place")] == list(range(308, 317))


def test_people_of_a_wrong_id_do_not_cause_more_notices() -> None:
    """One wrong id gives one notice, not a cascade about seats and roads."""
    assert [n.code for n in notices(changed("people", 0, CLEAN, destinations=("moon",)))] == ["unknown-place"]
