"""Where a vehicle is, who is in it by scans and by count, and what stays open because the two differ."""

import pytest

from safepassage.domain import events
from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.fleet import Departure, Vehicle, begin, discrepancies, follow
from safepassage.domain.live.people import CountWaived
from safepassage.domain.live.vehicles import CrewAssigned, CrewCheckedIn
from tests.domain.live.telling import (
    ANNA,
    after,
    alighted,
    arrived,
    boarded,
    born,
    counted,
    departed,
    died,
    listed,
    missed,
    removed,
    settled,
    settled_at,
    told,
    turned_back,
)


def bus(*stream: Fact) -> Vehicle:
    return after(begin("bus-1"), follow, *stream)


def open_codes(vehicle: Vehicle) -> list[Code]:
    return [Code(each.code) for each in discrepancies(vehicle)]


LISTED = listed("square")
WAIVED = CountWaived(0, "bus-1", "square", "shelling")
FULL_TRIP = (LISTED, boarded(), counted(1), departed("square"), arrived("hub"), alighted())

MANIFESTS: dict[str, tuple[tuple[Fact, ...], tuple[str, ...]]] = {
    "nobody": ((LISTED,), ()),
    "each once, in the order of the scans": ((boarded("bus-1", "square", "B", "A", "B"), boarded()), ("B", "A", ANNA)),
    "who alights is out": ((boarded("bus-1", "square", ANNA, "B"), alighted()), ("B",)),
    "who is turned back is out": ((boarded(), turned_back()), ()),
    "who is taken is out": ((boarded(), removed()), ()),
    "who died is out": ((boarded(), died()), ()),
    "who is missing is out": ((boarded(), missed()), ()),
    "who is born aboard is in": ((boarded(), born(Whereabouts.ABOARD, "bus-1", "C")), (ANNA, "C")),
    "who is born elsewhere is not": ((born(Whereabouts.ABOARD, "bus-2"),), ()),
    "who is settled here is in": ((settled_at(Whereabouts.ABOARD, "bus-1", "bus-1"),), (ANNA,)),
    "who is settled elsewhere is out": ((boarded(), settled_at(Whereabouts.ABOARD, "bus-2", "bus-1")), ()),
    "what concerns others": ((boarded(), events.AgreementSuspended(0)), (ANNA,)),
}


@pytest.mark.parametrize("name", MANIFESTS)
def test_the_manifest_is_what_the_scans_say(name: str) -> None:
    stream, manifest = MANIFESTS[name]
    assert bus(*stream).manifest == manifest


def test_a_counted_trip_leaves_nothing_open() -> None:
    vehicle = bus(*FULL_TRIP)
    assert discrepancies(vehicle) == ()
    assert (vehicle.place, vehicle.manifest) == ("hub", ())
    assert vehicle.departures == (Departure(240, "square", 1, 1),)


