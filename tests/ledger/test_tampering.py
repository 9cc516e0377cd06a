"""Whoever changes anything behind the ledger's back is found, and verification names the event."""

import json
import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.chain import chained, genesis, leaf_of
from safepassage.ledger.checkpoints import Kept, Signed, signed_by
from safepassage.ledger.events import Row
from safepassage.ledger.keys import public_bytes
from safepassage.ledger.signing import checkpoint_now
from safepassage.ledger.store import EventStore
from safepassage.ledger.totals import totals_commitment
from safepassage.ledger.verification import MOST_FINDINGS, Checker, Verdict, verified
from tests.ledger.places import LEDGER, START, Place, SqlitePlace, events, salting, ticking

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
TEXT_COLUMNS = [name for name, kind in Row.__annotations__.items() if kind in {str, str | None}]
BYTE_COLUMNS = ["salt", "leaf", "chain"]


def filled(store: EventStore) -> EventStore:
    """Fill a ledger with nine events in two streams and two checkpoints, the last over seven."""
    store.append("a", 0, events(1, 3))
    store.append("b", 0, events(4, 5))
    checkpoint_now(store, KEY, ticking(), salting(1))
    store.append("a", 3, events(6, 7))
    checkpoint_now(store, KEY, ticking(), salting(2))
    store.append("b", 2, events(8, 9))
    return store


def verdict_on(store: EventStore, *held: Signed) -> Verdict:
    return verified(store.rows(), Checker(store.ledger, store.checkpoints(), held=held, keys={public_bytes(KEY)}))


def rehashed(rows: list[Row], start: int) -> list[Row]:
    """Give the rows with fitting hashes from an index on, as an intruder who knows all but the key would make them."""
    chain = rows[start - 1].chain if start else genesis(LEDGER)
    for index in range(start, len(rows)):
        leaf = leaf_of(rows[index])
        chain = chained(chain, leaf)
        rows[index] = rows[index]._replace(leaf=leaf, chain=chain)
    return rows


def test_a_ledger_that_nobody_touched_verifies(place: Place) -> None:
    verdict = verdict_on(filled(place.create()))
    assert verdict.ok
    assert verdict.size == 9
    assert verdict.signed is not None
    assert verdict.signed.size == 7
    assert verdict.totals == {"groups.boarded": {"events": 9, "counts": {"groups": sum(k % 7 for k in range(1, 10))}}}


@pytest.mark.parametrize("column", TEXT_COLUMNS)
def test_a_changed_text_is_found_and_the_event_named(place: Place, column: str) -> None:
    store = filled(place.create())
    place.tamper(column, "2016-12-15T06:00:00.000001Z" if column in {"happened", "recorded"} else "tampered", 4)
    verdict = verdict_on(store)
    assert {finding.position for finding in verdict.findings} >= {4}
    assert {finding.position for finding in verdict.findings} <= {4, 5, 8, None}
    assert any("Event 4 (" in finding.what for finding in verdict.findings)


@pytest.mark.parametrize("column", BYTE_COLUMNS)
@pytest.mark.parametrize("position", [1, 4, 7, 8, 9])
def test_a_changed_byte_is_found_and_the_event_named(place: Place, column: str, position: int) -> None:
    store = filled(place.create())
    was = getattr(next(store.rows(position - 1)), column)
    place.tamper(column, bytes([was[0] ^ 1]) + was[1:], position)
    assert [finding.position for finding in verdict_on(store).findings if finding.position] == [position]


@pytest.mark.parametrize(("column", "value"), [("version", 7), ("type_version", 2), ("position", 40)])
def test_a_changed_number_is_found_and_the_event_named(place: Place, column: str, value: int) -> None:
    store = filled(place.create())
    place.tamper(column, value, 9)
    assert any("(e9 in b)" in finding.what for finding in verdict_on(store).findings)


@settings(max_examples=200)
@given(st.integers(0, 8), st.sampled_from(Row._fields), st.integers(0, 10**6), st.integers(1, 255))
def test_any_byte_of_any_column_of_any_row(index: int, column: str, byte: int, change: int) -> None:
    """The rows of the ledger above, in memory, with one byte of one value changed."""
    rows, checkpoints = SAMPLE
    row = rows[index]
    value = getattr(row, column)
    changed = _changed(value, byte, change)
    found = verified(
        [*rows[:index], row._replace(**{column: changed}), *rows[index + 1 :]], Checker(LEDGER, checkpoints)
    )
    assert not found.ok
    assert any(
        f"Event {changed if column == 'position' else index + 1} (" in finding.what for finding in found.findings
    )


