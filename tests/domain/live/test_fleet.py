"""Where a vehicle is, who is in it by the scans, and what contradicts that."""

import pytest

from safepassage.domain import events
from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact, VehicleArrived, VehicleDeparted
from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.fleet import Vehicle, begin, discrepancies, follow
from safepassage.domain.live.vehicles import CrewAssigned, CrewCheckedIn, VehicleListed
from tests.domain.live.telling import after, alighted, boarded, codes, settled

LISTED = VehicleListed(0, "bus-1", "bus", "square", 2, 1, 1, 0, 1)
LEFT, CAME = VehicleDeparted(3, "bus-1", "square"), VehicleArrived(4, "bus-1", "camp")


def bus(*told: Fact) -> Vehicle:
    return after(begin("bus-1"), follow, *told)


def counted(passengers: int, place: str = "square", at_s: int = 3) -> Fact:
    return facts.HeadcountTaken(at_s, "bus-1", place, "Rana", passengers, 1)


def found(*told: Fact) -> list[str]:
    return codes(discrepancies(bus(*told)))


def test_a_trip_is_followed() -> None:
    whole = bus(LISTED, boarded("a", "b"), counted(2), LEFT, CAME, counted(2, "camp"), alighted("a"))
    assert (whole.place, whole.manifest, whole.left, whole.bound_since_s) == ("camp", ("b",), "", None)
    assert [(each.place, each.scanned, each.counted) for each in whole.departures] == [("square", 2, 2)]
    assert discrepancies(whole) == ()


def test_under_way_it_is_nowhere_since_it_left() -> None:
    under_way = bus(LISTED, LEFT)
    assert (under_way.place, under_way.left, under_way.bound_since_s) == ("", "square", 3)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ((boarded("a"),), Code.NOT_LISTED),
        ((LISTED, boarded("a"), counted(2)), Code.HEADCOUNT_DIFFERS),
        ((LISTED, boarded("a"), counted(1), LEFT, CAME, counted(0, "camp")), Code.HEADCOUNT_DIFFERS),
        ((LISTED, boarded("a"), LEFT), Code.DEPARTED_UNCOUNTED),
        ((LISTED, facts.CountWaived(2, "bus-1", "square", "shells"), LEFT), Code.DEPARTED_UNCOUNTED),
        ((LISTED, boarded("a"), counted(1, "camp"), LEFT), Code.DEPARTED_UNCOUNTED),
        ((LISTED, boarded("a"), counted(1), boarded("b"), LEFT), Code.SCANNED_AFTER_COUNT),
        (
            (LISTED, boarded("a"), counted(1), alighted("a", place="square"), boarded("b"), LEFT),
            Code.SCANNED_AFTER_COUNT,
        ),
        ((LISTED, boarded("a"), counted(1), LEFT, LEFT), None),
        ((LISTED, LEFT, VehicleDeparted(5, "bus-1", "camp")), Code.DEPARTED_UNDER_WAY),
        ((LISTED, VehicleDeparted(5, "bus-1", "camp")), Code.DEPARTED_FROM_ELSEWHERE),
        ((LISTED, CAME), Code.ARRIVED_WITHOUT_DEPARTURE),
        ((LISTED, LEFT, CAME, CAME), None),
        ((LISTED, *(boarded(each) for each in "abcde"), counted(5)), Code.OVER_CAPACITY),
        ((LISTED, boarded("a", place="camp")), Code.NOT_THERE),
        ((LISTED, boarded("a", place="camp"), boarded("b", place="camp")), Code.NOT_THERE),
        ((LISTED, LEFT, alighted("a", place="hill"), CAME), Code.NOT_THERE),
        ((LISTED, boarded("a"), counted(1), alighted("a"), LEFT, CAME), Code.NOT_THERE),
    ],
    ids=str,
)
def test_what_contradicts_is_kept(told: tuple[Fact, ...], code: Code | None) -> None:
    assert found(*told) == ([code] if code else [])


def test_more_scanned_than_places_is_seen_at_the_departure() -> None:
    told = (LISTED, *(boarded(each) for each in "abcde"), counted(4), LEFT)
    assert found(*told) == [Code.HEADCOUNT_DIFFERS, Code.OVER_CAPACITY]


def test_scans_may_be_minutes_early_or_late() -> None:
    assert found(LISTED, LEFT, boarded("a"), alighted("a"), CAME) == []
    assert found(LISTED, LEFT, alighted("a")) == [Code.NOT_THERE]


