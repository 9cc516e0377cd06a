"""Erasure destroys the key: every copy of the database is dumb then, and the ledger still verifies with every total."""

import shutil
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.domain.events import Fact
from safepassage.domain.live.people import AgeBand, GroupRegistered, Member, NeedsClass, PeopleBoarded, SeatClass
from safepassage.domain.live.vault import FieldsExpired, PersonErased
from safepassage.identity.access import Actor, Rule
from safepassage.identity.errors import AccessRefusedError, VaultFaultError
from safepassage.identity.fields import FIELDS
from safepassage.identity.key_ring import KeyRing, Persons
from safepassage.identity.records import Records
from safepassage.identity.shelf import Shelf
from safepassage.identity.vault import DAY_S, Expired, Vault
from safepassage.ledger.codec import FactCodec, Upcasters
from safepassage.ledger.sqlite import SqliteStore, create_sqlite
from safepassage.ledger.verification import Checker, Verdict, verified
from tests.identity.desk import (
    ADULT,
    AUDITOR,
    MEDIC,
    NAME,
    NOTE,
    OFFICER,
    OTHER,
    PROTECTION,
    REGISTRAR,
    TOKENS,
    Book,
    Room,
)
from tests.ledger.places import LEDGER, salting, ticking

WHY = "he asked for it"
START = datetime(2016, 12, 15, tzinfo=UTC)


def copied(room: Room, name: str) -> Path:
    """Copy the database, as a backup would."""
    target = room.folder / name
    for end in ("", "-wal", "-shm"):
        source = room.database.with_name(room.database.name + end)
        if source.exists():
            shutil.copy(source, target.with_name(name + end))
    return target


def seen(room: Room, token: str, field: str, database: Path | None = None) -> object:
    with room.open(database) as vault:
        return vault.look(PROTECTION, token, [field], WHY, 1).get(field)


def test_an_erased_person_is_gone_from_every_copy_of_the_database(room: Room) -> None:
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        vault.seal(REGISTRAR, OTHER, {"full-name": "Sara"}, 0)
    backup = copied(room, "backup.db")
    assert seen(room, ADULT, "full-name", backup) == NAME
    with room.open() as vault:
        assert vault.erase(OFFICER, ADULT, WHY, 5)
        assert room.book.last() == PersonErased(5, ADULT, WHY)
    for database in (room.database, backup):
        assert seen(room, ADULT, "full-name", database) is None
        assert seen(room, OTHER, "full-name", database) == "Sara"


def test_not_even_who_keeps_the_old_copy_and_the_new_keys_finds_the_record(room: Room) -> None:
    """By hand, without our code for looking: no key of the ring opens the row that is left in the copy."""
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        vault.seal(REGISTRAR, OTHER, {"full-name": "Sara"}, 0)
        before = vault._shelf.tokens()[ADULT].keys[0]
        vault.erase(OFFICER, ADULT, WHY, 1)
        after = vault._shelf.tokens()
    assert ADULT not in after
    assert before not in {key for person in after.values() for key in person.keys}
    assert before.hex().encode() not in room.keys.read_bytes()


def test_an_erased_person_is_not_sealed_again_and_erasing_again_finds_nothing(room: Room) -> None:
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        assert vault.erase(OFFICER, ADULT, WHY, 1)
        assert not vault.erase(OFFICER, ADULT, WHY, 2)
        with pytest.raises(AccessRefusedError) as refused:
            vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 3)
    assert refused.value.rule == Rule.ERASED


@pytest.mark.parametrize("by", [REGISTRAR, PROTECTION, AUDITOR], ids=lambda by: by.name)
def test_only_the_information_officer_erases(room: Room, by: Actor) -> None:
    with room.open() as vault, pytest.raises(AccessRefusedError):
        vault.erase(by, ADULT, WHY, 0)


class Stick(KeyRing):
    """Keys on a stick that may be pulled out for writing."""

    out = False

    def write(self, persons: Persons) -> None:
        """Write, if the stick is in."""
        if self.out:
            raise VaultFaultError(f"The key ring {self.path} cannot be written: check the stick.")
        super().write(persons)


def test_an_erasure_that_could_not_be_carried_out_is_told_until_it_is(room: Room) -> None:
    """The journal has it, and then the stick was pulled out: the person is named, and erased again."""
    stick = Stick(room.keys, None, room.randoms)
    with closing(Records(room.database)) as records:
        vault = Vault(records, stick, room.book, TOKENS.get, room.randoms)
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        stick.out = True
        with pytest.raises(VaultFaultError):
            vault.erase(OFFICER, ADULT, WHY, 1)
        assert vault.unfinished() == (ADULT,)
        stick.out = False
        assert vault.erase(OFFICER, ADULT, WHY, 2)
        assert vault.unfinished() == ()


