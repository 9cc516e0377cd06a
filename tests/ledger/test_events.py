"""What an event may be, and the one text of a payload."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import DEEPEST, LARGEST_NUMBER, canonical, parsed, plain_value
from safepassage.ledger.events import Row, moment_of, moment_text, recorded_of
from tests.ledger.places import event

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_NUMBER, LARGEST_NUMBER) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[A-Za-z0-9_]{1,8}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)
MOMENTS = st.datetimes(timezones=st.timezones())


@given(PLAIN)
def test_a_canonical_text_is_read_back_and_is_the_only_one(value: Any) -> None:
    text = canonical(plain_value(value, "it"))
    assert json.loads(text) == value
    assert parsed(text, "it") == value
    for other in (f" {text}", f"{text}\n", json.dumps(value, indent=1)):
        if other != text:
            with pytest.raises(UnusableInputError, match="it is not canonical JSON"):
                parsed(other, "it")


def test_the_canonical_text_is_that_of_rfc_8785() -> None:
    value = {"b": [1, -0, True, None], "a": 'é"\\\b\t\n\f\r\x1f/\x7f\u2028', "B": {}, "1": ""}
    assert canonical(value) == '{"1":"","B":{},"a":"é\\"\\\\\\b\\t\\n\\f\\r\\u001f/\x7f\u2028","b":[1,0,true,null]}'


def test_keys_in_another_order_make_no_difference() -> None:
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.5, "holds a float"),
        (float("nan"), "holds a float"),
        (b"x", "holds a bytes"),
        ({1, 2}, "holds a set"),
        (2**53, "beyond 9007199254740991"),
        (-(2**53), "beyond 9007199254740991"),
        ("a\0b", "not proper Unicode"),
        ("\ud800", "not proper Unicode"),
        ({"ключ": 1}, "no plain name"),
        ({"": 1}, "no plain name"),
        ({3: 1}, "no plain name"),
    ],
)
def test_what_other_readers_would_not_hold_is_refused(value: Any, words: str) -> None:
    with pytest.raises(UnusableInputError, match=words):
        plain_value({"x": [value]}, "The payload of e1")


def test_data_too_deep_is_refused_however_deep() -> None:
    value: Any = 1
    for _ in range(DEEPEST):
        value = [value]
    assert plain_value(value, "it") == value
    with pytest.raises(UnusableInputError, match="more than 16 levels"):
        plain_value([value], "it")
    with pytest.raises(UnusableInputError, match="not canonical"):
        parsed("[" * 100_000 + "]" * 100_000, "it")


@given(MOMENTS)
def test_moments_are_utc_texts_that_sort_as_moments_do(moment: datetime) -> None:
    try:
        text = moment_text(moment, "It")
    except UnusableInputError:
        assert moment.year in {1, 9999}
        return
    assert len(text) == 27
    assert moment_of(text).timestamp() == moment.timestamp()
    assert moment_of(text).tzinfo == UTC


def test_moments_beyond_all_years_are_refused() -> None:
    with pytest.raises(UnusableInputError, match="outside the years"):
        moment_text(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))), "It")


@pytest.mark.parametrize(
    "text", ["", "2016-12-15", "2016-12-15T08:30:00Z", "2016-12-15T08:30:00.000000+00:00", "x" * 27]
)
def test_moments_written_otherwise_are_refused(text: str) -> None:
    with pytest.raises(UnusableInputError, match="is not written as"):
        moment_of(text)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id": ""}, "An event's id"),
        ({"id": "a b"}, "An event's id"),
        ({"id": "x" * 101}, "An event's id"),
        ({"cause": "ä"}, "An event's id"),
        ({"corrects": "e1\n"}, "An event's id"),
        ({"type": "Convoy"}, "no stable name"),
        ({"type": "a." * 60 + "b"}, "no stable name"),
        ({"version": 0}, "no whole number from 1"),
        ({"version": True}, "no whole number from 1"),
        ({"happened": datetime(2016, 12, 15)}, "e1 happened has no time zone"),  # noqa: DTZ001 - that is the point
        ({"reported": datetime(2016, 12, 15)}, "e1 was reported has no time zone"),  # noqa: DTZ001
        ({"actor": "  "}, "The actor of e1 must be one line"),
        ({"actor": "x" * 201}, "The actor of e1 must be one line"),
        ({"source": "a\nb"}, "The source of e1 must be one line"),
        ({"source": "\x1b[2J"}, "The source of e1 must be one line"),
        ({"payload": {"x": "y" * 2**16}, "counted": ()}, "larger than 64 KiB"),
        ({"payload": {"x": 0.5}, "counted": ()}, "The payload of e1 holds a float"),
        ({"payload": {}}, "counts groups, which is no whole number"),
        ({"payload": {"groups": -1}}, "counts groups, which is no whole number"),
        ({"payload": {"groups": True}}, "counts groups, which is no whole number"),
        ({"payload": {"groups": 10**9 + 1}}, "counts groups, which is no whole number"),
        ({"payload": {"groups": 1}, "counted": tuple(map(str, range(17)))}, "more than 16 figures"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(fields: dict[str, Any], words: str) -> None:
    with pytest.raises(UnusableInputError, match=words):
        event(**fields)


def test_a_payload_that_is_changed_later_changes_no_event() -> None:
    inner = [1]
    payload = {"groups": 1, "list": inner}
    made = event(payload=payload)
    inner.append(2)
    assert made.payload == {"groups": 1, "list": [1]}


def test_counted_figures_are_named_once_and_in_order() -> None:
    made = event(payload={"b": 1, "a": 0}, counted=("b", "a", "b"))
    assert made.counted == ("a", "b")


@pytest.mark.parametrize("counted", ['"groups"', "[1]", "{}", "[groups]", ' ["groups"]'])
def test_a_row_whose_list_of_figures_was_tampered_with_holds_no_event(counted: str) -> None:
    moment = "2016-12-15T06:00:00.000000Z"
    row = Row(1, "a", 1, "e1", "x", 1, moment, moment, moment, "a", "b", None, None, "{}", counted, b"", b"", b"")
    with pytest.raises(UnusableInputError, match="e1 counts is no"):
        recorded_of(row)
