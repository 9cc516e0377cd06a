"""The hindcast's parts: columns in the engine, draws by name, accounts, bands and verdicts, each reckoned by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hindcast import calibration, operation
from benchmarks.hindcast.calibration import PRIORS, Seen, drawn_rhythm, first_window, most_columns, near, stream, whole
from benchmarks.hindcast.comparison import Band, Verdict, band_of, counted, interval_score, score, verdict
from benchmarks.hindcast.curves import ARRIVED, COLUMNS, CROSSED, PATIENTS_OUT, PEOPLE, Curves, Steps, empty_curves
from benchmarks.hindcast.operation import AMBULANCE, BUS, LOADED_AFTER_S, PRIVATE, Load, Movement, Pace, carry_out
from benchmarks.hindcast.prediction import History, columns_for, predict, private_columns
from benchmarks.hindcast.record import Count, read_counts
from benchmarks.hindcast.results import futures_of, kept_by_account
from benchmarks.hindcast.towns import agrees, loads, people_arrived, read_town_counts
from safepassage.domain.uncertainty import CERTAINTY

HOUR_S = 3600
PACE = Pace(pause_s=HOUR_S, check_s=600, transit_s=3900, board_s=1800, alight_s=900)
COLUMN = (Load(BUS, 1, 49), Load(BUS, 0, 50), Load(AMBULANCE, 2, 1))


@pytest.fixture
def certain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything take as long as planned."""
    monkeypatch.setattr(operation, "UNCERTAIN", CERTAINTY)


def counted_as(**changes: object) -> Count:
    """Give a count of people who crossed by the tenth second, with changes."""
    count = replace(read_counts()[0], kind=PEOPLE, basis=CROSSED, since_s=None, from_s=10, until_s=10, use="test")
    return replace(count, **changes)  # type: ignore[arg-type]


def of_people(*steps: tuple[int, int]) -> Curves:
    """Give curves in which only people cross, so many more at each second."""
    curves = empty_curves()
    for at_s, more in steps:
        curves.steps[CROSSED, PEOPLE].add(at_s, more)
    return curves


@pytest.mark.usefixtures("certain")
def test_the_first_column_leaves_as_its_check_ends_and_the_next_after_the_pause() -> None:
    curves = carry_out(Movement(3 * HOUR_S, PACE, {BUS: 4, AMBULANCE: 2}, (COLUMN, COLUMN), 3), 1, 0)
    first_s = LOADED_AFTER_S + PACE.check_s
    assert curves.steps[CROSSED, COLUMNS].at_s == [first_s, first_s + PACE.pause_s]
    assert curves.steps[CROSSED, PEOPLE].totals == [103, 206]
    assert curves.steps[ARRIVED, PEOPLE].at_s == [first_s + PACE.transit_s, first_s + PACE.pause_s + PACE.transit_s]
    assert curves.total(ARRIVED, PATIENTS_OUT) == 6
    assert (curves.total(CROSSED, "buses"), curves.total(CROSSED, "ambulances")) == (4, 2)


@pytest.mark.usefixtures("certain")
def test_a_column_waits_for_its_vehicles_to_come_back() -> None:
    curves = carry_out(Movement(9 * HOUR_S, PACE, {BUS: 2, AMBULANCE: 1}, (COLUMN, COLUMN), 3), 1, 0)
    back_s = PACE.transit_s + PACE.alight_s + operation.BACK_S + PACE.board_s + operation.TO_CROSSING_S + PACE.check_s
    first_s, second_s = curves.steps[CROSSED, COLUMNS].at_s
    assert second_s - first_s == back_s


@pytest.mark.usefixtures("certain")
def test_nobody_crosses_after_the_window_has_closed() -> None:
    curves = carry_out(Movement(HOUR_S, PACE, {BUS: 6, AMBULANCE: 3}, (COLUMN,) * 3, 3), 1, 0)
    assert curves.total(CROSSED, COLUMNS) == 1