DIFFERENT: dict[str, tuple[tuple[Fact, ...], list[Code]]] = {
    "count": ((LISTED, boarded(), counted(2)), [Code.HEADCOUNT_DIFFERS]),
    "count over places": ((LISTED, counted(6)), [Code.HEADCOUNT_DIFFERS, Code.OVER_CAPACITY]),
    "scans over places": (
        (listed("square", 0), boarded("bus-1", "square", ANNA, "B", "C"), counted(3), departed("square")),
        [Code.OVER_CAPACITY, Code.OVER_CAPACITY],
    ),
    "not counted": ((LISTED, boarded(), departed("square")), [Code.DEPARTED_UNCOUNTED]),
    "waived": ((LISTED, WAIVED, departed("square")), [Code.DEPARTED_UNCOUNTED]),
    "counted elsewhere": ((LISTED, boarded(), counted(1, "hub"), departed("square")), [Code.DEPARTED_UNCOUNTED]),
    "scanned after": (
        (LISTED, boarded(), counted(1), boarded("bus-1", "square", "B"), departed("square")),
        [Code.SCANNED_AFTER_COUNT],
    ),
    "counted before the last trip": (
        (
            *(LISTED, boarded(), counted(1), departed("square"), arrived("hub"), alighted()),
            *(departed("hub"), arrived("square"), boarded(), departed("square")),
        ),
        [Code.DEPARTED_UNCOUNTED],
    ),
    "left twice": ((LISTED, departed("square"), departed("hub")), [Code.DEPARTED_UNDER_WAY]),
    "left elsewhere": ((LISTED, departed("hub")), [Code.DEPARTED_FROM_ELSEWHERE]),
    "came without leaving": ((LISTED, arrived("hub")), [Code.ARRIVED_WITHOUT_DEPARTURE]),
    "scanned elsewhere": ((LISTED, boarded("bus-1", "hub"), counted(1)), [Code.NOT_THERE]),
    "not listed": ((arrived("square"), boarded(), counted(1)), [Code.NOT_LISTED]),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_where_reports_differ_both_stand_and_it_stays_open(name: str) -> None:
    stream, codes = DIFFERENT[name]
    assert open_codes(bus(*stream)) == codes


@pytest.mark.parametrize("name", DIFFERENT)
def test_a_difference_is_open_until_it_is_settled_by_its_name(name: str) -> None:
    stream, _ = DIFFERENT[name]
    names = [each.name for each in discrepancies(bus(*stream))]
    assert discrepancies(bus(*stream, *map(settled, names))) == ()
    assert discrepancies(bus(*stream, settled("headcount-differs/e99"))) == discrepancies(bus(*stream))


TWICE: dict[str, tuple[Fact, ...]] = {
    "departure": (LISTED, departed("square")),
    "arrival": (LISTED, departed("square"), arrived("hub")),
    "scan": (LISTED, boarded()),
    "listing": (LISTED,),
}


@pytest.mark.parametrize("name", TWICE)
def test_what_is_told_twice_is_once(name: str) -> None:
    stream = TWICE[name]
    again, once = bus(*stream, stream[-1]), bus(*stream)
    assert (again.place, again.manifest, again.departures, again.found) == (
        once.place,
        once.manifest,
        once.departures,
        once.found,
    )


def test_the_same_count_told_twice_is_one() -> None:
    vehicle = bus(LISTED, counted(2))
    assert follow(vehicle, told([LISTED, counted(2)])[1]) == vehicle


def test_scans_on_the_road_belong_to_the_place_left_or_to_the_one_that_it_comes_to() -> None:
    """Clocks differ by minutes: neither is a scan where the vehicle was not."""
    trip = (LISTED, counted(0), departed("square"))
    assert open_codes(bus(*trip, boarded())) == []
    assert open_codes(bus(*trip, boarded("bus-1", "hub"))) == [Code.NOT_THERE]
    assert open_codes(bus(*trip, boarded("bus-1", "hub"), arrived("hub"))) == []


def test_a_vehicle_is_where_it_is_available_unless_more_is_known() -> None:
    ready = events.VehicleAvailable(0, "bus-1", "depot")
    assert bus(ready).place == "depot"
    assert bus(arrived("hub"), ready).place == "hub"
    assert bus(arrived("hub"), LISTED).place == "hub"


@pytest.mark.parametrize(
    "kind", [events.VehicleBrokeDown, events.VehicleRefused, events.VehicleWithdrawn, events.VehicleReleased]
)
def test_a_vehicle_that_stopped_works_no_more_until_it_is_repaired(kind: type[events.VehicleBrokeDown]) -> None:
    stopped = kind(0, "bus-1", "square")
    assert not bus(LISTED, stopped).working
    assert bus(LISTED, stopped, events.VehicleRepaired(0, "bus-1", "square")).working


def test_a_crew_is_heard_of_where_it_says_it_is_or_was_last() -> None:
    crew = CrewAssigned(0, "bus-1", "Leader", 2, 1800)
    assert bus(LISTED, departed("square"), crew).heard_at == "square"
    told_where = bus(LISTED, crew, CrewCheckedIn(0, "bus-1", "bridge"))
    assert (told_where.leader, told_where.crew, told_where.check_in_s) == ("Leader", 2, 1800)
    assert (told_where.heard_s, told_where.heard_at) == (180, "bridge")
    silent = bus(LISTED, crew, CrewCheckedIn(0, "bus-1", "bridge"), CrewCheckedIn(0, "bus-1", ""))
    assert (silent.heard_s, silent.heard_at) == (240, "bridge")


def test_a_load_fits_by_seats_wheelchairs_and_stretchers() -> None:
    vehicle = bus(LISTED)
    assert vehicle.places == 5
    assert [vehicle.fits(*load) for load in ((3, 0, 0), (1, 1, 0), (2, 0, 1), (0, 1, 1))] == [True] * 4
    assert [vehicle.fits(*load) for load in ((4, 0, 0), (2, 1, 0), (3, 0, 1), (0, 2, 0), (0, 0, 2))] == [False] * 5


def test_a_full_vehicle_is_not_over_its_places() -> None:
    full = tuple("ABCDE")
    assert open_codes(bus(LISTED, boarded("bus-1", "square", *full), counted(5), departed("square"))) == []


def test_a_vehicle_works_and_needs_a_count_until_it_is_told_otherwise() -> None:
    assert begin("bus-1").working
    assert not begin("bus-1").waived
    assert bus(LISTED, WAIVED).waived
    assert not bus(LISTED, WAIVED, departed("square")).waived
