"""What every store promises, whichever it is."""

from datetime import UTC, datetime, timedelta, timezone

import psycopg
import pytest

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.ledger.chain import genesis
from safepassage.ledger.errors import (
    ChangedEventError,
    ClosedLedgerError,
    LedgerFaultError,
    NoLedgerError,
    StaleAppendError,
)
from safepassage.ledger.events import Event, recorded_of
from safepassage.ledger.store import Append, EventStore, Head
from safepassage.ledger.verification import Checker, verified
from tests.ledger.places import LEDGER, START, Place, PostgresqlPlace, event, events, ids


def test_a_new_ledger_is_empty(place: Place) -> None:
    store: EventStore = place.create()
    assert (store.ledger, store.head()) == (LEDGER, Head(0, genesis(LEDGER)))
    assert not [*store.rows(), *store.stream("op"), *store.checkpoints(), *store.damage()]
    assert store.moved_to() is None


def test_what_is_appended_is_read_back_as_it_was(place: Place) -> None:
    store = place.create()
    given = event(
        "a:1",
        happened=datetime(2016, 12, 15, 8, 30, 1, 5, tzinfo=timezone(timedelta(hours=2))),
        actor="نقطة",
        payload={"text": 'Ä "\\ \x1f 🚌', "list": ["x", 1, True, None, {"deep": []}], "groups": 0},
        cause="before",
        corrects="wrong",
    )
    (recorded,) = store.append("operations/aleppo", 0, [given])
    assert list(place.open().stream("operations/aleppo")) == [recorded]
    assert recorded.event == given
    assert (recorded.stream, recorded.version, recorded.position) == ("operations/aleppo", 1, 1)
    assert recorded.recorded == START


def test_positions_count_over_the_ledger_and_versions_within_a_stream(place: Place) -> None:
    store = place.create()
    store.append("a", 0, events(1, 2))
    store.append("b", 0, events(3, 3))
    store.append("a", 2, events(4, 4))
    assert [(r.position, r.stream, r.version) for r in store.rows()] == [
        (1, "a", 1),
        (2, "a", 2),
        (3, "b", 1),
        (4, "a", 3),
    ]
    assert [(r.event.id, r.version) for r in store.stream("a", after=1)] == [("e2", 2), ("e4", 3)]
    assert ids(list(store.rows(after=2))) == ["e3", "e4"]


def test_an_event_is_found_by_its_id_whatever_its_stream(place: Place) -> None:
    store = place.create()
    store.append("a", 0, events(1, 3))
    (recorded,) = store.append("b", 0, [event("a:1.1", cause="e2")])
    assert place.open().find("a:1.1") == recorded
    assert [store.find(id_) for id_ in ("e4", "a:1", "", "e1' OR '1'='1")] == [None] * 4


def test_events_are_read_by_their_positions_in_the_order_of_the_ledger(place: Place) -> None:
    store = place.create()
    recorded = store.append("a", 0, events(1, 5))
    assert store.at([4, 2, 9, 2, 0]) == [recorded[1], recorded[3]]
    assert store.at([]) == []


@pytest.mark.parametrize("expected", [0, 2, -1])
def test_a_stale_append_is_refused_and_changes_nothing(place: Place, expected: int) -> None:
    store = place.create()
    store.append("a", 0, events(1, 1))
    with pytest.raises(StaleAppendError, match=f"a is at version 1, not {expected}") as caught:
        store.append("a", expected, events(2, 3))
    assert (caught.value.stream, caught.value.expected, caught.value.found) == ("a", expected, 1)
    assert ids(list(store.rows())) == ["e1"]
    store.append("a", 1, events(2, 2))
    assert verified(store.rows(), Checker(LEDGER)).ok


def test_the_same_event_twice_is_one_event(place: Place) -> None:
    store = place.create()
    first = store.append("a", 0, events(1, 2))
    assert store.append("a", 0, events(1, 2)) == first
    assert store.append("a", 99, events(2, 2)) == first[1:]
    again = store.append("a", 2, [*events(3, 3), *events(2, 3)])
    assert [r.version for r in again] == [3, 2, 3]
    assert ids(list(store.rows())) == ["e1", "e2", "e3"]


def test_an_event_told_in_another_time_zone_is_the_same(place: Place) -> None:
    store = place.create()
    store.append("a", 0, [event()])
    store.append("a", 0, [event(happened=START.astimezone(timezone(timedelta(hours=5))))])
    assert store.head().size == 1


@pytest.mark.parametrize(
    "other",
    [
        event(payload={"vehicle": "bus-1", "groups": 3}),
        event(happened=START - timedelta(microseconds=1)),
        event(actor="somebody else"),
        event(cause="e0"),
        event(counted=()),
        event(version=2),
    ],
    ids=["payload", "happened", "actor", "cause", "counted", "version"],
)
def test_the_same_id_with_other_content_is_refused_and_changes_nothing(place: Place, other: Event) -> None:
    store = place.create()
    store.append("a", 0, [event()])
    for stream, given in (("a", [other]), ("a", [*events(5, 6), other]), ("b", [event()])):
        with pytest.raises(ChangedEventError, match="There is an event e1 with other content"):
            store.append(stream, 1, given)
    with pytest.raises(ChangedEventError):
        store.append("b", 0, [event("new"), event("new", actor="another")])
    assert ids(list(store.rows())) == ["e1"]


