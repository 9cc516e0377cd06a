"""Numbers, spans, names and moments read as people write them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from safepassage.reporting.clock import LocalClock
from safepassage.reporting.daylight import nights
from safepassage.reporting.words import (
    counted,
    decimal,
    duration,
    first_few,
    isolated,
    listed,
    natural,
    people,
    share,
    vehicle_ranges,
    vehicle_type,
)
from tests.reporting.cases import ARABIC, START, valley, without_coordinates


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (Fraction(5, 2), "2.5 s"),
        (150, "2 min 30 s"),
        (180, "3 min"),
        (3600, "1 h"),
        (3900, "1 h 05 min"),
        (86400 + 1800, "24 h 30 min"),
        (2 * 86400, "2 days"),
        (9 * 86400 + 22 * 3600, "9 days 22 h"),
        (10 * 86400 - 60, "10 days"),
    ],
)
def test_spans(seconds: int | Fraction, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0.0, "0 %"),
        (0.00001, "less than 0.1 %"),
        (0.0123, "1.2 %"),
        (0.5, "50 %"),
        (0.995, "99.5 %"),
        (0.99999, "more than 99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_shares_never_round_to_nothing_or_everything(part: float, words: str) -> None:
    assert share(part) == words


def test_numbers_and_nouns() -> None:
    assert [people(1), people(36000), counted(2, "bus", "buses"), counted(1, "bed")] == [
        "1 person",
        "36,000 people",
        "2 buses",
        "1 bed",
    ]
    assert [decimal(Fraction(5, 2)), decimal(1000.0), decimal(0.125, 2)] == ["2.5", "1,000", "0.12"]


def test_lists() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b", "c"])] == ["", "a", "a, b and c"]
    assert [first_few("abc"), first_few("abcd")] == ["a, b and c", "a, b and 2 more"]


def test_vehicles_in_natural_order_and_short() -> None:
    assert sorted(["bus-10", "bus-9", "bus-1"], key=natural) == ["bus-1", "bus-9", "bus-10"]
    assert vehicle_ranges(["bus-3", "bus-1", "bus-2", "mini-bus-7", "bus-9"]) == "bus 1\u20133, 9; mini-bus 7"
    assert vehicle_type("mini-bus-7") == "mini-bus"


def test_names_from_right_to_left_are_isolated_in_sentences() -> None:
    assert isolated("Town") == "Town"
    assert isolated(ARABIC) == f"\u2068{ARABIC}\u2069"
    assert isolated(f"\u202e{ARABIC}\u2069") == f"\u2068{ARABIC}\u2069"
    assert isolated("\u202etown") == "town"


def test_local_days_hours_and_iso() -> None:
    clock = LocalClock.of(valley().scenario)
    assert clock.words(13080) == "Thu 15 Dec 2016, 09:38"
    assert [clock.hour_words(61), clock.hour_words(61, exact=True), clock.hour_words(60, exact=True)] == [
        "06:01",
        "06:01:01",
        "06:01",
    ]
    assert clock.iso(61) == "2016-12-15T06:01:01+02:00"
    assert clock.offset_words() == "UTC+02:00"


def test_summer_time_moves_midnight_by_an_hour() -> None:
    berlin = replace(valley().scenario, timezone="Europe/Berlin", start=datetime(2025, 3, 29, 11, tzinfo=UTC))
    clock = LocalClock.of(berlin)
    assert clock.midnight(date(2025, 3, 31)) - clock.midnight(date(2025, 3, 30)) == 23 * 3600
    assert [clock.hour_words(at) for at in clock.ticks(0, 86400, 360)] == ["12:00", "18:00", "00:00", "06:00", "12:00"]


def test_an_unknown_time_zone_falls_back_to_the_offset_of_the_start() -> None:
    clock = LocalClock.of(replace(valley().scenario, timezone="Mars/Olympus"))
    assert (clock.iso(0), clock.offset_words()) == (START.isoformat(), "UTC+02:00")


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Damascus", "All times are local: Asia/Damascus, UTC+02:00"),
        ("UTC", "All times are UTC"),
        ("Mars/Olympus", "All times are UTC+02:00"),
    ],
)
def test_whose_time_it_is_is_said_once(zone: str, words: str) -> None:
    assert LocalClock.of(replace(valley().scenario, timezone=zone)).zone_words() == words


def test_night_falls_when_the_sun_sets_at_the_place() -> None:
    scenario = valley().scenario
    clock = LocalClock.of(scenario)
    first, second = nights(scenario, clock, 0, 86400)
    sunrise = clock.seconds(datetime(2016, 12, 15, 6, 41, tzinfo=START.tzinfo))
    assert first.falls_s == 0
    assert abs(first.ends_s - sunrise) < 600
    sunset = clock.seconds(datetime(2016, 12, 15, 16, 20, tzinfo=START.tzinfo))
    assert abs(second.falls_s - sunset) < 600


def test_without_coordinates_night_is_from_18_to_6() -> None:
    scenario = without_coordinates(valley()).scenario
    clock = LocalClock.of(scenario)
    (night,) = nights(scenario, clock, 3600, 20 * 3600)
    assert (clock.hour_words(night.falls_s), night.ends_s) == ("18:00", 20 * 3600)


def test_where_the_sun_never_sets_there_is_no_night() -> None:
    scenario = valley().scenario
    north = tuple(replace(place, lat=78.2, lon=15.6) for place in scenario.places)
    summer = replace(scenario, places=north, start=datetime(2025, 6, 21, 8, tzinfo=UTC), timezone="UTC")
    assert nights(summer, LocalClock.of(summer), 0, 86400) == ()
