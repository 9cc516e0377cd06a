"""What leaves the ledger proves itself to somebody who has no ledger, and shows no more than it is meant to."""

import json
import stat
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.ledger.canonical import canonical
from safepassage.ledger.chain import commitment, part_salt, particulars_text
from safepassage.ledger.checkpoints import Signed
from safepassage.ledger.disclosure import FileVerdict, read_checkpoint, verified_file
from safepassage.ledger.exporting import checkpoint_text, event_lines, totals_lines, whole_lines
from safepassage.ledger.files import write_lines
from safepassage.ledger.keys import public_bytes
from safepassage.ledger.signing import checkpoint_now
from safepassage.ledger.store import EventStore
from tests.ledger.places import Place, PostgresqlPlace, SqlitePlace, event, events, salting, ticking
from tests.ledger.server import Server
from tests.ledger.test_tampering import KEY, filled

TRUSTED = {public_bytes(KEY)}
SECRETS = ("bus-", "focal-point", "tablet", "T06:03", '"e1"')


@pytest.fixture
def store(tmp_path: Path) -> Iterable[EventStore]:
    place = SqlitePlace(tmp_path / "ledger.db")
    yield filled(place.create())
    place.close()


def written(path: Path, lines: Iterable[bytes]) -> Path:
    write_lines(path, lines)
    return path


def whats(shown: FileVerdict) -> list[str]:
    return [finding.what for finding in shown.verdict.findings]


def edited(path: Path, number: int, change: Callable[[dict[str, Any]], Any]) -> Path:
    """Change a line of a file, counted from 0."""
    lines = path.read_text(encoding="utf-8").splitlines()
    value = json.loads(lines[number])
    change(value)
    lines[number] = canonical(value)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_both_stores_export_the_same_bytes(tmp_path: Path, postgresql: Server) -> None:
    places: list[Place] = [SqlitePlace(tmp_path / "ledger.db"), PostgresqlPlace(postgresql.fresh())]
    exports = []
    for place in places:
        store = filled(place.create())
        store.append("c", 0, [event("odd", actor="نقطة", payload={"text": "🚌\x1f", "groups": 0})])
        exports.append(
            [b"".join(lines) for lines in (whole_lines(store), totals_lines(store), event_lines(store, {"e2"}))]
        )
        place.close()
    assert exports[0] == exports[1]


def test_a_whole_export_verifies_without_the_ledger(store: EventStore, tmp_path: Path) -> None:
    path = written(tmp_path / "whole.jsonl", whole_lines(store))
    shown = verified_file(path, keys=TRUSTED, held=[store.checkpoints()[0].signed])
    assert shown.verdict.ok
    assert (shown.verdict.size, shown.verdict.chain) == store.head()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_whole_export_without_a_signature_that_was_asked_for_is_found(store: EventStore, tmp_path: Path) -> None:
    path = written(tmp_path / "whole.jsonl", whole_lines(store))
    edited(path, 0, lambda head: head.update(checkpoints=[]))
    assert verified_file(path).verdict.ok
    assert whats(verified_file(path, keys=TRUSTED)) == ["Nothing in the file is signed by a key of yours."]


def test_a_whole_export_that_was_cut_short_is_found(store: EventStore, tmp_path: Path) -> None:
    path = written(tmp_path / "whole.jsonl", list(whole_lines(store))[:-1])
    assert whats(verified_file(path)) == ["The file holds 8 events, not those of its first line: it was cut short."]


def test_a_whole_export_that_was_changed_names_the_event(store: EventStore, tmp_path: Path) -> None:
    path = edited(written(tmp_path / "whole.jsonl", whole_lines(store)), 4, lambda row: row.update(actor="another"))
    found = verified_file(path).verdict.findings
    assert [finding.position for finding in found] == [4]