def test_each_of_several_appends_is_done_or_refused_by_itself(place: Place) -> None:
    store = place.create()
    outcomes = store.append_all(
        [
            Append("a", 0, tuple(events(1, 2))),
            Append("a", 0, tuple(events(3, 3))),
            Append("a", 2, tuple(events(4, 4))),
            Append("b", 0, ()),
            Append("no such name!", 0, tuple(events(5, 5))),
            Append("c", 0, tuple(events(1, 1))),
            Append("a", 0, tuple(events(1, 1))),
        ]
    )
    kinds = [type(each).__name__ for each in outcomes]
    assert kinds == ["tuple", "StaleAppendError", "tuple", *["UnusableInputError"] * 2, "ChangedEventError", "tuple"]
    assert ids(list(store.rows())) == ["e1", "e2", "e4"]
    assert verified(store.rows(), Checker(LEDGER)).ok


def test_appends_that_are_none_are_refused(place: Place) -> None:
    store = place.create()
    with pytest.raises(UnusableInputError, match="1 to 10000 events, not 0"):
        store.append("a", 0, [])
    with pytest.raises(UnusableInputError, match="1 to 10000 events, not 10001"):
        store.append("a", 0, events(1, 10_001))
    with pytest.raises(UnusableInputError, match="A stream's name"):
        store.append("a; DROP TABLE events", 0, events(1, 1))
    assert store.head().size == 0


def test_rows_are_read_page_by_page(place: Place) -> None:
    store = place.create()
    store.append("a", 0, events(1, 10_000))
    store.append("a", 10_000, events(10_001, 10_003))
    assert [row.position for row in store.rows()] == list(range(1, 10_004))
    assert [r.version for r in store.stream("a", after=9_990)] == list(range(9_991, 10_004))


def test_a_reader_sees_none_of_what_is_being_written(place: Place) -> None:
    store, other = place.create(), place.open()
    store.append("a", 0, events(1, 1))

    class FailingError(Exception):
        pass

    def cut_short() -> None:
        with store.writing() as transaction:
            transaction.insert([next(store.rows())._replace(position=2, version=2, id="e2")])
            assert ids(list(other.rows())) == ["e1"]
            raise FailingError

    with pytest.raises(FailingError):
        cut_short()
    assert ids(list(store.rows())) == ["e1"]


@pytest.mark.parametrize("table", ["events", "checkpoints"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET salt = salt"])
def test_the_database_refuses_to_change_what_was_recorded(place: Place, table: str, statement: str) -> None:
    store = place.create()
    store.append("a", 0, events(1, 3))
    if isinstance(place, PostgresqlPlace) or table == "events":
        with pytest.raises(Exception, match="what was recorded is never changed"):
            place.run(statement.format(table))
    assert store.head().size == 3


def test_a_moved_ledger_takes_no_more_events(place: Place) -> None:
    store = place.create()
    store.append("a", 0, events(1, 1))
    with store.handing_over("the other place"):
        assert ids(list(store.rows())) == ["e1"]
    for _ in range(2):
        with pytest.raises(ClosedLedgerError, match="go on with the other place"):
            place.open().append("a", 1, events(2, 2))
    with pytest.raises(ClosedLedgerError), store.handing_over("a third place"):
        pass
    assert (store.moved_to(), ids(list(store.rows()))) == ("the other place", ["e1"])


def test_a_ledger_that_is_not_handed_over_stays_open(place: Place) -> None:
    store = place.create()
    with pytest.raises(SafePassageError, match="no"), store.handing_over("the other place"):
        raise SafePassageError("no")
    store.append("a", 0, events(1, 1))


def test_there_is_one_ledger_in_a_place(place: Place) -> None:
    place.create()
    with pytest.raises((FileExistsError, UnusableInputError), match="already"):
        place.create("another")
    assert place.open().ledger == LEDGER


def test_a_place_without_a_ledger_is_told(place: Place) -> None:
    with pytest.raises(NoLedgerError, match=r"There is no ledger (at|in) .*safepassage ledger new"):
        place.open()


def test_a_ledger_of_a_later_format_is_told(place: Place) -> None:
    place.create()
    place.tamper("format", 2, 1, table="ledger", key="one")
    with pytest.raises(UnusableInputError, match="format 2, which this version does not know"):
        place.open()


def test_text_that_would_be_a_command_is_only_text(place: Place) -> None:
    store = place.create()
    evil = "'; DROP TABLE events; --"
    store.append("a", 0, [event(actor=evil, source=evil, payload={"text": evil, "groups": 1})])
    (found,) = store.stream("a")
    assert (found.event.actor, found.event.payload["text"]) == (evil, evil)


def test_each_row_decodes_to_what_was_acknowledged(place: Place) -> None:
    store = place.create()
    given = store.append("a", 0, events(1, 20))
    assert tuple(map(recorded_of, store.rows())) == given
    assert given[0].recorded.tzinfo is UTC


def test_postgresql_connections_that_broke_are_made_anew(place: Place) -> None:
    store = place.create()
    if isinstance(place, PostgresqlPlace):
        with psycopg.connect(place.address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid()"
            )
        with pytest.raises(SafePassageError, match="The connection to the PostgreSQL database"):
            store.append("a", 0, events(1, 1))
    store.append("a", 0, events(1, 1))
    assert store.head().size == 1


def test_tables_that_somebody_altered_are_told_in_a_sentence(place: Place) -> None:
    store = place.create()
    place.run("ALTER TABLE events RENAME COLUMN actor TO who")
    with pytest.raises(LedgerFaultError, match="cannot be used"):
        list(store.rows())
