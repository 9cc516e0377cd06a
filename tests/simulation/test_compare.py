"""Plans compared on the same futures: differences are those of the single runs."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import sqrt
from statistics import mean, stdev

import pytest

from safepassage.domain.comparison import ComparedFigure, ComparedPlan
from safepassage.domain.uncertainty import Delay, Spread, Uncertainty
from safepassage.simulation import IN_ORDER, Crew, Prepared, compare, prepare, rehearse, simulate
from safepassage.simulation import columns as c
from safepassage.simulation.estimates import student_t
from tests.simulation.operations import queue_at_a_crossing, random_operation

LATE = Uncertainty(travel=Spread(0.4, 0.2), late_start=Delay(chance=1.0, mean_s=900.0))
RUNS = 70


def of(plan: ComparedPlan, name: str) -> ComparedFigure:
    return next(figure for figure in plan.figures if figure.figure == name)


def two_plans(number: int = 1) -> dict[str, Prepared]:
    """Give a plan, and the same one without its last vehicle."""
    scenario, plan = random_operation(number)
    return {
        "all": prepare(scenario, plan),
        "fewer": prepare(scenario, replace(plan, itineraries=plan.itineraries[:-1])),
    }


def test_differences_are_those_of_the_single_runs() -> None:
    plans = two_plans()
    found = compare(plans, IN_ORDER, LATE, runs=RUNS, seed=3)
    heads = {
        name: [simulate(each, IN_ORDER, LATE, seed=3, run=run).memory.cells.tolist() for run in range(RUNS)]
        for name, each in plans.items()
    }
    apart = [two[c.OUT] - one[c.OUT] for one, two in zip(heads["all"], heads["fewer"], strict=True)]
    figure = of(found.plans[1], "people_out")
    assert figure.difference is not None
    assert figure.difference.value == pytest.approx(mean(apart))
    assert figure.difference.high == pytest.approx(mean(apart) + student_t(RUNS - 1) * stdev(apart) / sqrt(RUNS))
    both = [
        two[c.COMPLETION] - one[c.COMPLETION]
        for one, two in zip(heads["all"], heads["fewer"], strict=True)
        if one[c.OUT] == plans["all"].planned_out and two[c.OUT] == plans["fewer"].planned_out
    ]
    figure = of(found.plans[1], "completion_seconds")
    assert figure.runs == len(both)
    if both:
        assert figure.difference is not None
        assert figure.difference.value == pytest.approx(mean(both))


def test_a_plan_does_not_differ_from_itself() -> None:
    scenario, plan = random_operation(1)
    prepared = prepare(scenario, plan)
    found = compare({"one": prepared, "two": prepared}, IN_ORDER, LATE, runs=RUNS)
    first, second = found.plans
    assert first.better is None
    assert second.better is not None
    assert second.worse is not None
    assert (second.better.value, second.worse.value) == (0.0, 0.0)
    for figure in second.figures:
        assert figure.difference is not None
        assert figure.difference.value in (0.0, None)
        assert figure.difference.low == figure.difference.high == figure.difference.value
        assert figure.mean == of(first, figure.figure).mean


def test_the_time_aboard_is_that_of_an_outcome() -> None:
    """And so is the difference; its interval is that of the runs linearised one by one."""
    plans = two_plans(5)
    found = compare(plans, IN_ORDER, LATE, runs=RUNS, seed=3)
    means = [rehearse(each, IN_ORDER, LATE, runs=RUNS, seed=3).mean_aboard_s or 0.0 for each in plans.values()]
    figures = [of(plan, "mean_aboard_seconds") for plan in found.plans]
    assert [figure.mean.value for figure in figures] == means
    linear = []
    for prepared, middle in zip(plans.values(), means, strict=True):
        heads = [simulate(prepared, IN_ORDER, LATE, seed=3, run=run).memory.cells.tolist() for run in range(RUNS)]
        riders = mean(head[c.GOT_OFF] for head in heads)
        linear.append([(head[c.ABOARD_S] - middle * head[c.GOT_OFF]) / riders for head in heads])
    apart = [two - one for one, two in zip(*linear, strict=True)]
    assert figures[1].runs == RUNS
    assert figures[1].difference is not None
    assert figures[1].difference.value == pytest.approx(means[1] - means[0])
    half = student_t(RUNS - 1) * stdev(apart) / sqrt(RUNS)
    assert figures[1].difference.high == pytest.approx(means[1] - means[0] + half, abs=1e-3)


def test_pairs_tell_more_than_two_means() -> None:
    """A check of 100 s against one of 110 s behind lateness of about 1,000 s: the pairs see the 10 s in 100 runs."""
    late = Uncertainty(late_start=Delay(chance=1.0, mean_s=1000.0))
    short, long = (prepare(*queue_at_a_crossing([0], seconds, 1)) for seconds in (100, 110))
    found = compare({"short": short, "long": long}, IN_ORDER, late, runs=100)
    figure = of(found.plans[1], "completion_seconds")
    assert figure.difference is not None
    assert figure.difference.low == figure.difference.high == 10
    assert (figure.mean.high or 0) - (figure.mean.low or 0) > 100
    assert found.plans[1].worse is not None
    assert found.plans[1].worse.value == 1.0


def test_threads_change_no_bit() -> None:
    plans = two_plans()
    alone = compare(plans, IN_ORDER, LATE, runs=RUNS, seed=4)
    with ThreadPoolExecutor(3) as executor:
        assert compare(plans, IN_ORDER, LATE, runs=RUNS, seed=4, crew=Crew(executor)) == alone


def test_progress_counts_the_runs_of_all_plans() -> None:
    told: list[int] = []
    compare(two_plans(), runs=RUNS, watch=told.append)
    assert told == [100, 140]


def test_danger_is_compared_where_there_is_a_risk() -> None:
    names = {figure.figure for figure in compare(two_plans(), runs=1).plans[0].figures}
    risky = any(link.risk for link in random_operation(1)[0].links)
    assert ("harm_loaded" in names) == risky