def test_totals_are_proven_without_any_event(store: EventStore, tmp_path: Path) -> None:
    path = written(tmp_path / "totals.jsonl", totals_lines(store))
    shown = verified_file(path, keys=TRUSTED, held=[kept.signed for kept in store.checkpoints()])
    assert shown.verdict.ok
    assert shown.verdict.totals == {"groups.boarded": {"events": 7, "counts": {"groups": sum(range(1, 7))}}}
    text = path.read_text(encoding="utf-8")
    assert not [secret for secret in SECRETS if secret in text]


def test_who_has_the_summaries_salt_cannot_try_out_what_an_event_was(store: EventStore, tmp_path: Path) -> None:
    """The salt that is shown opens the summary; the commitment to the rest has another that does not follow from it."""
    path = written(tmp_path / "totals.jsonl", totals_lines(store))
    line = json.loads(path.read_text(encoding="utf-8").splitlines()[1])
    row = next(store.rows())
    assert bytes.fromhex(line["salt"]) == part_salt("summary", row.salt)
    text, shown = particulars_text(row), bytes.fromhex(line["salt"])
    assert commitment("particulars", part_salt("particulars", row.salt), text).hex() == line["particulars"]
    for guess in (shown, part_salt("particulars", shown)):
        assert commitment("particulars", guess, text).hex() != line["particulars"]


@pytest.mark.parametrize(
    ("number", "change", "what"),
    [
        (1, lambda line: line.update(summary=line["summary"].replace(":1}", ":2}")), "are not those signed"),
        (3, lambda line: line.update(salt="00" * 32), "are not those signed"),
        (3, lambda line: line.update(particulars="00" * 32), "are not those signed"),
        (0, lambda head: head.update(totals=head["totals"].replace("21", "22")), "are not those that were signed"),
        (0, lambda head: head.update(salt="00" * 32), "are not those that were signed"),
    ],
)
def test_false_totals_are_found(
    store: EventStore, tmp_path: Path, number: int, change: Callable[[dict[str, Any]], Any], what: str
) -> None:
    path = edited(written(tmp_path / "totals.jsonl", totals_lines(store)), number, change)
    assert any(what in each for each in whats(verified_file(path)))


@pytest.mark.parametrize("counts", ['{"groups":-1}', '{"groups":true}', "[]"])
def test_a_summary_that_counts_backwards_is_refused(store: EventStore, tmp_path: Path, counts: str) -> None:
    summary = f'{{"counts":{counts},"type":"groups.boarded","type_version":1}}'
    path = edited(written(tmp_path / "totals.jsonl", totals_lines(store)), 2, lambda line: line.update(summary=summary))
    with pytest.raises(UnusableInputError, match="no whole number from 0"):
        verified_file(path)


def test_totals_with_events_left_out_or_added_are_found(store: EventStore, tmp_path: Path) -> None:
    lines = list(totals_lines(store))
    fewer = verified_file(written(tmp_path / "fewer.jsonl", lines[:-1]))
    more = verified_file(written(tmp_path / "more.jsonl", [*lines, lines[1]]))
    assert "The file tells of 6 events, where 7 were signed." in whats(fewer)
    assert "The file tells of 8 events, where 7 were signed." in whats(more)
    assert "The totals in the file are not the sums of its summaries." in whats(more)


def test_a_checkpoint_that_somebody_holds_binds_the_totals_that_come_later(store: EventStore, tmp_path: Path) -> None:
    other = SqlitePlace(tmp_path / "other.db")
    rewritten = other.create()
    rewritten.append("a", 0, [event(f"x{k}") for k in range(8)])
    checkpoint_now(rewritten, KEY, ticking(), salting())
    path = written(tmp_path / "totals.jsonl", totals_lines(rewritten))
    held = [store.checkpoints()[0].signed]
    assert any(
        each.startswith("The first 5 events are not those signed") for each in whats(verified_file(path, held=held))
    )
    later = [checkpoint_now(store, KEY, ticking(), salting()).signed]
    assert any("not of the past of this ledger" in each for each in whats(verified_file(path, held=later)))
    other.close()