def test_what_is_past_its_retention_is_listed_and_destroyed_and_the_rest_stays(room: Room) -> None:
    days = FIELDS["medical-note"].retention_days
    with room.open() as vault:
        vault.seal(MEDIC, ADULT, {"medical-note": NOTE}, 0)
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        vault.seal(MEDIC, OTHER, {"medical-note": NOTE}, 1)
    backup = copied(room, "backup.db")
    due = days * DAY_S
    with room.open() as vault:
        assert vault.expired(OFFICER, due - 1) == ()
        assert vault.expired(OFFICER, due) == (Expired(ADULT, "medical-note", due),)
        assert vault.erase_expired(OFFICER, due) == (Expired(ADULT, "medical-note", due),)
        assert room.book.last() == FieldsExpired(due, ADULT, ("medical-note",))
        assert vault.expired(OFFICER, due) == ()
        assert [len(person.keys) for person in vault._shelf.tokens().values()] == [1, 1]
    assert seen(room, ADULT, "full-name") == NAME
    for database, left in ((room.database, {OTHER}), (backup, {OTHER})):
        with room.open(database) as vault:
            assert {token for token, field, _ in vault._shelf.everything() if field == "medical-note"} == left


def test_a_retention_that_begins_anew_is_counted_from_the_last_sealing(room: Room) -> None:
    days = FIELDS["full-name"].retention_days
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": "Leila"}, 0)
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, DAY_S)
        assert vault.expired(OFFICER, days * DAY_S) == ()


def test_a_change_of_keys_that_was_cut_short_loses_nothing_and_is_finished_later(room: Room) -> None:
    """Killed after the ring had the new key, and before, or after, the records were under it."""
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        vault.seal(MEDIC, ADULT, {"medical-note": NOTE}, 0)
        shelf = vault._shelf
        with pytest.raises(KeyboardInterrupt):
            _erase_and_be_killed(shelf)
        assert len(shelf.tokens()[ADULT].keys) == 2
        assert {field for _, field, _ in shelf.everything()} == {"full-name", "medical-note"}
        vault.seal(REGISTRAR, ADULT, {"full-name": "Leila"}, 1)
    assert seen(room, ADULT, "full-name") == "Leila"
    with room.open() as vault:
        assert len(vault.erase_expired(OFFICER, 40 * DAY_S)) == 1
        assert len(vault._shelf.tokens()[ADULT].keys) == 1
        assert {field for _, field, _ in vault._shelf.everything()} == {"full-name"}
        with vault._shelf.held():
            vault._shelf.erase_fields(ADULT, frozenset())
        vault._shelf.forget_old_keys()
    assert seen(room, ADULT, "full-name") == "Leila"


def _erase_and_be_killed(shelf: Shelf) -> None:
    with shelf.held():
        shelf.erase_fields(ADULT, frozenset({"medical-note"}))
        raise KeyboardInterrupt


def test_old_keys_are_forgotten_even_if_no_record_was_moved_yet(room: Room) -> None:
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        persons = vault._shelf.tokens()
        vault._shelf._ring.write({ADULT: vault._shelf._ring.renewed(persons[ADULT])})
        vault._shelf.forget_old_keys()
        assert len(vault._shelf.tokens()[ADULT].keys) == 1
    assert seen(room, ADULT, "full-name") == NAME


def test_keys_of_another_vault_are_refused(room: Room, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Room(tmp_path / "other", randoms=room.randoms)
    other.make()
    text = other.keys.read_bytes().replace(b'"5afe"', b'"0000"')
    other.keys.write_bytes(text)
    with pytest.raises(UnusableInputError, match="are of another vault"), room.open(keys=other.keys):
        pass


@dataclass
class LedgerBook(Book):
    """A journal that is a real ledger in a file."""

    path: Path = Path()

    def record(self, fact: Fact, actor: str) -> None:
        """Append a fact."""
        super().record(fact, actor)
        append(self.path, fact, actor)


def append(path: Path, fact: Fact, actor: str) -> None:
    codec = FactCodec(START, Upcasters())
    with closing(SqliteStore(path, ticking(), salting(path.stat().st_size))) as store:
        size = store.head().size
        event = codec.event_of(
            fact, id=f"e-{size}", reported=START + timedelta(seconds=size), actor=actor, source="desk"
        )
        store.append("vault", size, [event])


def verdict_of(path: Path) -> Verdict:
    with closing(SqliteStore(path, ticking(), salting(), writable=False)) as store:
        return verified(store.rows(), Checker(store.ledger, store.checkpoints()))


def test_after_an_erasure_the_ledger_verifies_and_every_total_stands(room: Room, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.db"
    create_sqlite(ledger, LEDGER)
    members = tuple(Member(token, AgeBand.ADULT, SeatClass.SEATED, NeedsClass.NONE) for token in (ADULT, OTHER))
    append(ledger, GroupRegistered(0, "g-1", "school", "", 1, "", (), (), members, 2), "Rana")
    append(ledger, PeopleBoarded(60, "bus-1", "school", (ADULT, OTHER), 2), "Dani")
    before = verdict_of(ledger)
    with Room(room.folder, LedgerBook(path=ledger), room.randoms).open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME, "own-contact": "+963 1"}, 70)
        vault.erase(OFFICER, ADULT, WHY, 80)
    after = verdict_of(ledger)
    assert after.ok
    assert after.size == before.size + 2
    assert {type_: after.totals[type_] for type_ in before.totals} == before.totals
    assert after.totals["person.erased"]["counts"] == {"persons": 1}
    assert NAME.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("ledger.db*"))


def test_errors_of_the_vault_are_sentences_for_users() -> None:
    assert issubclass(AccessRefusedError, SafePassageError)
    assert issubclass(VaultFaultError, SafePassageError)
