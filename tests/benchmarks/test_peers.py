"""What the peers share is fair to all of them: nobody is lost, and the simulation keeps every term."""

from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.peers.amounts import Goods, destinations_by_regret
from benchmarks.peers.catalogue import OURS, PEERS
from benchmarks.peers.deadlines import tightened
from benchmarks.peers.greedy import dispatch
from benchmarks.peers.hints import seen_in
from benchmarks.peers.jobs import jobs_of
from benchmarks.peers.plans import plan_of
from benchmarks.peers.room import within_room
from benchmarks.peers.trips import Case, Limits, Programs, direct, nominal_ends, unanswered
from benchmarks.runner import measure, missing
from benchmarks.shuttle import Size, build, shuttle
from benchmarks.sisters import FAMILIES
from safepassage.domain.scenario import Scenario
from safepassage.planning.verify import verify
from tests.benchmarks.answerable import answerable

SMALL = Size(pickups=3, destinations=2, buses=6, ambulances=2, persons=300, open_hours=4)


def small(family: str) -> Scenario:
    return shuttle(family, SMALL, name=f"{family}-small", seed="small")


@pytest.fixture(scope="module")
def case() -> Case:
    return Case.of(build("shuttle", "S"))


def test_every_group_is_in_one_load_that_fits(case: Case) -> None:
    packed = Counter({row.id: 0 for row in case.scenario.people})
    for job in case.jobs:
        packed.update(dict(job.groups))
        fitting = [row.type for row in case.scenario.vehicles if row.fits(job.seated, job.wheelchair, job.stretcher)]
        assert list(job.types) == fitting != []
    assert packed == {row.id: row.groups for row in case.scenario.people}


def test_only_one_load_of_a_place_and_type_is_less_than_nearly_full(case: Case) -> None:
    for place in {job.place for job in case.jobs}:
        seats = sorted(
            job.seated + 2 * job.wheelchair for job in case.jobs if job.place == place and "bus" in job.types
        )
        assert all(taken >= 49 for taken in seats[1:])


def test_people_whom_no_vehicle_holds_are_in_no_load() -> None:
    scenario = small("shuttle")
    without = replace(scenario, vehicles=tuple(row for row in scenario.vehicles if row.type == "bus"))
    assert all(job.stretcher == 0 for job in jobs_of(without))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_greedy_dispatcher_brings_everybody_out_and_keeps_every_rule(family: str) -> None:
    scenario = small(family)
    case = Case.of(scenario)
    plan = plan_of(case, dispatch(case))
    assert verify(scenario, plan).violations == ()
    assert plan.people_out == scenario.persons


@pytest.mark.parametrize("seed", range(60))
def test_the_simulation_keeps_every_rule_of_random_scenarios(seed: int) -> None:
    scenario = answerable(seed)
    assert unanswered(scenario) == []
    case = Case.of(scenario)
    assert verify(scenario, plan_of(case, dispatch(case))).violations == ()


def test_without_terms_the_simulation_takes_the_time_of_the_trips(case: Case) -> None:
    programs = dispatch(case)
    assert plan_of(case, programs).value == max(nominal_ends(case, programs).values())


def test_whoever_finds_no_room_goes_elsewhere(case: Case) -> None:
    crowded = "town-01"
    programs: Programs = {}
    for job in case.jobs:
        name = f"{job.types[0]}-1"
        programs.setdefault(name, []).append(direct(job, crowded))
    kept = within_room(case, programs)
    arrived: Counter[str] = Counter()
    for trips in kept.values():
        for trip in trips:
            arrived[trip[-1].place] += sum(job.sheltered for job in trip[-1].alight)
    assert arrived.total() == sum(job.sheltered for job in case.jobs)
    assert all(count <= case.shelter[place] for place, count in arrived.items())


def test_destinations_chosen_beforehand_have_room(case: Case) -> None:
    chosen = destinations_by_regret(case, case.jobs)
    assert len(chosen) == len(case.jobs)
    taken: Counter[str] = Counter()
    for job, place in chosen.items():
        taken[place] += job.sheltered
    assert all(count <= case.shelter[place] for place, count in taken.items())


def test_goods_fit_the_vehicles_that_may_carry_them_and_no_others(case: Case) -> None:
    goods = Goods(case)
    for job in case.jobs:
        for row in case.scenario.vehicles:
            fits = all(a <= b for a, b in zip(goods.amounts(job), goods.capacity(row), strict=True))
            assert fits == (row.type in job.types)


def test_a_hint_holds_every_trip_of_the_plan(case: Case) -> None:
    seen = seen_in(case, plan_of(case, dispatch(case)))
    assert set(seen) == set(case.jobs)
    assert sum(each.first for each in seen.values()) == sum(each.next is None for each in seen.values())


def test_bisection_keeps_the_best_of_its_attempts(case: Case) -> None:
    """An attempt that can meet any deadline down to that of its one plan ends with that plan."""
    best = dispatch(case)
    asked: list[float] = []

    def attempt(deadline_s: float, _seconds: float) -> Programs | None:
        asked.append(deadline_s)
        return best if deadline_s >= max(nominal_ends(case, best).values()) else None

    ticks = iter(range(10**6))
    limits = Limits(time_limit_s=100, seed=1, threads=1, clock=lambda: float(next(ticks)))
    assert tightened(case, attempt, limits) == best
    assert asked[0] == max(nominal_ends(case, best).values())
    assert min(asked) < asked[0]


def test_a_scenario_beyond_the_translations_is_not_tried() -> None:
    scenario = small("shuttle")
    limited = replace(scenario, vehicles=tuple(replace(row, max_km=scenario.links[0].km) for row in scenario.vehicles))
    found = measure(limited, time_limit_s=1, planner="greedy")
    assert (found.outcome, found.detail) == ("cannot express", "longest distances")


def test_a_planner_that_hits_its_memory_limit_is_reported_and_ends_nothing_else() -> None:
    found = measure(small("shuttle"), time_limit_s=2, planner="greedy", memory_bytes=250 * 2**20)
    assert found.outcome in {"out of memory", "failed"}  # some libraries name another cause
    assert found.value is None


def test_our_planner_runs_in_a_process_of_its_own_with_its_own_peak() -> None:
    found = measure(small("lanes"), time_limit_s=2, planner=OURS)
    assert (found.outcome, found.violations, found.people_out) == ("plan", 0, 300)
    assert 50 * 2**20 < found.peak_bytes < 2 * 2**30


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("peer", PEERS)
def test_every_peer_brings_everybody_out_and_keeps_every_rule(peer: str, family: str) -> None:
    absent = missing(peer)
    if absent:
        pytest.skip(f"{absent[0]} is not installed; make bench installs it")
    found = measure(small(family), time_limit_s=8, planner=peer)
    assert (found.outcome, found.violations, found.people_out) == ("plan", 0, 300)
