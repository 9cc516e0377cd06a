"""What is reported as done is checked against the scenario, and refused with the vehicle and the stop."""

import re
from dataclasses import replace

import pytest

from safepassage.domain.done import Done, DoneStop
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.plan import Plan
from tests.planning.replan.worlds import broken_rules, gone_on, planned, reported, town

NOW_S = 5000
DEPOT = DoneStop("depot", 0, 60)
TOWN = DoneStop("town", 700, 1300, {"families": 2})
GATE = DoneStop("gate", 1900, 2000)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(town())


IMPOSSIBLE = {
    "another start": ([DoneStop("town", 0, 60)], "bus-1, stop 0 (town): it stands at depot in the beginning"),
    "unknown place": ([DEPOT, DoneStop("moon", 700, 800)], "bus-1, stop 1 (moon): the scenario has no such place"),
    "before it left": ([DEPOT, DoneStop("town", 30, 800)], "bus-1, stop 1 (town): it cannot arrive at 30 s"),
    "leaves too soon": ([DEPOT, DoneStop("town", 700, 600)], "bus-1, stop 1 (town): it cannot leave at 600 s"),
    "after now": ([DEPOT, DoneStop("town", 700, NOW_S + 1)], "bus-1, stop 1 (town): this is after now, 5000 s"),
    "arrives after now": ([DEPOT, DoneStop("town", NOW_S + 1)], "bus-1, stop 1 (town): this is after now, 5000 s"),
    "unknown people": (
        [DEPOT, replace(TOWN, board={"cats": 1})],
        "bus-1, stop 1 (town): the scenario has no people cats",
    ),
    "not aboard": (
        [DEPOT, TOWN, GATE, DoneStop("shelter", 2600, 2900, {}, {"families": 3})],
        "bus-1, stop 3 (shelter): 3 groups of families alight, but 2 are aboard",
    ),
    "no destination": (
        [DEPOT, TOWN, replace(GATE, alight={"families": 2})],
        "bus-1, stop 2 (gate): people alight where there is no destination",
    ),
    "too many": (
        [DEPOT, replace(TOWN, board={"families": 13})],
        "bus-1, stop 1 (town): with it 17 groups of families have boarded, but people.csv has 12",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_have_happened_is_refused(plan: Plan, name: str) -> None:
    stops, message = IMPOSSIBLE[name]
    with pytest.raises(UnusableInputError, match=re.escape(message)):
        gone_on(town(), plan, NOW_S, Done("by-hand", {"bus-1": tuple(stops)}))


@pytest.mark.parametrize(
    "done",
    [
        Done("by-hand", {"bus-9": ()}),
        Done("by-hand", lost=frozenset(["bus-9"])),
        Done("by-hand", late={"bus-9": NOW_S}),
    ],
)
def test_unknown_vehicles_are_refused(plan: Plan, done: Done) -> None:
    with pytest.raises(UnusableInputError, match="no vehicle bus-9"):
        gone_on(town(), plan, NOW_S, done)


def test_files_of_another_scenario_are_refused(plan: Plan) -> None:
    with pytest.raises(UnusableInputError, match="What is done is of elsewhere; this scenario is by-hand"):
        gone_on(town(), plan, NOW_S, Done("elsewhere"))
    with pytest.raises(UnusableInputError, match="is for elsewhere, but this scenario is by-hand"):
        gone_on(town(), replace(plan, scenario="elsewhere"), NOW_S)


def test_a_lost_vehicle_with_people_aboard_is_refused(plan: Plan) -> None:
    """Where those people are now is for somebody to say who knows it."""
    loaded_s = next(s.depart_s for s in plan.itineraries[0].stops if s.board) + 60
    with pytest.raises(UnusableInputError, match="bus-1 is lost with 8 people aboard: say in"):
        gone_on(town(), plan, loaded_s, Done("by-hand", lost=frozenset(["bus-1"])))


def test_a_vehicle_that_moved_stays_in_the_scenario(plan: Plan) -> None:
    with pytest.raises(UnusableInputError, match="bus-3 has left depot, but vehicles"):
        gone_on(town(buses=2), plan, NOW_S)


def test_trips_of_a_vehicle_that_never_moved_go_to_others(plan: Plan) -> None:
    replanned = gone_on(town(buses=2), plan, 0)
    assert broken_rules(town(buses=2), replanned.plan) == []
    assert replanned.plan.people_out == 48


def test_an_unannounced_stop_is_no_obstacle(plan: Plan) -> None:
    """A driver who drove home in between goes on with what comes next."""
    stops = plan.itineraries[0].stops
    home = next(i for i, stop in enumerate(stops) if stop.alight) + 1
    extra = (
        *reported(stops[:home]),
        DoneStop("gate", stops[home - 1].depart_s + 600, stops[home - 1].depart_s + 660),
        DoneStop("depot", stops[home - 1].depart_s + 2000),
    )
    replanned = gone_on(town(), plan, NOW_S, Done("by-hand", {"bus-1": extra}))
    assert broken_rules(town(), replanned.plan) == []
    assert replanned.plan.people_out == 48


def test_fewer_people_boarded_than_announced(plan: Plan) -> None:
    """Those who did not come to the bus still wait, and everyone aboard alights as announced."""
    stops = plan.itineraries[0].stops
    boards = next(i for i, stop in enumerate(stops) if stop.board)
    now_s = stops[boards].depart_s + 60
    done = reported(stops[: boards + 1])
    done = (*done[:-1], replace(done[-1], board={"families": 1}))
    replanned = gone_on(town(), plan, now_s, Done("by-hand", {"bus-1": done}))
    assert broken_rules(town(), replanned.plan) == []
    assert replanned.plan.people_out == 48


def test_people_aboard_whom_nobody_expected_are_brought_to_a_destination(plan: Plan) -> None:
    """A vehicle that was to be empty has people aboard; they are not forgotten."""
    stops = plan.itineraries[0].stops
    home = next(i for i, stop in enumerate(stops) if stop.alight)
    now_s = stops[home].depart_s + 60
    done = reported(stops[: home + 1])
    done = (*done[:-1], replace(done[-1], alight={"families": 1}))
    case = town()
    case = replace(
        case,
        places=(*case.places, replace(case.places[-1], id="school")),
        links=(*case.links, replace(case.links[-1], from_place="shelter", to_place="school")),
    )
    replanned = gone_on(case, plan, now_s, Done("by-hand", {"bus-1": done}))
    assert broken_rules(case, replanned.plan) == []
    assert replanned.plan.people_out == 48
