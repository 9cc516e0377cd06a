"""The benchmark families are what docs/benchmarks.md says they are; otherwise their results mean nothing."""

from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from benchmarks import terrain
from benchmarks.crowd import travel_groups
from benchmarks.shuttle import SIZES, build, main
from benchmarks.sisters import FAMILIES
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Agreement
from safepassage.network import RoadNetwork
from safepassage.scenarios import check, read_scenario

SISTERS = [family for family in FAMILIES if family != "shuttle"]


@pytest.fixture(scope="module")
def medium() -> Scenario:
    return build("shuttle", "M")


@pytest.mark.parametrize("size", SIZES)
def test_size_is_kept_to_the_last_person(size: str) -> None:
    scenario = build("shuttle", size)
    wanted = SIZES[size]
    counts = {row.type: row.count for row in scenario.vehicles}
    assert scenario.persons == wanted.persons
    assert counts == {"bus": wanted.buses, "ambulance": wanted.ambulances}
    assert len({row.place for row in scenario.people}) == wanted.pickups
    assert sum(place.is_destination for place in scenario.places) == wanted.destinations


def test_one_in_a_hundred_lies_and_half_of_those_have_a_companion(medium: Scenario) -> None:
    lying = [row for row in medium.people if row.stretcher]
    assert sum(row.groups * row.stretcher for row in lying) == 200
    assert Counter((row.seated, row.wheelchair, row.stretcher) for row in lying for _ in range(row.groups)) == {
        (0, 0, 1): 100,
        (1, 0, 1): 100,
    }


def test_one_in_fifty_uses_a_wheelchair_and_never_two_in_a_group(medium: Scenario) -> None:
    assert sum(row.groups * row.wheelchair for row in medium.people) == 400
    assert max(row.wheelchair for row in medium.people) == 1


def test_groups_of_all_sizes_are_about_equally_common() -> None:
    sizes = Counter(
        group.seated + group.wheelchair for group in travel_groups(100_000, Random(7)) if not group.stretcher
    )
    assert set(sizes) == {1, 2, 3, 4, 5, 6}
    assert max(sizes.values()) < 1.1 * min(sizes.values())


def test_identical_groups_at_a_place_are_one_row(medium: Scenario) -> None:
    kinds = [(row.place, row.seated, row.wheelchair, row.stretcher) for row in medium.people]
    assert len(set(kinds)) == len(kinds)


def test_every_group_fits_some_vehicle(medium: Scenario) -> None:
    for row in medium.people:
        assert any(vehicle.fits(row.seated, row.wheelchair, row.stretcher) for vehicle in medium.vehicles), row.id


@pytest.mark.parametrize("size", SIZES)
def test_room_is_115_per_cent_and_beds_are_130_per_cent(size: str) -> None:
    scenario = build("shuttle", size)
    lying = scenario.persons // 100
    shelter = sum(place.shelter_places or 0 for place in scenario.places)
    beds = sum(place.beds or 0 for place in scenario.places)
    assert 0 <= shelter - 1.15 * (scenario.persons - lying) < 1
    assert 0 <= beds - 1.3 * lying < 1


def test_places_lie_where_the_issue_puts_them(medium: Scenario) -> None:
    for place in medium.places:
        assert place.lat is not None
        assert place.lon is not None
        east_km = (place.lon - 37) * 90.06  # km of a degree of longitude at 36 degrees north
        north_km = (place.lat - 36) * 111.32
        assert -0.01 <= north_km <= 10.01
        if place.is_destination:
            assert -60.1 <= east_km <= -29.9
        else:
            assert -0.1 <= east_km <= 10.1


def test_roads_join_all_places_at_30_km_an_hour(medium: Scenario) -> None:
    count = len(medium.places)
    assert len(medium.links) == count * (count - 1) // 2
    assert all(link.drive_s == link.km * 120 and link.both_ways for link in medium.links)


