"""The hindcast: its record is sound, its parts reckon what is reckoned by hand, and its page says what was computed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hindcast.chart import CHART, svg
from benchmarks.hindcast.page import PAGE, page
from benchmarks.hindcast.prediction import KNOWN_THEN, VEHICLES_GIVEN
from benchmarks.hindcast.record import COUNTS, Count, read_counts, second_of
from benchmarks.hindcast.results import RESULTS, text_of
from benchmarks.hindcast.towns import COUNTS as TOWN_COUNTS
from benchmarks.hindcast.towns import read_town_counts
from safepassage.domain.errors import UnusableInputError

RESULT = json.loads(RESULTS.read_text(encoding="utf-8"))
OPEN_UNTIL_S = second_of("2016-12-16T15:00")


def changed(tmp_path: Path, source: Path, old: str, new: str) -> Path:
    """Copy a table with something in it changed."""
    text = source.read_text(encoding="utf-8")
    assert old in text
    copy = tmp_path / source.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def test_every_count_has_an_id_of_its_own() -> None:
    ids = [count.id for count in read_counts()] + [count.id for count in read_town_counts()]
    assert len(ids) == len(set(ids))


def test_only_counts_of_the_first_window_calibrate() -> None:
    used = [count for count in read_counts() if count.use != "test"]
    assert used
    assert all(count.window == "first" and count.until_s <= OPEN_UNTIL_S for count in used)
    assert all(count.use != "test" for count in read_counts() if count.window == "first")


def test_every_count_has_an_address() -> None:
    addresses = [count.url for count in read_counts()] + [count.url for count in read_town_counts()]
    assert all(address.startswith(("http://", "https://")) for address in addresses)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",951,951,", ",951,950,", "line 2: high 950 is below low 951"),
        (",Syrian military,", ",,", "does not say who claimed it"),
        ("crossing,fit", "bridge,fit", "'bridge' is not one of crossing, arrival"),
        ("2016-12-15T15:00,", "2016-12-15T13:00,", "before it begins"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(UnusableInputError, match=said):
        read_counts(changed(tmp_path, COUNTS, old, new))


def test_a_movement_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="'third' is not one of first"):
        read_town_counts(changed(tmp_path, TOWN_COUNTS, "second,", "third,"))


def test_moments_are_local_times() -> None:
    assert second_of("2016-12-15T14:30") == 14.5 * 3600
    assert second_of("2016-12-16T00:00") == 86_400


def test_the_committed_results_are_as_they_are_written() -> None:
    assert RESULTS.read_text(encoding="utf-8") == text_of(RESULT)


def test_the_committed_results_are_of_all_counts() -> None:
    assert [each["id"] for each in RESULT["counts"]] == [count.id for count in read_counts()]
    tests = [count.id for count in read_town_counts() if count.use == "test"]
    assert [each["id"] for each in RESULT["towns"]["counts"]] == tests


def test_the_page_says_what_the_committed_results_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text, RESULT, read_counts(), read_town_counts())


def test_the_chart_is_drawn_from_the_committed_results() -> None:
    assert CHART.read_text(encoding="utf-8") == svg(RESULT, read_counts())


def outside(variant: str) -> Sequence[Count]:
    """Give the tested counts that a prediction misses."""
    verdicts = {each["id"]: each[variant] for each in RESULT["counts"]}
    return [c for c in read_counts() if verdicts[c.id]["tested"] and not verdicts[c.id]["inside"]]


@pytest.mark.parametrize("variant", [KNOWN_THEN, VEHICLES_GIVEN])
def test_a_reason_stands_beside_every_count_that_is_outside(variant: str) -> None:
    assert [count.id for count in outside(variant) if not count.why] == []


def test_no_reason_stands_beside_a_count_that_is_inside() -> None:
    missed = {count.id for variant in (KNOWN_THEN, VEHICLES_GIVEN) for count in outside(variant)}
    assert [count.id for count in read_counts() if count.why and count.id not in missed] == []


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_figure_in_words_names_its_ends(low: int, more: int) -> None:
    count = replace(read_counts()[0], low=low, high=low + more)
    assert count.words == (f"{low:,}" if not more else f"{low:,} to {low + more:,}")
    assert replace(count, high=None).words == f"at least {low:,}"
