"""Each cause strikes as often as its theory says, within 99.99 % intervals over many runs with fixed seeds."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import comb, exp, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain import events
from safepassage.domain.terms import Agreement, CrossingRule, Window
from safepassage.domain.uncertainty import Chance, Delay, Hazard, Incidents, RoadHazard, Spread, Uncertainty
from safepassage.simulation import TIMETABLE, Prepared, prepare
from safepassage.simulation.binomial import how_many
from safepassage.simulation.decoding import decoded
from safepassage.simulation.engine import simulate_run
from safepassage.simulation.memory import Memory, lay_out
from tests.simulation.operations import plan_of
from tests.simulation.test_by_hand import PEOPLE, scenario, trip

RUNS = 400
Z = 3.891
"""The standard normal number beyond which 0.01 % lie on both sides."""
DAYS = 10
OPEN = Agreement(crossings=(CrossingRule("gate", windows=(Window(0, (DAYS + 1) * 86_400),)),))


@cache
def operation(roads: tuple[RoadHazard, ...] = ()) -> Prepared:
    """Give one trip, of a vehicle that becomes available after ten days; the gate is open for one more."""
    case = replace(scenario(OPEN, available_from_s=DAYS * 86_400), people=(replace(PEOPLE, groups=1000),))
    return prepare(case, plan_of(case, [trip("bus-1", 0, 10)]), roads)


def over_runs(uncertainty: Uncertainty, count: Callable[[list[events.Fact]], float]) -> np.ndarray[Any, Any]:
    """Count something in each run."""
    prepared = operation(uncertainty.roads)
    memory = lay_out(prepared, TIMETABLE, uncertainty, keep_log=True)
    return np.array([count(facts_of(prepared, memory, run)) for run in range(RUNS)])


def facts_of(prepared: Prepared, memory: Memory, run: int) -> list[events.Fact]:
    simulate_run(memory.cells, memory.image, 11, run)
    return list(decoded(prepared, memory, memory.log()))


def number_of(kind: type[events.Fact]) -> Callable[[list[events.Fact]], float]:
    return lambda facts: sum(isinstance(fact, kind) and fact.at_s < DAYS * 86_400 for fact in facts)


def is_poisson(counts: np.ndarray[Any, Any], mean: float) -> bool:
    """Whether mean and variance are those of a Poisson distribution; the variance has a standard error of its own."""
    mean_fits = abs(counts.mean() - mean) <= Z * sqrt(mean / RUNS)
    return bool(mean_fits and abs(counts.var(ddof=1) - mean) <= Z * sqrt((mean + 2 * mean**2) / RUNS))


def test_suspensions_strike_at_their_rate_while_the_agreement_is_in_force() -> None:
    """Lasting a second each, they are a Poisson process."""
    short = Uncertainty(suspensions=Hazard(0.02, mean_s=1.0, cv=0.0))
    assert is_poisson(over_runs(short, number_of(events.AgreementSuspended)), 0.02 * 24 * DAYS)


def test_the_agreement_is_in_force_for_the_share_of_time_that_renewal_theory_says() -> None:
    """In force for 10 hours on average and suspended for 5, it is suspended 15 h⁻¹ of the time (Ross 2014, 7.4)."""
    uncertainty = Uncertainty(suspensions=Hazard(0.1, mean_s=5 * 3600.0, cv=0.5))
    found = over_runs(uncertainty, number_of(events.AgreementSuspended))
    cycles, spread = 24 * DAYS / 15, sqrt(24 * DAYS * (10**2 + 2.5**2) / 15**3)
    assert abs(found.mean() - cycles) <= Z * spread / sqrt(RUNS) + 0.5


def test_incidents_strike_while_a_crossing_is_open_and_some_of_them_suspend() -> None:
    uncertainty = Uncertainty(incidents=Incidents(0.02, suspends=0.25), suspensions=Hazard(mean_s=1.0, cv=0.0))
    mean = 0.02 * 24 * DAYS
    assert is_poisson(over_runs(uncertainty, number_of(events.IncidentHappened)), mean)
    assert is_poisson(over_runs(uncertainty, number_of(events.AgreementSuspended)), mean / 4)


def test_roads_close_at_their_rate_whatever_other_roads_do() -> None:
    one = RoadHazard("square", "gate", True, Hazard(0.02, mean_s=1.0, cv=0.0))
    other = RoadHazard("gate", "school", True, Hazard(0.05, mean_s=1.0, cv=0.0))
    found = over_runs(Uncertainty(roads=(one,)), number_of(events.RoadClosed))
    assert is_poisson(found, 0.02 * 24 * DAYS)
    of_one = lambda facts: sum(  # noqa: E731 - counted among those of both
        isinstance(fact, events.RoadClosed) and fact.origin == "square" and fact.at_s < DAYS * 86_400 for fact in facts
    )
    assert (over_runs(Uncertainty(roads=(other, one)), of_one) == found).all()


def test_the_share_who_stay_is_their_chance() -> None:
    found = over_runs(Uncertainty(staying=Chance(0.05)), staying)
    assert abs(found.mean() - 50) <= Z * sqrt(1000 * 0.05 * 0.95 / RUNS)
    assert abs(found.var(ddof=1) - 47.5) <= Z * 47.5 * sqrt(2 / RUNS)


def test_in_a_bad_run_more_stay() -> None:
    """A common factor spreads the share by its coefficient of variation, on top of chance."""
    found = over_runs(Uncertainty(staying=Chance(0.05, common_cv=0.5)), staying)
    assert abs(found.mean() - 50) <= Z * sqrt((47.5 + 25**2) / RUNS)
    assert found.std() > 15


def staying(facts: list[events.Fact]) -> float:
    return sum(fact.groups for fact in facts if isinstance(fact, events.GroupsStayed))


def test_guessed_counts_have_their_mean() -> None:
    there = over_runs(
        Uncertainty(counts=Spread(cv=0.2, mean=1.1)),
        lambda facts: next(fact.groups for fact in facts if isinstance(fact, events.PeopleRegistered)),
    )
    assert abs(there.mean() - 1100) <= Z * 220 / sqrt(RUNS) + 0.5


def happened(kind: type[events.Fact]) -> Callable[[list[events.Fact]], float]:
    return lambda facts: float(any(isinstance(fact, kind) for fact in facts))


SHARES = [
    (Uncertainty(refusals=Chance(0.3)), events.VehicleRefused, 0.3),
    (Uncertainty(breakdowns=Hazard(1.0, mean_s=60.0)), events.VehicleBrokeDown, 1 - exp(-2400 / 3600)),
    (Uncertainty(turned_back=Chance(0.05)), events.GroupsTurnedBack, 1 - 0.95**10),
    (Uncertainty(late_opening=Delay(0.2, mean_s=1e9)), events.WindowOpened, 0.8),
]
"""A trip is refused; it breaks down in 40 minutes of driving; one of ten groups is turned back; a window opens."""


@pytest.mark.parametrize(("uncertainty", "kind", "share"), SHARES)
def test_what_goes_wrong_does_so_with_its_chance(
    uncertainty: Uncertainty, kind: type[events.Fact], share: float
) -> None:
    found = over_runs(uncertainty, happened(kind))
    assert abs(found.mean() - share) <= Z * sqrt(share * (1 - share) / RUNS)


def test_vehicles_are_late_with_their_chance() -> None:
    late = over_runs(
        Uncertainty(late_start=Delay(0.3, mean_s=60.0)),
        lambda facts: float(
            any(isinstance(fact, events.VehicleAvailable) and fact.at_s > DAYS * 86_400 for fact in facts)
        ),
    )
    assert abs(late.mean() - 0.3) <= Z * sqrt(0.3 * 0.7 / RUNS)


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.floats(0.001, 0.999))
def test_the_inverse_of_the_binomial_distribution_is_exact_for_few(n: int, chance: float, u: float) -> None:
    """The shares of up to so many, added up by their definition, lie on both sides of the draw."""
    shares = np.cumsum([comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(n + 1)])
    found = how_many(n, chance, u)
    assert shares[found] >= u - 1e-9
    assert found == 0 or shares[found - 1] <= u + 1e-9


@pytest.mark.parametrize("chance", [0.03, 0.5, 0.9])
def test_for_many_it_is_within_one(chance: float) -> None:
    """By logarithms of factorials, as powers are too small."""
    n = 20_000
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    k = np.arange(n + 1)
    below = np.cumsum(np.exp(logs[n] - logs[k] - logs[n - k] + k * np.log(chance) + (n - k) * np.log(1 - chance)))
    for u in (1e-6, 0.001, 0.3, 0.5, 0.9, 0.9999):
        assert abs(how_many(n, chance, u) - int(np.searchsorted(below, u))) <= 1


def test_nothing_else_is_drawn_otherwise_than_without_a_cause() -> None:
    """Whoever is late is as late with all other causes as without: the vehicle comes in the same second."""
    late = Uncertainty(late_start=Delay(0.5, mean_s=600.0))
    everything = replace(
        late,
        staying=Chance(0.1),
        late_groups=Delay(0.1, mean_s=600.0),
        counts=Spread(cv=0.1),
        suspensions=Hazard(0.1, mean_s=600.0),
        refusals=Chance(0.1),
        breakdowns=Hazard(0.1, mean_s=60.0),
        late_opening=Delay(0.5, mean_s=600.0),
    )
    alone, among = (over_runs(each, available) for each in (late, everything))
    assert (alone == among).all()
    assert len(set(alone)) > RUNS / 4


def available(facts: list[events.Fact]) -> float:
    return next(fact.at_s for fact in facts if isinstance(fact, events.VehicleAvailable))
