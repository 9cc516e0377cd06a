"""Whatever a plan file may hold, the judge answers, and nobody comes out of nothing."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.plan import Itinerary, Plan, Proof, Remaining, Stop
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.verify import MEANINGS, Rule, verify
from tests.planning.verify_edits import stops_of, with_stop
from tests.planning.verify_example import example_plan, example_scenario

PLACES = st.sampled_from([*(place.id for place in example_scenario().places), "atlantis", ""])
ROWS = st.sampled_from([*(row.id for row in example_scenario().people), "ghosts", ""])
VEHICLES = st.sampled_from([*(each.name for each in example_scenario().each_vehicle()), "bus-7", "ark", ""])
TIMES = st.integers(-10, 9000) | st.integers()
NUMBERS = st.integers(-1, 50) | st.integers() | st.just(10**4299) | st.just(-(10**4299))
COUNTS = st.dictionaries(ROWS, st.integers(-1, 5) | NUMBERS, max_size=3)
STOPS = st.builds(Stop, PLACES, TIMES, TIMES, COUNTS, COUNTS)
THREE = st.tuples(NUMBERS, NUMBERS, NUMBERS)
PLANS = st.builds(
    Plan,
    scenario=st.sampled_from(["example", "", "another"]),
    objective=st.sampled_from(Objective),
    itineraries=st.lists(st.builds(Itinerary, VEHICLES, st.lists(STOPS, max_size=8).map(tuple)), max_size=6).map(tuple),
    value=st.floats() | NUMBERS,
    bound=st.none() | st.floats() | NUMBERS,
    proof=st.sampled_from(Proof),
    completion_seconds=NUMBERS,
    people_out=NUMBERS,
    people_remaining=NUMBERS,
    people_out_bound=NUMBERS,
    people_out_by_priority=THREE,
    people_out_bound_by_priority=THREE,
    remaining=st.lists(st.builds(Remaining, ROWS, NUMBERS, NUMBERS), max_size=3).map(tuple),
)
SCENARIOS = st.sampled_from(
    [
        example_scenario(),
        replace(example_scenario(), expected_calm_s=None, timezone="Nowhere/Atlantis"),
        replace(example_scenario(), priority_weights=(0.3, 0.2, 0.1)),
        Scenario("example", example_scenario().start),
    ]
)


@given(SCENARIOS, PLANS)
def test_the_judge_answers_to_any_plan(scenario: Scenario, plan: Plan) -> None:
    verdict = verify(scenario, plan)
    vehicles = {itinerary.vehicle: len(itinerary.stops) for itinerary in plan.itineraries}
    for violation in verdict.violations:
        assert violation.rule in MEANINGS
        assert violation.message.endswith(".")
        if violation.stop is not None:
            assert violation.vehicle in vehicles
    assert verdict.ok == (len(verdict.violations) == 0)


@st.composite
def nearly_right(draw: st.DrawFn) -> Plan:
    """Change a few stops of the worked-out plan: times, counts, places."""
    plan = example_plan()
    for _ in range(draw(st.integers(0, 3))):
        vehicle = draw(st.sampled_from([each.vehicle for each in plan.itineraries]))
        index = draw(st.integers(0, len(stops_of(plan, vehicle)) - 1))
        stop = stops_of(plan, vehicle)[index]
        change: dict[str, object] = draw(
            st.sampled_from(
                [
                    {"depart_s": stop.depart_s + draw(st.integers(-600, 600))},
                    {"arrive_s": stop.arrive_s + draw(st.integers(-600, 600))},
                    {"board": {row: groups + draw(st.integers(-1, 2)) for row, groups in stop.board.items()}},
                    {"alight": {row: groups + draw(st.integers(-1, 2)) for row, groups in stop.alight.items()}},
                    {"place": draw(PLACES)},
                ]
            )
        )
        plan = with_stop(plan, vehicle, index, **change)
    return plan


@given(nearly_right())
def test_nobody_comes_out_of_nothing_unnoticed(plan: Plan) -> None:
    verdict = verify(example_scenario(), plan)
    found = {violation.rule for violation in verdict.violations}
    assert verdict.summary.people_out <= example_scenario().persons or Rule.BOARDS_MORE_THAN_THERE in found
    assert verdict.summary.people_out == 44 or Rule.PEOPLE_OUT in found


@given(nearly_right(), st.randoms(use_true_random=False))
def test_the_order_of_itineraries_in_the_file_changes_nothing(plan: Plan, random: Random) -> None:
    itineraries = list(plan.itineraries)
    random.shuffle(itineraries)
    shuffled = verify(example_scenario(), replace(plan, itineraries=tuple(itineraries)))
    verdict = verify(example_scenario(), plan)
    assert {each.rule for each in shuffled.violations} == {each.rule for each in verdict.violations}
    assert shuffled.summary == verdict.summary