def _changed(value: Any, byte: int, change: int) -> Any:
    match value:
        case int():
            return value ^ change
        case bytes():
            return bytes(each ^ change if k == byte % len(value) else each for k, each in enumerate(value))
        case str():
            at = byte % len(value)
            return value[:at] + chr(ord(value[at]) ^ change) + value[at + 1 :]
    return chr(change)


def _sample() -> tuple[list[Row], list[Kept]]:
    with tempfile.TemporaryDirectory() as folder:
        place = SqlitePlace(Path(folder, "ledger.db"))
        store = filled(place.create())
        result = list(store.rows()), store.checkpoints()
        place.close()
    return result


SAMPLE = _sample()


def test_an_event_that_was_taken_away_is_missed(place: Place) -> None:
    store = filled(place.create())
    place.delete(4)
    assert "Events 4 to 4 are missing." in [finding.what for finding in verdict_on(store).findings]


def test_the_end_that_was_taken_away_is_missed_as_far_as_it_was_signed(place: Place) -> None:
    store = filled(place.create())
    for position in (9, 8, 7):
        place.delete(position)
    assert [finding.what for finding in verdict_on(store).findings] == [
        "Events 7 to 7, signed on 2016-12-15, are missing."
    ]


def test_events_that_changed_places_are_found() -> None:
    rows, checkpoints = SAMPLE
    swapped = [*rows[:3], rows[4], rows[3], *rows[5:]]
    found = [finding.what for finding in verified(swapped, Checker(LEDGER, checkpoints)).findings]
    assert "Event 4 stands after event 5." in found
    renumbered = [row._replace(position=index + 1) for index, row in enumerate(swapped)]
    found = [finding.what for finding in verified(renumbered, Checker(LEDGER, checkpoints)).findings]
    assert any(each.startswith("Event 4 (e5 in b) is not what was recorded") for each in found)


def test_a_row_that_was_replaced_with_fitting_hashes_is_betrayed_by_the_next() -> None:
    rows, _ = SAMPLE
    forged = rehashed([*rows[:3], rows[3]._replace(actor="another")], 3)
    found = verified([*forged, *rows[4:]], Checker(LEDGER)).findings
    assert [finding.position for finding in found] == [5]
    assert "does not continue the events before it" in found[0].what


def test_rewriting_all_that_follows_is_betrayed_by_the_checkpoints() -> None:
    rows, checkpoints = SAMPLE
    forged = rehashed([*rows[:3], rows[3]._replace(actor="another"), *rows[4:]], 3)
    found = [finding.what for finding in verified(forged, Checker(LEDGER, checkpoints)).findings]
    assert [each.split(" signed")[0] for each in found] == [
        "Events 1 to 5 are not those that were",
        "Events 1 to 7 are not those that were",
    ]


def test_what_no_checkpoint_covers_is_betrayed_only_by_one_kept_elsewhere() -> None:
    rows, checkpoints = SAMPLE
    forged = rehashed([*rows[:7], rows[7]._replace(actor="another"), rows[8]], 7)
    assert verified(forged, Checker(LEDGER, checkpoints)).ok
    assert verified(rows[:7], Checker(LEDGER, checkpoints)).ok


def test_another_ledger_in_its_place_is_betrayed_by_a_checkpoint_kept_elsewhere(place: Place) -> None:
    held = SAMPLE[1][-1].signed
    store = place.create("another-ledger")
    checkpoint_now(store, Ed25519PrivateKey.generate(), ticking(), salting())
    checker = Checker(store.ledger, store.checkpoints(), held=[held], keys={public_bytes(KEY)})
    found = [finding.what for finding in verified(store.rows(), checker).findings]
    assert "The checkpoint kept elsewhere is of the ledger ledger-of-tests, not of another-ledger." in found
    assert any("which is none of yours" in each for each in found)