def test_single_events_are_proven_and_no_others_shown(store: EventStore, tmp_path: Path) -> None:
    earlier = store.checkpoints()[0].signed
    path = written(tmp_path / "events.jsonl", event_lines(store, {"e3", "e6"}, earlier))
    shown = verified_file(path, keys=TRUSTED, held=[earlier])
    assert shown.verdict.ok
    assert [row.id for row in shown.events] == ["e3", "e6"]
    assert shown.events[0]._replace(leaf=b"", chain=b"") == next(store.rows(2))._replace(leaf=b"", chain=b"")
    text = path.read_text(encoding="utf-8")
    assert not [
        hidden
        for hidden in ("e1", "e2", "e4", "e5", "e7", *(row.salt.hex() for row in store.rows(6)))
        if f'"{hidden}"' in text
    ]


@pytest.mark.parametrize(
    ("number", "change", "what"),
    [
        (1, lambda line: line["row"].update(actor="another"), "is not among the events that were signed"),
        (1, lambda line: line["row"].update(position=4), "is not among the events that were signed"),
        (1, lambda line: line["row"].update(payload="{"), "is not among the events that were signed"),
        (1, lambda line: line["row"].update(salt="00" * 32), "is not among the events that were signed"),
        (1, lambda line: line["proof"].pop(), "is not among the events that were signed"),
        (0, lambda head: head["since"]["proof"].pop(), "is not the one that was signed"),
    ],
)
def test_false_events_are_found(
    store: EventStore, tmp_path: Path, number: int, change: Callable[[dict[str, Any]], Any], what: str
) -> None:
    lines = event_lines(store, {"e3"}, store.checkpoints()[0].signed)
    path = edited(written(tmp_path / "events.jsonl", lines), number, change)
    assert any(what in each for each in whats(verified_file(path)))


def test_growth_from_a_held_checkpoint_must_be_in_the_file(store: EventStore, tmp_path: Path) -> None:
    first, last = (kept.signed for kept in store.checkpoints())
    path = written(tmp_path / "events.jsonl", event_lines(store, {"e3"}))
    assert verified_file(path, held=[last]).verdict.ok
    assert "does not prove that the ledger grew" in whats(verified_file(path, held=[first]))[0]


def test_growth_of_another_ledger_is_none(store: EventStore, tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "other.db")
    other = place.create("another-ledger")
    other.append("a", 0, events(1, 5))
    foreign = checkpoint_now(other, KEY, ticking(), salting()).signed
    empty = SqlitePlace(tmp_path / "empty.db")
    for signed in (foreign, checkpoint_now(empty.create(), KEY, ticking(), salting()).signed):
        with pytest.raises(UnusableInputError, match="not one of events of this ledger"):
            list(event_lines(store, {"e3"}, signed))
    path = written(tmp_path / "events.jsonl", event_lines(store, {"e3"}, store.checkpoints()[0].signed))
    edited(path, 0, lambda head: head["since"].update(body=foreign.body, signature=foreign.signature.hex()))
    assert any("is not the one that was signed" in each for each in whats(verified_file(path)))
    place.close()
    empty.close()


def test_a_file_signed_by_an_unknown_key_is_found(store: EventStore, tmp_path: Path) -> None:
    stranger = {public_bytes(Ed25519PrivateKey.generate())}
    for name, lines in (
        ("whole", whole_lines(store)),
        ("totals", totals_lines(store)),
        ("one", event_lines(store, {"e1"})),
    ):
        found = whats(verified_file(written(tmp_path / name, lines), keys=stranger))
        assert any("which is none of yours" in each for each in found)


def test_without_a_checkpoint_nothing_is_proven(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path / "ledger.db")
    bare = place.create()
    for lines in (totals_lines(bare), event_lines(bare, {"e1"})):
        with pytest.raises(UnusableInputError, match="There is no signed checkpoint yet"):
            list(lines)
    place.close()


