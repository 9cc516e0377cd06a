"""Nobody is lost: whoever asked to leave is waiting, aboard, at a transfer place or out, at every moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.plan import Itinerary, Plan, Proof, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.domain.vehicles import VehicleRow
from safepassage.reporting.clock import LocalClock
from safepassage.reporting.measures.curves import Curve, curve
from safepassage.reporting.measures.days import arriving, leaving, whole_days
from safepassage.reporting.measures.journeys import rides, trips
from safepassage.reporting.measures.movements import Whereabouts, movements
from safepassage.reporting.measures.people import (
    Census,
    Headcount,
    completion_s,
    groups_out,
    of_priority,
    out_by_priority,
    persons_asking,
    whereabouts,
)
from safepassage.reporting.measures.remaining import NO_REASON, by_reason, still_there
from tests.reporting.cases import START, Case, valley

HOMES, HALT, TOWNS = ("north", "south"), "halt", ("town", "farm")


def test_a_curve_holds_its_value_until_the_next_change() -> None:
    found = curve([(10, 2), (5, 1), (10, 3)], before=1)
    assert found == Curve((5, 10), (2, 7), 1)
    assert [found.at(t) for t in (0, 5, 9, 10, 99)] == [1, 2, 2, 7, 7]
    assert found.highest == 7


def test_headcount_of_the_valley() -> None:
    case = valley()
    count = Headcount(case.scenario, movements(case.scenario, case.plan))
    assert count.at(0) == Census(waiting=43, aboard=0, transfer=0, out=0)
    assert count.at(1200) == Census(waiting=19, aboard=24, transfer=0, out=0)
    assert count.at(5880) == Census(waiting=14, aboard=5, transfer=0, out=24)
    assert count.at(13080) == Census(waiting=4, aboard=0, transfer=0, out=39)


def test_people_out_by_priority_and_completion() -> None:
    case = valley()
    happened = movements(case.scenario, case.plan)
    assert {p: c.last for p, c in out_by_priority(case.scenario, happened).items()} == {1: 4, 2: 20, 3: 15}
    assert completion_s(happened) == 13080
    assert groups_out(happened) == {"families": 5, "patients": 2, "villagers": 3}


def test_a_priority_that_nobody_has_is_left_out() -> None:
    case = valley()
    people = tuple(row for row in case.scenario.people if row.priority != 2)
    scenario, plan = replace(case.scenario, people=people), replace(case.plan, itineraries=())
    assert list(out_by_priority(scenario, movements(scenario, plan))) == [1, 3]


def test_who_remains_is_counted_from_the_itineraries_with_the_reasons_of_the_plan() -> None:
    case = valley()
    (left,) = still_there(case.scenario, case.plan, movements(case.scenario, case.plan))
    assert (left.row.id, left.groups, left.persons) == ("families", 1, 4)
    assert by_reason((left,)) == (("No convoy has a seat left before the bridge closes.", 4),)


def test_a_missing_reason_is_said() -> None:
    case = valley()
    (left,) = still_there(case.scenario, replace(case.plan, remaining=()), movements(case.scenario, case.plan))
    assert left.reasons == (NO_REASON,)


@dataclass
class World:
    """Where groups are while a random plan is made up; every draw is a move that is possible then."""

    people: tuple[TravelGroups, ...]
    there: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.there = {(row.id, row.place): row.groups for row in self.people}


PEOPLE = st.lists(
    st.tuples(st.sampled_from(HOMES), st.integers(1, 5), st.integers(1, 4), st.integers(0, 2), st.integers(1, 3)),
    min_size=1,
    max_size=4,
).map(
    lambda rows: tuple(
        TravelGroups(f"row{i}", place, groups, seated=seated, stretcher=lying, priority=priority)
        for i, (place, groups, seated, lying, priority) in enumerate(rows)
    )
)


@st.composite
def operations(draw: st.DrawFn) -> Case:
    """Random plans in which groups go home -> (transfer place ->) destination, by several vehicles, over days."""
    world = World(draw(PEOPLE))
    stops: dict[str, list[Stop]] = {}
    at = 0
    for leg in range(draw(st.integers(0, 8))):
        vehicle = f"bus-{leg % 3 + 1}"
        trip = draw(st.sampled_from([(home, end) for home in (*HOMES, HALT) for end in (*TOWNS, HALT) if home != end]))
        at = draw(st.integers(at, at + 40_000))
        load = dict(_load(draw, world, trip[0]))
        if load:
            later = draw(st.integers(at, at + 20_000))
            _move(world, load, trip)
            stops.setdefault(vehicle, []).extend(
                [Stop(trip[0], at, at, board=load), Stop(trip[1], later, later, alight=load)]
            )
            at = later
    return Case(_scenario(world.people), _plan(stops))


def _load(draw: st.DrawFn, world: World, place: str) -> Iterator[tuple[str, int]]:
    for (row, here), groups in sorted(world.there.items()):
        if here == place and groups and draw(st.booleans()):
            yield row, draw(st.integers(1, groups))


def _move(world: World, load: dict[str, int], trip: tuple[str, str]) -> None:
    for row, groups in load.items():
        world.there[row, trip[0]] -= groups
        world.there[row, trip[1]] = world.there.get((row, trip[1]), 0) + groups


def _scenario(people: tuple[TravelGroups, ...]) -> Scenario:
    places = (
        *(Place(home) for home in HOMES),
        Place(HALT, transfer=True),
        *(Place(town, shelter_places=None, beds=None) for town in TOWNS),
    )
    bus = VehicleRow("bus", 3, "north", seats=99)
    return Scenario("random", START, timezone="Asia/Damascus", places=places, people=people, vehicles=(bus,))


def _plan(stops: dict[str, list[Stop]]) -> Plan:
    itineraries = tuple(Itinerary(name, tuple(found)) for name, found in stops.items())
    return Plan("random", Objective.COMPLETION, itineraries, 0, None, Proof.NONE, 0, 0, 0, 0)


@given(operations(), st.integers(0, 500_000))
def test_everybody_is_somewhere_at_every_moment(case: Case, moment: int) -> None:
    happened = movements(case.scenario, case.plan)
    moments = [moment, *(c.at_s for c in happened.changes), *(c.at_s - 1 for c in happened.changes)]
    for chosen in (lambda _: True, of_priority(1), of_priority(2), of_priority(3)):
        count = Headcount(case.scenario, happened, chosen)
        for at in moments:
            census = count.at(at)
            assert census.persons == persons_asking(case.scenario, chosen)
            assert min(census.waiting, census.aboard, census.transfer, census.out) >= 0


@given(operations())
def test_out_and_remaining_are_everybody_in_the_end(case: Case) -> None:
    happened = movements(case.scenario, case.plan)
    out = sum(c.last for c in out_by_priority(case.scenario, happened).values())
    assert out + sum(left.persons for left in still_there(case.scenario, case.plan, happened)) == case.scenario.persons


@given(operations())
def test_days_and_places_add_up_to_the_whole(case: Case) -> None:
    happened = movements(case.scenario, case.plan)
    clock = LocalClock.of(case.scenario)
    days = whole_days(case.scenario, happened, clock)
    out = whereabouts(case.scenario, happened, Whereabouts.OUT).last
    left = case.scenario.persons - whereabouts(case.scenario, happened, Whereabouts.WAITING).last
    assert sum(day.out for day in days) == sum(row.total for row in arriving(case.scenario, happened, clock)) == out
    assert sum(day.boarded for day in days) == sum(row.total for row in leaving(case.scenario, happened, clock)) == left
    assert all(day.census.persons == case.scenario.persons for day in days)


@given(operations())
def test_every_boarding_has_its_ride_and_every_ride_its_trip(case: Case) -> None:
    happened = movements(case.scenario, case.plan)
    boarded = sum(c.persons for c in happened.changes if c.after == Whereabouts.ABOARD)
    assert sum(ride.persons for ride in rides(happened)) == boarded
    assert sum(trip.persons for trip in trips(happened)) == boarded
