"""Figures of runs, counted a second time from the stream of facts by other means."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.custody import Custody, Whereabouts
from safepassage.domain.events import (
    AgreementReestablished,
    AgreementSuspended,
    CheckBegan,
    Fact,
    GroupsAlighted,
    GroupsBoarded,
    GroupsStayed,
    GroupsTurnedBack,
    VehicleBrokeDown,
    VehicleDeparted,
    VehicleQueued,
    VehicleRefused,
)
from safepassage.domain.scenario import Scenario
from safepassage.domain.terms import Window
from safepassage.domain.uncertainty import CERTAINTY, Chance, Delay, Hazard, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, TIMETABLE, Policy, prepare, rehearse, simulate
from safepassage.simulation.rehearse import curve_of
from tests.simulation.operations import queue_at_a_crossing, random_operation

LATE = Uncertainty(travel=Spread(0.4, 0.2), check=Spread(0.5), late_start=Delay(chance=1.0, mean_s=900.0))
cases = st.tuples(st.integers(0, 60), st.sampled_from((TIMETABLE, IN_ORDER)), st.sampled_from((CERTAINTY, LATE)))


def sizes(scenario: Scenario) -> dict[str, int]:
    return {row.id: row.group_size for row in scenario.people}


@settings(max_examples=25)
@given(cases)
def test_waiting_is_from_ready_to_the_first_departure(case: tuple[int, Policy, Uncertainty]) -> None:
    seed, policy, uncertainty = case
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    facts = list(simulate(prepared, policy, uncertainty).facts())
    outcome = rehearse(prepared, policy, uncertainty, runs=1)
    rows = {row.id: row for row in scenario.people}
    for priority, found in enumerate(outcome.waiting_by_priority, start=1):
        waits = Counter[int]()
        waiting = sum(row.persons for row in scenario.people if row.priority == priority)
        for fact in facts:
            if not isinstance(fact, GroupsBoarded | GroupsAlighted) or rows[fact.people].priority != priority:
                continue
            row = rows[fact.people]
            persons = fact.groups * row.group_size
            if isinstance(fact, GroupsAlighted):
                waiting += persons if fact.onward else 0
                continue
            waiting -= persons
            if fact.place == row.place:
                waits[fact.at_s - row.ready_s] += persons
        assert found.still_waiting.value == waiting
        expected = sum(wait * persons for wait, persons in waits.items()) / waits.total() if waits else None
        assert found.mean_wait_s.value == (None if expected is None else pytest.approx(expected))


def naive_beyond(scenario: Scenario, facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Give when how many persons were beyond their last crossing or out, told with hindsight."""
    crossings, persons = scenario.agreement.crossing_places, sizes(scenario)
    aboard: dict[str, Counter[str]] = defaultdict(Counter)
    passed: dict[str, tuple[int, Counter[str]]] = {}
    found: list[tuple[int, int]] = []
    for fact in facts:
        if isinstance(fact, GroupsBoarded):
            aboard[fact.vehicle][fact.people] += fact.groups
        elif isinstance(fact, VehicleDeparted) and fact.place in crossings:
            passed[fact.vehicle] = (fact.at_s, Counter(aboard[fact.vehicle]))
        elif isinstance(fact, GroupsAlighted):
            aboard[fact.vehicle][fact.people] -= fact.groups
            at_s, there = passed.get(fact.vehicle, (0, Counter[str]()))
            before = min(fact.groups, there[fact.people])
            there[fact.people] -= before
            if not fact.onward:
                found.append((at_s, before * persons[fact.people]))
                found.append((fact.at_s, (fact.groups - before) * persons[fact.people]))
    return found


@settings(max_examples=25)
@given(cases)
def test_who_is_beyond_the_last_crossing_arrives_all_the_same(case: tuple[int, Policy, Uncertainty]) -> None:
    seed, policy, uncertainty = case
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    facts = list(simulate(prepared, policy, uncertainty).facts())
    outcome = rehearse(prepared, policy, uncertainty, runs=1)
    expected = naive_beyond(scenario, facts)
    ends = [point.at_s for point in outcome.people_out_if_ended_at]
    for point, out in zip(outcome.people_out_if_ended_at, outcome.people_out_over_time, strict=True):
        last = point.at_s == ends[-1]
        assert point.mean == sum(persons for at_s, persons in expected if at_s < point.at_s or last)
        assert point.mean >= out.mean