def test_where_a_vehicle_was_at_the_scans_is_judged_once_somebody_says_where_it_is() -> None:
    assert found(boarded("a")) == [Code.NOT_LISTED]
    assert bus(boarded("a")).place is None
    assert found(boarded("a"), events.VehicleAvailable(2, "bus-1", "square"), LISTED) == []
    assert found(boarded("a"), VehicleDeparted(3, "bus-1", "camp"), LISTED) == [Code.NOT_THERE, Code.DEPARTED_UNCOUNTED]
    assert bus(VehicleArrived(3, "bus-1", "camp"), events.VehicleAvailable(4, "bus-1", "square")).place == "camp"


def test_the_same_headcount_told_twice_is_one() -> None:
    assert found(LISTED, boarded("a"), counted(2), counted(2)) == [Code.HEADCOUNT_DIFFERS]


def test_a_headcount_of_the_last_trip_counts_for_none_after_it() -> None:
    back = (VehicleDeparted(5, "bus-1", "camp"), VehicleArrived(6, "bus-1", "square"))
    told = (LISTED, boarded("a"), counted(1), LEFT, CAME, counted(1, "camp"), *back)
    assert found(*told) == []
    assert found(*told, VehicleDeparted(7, "bus-1", "square")) == [Code.DEPARTED_UNCOUNTED]


@pytest.mark.parametrize(
    "lost",
    [
        facts.PeopleRemoved(4, "bus-1", "gate", ("a",), "army", 1),
        facts.PeopleTurnedBack(4, "bus-1", "square", ("a",), "army", 1),
        facts.PersonDied(4, "a", "bus-1", "square", 1),
        facts.PersonMissed(4, "a", "bus-1", 1),
        settled(Whereabouts.ARRIVED, "camp", "a"),
    ],
    ids=str,
)
def test_who_is_no_longer_aboard_leaves_the_manifest(lost: Fact) -> None:
    assert bus(LISTED, boarded("a", "b", "a"), lost).manifest == ("b",)


def test_who_is_aboard_after_all_is_on_the_manifest() -> None:
    born = facts.PersonBorn(4, "G1", "", 1, "n", "a", Whereabouts.ABOARD, "bus-1", 1)
    assert bus(LISTED, born, settled(Whereabouts.ABOARD, "bus-1", "a")).manifest == ("n", "a")
    elsewhere = facts.PersonBorn(4, "G1", "", 1, "n", "a", Whereabouts.WAITING, "square", 1)
    assert bus(LISTED, elsewhere).manifest == ()


def test_a_settled_discrepancy_is_no_longer_open() -> None:
    told = (LISTED, boarded("a"), LEFT, facts.DiscrepancySettled(9, "vehicle/bus-1", "departed-uncounted/e3", "seen"))
    assert found(*told) == []


def test_crews_are_heard_of() -> None:
    assert bus(LISTED, VehicleArrived(4, "bus-1", "square")).heard_s == 4
    crewed = bus(LISTED, CrewAssigned(1, "bus-1", "Sami", 2, 900), CrewCheckedIn(2, "bus-1", "bridge"))
    assert (crewed.leader, crewed.crew, crewed.check_in_s) == ("Sami", 2, 900)
    assert (crewed.heard_s, crewed.heard_at) == (2, "bridge")
    assert bus(LISTED, LEFT, CrewCheckedIn(4, "bus-1", "")).heard_at == "square"


@pytest.mark.parametrize(
    "kind", [events.VehicleBrokeDown, events.VehicleRefused, events.VehicleWithdrawn, events.VehicleReleased]
)
def test_a_vehicle_works_until_it_does_not(kind: type[events.VehicleBrokeDown]) -> None:
    assert not bus(LISTED, kind(2, "bus-1", "square")).working
    assert bus(LISTED, kind(2, "bus-1", "square"), events.VehicleRepaired(3, "bus-1", "square")).working
    assert bus(LISTED, events.ServiceBegan(2, "bus-1", "square")) == bus(LISTED)


@pytest.mark.parametrize(
    ("load", "fits"),
    [
        ((2, 1, 0), True),
        ((1, 1, 1), True),
        ((2, 0, 1), False),
        ((0, 2, 0), False),
        ((0, 0, 2), False),
        ((3, 0, 0), False),
    ],
)
def test_a_load_fits_seats_wheelchairs_and_stretchers(load: tuple[int, int, int], fits: bool) -> None:
    assert bus(LISTED).fits(*load) is fits
    assert bus(LISTED).places == 4
