"""Quantities are read as mappers write them, and what names no quantity is none."""

import pytest

from safepassage.network.osm.quantities import kmh, metres, tonnes


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("3.5", 3.5, "metres are the default unit"),
        ("3.5 m", 3.5, "with unit"),
        ("3.5m", 3.5, "without the blank"),
        ("3,5", 3.5, "a decimal comma"),
        ("4", 4.0, "whole metres"),
        ("250 cm", 2.5, "centimetres"),
        ("12'6\"", 12.5 * 0.3048, "feet and inches"),
        ("12' 6\"", 12.5 * 0.3048, "feet and inches with a blank"),
        ("12'", 12 * 0.3048, "feet alone"),
        ("12'6", 12.5 * 0.3048, "the closing mark is often forgotten"),
        ("12\u20196\u201d", 12.5 * 0.3048, "typographic marks"),
        ("12 ft 6 in", 12.5 * 0.3048, "feet and inches in letters"),
        ("6.5 ft", 6.5 * 0.3048, "feet with decimals"),
        ("default", None, "no sign"),
        ("none", None, "no limit"),
        ("below_default", None, "less than usual, but how much"),
        ("0", None, "a slip"),
        ("-3", None, "a slip"),
        ("3.5.2", None, "not a number"),
        ("about 3", None, "not a number"),
        ("", None, "empty"),
        ("9" * 400, float("inf"), "absurd, but no limit to anybody"),
        ("\u0663", None, "digits of other scripts are not guessed at"),
    ],
)
def test_lengths_are_read_in_all_the_ways_they_are_written(text: str, expected: float | None, reason: str) -> None:
    assert metres(text) == (None if expected is None else pytest.approx(expected)), reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("7.5", 7.5, "tonnes are the default unit"),
        ("7.5 t", 7.5, "with unit"),
        ("7500 kg", 7.5, "kilogrammes"),
        ("10 st", 9.0718474, "short tons"),
        ("10 lt", 10.160469088, "long tons"),
        ("20000 lbs", 9.0718474, "pounds"),
        ("none", None, "no limit"),
        ("7.5 except loading", None, "not a number alone"),
    ],
)
def test_weights_are_read_in_all_the_ways_they_are_written(text: str, expected: float | None, reason: str) -> None:
    assert tonnes(text) == (None if expected is None else pytest.approx(expected)), reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("50", 50, "km/h are the default unit"),
        ("50 km/h", 50, "with unit"),
        ("30 mph", 48.28032, "miles an hour"),
        ("30mph", 48.28032, "without the blank"),
        ("10 knots", 18.52, "as on water"),
        ("walk", 7, "walking pace"),
        ("none", None, "a German motorway"),
        ("signals", None, "changes"),
        ("variable", None, "changes"),
        ("DE:urban", 50, "a custom of a country"),
        ("FI:rural", 90, "a custom of a country"),
        ("GB:nsl_single", 96.56064, "the national limit"),
        ("FR:zone30", 30, "a zone"),
        ("DE:zone:20", 20, "a zone"),
        ("XX:nonsense", None, "a custom nobody knows"),
        ("50; 40", 40, "the least of a list"),
        ("sign; 40", 40, "the least that can be read"),
        ("0", None, "a slip"),
        ("1", None, "a slip"),
        ("-50", None, "a slip"),
        ("fifty", None, "not a number"),
    ],
)
def test_speed_limits_are_read_in_all_the_ways_they_are_written(text: str, expected: float | None, reason: str) -> None:
    assert kmh(text) == (None if expected is None else pytest.approx(expected)), reason