@pytest.mark.usefixtures("certain")
def test_private_vehicles_leave_beside_the_others() -> None:
    private = ((Load(PRIVATE, 0, 5),) * 3, (Load(PRIVATE, 0, 6),))
    curves = carry_out(Movement(3 * HOUR_S, PACE, {BUS: 2, AMBULANCE: 1}, (COLUMN,), 3, private, 1200), 1, 0)
    assert curves.total(CROSSED, "private-vehicles") == 4
    assert curves.total(ARRIVED, PEOPLE) == 103 + 21


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=20), st.integers(-1, 60))
def test_a_count_is_the_sum_of_what_came_by_then(steps: list[tuple[int, int]], at_s: int) -> None:
    count = Steps()
    for second, more in sorted(steps):
        count.add(second, more)
    assert count.by(at_s) == sum(more for second, more in steps if second <= at_s)


def test_draws_go_by_name_and_stay_within_their_priors() -> None:
    assert drawn_rhythm(1, 5) == drawn_rhythm(1, 5) != drawn_rhythm(1, 6)
    for draw in range(50):
        rhythm = drawn_rhythm(1, draw)
        assert all(prior.low <= getattr(rhythm, name) <= prior.high for name, prior in PRIORS.items())


def test_rounding_at_random_keeps_the_mean() -> None:
    random = stream(1, 0, "test")
    values = [whole(random, 2.25) for _ in range(10_000)]
    assert set(values) == {2, 3}
    assert abs(sum(values) / len(values) - 2.25) < 0.02


@pytest.mark.parametrize("draw", range(0, 40, 8))
def test_more_columns_are_planned_than_can_leave_in_the_first_window(draw: int) -> None:
    _, movement = first_window(1, draw, drawn_rhythm(1, draw))
    curves = carry_out(movement, 1, draw)
    assert curves.total(CROSSED, "buses") < sum(load.kind == BUS for column in movement.columns for load in column)


def test_fewer_buses_want_fewer_columns() -> None:
    rhythm = replace(drawn_rhythm(1, 0), pause_min=20)
    assert most_columns(rhythm, 20 * HOUR_S, 20) < most_columns(rhythm, 20 * HOUR_S, 60)


def test_an_account_is_kept_by_what_it_says() -> None:
    halted = {people: Seen(1, 0, 0, of_people((0, people))) for people in (7900, 8500, 9600)}
    agreeing = {
        people: [
            name.split(",")[0] + name[-6:] for name, agrees_with in calibration.ACCOUNTS.items() if agrees_with(seen)
        ]
        for people, seen in halted.items()
    }
    assert agreeing == {7900: [], 8500: ["SANA 8,000", "Syrian Observatory 8,500"], 9600: ["Russian centre 9,500"]}


def test_a_plain_figure_agrees_within_a_twentieth() -> None:
    assert near(9500, 10_000)
    assert not near(9499, 10_000)


def test_each_account_gets_equally_many_futures() -> None:
    names = list(calibration.ACCOUNTS)
    kept = kept_by_account([(names[0],), (), (names[0], names[1])])
    futures = futures_of(kept, 3)
    assert [(f.account, f.draw, f.number) for f in futures] == [
        (names[0], 0, 0), (names[0], 2, 0), (names[0], 0, 1),
        (names[1], 2, 0), (names[1], 2, 1), (names[1], 2, 2),
    ]  # fmt: skip


def test_both_predictions_begin_with_the_same_first_window() -> None:
    known, given_vehicles = predict(3, 0, 0).values()
    assert known.windows[0] == given_vehicles.windows[0]
    assert all(curves.total(CROSSED, "private-vehicles") == 0 for _, curves in known.windows)
    assert given_vehicles.windows[2][1].total(CROSSED, "private-vehicles") > 0


def test_columns_end_when_nobody_is_left() -> None:
    columns = columns_for(stream(1, 0, "test"), drawn_rhythm(1, 0), 20 * HOUR_S, {BUS: 28, AMBULANCE: 13}, 1000)
    taken = sum(load.persons for column in columns for load in column)
    assert 900 < taken <= 1000