@settings(max_examples=25)
@given(cases)
def test_queues_over_time_are_those_of_the_facts(case: tuple[int, Policy, Uncertainty]) -> None:
    seed, policy, uncertainty = case
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    facts = list(simulate(prepared, policy, uncertainty).facts())
    outcome = rehearse(prepared, policy, uncertainty, runs=1)
    span_s, spans = curve_of(prepared)
    for crossing in outcome.crossings:
        waits: list[tuple[int, int]] = []
        since: dict[str, int] = {}
        for fact in facts:
            if isinstance(fact, VehicleQueued | CheckBegan | VehicleDeparted) and fact.place == crossing.place:
                if isinstance(fact, VehicleQueued):
                    since[fact.vehicle] = fact.at_s
                elif fact.vehicle in since:
                    waits.append((since.pop(fact.vehicle), fact.at_s))
        waits += [(at_s, spans * span_s) for at_s in since.values()]
        expected = [
            sum(max(0, min(until, (span + 1) * span_s) - max(at_s, span * span_s)) for at_s, until in waits) / span_s
            for span in range(spans)
        ]
        assert crossing.queued_over_time == pytest.approx(expected)


@settings(max_examples=15)
@given(cases)
def test_the_use_of_vehicles_is_that_of_the_facts(case: tuple[int, Policy, Uncertainty]) -> None:
    seed, policy, uncertainty = case
    scenario, plan = random_operation(seed)
    prepared = prepare(scenario, plan)
    outcome = rehearse(prepared, policy, uncertainty, runs=1)
    aboard, trips = Counter[str](), Counter[str]()
    for fact in simulate(prepared, policy, uncertainty).facts():
        if isinstance(fact, GroupsBoarded):
            trips[fact.vehicle] += not aboard[fact.vehicle]
            aboard[fact.vehicle] += fact.groups
        elif isinstance(fact, GroupsAlighted):
            aboard[fact.vehicle] -= fact.groups
    for use in outcome.vehicles:
        assert use.trips == trips[use.vehicle]
        assert use.loaded_s is not None
        assert use.in_use is not None
        assert 0 <= use.loaded_s <= use.out_s or use.trips
        assert 0 <= use.in_use <= 1
        assert use.driven_s <= use.out_s


def test_vehicles_that_stand_to_the_end_are_out_as_long_as_they_drive() -> None:
    scenario, plan = random_operation(2)
    ended = Uncertainty(suspensions=Hazard(per_hour=1000.0, mean_s=60.0, for_good=1.0))
    uses = rehearse(prepare(scenario, plan), uncertainty=ended, runs=20).vehicles
    assert any(use.driven_s for use in uses)
    assert all(use.driven_s <= use.out_s and 0 <= (use.in_use or 0.0) <= 1 for use in uses)


def test_danger_is_time_on_roads_with_a_risk_and_the_sum_of_risk() -> None:
    """Two cars of one drive 90 s to the gate, of which nothing is risky, and 60 s away at a risk of 0.25, and stay."""
    scenario, plan = queue_at_a_crossing([0, 0], 10, 2)
    to_gate, away = scenario.links
    links = (replace(to_gate, drive_s=Fraction(90)), replace(away, drive_s=Fraction(60), risk=Fraction(1, 4)))
    risky = replace(scenario, links=links)
    found = rehearse(prepare(risky, plan), IN_ORDER, runs=2).danger
    assert found is not None
    assert (found.person_s.value, found.harm_loaded.value, found.harm_empty.value) == (120, 0.5, 0)
    slow = rehearse(prepare(risky, plan), IN_ORDER, Uncertainty(travel=Spread(0.5)), runs=200).danger
    assert slow is not None
    assert slow.harm_loaded.value == 0.5
    assert (slow.person_s.low or 0) < 121 < (slow.person_s.high or 0)


def test_without_risk_there_is_no_danger() -> None:
    scenario, plan = queue_at_a_crossing([0], 10, 1)
    assert rehearse(prepare(scenario, plan), runs=1).danger is None


def test_who_is_left_aboard_is_not_in_the_time_aboard() -> None:
    """A car that comes at 500 finds no window long enough; the last thing to happen is that one opens at 10,000."""
    scenario, plan = queue_at_a_crossing([0, 500], 10, 1)
    (rule,) = scenario.agreement.crossings
    windows = (Window(0, 100), Window(10_000, 10_005))
    agreement = replace(scenario.agreement, crossings=(replace(rule, windows=windows),))
    found = rehearse(prepare(replace(scenario, agreement=agreement), plan), runs=1)
    assert found.people_left_aboard is not None
    assert found.people_left_aboard.value == 1
    assert found.mean_aboard_s == found.longest_aboard_s.value == 10
    assert found.crossings[0].queued_over_time[-1] == 1