def test_events_that_no_checkpoint_covers_are_not_shown(store: EventStore) -> None:
    with pytest.raises(UnusableInputError, match="covers no event e8, nope"):
        list(event_lines(store, {"e1", "e8", "nope"}))


def test_nothing_is_left_of_a_file_that_could_not_be_finished(store: EventStore, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError):
        write_lines(tmp_path / "events.jsonl", event_lines(store, {"nope"}))
    with pytest.raises(FileExistsError):
        write_lines(tmp_path / "ledger.db", [b"x"])
    assert not [path.name for path in tmp_path.iterdir() if "events" in path.name or "part" in path.name]


def test_a_checkpoint_kept_in_a_file_comes_back(store: EventStore, tmp_path: Path) -> None:
    signed = store.checkpoints()[0].signed
    path = written(tmp_path / "checkpoint.json", [checkpoint_text(signed)])
    assert read_checkpoint(path) == signed
    path.write_bytes(b"x" * 2**15)
    with pytest.raises(UnusableInputError, match="is larger than"):
        read_checkpoint(path)


GARBAGE = [
    b"",
    b"\xff",
    b"[]",
    b"{}",
    b'{"format":["x"]}',
    b'{"format":"safepassage-ledger-1"}',
    b'{"chain":"","checkpoints":{},"format":"safepassage-ledger-1","ledger":"a","size":0}',
    b'{"chain":"","checkpoints":[3],"format":"safepassage-ledger-1","ledger":"a","size":0}',
    b'{"chain":"","checkpoints":[],"format":"safepassage-ledger-1","ledger":3,"size":0}',
    b'{"checkpoint":{},"format":"safepassage-ledger-totals-1","salt":"","totals":""}',
    b'{"checkpoint":{"body":"{}","signature":"00"},"format":"safepassage-ledger-events-1","since":null}',
    b'{"checkpoint":{"body":3,"signature":""},"format":"safepassage-ledger-events-1","since":null}',
]


@pytest.mark.parametrize("content", GARBAGE)
def test_what_is_no_such_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(UnusableInputError):
        verified_file(path)
    with pytest.raises(UnusableInputError):
        read_checkpoint(path)


@pytest.mark.parametrize("kind", ["whole", "totals", "events"])
@settings(max_examples=60)
@given(data=st.data())
def test_whatever_is_odd_in_a_file_is_refused_or_found(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Replace any value anywhere by any other: it is a sentence or a finding, and never goes through."""
    lines = [json.loads(line) for line in FILES[kind]]
    number = data.draw(st.integers(0, len(lines) - 1))
    places = list(_places(lines[number]))
    holder, key = data.draw(st.sampled_from(places))
    odd: Any = data.draw(
        st.none() | st.booleans() | st.integers(-3, 3) | st.text("0a{}[]", max_size=3) | st.just([]) | st.just({})
    )
    unchanged = type(odd) is type(holder[key]) and odd == holder[key]
    holder[key] = odd
    path = tmp_path_factory.mktemp("odd") / "file"
    path.write_text("".join(canonical(line) + "\n" for line in lines), encoding="utf-8")
    try:
        ok = verified_file(path, keys=TRUSTED).verdict.ok
    except UnusableInputError:
        ok = False
    assert ok is (unchanged or (key == "since" and odd is None))


def _places(value: Any) -> Iterable[tuple[Any, Any]]:
    keys: Iterable[Any] = value.keys() if isinstance(value, dict) else range(len(value))
    for key in list(keys):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def _files() -> dict[str, list[bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        place = SqlitePlace(Path(folder, "ledger.db"))
        store = filled(place.create())
        first: Signed = store.checkpoints()[0].signed
        files = {
            "whole": list(whole_lines(store)),
            "totals": list(totals_lines(store)),
            "events": list(event_lines(store, {"e2", "e7"}, first)),
        }
        place.close()
    return files


FILES = _files()
