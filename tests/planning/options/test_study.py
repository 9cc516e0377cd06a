"""What a term is worth, where it is known by arithmetic; nothing is said of it that is not so."""

from concurrent.futures import Executor
from dataclasses import replace

import pytest

from safepassage.bootstrap import example
from safepassage.domain.options import Options
from safepassage.domain.scenario import Objective, Scenario
from safepassage.planning.options import Desk, study_options
from safepassage.scenarios import read_scenario
from tests.planning.options.cases import HOUR, MINUTE, Here, request, say, studied, valley, worth_of


@pytest.fixture(scope="module")
def tiny() -> Scenario:
    return read_scenario(example("tiny"))


@pytest.fixture(scope="module")
def tiny_by_half_past_ten(tiny: Scenario) -> Options:
    return studied(tiny, 150 * MINUTE)


def test_an_hour_more_is_one_trip_more() -> None:
    """One bus passes at minutes 10 and 50 before the gate closes at 60; open until 120, it passes at 90 too."""
    options = studied(valley(groups=4, vehicles=1), sets=0, endings=0)
    assert options.deadline_s is None
    assert options.base.people_out == 20
    gain = worth_of(options, "closing:gate:1").people
    assert gain is not None
    assert gain.found == 10
    assert gain.at_least <= 10 <= gain.at_most


def test_a_lane_more_is_three_vehicles_more() -> None:
    """Checks of ten minutes in a window of thirty: three vehicles a lane, and each has only time for one trip."""
    options = studied(valley(groups=6, vehicles=6, lanes=1, check_min=10, window_min=(10, 40)), sets=0, endings=0)
    assert options.base.people_out == 30
    gain = worth_of(options, "lanes:gate:1").people
    assert gain is not None
    assert (gain.found, gain.by_priority) == (30, (0, 0, 30))
    assert gain.at_least <= 30 <= gain.at_most


def test_ten_more_buses_bring_everyone() -> None:
    """Two buses make two trips each before the gate closes; with twelve, eight groups need only one each."""
    options = studied(valley(groups=8, vehicles=2), endings=0)
    assert options.base.people_out == 40
    gain = worth_of(options, "vehicles:bus").people
    assert gain is not None
    assert gain.found == 40
    assert options.smallest_set is not None
    assert options.smallest_set.size == 1
    assert options.smallest_set.proven is (options.base.people_out_bound < 80)


def test_where_everyone_comes_out_the_gain_is_time(tiny: Scenario) -> None:
    """EXPLAINED.md of tiny: minute 185 because one lane makes the second vehicle wait five minutes."""
    options = studied(tiny, endings=0)
    assert options.deadline_s == 185 * MINUTE
    lane = worth_of(options, "vehicles:bus").time
    assert lane is not None
    assert lane.at_most_s is not None
    assert 0 <= lane.at_least_s <= lane.found_s <= lane.at_most_s
    opening = worth_of(options, "opening:bridge:1").time
    assert opening is not None
    assert opening.found_s == 25 * MINUTE
    assert options.smallest_set is not None
    assert options.smallest_set.size == 0


def test_an_earlier_deadline_counts_people_and_names_the_changes_that_meet_it(tiny_by_half_past_ten: Options) -> None:
    """By minute 150 neither vehicle is back for its second trip, so each needs a second vehicle beside it."""
    options = tiny_by_half_past_ten
    assert options.base.people_out == 38
    assert options.base_in_the_end.people_out == 44
    buses, ambulances = worth_of(options, "vehicles:bus").people, worth_of(options, "vehicles:ambulance").people
    assert buses is not None
    assert ambulances is not None
    assert (buses.found, ambulances.found) == (4, 2)
    smallest = options.smallest_set
    assert smallest is not None
    assert smallest.size == 2
    assert smallest.proven
    assert {change.id for change in smallest.found[0].changes} == {"vehicles:ambulance", "vehicles:bus"}


def test_what_is_found_lies_within_what_is_proven(tiny_by_half_past_ten: Options) -> None:
    for each in (*tiny_by_half_past_ten.worth, *tiny_by_half_past_ten.together):
        assert each.people is not None
        assert each.people.at_least <= each.people.found <= each.people.at_most
        if each.time is not None and each.time.at_most_s is not None:
            assert 0 <= each.time.at_least_s <= max(0, each.time.found_s) <= each.time.at_most_s


def test_looser_terms_are_never_worth_less_than_nothing(tiny_by_half_past_ten: Options) -> None:
    for each in (*tiny_by_half_past_ten.worth, *tiny_by_half_past_ten.together):
        assert each.people is not None
        assert each.time is None or each.time.found_s >= 0
        assert each.by_deadline is not None
        assert each.by_deadline.people_out_by_priority >= tiny_by_half_past_ten.base.people_out_by_priority


def test_every_change_is_tried_alone_or_together_or_listed(tiny_by_half_past_ten: Options) -> None:
    options = tiny_by_half_past_ten
    alone = {change.id for each in options.worth for change in each.changes}
    assert alone.isdisjoint(change.id for change in options.not_tried)
    together = {change.id for each in options.together for change in each.changes}
    assert {change.id for change in options.not_tried} <= together


def test_the_same_seed_and_iterations_give_the_same_answer(tiny: Scenario, tiny_by_half_past_ten: Options) -> None:
    assert studied(tiny, 150 * MINUTE) == tiny_by_half_past_ten


def test_the_objective_of_the_scenario_does_not_matter(tiny: Scenario) -> None:
    """The table counts people and the last arrival, whatever the plan that is carried out aims at."""
    aimed = replace(tiny, objective=Objective.PRIORITY)
    assert studied(aimed, sets=0, endings=0).base == studied(tiny, sets=0, endings=0).base


def stopped_after(executor: Executor, done: int) -> Desk:
    """Give a desk that is told to stop once so many re-plans are done."""
    heard: list[int] = []
    return Desk(executor, lambda *_: heard.append(1), lambda: len(heard) >= done)


def test_stopped_at_once_there_is_no_answer(tiny: Scenario) -> None:
    assert study_options(tiny, request(), stopped_after(Here(), 0), say) is None


def test_stopped_later_there_is_what_was_done_and_it_says_so(tiny: Scenario) -> None:
    here = Here()
    options = study_options(tiny, request(), stopped_after(here, 2), say)
    assert options is not None
    assert not options.complete
    assert options.base_in_the_end.people_out == 44
    assert options.worth
    assert options.ending
    assert not any(hour.planned for hour in options.ending)


def test_a_deadline_that_is_no_hindrance_needs_no_change(tiny: Scenario) -> None:
    options = studied(tiny, 5 * HOUR, sets=0, endings=0)
    assert options.base.people_out == 44
    assert options.smallest_set is not None
    assert options.smallest_set.size == 0