@pytest.mark.parametrize(("for_good", "ended"), [(0.0, 0.0), (1.0, 1.0)])
def test_it_is_told_whether_a_suspension_ends(for_good: float, ended: float) -> None:
    """Suspended within minutes for half a day, or for good, when all is over by plan at 9000: no more counts."""
    scenario, plan = queue_at_a_crossing([4000], 10, 1)
    (rule,) = scenario.agreement.crossings
    agreement = replace(scenario.agreement, crossings=(replace(rule, windows=(Window(4000, 9000),)),))
    suspended = Hazard(per_hour=60.0, mean_s=50_000.0, cv=0.0, for_good=for_good)
    prepared = prepare(replace(scenario, agreement=agreement), plan)
    trouble = rehearse(prepared, IN_ORDER, Uncertainty(suspensions=suspended, windows_move=True), runs=4).disruptions
    assert trouble is not None
    assert trouble.ended_for_good is not None
    assert trouble.ended_for_good.value == ended
    assert trouble.suspended_s.value is not None
    assert 3000 < trouble.suspended_s.value <= 9000


@settings(max_examples=25)
@given(st.integers(0, 60), st.integers(0, 1000))
def test_the_time_aboard_is_of_those_who_get_off(number: int, seed: int) -> None:
    """Boarding moments are kept one by one; of those who do not all get off at once, it is the mean, to the second."""
    scenario, plan = random_operation(number)
    prepared = prepare(scenario, plan)
    found = rehearse(prepared, TIMETABLE, TROUBLED, runs=1, seed=seed)
    persons, boarded = sizes(scenario), defaultdict[tuple[str, str], list[Fraction]](list)
    seconds, got_off = Fraction(0), 0
    for fact in simulate(prepared, TIMETABLE, TROUBLED, seed=seed).facts():
        if isinstance(fact, GroupsBoarded):
            boarded[fact.vehicle, fact.people] += [Fraction(fact.at_s)] * fact.groups
        elif isinstance(fact, GroupsAlighted | GroupsTurnedBack):
            moments = boarded[fact.vehicle, fact.people]
            middle = sum(moments, Fraction(0)) / len(moments)
            boarded[fact.vehicle, fact.people] = [middle] * (len(moments) - fact.groups)
            seconds += fact.groups * persons[fact.people] * (fact.at_s - middle)
            got_off += fact.groups * persons[fact.people]
    assert found.mean_aboard_s == (pytest.approx(float(seconds / got_off), abs=1) if got_off else None)


TROUBLED = Uncertainty(
    staying=Chance(0.2),
    turned_back=Chance(0.1),
    refusals=Chance(0.1),
    counts=Spread(0.3),
    breakdowns=Hazard(per_hour=0.3, mean_s=1800.0, for_good=0.3),
    suspensions=Hazard(per_hour=0.1, mean_s=7200.0, for_good=0.3),
)


@settings(max_examples=25)
@given(st.integers(0, 60), st.integers(0, 1000))
def test_what_went_wrong_is_counted_from_the_facts(number: int, seed: int) -> None:
    scenario, plan = random_operation(number)
    prepared = prepare(scenario, plan)
    found = rehearse(prepared, TIMETABLE, TROUBLED, runs=1, seed=seed)
    facts = list(simulate(prepared, TIMETABLE, TROUBLED, seed=seed).facts())
    persons = sizes(scenario)
    counts = Counter(type(fact) for fact in facts)
    trouble = found.disruptions
    assert trouble is not None
    for kind, figure in ((GroupsStayed, trouble.people_stayed), (GroupsTurnedBack, trouble.people_turned_back)):
        assert figure.value == sum(fact.groups * persons[fact.people] for fact in facts if isinstance(fact, kind))
    assert trouble.refusals.value == counts[VehicleRefused]
    assert trouble.breakdowns.value == counts[VehicleBrokeDown]
    assert trouble.suspensions.value == counts[AgreementSuspended]
    leaves = [stop.depart_s for each in plan.itineraries for stop in each.stops]
    closes = [window.closes_s for rule in scenario.agreement.crossings for window in rule.windows or ()]
    until_s = max([0, *leaves, *closes])
    since = suspended_s = 0
    for fact in facts:
        if isinstance(fact, AgreementSuspended):
            since = min(fact.at_s, until_s)
        elif isinstance(fact, AgreementReestablished):
            suspended_s += min(fact.at_s, until_s) - since
    lasts = counts[AgreementSuspended] > counts[AgreementReestablished]
    assert trouble.suspended_s.value == suspended_s + (min(facts[-1].at_s, until_s) - since if lasts else 0)
    custody = Custody()
    for fact in facts:
        custody.apply(fact)
    still = sum(each.still_waiting.value or 0 for each in found.waiting_by_priority)
    there = custody.persons()
    assert still == there[Whereabouts.WAITING] + there[Whereabouts.AT_TRANSFER]