@pytest.mark.parametrize("family", SISTERS)
def test_all_ways_west_go_through_the_crossing(family: str) -> None:
    scenario = build(family, "S")
    network = RoadNetwork.of(scenario)
    waiting = {row.place for row in scenario.people}
    for town in (place.id for place in scenario.places if place.is_destination):
        for pickup in waiting:
            assert network.way(pickup, town) is None
            assert network.way(pickup, "crossing") is not None
            assert network.way("crossing", town) is not None
            opened = network.way(pickup, town, frozenset({"crossing"}))
            assert opened is not None
            assert "crossing" in opened.places


@pytest.mark.parametrize(("size", "lanes"), [("S", 2), ("M", 8), ("L", 42)])
def test_lanes_are_one_for_twelve_buses_and_take_four_minutes(size: str, lanes: int) -> None:
    (rule,) = build("lanes", size).agreement.crossings
    assert (rule.lanes, rule.check_s, rule.windows) == (lanes, Fraction(240), None)


@pytest.mark.parametrize(("size", "hours"), [("S", 4), ("M", 10), ("L", 10)])
def test_windows_open_daily(size: str, hours: int) -> None:
    (rule,) = build("windows", size).agreement.crossings
    assert rule.windows is not None
    assert {window.closes_s - window.opens_s for window in rule.windows} == {hours * 3600}
    assert {b.opens_s - a.opens_s for a, b in zip(rule.windows, rule.windows[1:], strict=False)} == {86_400}


def test_convoys_are_of_5_to_25_vehicles_12_minutes_apart() -> None:
    terms = build("convoy", "M").agreement
    (rule,) = terms.convoys
    assert (rule.min_vehicles, rule.max_vehicles, rule.headway_s) == (5, 25, Fraction(720))
    assert terms.crossings[0].lanes is None


@pytest.mark.parametrize("size", ["S", "M", "L"])
def test_siege_lets_one_half_leave_as_the_other_arrives(size: str) -> None:
    scenario = build("siege", size)
    (linked,) = scenario.agreement.linked
    persons: dict[str, int] = defaultdict(int)
    for row in scenario.people:
        persons[row.place] += row.persons
    leaving = sum(persons[place] for place in linked.people_from)
    arriving = sum(persons[place] for place in linked.against_from)
    assert set(linked.people_from) | set(linked.against_from) == set(persons)
    assert not set(linked.people_from) & set(linked.against_from)
    assert linked.may_leave(0) == leaving // 20
    assert linked.may_leave(arriving) == leaving
    assert len(linked.steps) == 20


def test_sisters_have_the_same_people_and_towns() -> None:
    alone = build("shuttle", "S")
    for family in SISTERS:
        sister = build(family, "S")
        assert sister.people == alone.people
        assert {p for p in sister.places if p.id != "crossing"} == set(alone.places)


def test_shuttle_has_no_agreement() -> None:
    assert build("shuttle", "S").agreement == Agreement()


def test_another_seed_is_another_scenario() -> None:
    assert build("shuttle", "S", seed=2).people != build("shuttle", "S", seed=1).people


def test_first_figures_stay_as_published() -> None:
    """Results in benchmarks/results speak of these very scenarios."""
    scenario = build("shuttle", "S")
    assert [(row.id, row.groups) for row in scenario.people[:3]] == [
        ("pickup-001-t1", 2),
        ("pickup-001-s1", 17),
        ("pickup-001-s1t1", 1),
    ]
    assert [float(link.km) for link in scenario.links[:3]] == [10.93, 7.1, 6.15]


def test_unknown_family_is_refused() -> None:
    with pytest.raises(ValueError, match="no family 'picnic'"):
        build("picnic", "S")


@pytest.mark.parametrize("family", FAMILIES)
def test_written_folder_reads_back_without_a_notice(family: str, tmp_path: Path) -> None:
    main([str(tmp_path / "s"), "--family", family, "--size", "S"])
    result = check(tmp_path / "s")
    assert result.notices == ()
    assert read_scenario(tmp_path / "s") == build(family, "S")


def test_shares_add_up_and_keep_to_the_weights() -> None:
    assert terrain.shared_out(10, [1, 1, 1]) == [4, 3, 3]
    assert terrain.shared_out(7, [0.5, 1.5]) == [2, 5]
    assert sum(terrain.shared_out(99_991, [Random(i).random() for i in range(60)])) == 99_991
