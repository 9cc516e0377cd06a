"""Changes of trips keep people and room; what may not be leaves no trace once it is taken back."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Link, Place
from safepassage.domain.scenario import Scenario
from safepassage.planning.solver.edits import give, redirect, take
from safepassage.planning.solver.engine import Engine
from safepassage.planning.solver.problem import FOREVER, Problem, compile_problem
from safepassage.planning.solver.state import Search, copy_ledger
from safepassage.planning.solver.tables import Tables
from safepassage.planning.solver.trips import MAX_STOPS, copy_trip, settle
from tests.planning import by_hand
from tests.planning.solver.workbench import engine_of

TRIPS = 3


@njit()
def keep(search: Search, t: int) -> None:
    """Note a trip and the ledger."""
    copy_trip(search.trips, t, search.kept_trips, 0)
    copy_ledger(search.ledger, search.kept_ledger)


@njit()
def restore(search: Search, t: int) -> None:
    """Go back to what was noted."""
    copy_trip(search.kept_trips, 0, search.trips, t)
    copy_ledger(search.kept_ledger, search.ledger)


@njit()
def give_groups(tables: Tables, search: Search, t: int, kind: int, groups: int, destination: int) -> bool:
    """Call `give`."""
    return give(tables, search.trips, search.ledger, t, kind, groups, destination)


@njit()
def take_groups(tables: Tables, search: Search, t: int, item: int, groups: int) -> bool:
    """Call `take` and bring the trip into line."""
    take(tables, search.trips, search.ledger, t, item, groups)
    return settle(tables, search.trips, t)


@njit()
def send_elsewhere(tables: Tables, search: Search, t: int, s: int, destination: int) -> bool:
    """Call `redirect` and bring the trip into line."""
    done = redirect(tables, search.trips, search.ledger, t, s, destination)
    settle(tables, search.trips, t)
    return done


PEOPLE = (
    TravelGroups("families", "town", groups=6, seated=4),
    TravelGroups("patients", "town", groups=3, seated=1, stretcher=1),
    TravelGroups("villagers", "village", groups=5, seated=2, wheelchair=1, destinations=("far",)),
    TravelGroups("others", "village", groups=4, seated=2, stream="other"),
)


def ground() -> Scenario:
    """Give two pickups, two destinations with little room, and one type of bus."""
    bus = replace(by_hand.BUS, seats=12, wheelchairs=1, stretchers=2)
    places = (by_hand.VILLAGE, Place("shelter", shelter_places=20, beds=1), Place("far", shelter_places=20, beds=None))
    return by_hand.scenario(*PEOPLE, vehicles=(bus,), places=places, roads=(by_hand.FROM_VILLAGE, by_hand.TO_FAR))


PROBLEM = compile_problem(ground())
STOPS = {name: i for i, name in enumerate(PROBLEM.stops)}
TOWN, VILLAGE, SHELTER, FAR = (STOPS[name] for name in ("town", "village", "shelter", "far"))
FAMILIES, PATIENTS, VILLAGERS, OTHERS = range(4)


def picture(engine: Engine) -> dict[str, list[int] | list[list[int]]]:
    """Give all that the trips and the ledger say, without what stands in unused rows."""
    trips, ledger = engine.search.trips, engine.search.ledger
    seen: dict[str, list[int] | list[list[int]]] = {
        "room": [ledger.shelter.tolist(), ledger.beds.tolist()],
        "waiting": ledger.waiting.tolist(),
    }
    for t in range(TRIPS):
        stops, items = range(int(trips.num_stops[t])), range(int(trips.num_items[t]))
        seen[f"stops {t}"] = [[int(trips.stop[t, s]), int(trips.boards[t, s]), int(trips.alights[t, s])] for s in stops]
        columns = (trips.kind, trips.groups, trips.board, trips.alight)
        seen[f"items {t}"] = [[int(column[t, i]) for column in columns] for i in items]
    return seen


def check_books(problem: Problem, engine: Engine) -> None:
    """Everybody is on a trip or waits, room used and room left are all the room, and loads fit the type."""
    trips, ledger = engine.search.trips, engine.search.ledger
    carried, shelter, beds = np.zeros(len(problem.kinds), int), list(problem.shelter), list(problem.beds)
    for t in range(TRIPS):
        for i in range(int(trips.num_items[t])):
            kind, groups = problem.kinds[trips.kind[t, i]], int(trips.groups[t, i])
            board, alight = int(trips.board[t, i]), int(trips.alight[t, i])
            assert groups > 0
            assert board < alight < trips.num_stops[t]
            assert trips.stop[t, board] == kind.stop
            assert trips.stop[t, alight] in kind.destinations
            carried[trips.kind[t, i]] += groups
            shelter[trips.stop[t, alight]] -= groups * kind.sheltered
            beds[trips.stop[t, alight]] -= groups * kind.stretcher
        if trips.num_items[t]:
            assert trips.fits[t].any()
            check_load(problem, engine, t)
    assert (ledger.waiting + carried).tolist() == [kind.groups for kind in problem.kinds]
    limited = [d for d in problem.destinations if problem.shelter[d] < FOREVER]
    assert [int(ledger.shelter[d]) for d in limited] == [shelter[d] for d in limited]
    assert ledger.shelter.min() >= 0
    assert ledger.beds.min() >= 0


def check_load(problem: Problem, engine: Engine, t: int) -> None:
    """After every stop the load fits the bus, with one stream aboard."""
    trips, row = engine.search.trips, problem.type_rows[0]
    for s in range(int(trips.num_stops[t])):
        aboard = [i for i in range(int(trips.num_items[t])) if trips.board[t, i] <= s < trips.alight[t, i]]
        load = [(problem.kinds[trips.kind[t, i]], int(trips.groups[t, i])) for i in aboard]
        assert len({kind.stream for kind, _ in load}) <= 1
        assert row.fits(
            sum(kind.seated * n for kind, n in load),
            sum(kind.wheelchair * n for kind, n in load),
            sum(kind.stretcher * n for kind, n in load),
        )


edits = st.lists(
    st.one_of(
        st.tuples(
            st.just("give"), st.integers(0, 2), st.integers(0, 3), st.integers(1, 4), st.sampled_from([SHELTER, FAR])
        ),
        st.tuples(st.just("take"), st.integers(0, 2), st.integers(0, 5), st.integers(1, 4), st.just(0)),
        st.tuples(
            st.just("redirect"), st.integers(0, 2), st.integers(0, 7), st.just(0), st.sampled_from([SHELTER, FAR])
        ),
    ),
    max_size=25,
)


@settings(max_examples=80)
@given(edits)
def test_any_row_of_changes_keeps_people_and_room(row: list[tuple[str, int, int, int, int]]) -> None:
    """Nobody is lost or doubled; whatever is refused changes nothing once it is taken back."""
    engine = engine_of(ground(), trips=TRIPS)
    tables, search = engine.tables_handle, engine.handle
    for what, t, which, groups, destination in row:
        before = picture(engine)
        keep(search, t)
        done = False
        if what == "give" and destination in PROBLEM.kinds[which].destinations:
            enough = engine.search.ledger.waiting[which] >= groups
            done = bool(enough and give_groups(tables, search, t, which, groups, destination))
        elif what == "take" and engine.search.trips.num_items[t] > 0:
            item = which % int(engine.search.trips.num_items[t])
            left = int(engine.search.trips.groups[t, item])
            take_groups(tables, search, t, item, min(groups, left))
            done = True
        elif what == "redirect" and engine.search.trips.num_stops[t] > 0:
            done = bool(send_elsewhere(tables, search, t, which % int(engine.search.trips.num_stops[t]), destination))
        if not done:
            restore(search, t)
            assert picture(engine) == before
        check_books(PROBLEM, engine)


Given = tuple[int, int, int]


@pytest.mark.parametrize(
    ("first", "then", "allowed", "reason"),
    [
        ((FAMILIES, 3, SHELTER), None, True, "three families fill the seats"),
        ((FAMILIES, 4, SHELTER), None, False, "four do not fit the bus"),
        ((PATIENTS, 1, SHELTER), (PATIENTS, 1, SHELTER), False, "there is one bed only"),
        ((PATIENTS, 1, SHELTER), (PATIENTS, 1, FAR), True, "another bed stands elsewhere"),
        ((FAMILIES, 1, SHELTER), (OTHERS, 1, SHELTER), False, "two streams in one vehicle"),
        ((FAMILIES, 1, SHELTER), (VILLAGERS, 1, FAR), True, "a second pickup and a second destination"),
        ((VILLAGERS, 1, FAR), (VILLAGERS, 1, FAR), False, "one wheelchair place"),
    ],
)
def test_which_groups_may_ride_together(first: Given, then: Given | None, allowed: bool, reason: str) -> None:
    engine = engine_of(ground(), trips=TRIPS)
    done = [give_groups(engine.tables_handle, engine.handle, 0, *each) for each in (first, then) if each is not None]
    assert done == ([True, allowed] if then else [allowed]), reason


def test_people_who_all_may_go_elsewhere_are_sent_there_with_their_room() -> None:
    """A trip changes its destination, and the room with it."""
    engine = engine_of(ground(), trips=TRIPS)
    give_groups(engine.tables_handle, engine.handle, 0, FAMILIES, 2, SHELTER)
    assert send_elsewhere(engine.tables_handle, engine.handle, 0, 1, FAR)
    assert engine.search.ledger.shelter[[SHELTER, FAR]].tolist() == [20, 12]
    assert engine.search.trips.stop[0, :2].tolist() == [TOWN, FAR]


def test_people_who_may_go_to_one_place_only_are_not_sent_elsewhere() -> None:
    engine = engine_of(ground(), trips=TRIPS)
    give_groups(engine.tables_handle, engine.handle, 0, VILLAGERS, 1, FAR)
    before = picture(engine)
    assert not send_elsewhere(engine.tables_handle, engine.handle, 0, 1, SHELTER)
    assert picture(engine) == before


def test_a_trip_has_a_bounded_number_of_stops() -> None:
    """One stop too many is refused rather than written over another trip."""
    names = [f"p{i}" for i in range(MAX_STOPS)]
    people = tuple(TravelGroups(name, name, seated=1) for name in names)
    roads = tuple(Link(name, "gate", Fraction(60)) for name in names)
    bus = (replace(by_hand.BUS, seats=50),)
    scenario = by_hand.scenario(*people, vehicles=bus, places=tuple(Place(name) for name in names), roads=roads)
    engine = engine_of(scenario, trips=TRIPS, items=MAX_STOPS)
    shelter = compile_problem(scenario).stops.index("shelter")
    given_room = [give_groups(engine.tables_handle, engine.handle, 0, k, 1, shelter) for k in range(MAX_STOPS)]
    assert given_room == [True] * (MAX_STOPS - 1) + [False]