def test_a_held_checkpoint_of_more_events_shows_that_some_are_missing() -> None:
    rows, checkpoints = SAMPLE
    found = verified(rows[:6], Checker(LEDGER, checkpoints[:1], held=[checkpoints[1].signed])).findings
    assert [finding.what for finding in found] == ["Events 7 to 7, signed on 2016-12-15, are missing."]


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("body", lambda kept: kept.signed.body.replace('"size":5', '"size":6')),
        ("body", lambda kept: kept.signed.body + " "),
        ("body", lambda _: "{}"),
        ("body", lambda _: "[" * 5000),
        ("signature", lambda _: bytes(64)),
        ("signature", lambda _: b""),
        ("totals", lambda kept: kept.totals.replace("5", "6")),
        ("salt", lambda _: bytes(32)),
    ],
)
def test_a_changed_checkpoint_is_found(place: Place, column: str, change: Callable[[Kept], object]) -> None:
    store = filled(place.create())
    place.tamper(column, change(store.checkpoints()[0]), 1, table="checkpoints", key="number")
    verdict = verdict_on(store)
    assert [finding.what.split(":")[0] for finding in verdict.findings] == ["Checkpoint 1"]
    assert verdict.signed is not None
    assert verdict.signed.size == 7


@pytest.mark.parametrize("name", ["format", "ledger", "size", "chain", "root", "totals", "signed_at", "key"])
def test_a_checkpoint_of_odd_values_is_none(name: str) -> None:
    body = json.loads(SAMPLE[1][0].signed.body)
    for odd in (None, 7.5, -1, True, "", "zz" * 32, ["x"]):
        text = json.dumps(body | {name: odd}, separators=(",", ":"), sort_keys=True)
        with pytest.raises(UnusableInputError):
            Signed(text, SAMPLE[1][0].signed.signature).checkpoint()


def test_totals_that_were_signed_but_are_not_the_sums_are_found() -> None:
    """Even whoever holds the key cannot sign other totals than those of the events without being found."""
    rows, checkpoints = SAMPLE
    text, salt = '{"groups.boarded":{"counts":{"groups":900},"events":7}}', bytes(32)
    false = replace(checkpoints[1].checkpoint(), totals=totals_commitment(text, salt))
    found = verified(rows, Checker(LEDGER, [Kept(signed_by(KEY, false), text, salt)])).findings
    assert [finding.what.split(" signed")[0] for finding in found] == ["The totals at event 7 are not those"]


def test_nothing_that_does_not_verify_is_signed(place: Place) -> None:
    store = filled(place.create())
    place.tamper("actor", "another", 8)
    with pytest.raises(UnusableInputError, match=r"does not verify, so nothing was done .* Event 8 \(e8 in b\)"):
        checkpoint_now(store, KEY, ticking(), salting())
    assert len(store.checkpoints()) == 2


def test_terminal_codes_in_a_tampered_row_do_not_reach_the_terminal(place: Place) -> None:
    store = filled(place.create())
    place.tamper("id", "\x1b[2J", 2)
    assert not any("\x1b" in finding.what for finding in verdict_on(store).findings)


def test_of_very_many_findings_the_first_are_kept_and_all_counted() -> None:
    rows = [
        row._replace(position=k + 1) for k, row in enumerate(random.Random(1).choices(SAMPLE[0], k=2 * MOST_FINDINGS))
    ]
    verdict = verified(rows, Checker(LEDGER))
    assert len(verdict.findings) == MOST_FINDINGS < verdict.problems


def test_the_clock_of_a_checkpoint_is_that_which_was_given(place: Place) -> None:
    kept = checkpoint_now(place.create(), KEY, lambda: START + timedelta(days=1), salting())
    assert kept.checkpoint().signed_at == START + timedelta(days=1)
    assert verdict_on(place.open()).ok


def test_a_damaged_sqlite_file_is_found_by_sqlite_itself(place: Place) -> None:
    store = filled(place.create())
    if isinstance(place, SqlitePlace):
        place.run("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(place.path.read_bytes())
        at = content.rfind(b"e5")
        content[at : at + 2] = b"zz"
        place.path.write_bytes(content)
        reopened = place.open()
        assert reopened.damage() or not verdict_on(reopened).ok
    else:
        assert store.damage() == []