def test_no_column_is_larger_than_the_fleet() -> None:
    rhythm = replace(drawn_rhythm(1, 0), buses_per_column=20, ambulances_per_column=15, size_cv=0.3)
    columns = columns_for(stream(1, 0, "test"), rhythm, 20 * HOUR_S, {BUS: 60, AMBULANCE: 3}, 10**5)
    assert max(sum(load.kind == AMBULANCE for load in column) for column in columns) == 3


def test_few_ambulances_hold_nobody_up_and_go_on_when_all_buses_are_done() -> None:
    rhythm = replace(drawn_rhythm(1, 0), buses_per_column=8, ambulances_per_column=19, pause_min=20)
    fleet = {BUS: 60, AMBULANCE: 3}
    columns = columns_for(stream(1, 0, "test"), rhythm, 39 * HOUR_S, fleet, 3000)
    curves = carry_out(Movement(39 * HOUR_S, rhythm.pace, fleet, columns, calibration.enough(columns, fleet)), 1, 0)
    assert curves.total(CROSSED, "buses") == sum(load.kind == BUS for column in columns for load in column)
    assert curves.steps[CROSSED, "ambulances"].at_s[-1] > curves.steps[CROSSED, "buses"].at_s[-1] + 10 * HOUR_S


def test_all_private_vehicles_drive_in_one_window_or_the_other() -> None:
    both = [sum(map(len, private_columns(1, 7, 0, window, 10**6))) for window in (0, 1)]
    assert sum(both) == 1231
    assert both[0] <= 600
    assert sum(load.persons for each in private_columns(1, 7, 0, 1, 30) for load in each) <= 30


def test_a_band_is_of_order_statistics() -> None:
    assert band_of(range(1, 101)) == Band(5, 50, 95)
    assert band_of([7]) == Band(7, 7, 7)


@pytest.mark.parametrize(
    ("low", "high", "inside"),
    [(5, 5, True), (95, 95, True), (4, 4, False), (96, 96, False), (1, 5, True), (96, None, False), (95, None, True)],
)
def test_a_count_is_inside_if_the_band_holds_what_it_allows(low: int, high: int | None, inside: bool) -> None:
    assert verdict(counted_as(low=low, high=high), range(1, 101), "A").inside is inside


def test_what_a_prediction_was_given_is_no_test() -> None:
    private = counted_as(kind="private-vehicles")
    assert [verdict(private, [1], variant).tested for variant in "AB"] == [True, False]
    assert not verdict(counted_as(use="fit"), [1], "A").tested


def test_scores_count_lower_bounds_apart() -> None:
    band = Band(10, 20, 30)
    verdicts = [Verdict(counted_as(low=low, high=high), band, True) for low, high in ((15, 15), (40, 40), (5, None))]
    found = score([*verdicts, Verdict(counted_as(use="fit"), band, False)])
    assert (found.inside, found.counts, found.inside_bounds, found.bounds) == (2, 3, 1, 1)


def test_the_interval_score_is_width_and_twenty_times_the_miss() -> None:
    assert interval_score(Band(10, 20, 30), 25) == 20
    assert interval_score(Band(10, 20, 30), 33) == 20 + 20 * 3


def test_what_is_counted_since_a_moment_leaves_out_what_was_before() -> None:
    history = History(((0, of_people((1, 100))), (5, of_people((2, 40), (9, 7)))))
    assert counted(history, counted_as(), 1, 0) == 140
    assert counted(history, counted_as(since_s=3), 1, 0) == 40


def test_a_first_batch_agrees_with_what_was_counted() -> None:
    counts = read_town_counts()
    for draw in range(200):
        persons = [sum(load.persons for load in loads(1, draw, "first", buses)) for buses in (75, 99)]
        if agrees(1, draw, counts):
            assert any(4750 <= each <= 5250 for each in persons)


def test_everybody_in_the_buses_of_a_batch_arrives() -> None:
    assert people_arrived(1, 3, "second", read_town_counts()) == sum(load.persons for load in loads(1, 3, "second", 45))
