"""What a thief sees of the files, what a forger can do with rows, and what others may read."""

import json
import os
import resource
import sqlite3
import stat
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from safepassage.domain.errors import SafePassageError, UnusableInputError
from safepassage.identity.errors import NoVaultError, VaultFaultError
from safepassage.identity.files import destroy, write_private
from safepassage.identity.key_ring import KeyRing, create_key_ring, header_of
from safepassage.identity.records import APPLICATION, Records, _sentence, _set_up, create_records
from safepassage.identity.sealing import BLOCK, KEY_BYTES, NONCE_BYTES, Place, seal, unseal
from tests.identity.desk import ADULT, CHILD, NAME, OTHER, PROTECTION, REGISTRAR, VAULT, Room, chance

WHY = "her brother asks for her"


def filled(room: Room) -> Room:
    with room.open() as vault:
        vault.seal(PROTECTION, ADULT, {"full-name": NAME, "protection-case": "taken aside"}, 0)
        vault.seal(REGISTRAR, OTHER, {"full-name": "Sara", "own-contact": "+963 1"}, 1)
    return room


def run(room: Room, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(room.database)) as connection, connection:
        connection.execute(statement, values)


def rows(room: Room) -> list[tuple[bytes, ...]]:
    with closing(sqlite3.connect(room.database)) as connection:
        return connection.execute("SELECT record, person, field, nonce, sealed FROM records").fetchall()


def test_the_database_shows_no_name_no_token_and_no_field(room: Room) -> None:
    filled(room)
    everything = b"".join(path.read_bytes() for path in room.folder.glob("vault.db*"))
    for word in (NAME, "Sara", "+963", "taken aside", ADULT, OTHER, "full-name", "protection", "contact"):
        assert word.encode() not in everything


def test_the_key_ring_shows_no_token_either(room: Room) -> None:
    filled(room)
    assert not any(token.encode() in room.keys.read_bytes() for token in (ADULT, OTHER))


def test_the_files_are_their_owners_alone_whatever_the_mask(tmp_path: Path) -> None:
    was = os.umask(0)
    try:
        room = Room(tmp_path).make()
        with room.open() as vault:
            vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
            files = [*tmp_path.glob("vault.db*"), room.keys]
            assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    finally:
        os.umask(was)
    assert stat.S_IMODE(room.keys.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("column", ["person", "field", "record", "nonce", "sealed"])
def test_a_row_that_was_swapped_or_changed_is_never_shown_as_what_it_is_not(room: Room, column: str) -> None:
    """Each column of Sara's name is put into the row of Layla's name."""
    with room.open() as vault:
        vault.seal(REGISTRAR, ADULT, {"full-name": NAME}, 0)
        vault.seal(REGISTRAR, OTHER, {"full-name": "Sara"}, 0)
        label = vault._shelf.tokens()[ADULT].label
    index = ("record", "person", "field", "nonce", "sealed").index(column)
    (mine,) = [row for row in rows(room) if row[1] == label]
    (other,) = [row for row in rows(room) if row[1] != label]
    run(room, "DELETE FROM records WHERE person = ?", other[1])
    run(room, f"UPDATE records SET {column} = ? WHERE record = ?", other[index], mine[0])  # noqa: S608 - a column of ours
    with room.open() as vault:
        if column in {"person", "field"}:
            assert vault.look(PROTECTION, ADULT, ["full-name"], WHY, 1) == {}
        else:
            with pytest.raises(VaultFaultError, match="was damaged or moved from elsewhere") as caught:
                vault.look(PROTECTION, ADULT, ["full-name"], WHY, 1)
            assert NAME not in str(caught.value)


def test_a_whole_row_under_another_person_or_field_opens_for_nobody() -> None:
    """The sealing itself: each part of a place is bound."""
    key, nonce = bytes(KEY_BYTES), bytes(NONCE_BYTES)
    place = Place("v", ADULT, "full-name", b"1")
    sealed = seal(key, place, NAME.encode(), 7, nonce)
    assert unseal(key, place, sealed, nonce) == (NAME.encode(), 7)
    for other in (
        Place("w", ADULT, "full-name", b"1"),
        Place("v", OTHER, "full-name", b"1"),
        Place("v", ADULT, "own-contact", b"1"),
        Place("v", ADULT, "full-name", b"2"),
    ):
        with pytest.raises(VaultFaultError):
            unseal(key, other, sealed, nonce)
    with pytest.raises(VaultFaultError):
        unseal(bytes([1]) * KEY_BYTES, place, sealed, nonce)


def test_lengths_tell_no_name_from_another() -> None:
    key, nonce, place = bytes(KEY_BYTES), bytes(NONCE_BYTES), Place("v", ADULT, "full-name", b"1")
    lengths = {len(seal(key, place, b"x" * size, 0, nonce)) for size in range(1, BLOCK - 8)}
    assert len(lengths) == 1
    assert unseal(key, place, seal(key, place, b"x\0\x80\0", 0, nonce), nonce)[0] == b"x\0\x80\0"


def test_a_ring_with_a_passphrase_opens_with_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "vault.keys"
    create_key_ring(path, VAULT, "a long sentence", chance())
    path.chmod(0o755)  # as every file on a stick of another system has it
    right = KeyRing(path, lambda: "a long sentence", chance(1))
    keys = right.fresh()
    right.write({ADULT: keys})
    assert KeyRing(path, lambda: "a long sentence", chance()).persons() == {ADULT: keys}
    assert "secret" not in header_of(path)
    with pytest.raises(UnusableInputError, match="does not open: check the passphrase"):
        KeyRing(path, lambda: "another", chance()).persons()
    with pytest.raises(UnusableInputError, match="needs its passphrase"):
        KeyRing(path, None, chance()).persons()


def test_a_ring_that_others_can_read_is_refused(room: Room) -> None:
    room.keys.chmod(0o644)
    with room.open() as vault, pytest.raises(UnusableInputError, match="can be read by others"):
        vault.look(PROTECTION, ADULT, ["full-name"], WHY, 0)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"format": "other", "vault": "v", "secret": "00"}',
        b'{"format": "safepassage-vault-keys-1", "vault": 1, "secret": "00"}',
        b'{"format": "safepassage-vault-keys-1", "vault": "v"}',
        b'{"format": "safepassage-vault-keys-1", "vault": "v", "secret": 5}',
        b'{"format": "safepassage-vault-keys-1", "vault": "v", "salt": "00", "scrypt": [1073741824, 8, 1]}',
    ],
)
def test_a_file_that_is_no_ring_is_told_and_makes_nobody_wait(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "vault.keys"
    write_private(path, line + b"\nxxxx")
    with pytest.raises(UnusableInputError, match="is no key ring of a vault"):
        KeyRing(path, None, chance()).persons()


def test_a_damaged_ring_is_told(room: Room) -> None:
    room.keys.write_bytes(room.keys.read_bytes()[:-1])
    with pytest.raises(UnusableInputError, match="does not open"):
        KeyRing(room.keys, None, chance()).persons()
    header = json.loads(room.keys.read_bytes().partition(b"\n")[0])
    write_private(room.keys, json.dumps(header).encode())
    with pytest.raises(UnusableInputError, match="does not open"):
        KeyRing(room.keys, None, chance()).persons()


def test_nothing_is_made_over_what_is_there(room: Room, tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="There is something at"):
        create_key_ring(room.keys, VAULT, None, chance())
    with pytest.raises(UnusableInputError, match="switched on once"):
        create_records(room.database, VAULT)
    with pytest.raises(UnusableInputError, match="passphrase is empty"):
        create_key_ring(tmp_path / "new.keys", VAULT, "  ", chance())


def test_a_vault_that_is_off_is_told_from_one_that_is_broken(tmp_path: Path) -> None:
    with pytest.raises(NoVaultError, match="it is off"):
        Records(tmp_path / "vault.db")
    with pytest.raises(NoVaultError, match="bring the stick"):
        KeyRing(tmp_path / "vault.keys", None, chance()).persons()
    for content, words in ((b"x" * 5000, "is no vault, or is damaged"), (b"", "is no vault: check the name")):
        (tmp_path / "odd.db").write_bytes(content)
        with pytest.raises(SafePassageError, match=words):
            Records(tmp_path / "odd.db")


def test_a_vault_of_a_later_format_is_refused(room: Room) -> None:
    run(room, "UPDATE vault SET format = 2")
    with pytest.raises(UnusableInputError, match="of format 2"):
        Records(room.database)


def test_a_place_where_sqlite_cannot_write_ahead_is_refused() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        with pytest.raises(UnusableInputError, match="where SQLite cannot write ahead"):
            _set_up(connection, Path("vault.db"))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "is full or failed"),
        (sqlite3.SQLITE_BUSY, "in use by another process for 60 s"),
        (sqlite3.SQLITE_CORRUPT, "is damaged"),
        (sqlite3.SQLITE_READONLY, "cannot be used (odd)"),
    ],
)
def test_each_failure_of_sqlite_has_a_sentence(code: int, words: str) -> None:
    error = sqlite3.OperationalError("odd")
    error.sqlite_errorcode = code
    assert words in _sentence(Path("vault.db"), error)


def test_every_transaction_is_flushed_and_what_is_deleted_is_overwritten(room: Room) -> None:
    with closing(Records(room.database)) as records:
        for pragma, value in (("synchronous", 2), ("secure_delete", 1), ("journal_mode", "wal")):
            assert records._connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_file_is_overwritten_where_it_stood_before_it_goes(tmp_path: Path) -> None:
    """A second name of the same file shows what became of its bytes."""
    path, second = tmp_path / "keys", tmp_path / "second"
    write_private(path, b"secret" * 300_000)
    os.link(path, second)
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert set(second.read_bytes()) == {0}
    os.link(path, tmp_path / "third")
    assert destroy(path)
    assert (tmp_path / "third").read_bytes() == bytes(3)
    assert not path.exists()
    assert not destroy(path)


def test_a_write_that_fails_leaves_the_old_keys_and_is_told(room: Room) -> None:
    filled(room)
    before = room.keys.read_bytes()
    ring = KeyRing(room.keys, None, chance())
    persons = ring.persons()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(VaultFaultError, match="cannot be written: check the stick"):
            ring.write(persons)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert room.keys.read_bytes() == before
    assert [path.name for path in room.keys.parent.iterdir()] == [room.keys.name]


def _seal_many(folder: Path, tokens: list[str]) -> None:
    room = Room(folder, randoms=os.urandom)
    with room.open() as vault:
        for turn in range(5):
            for token in tokens:
                vault.seal(REGISTRAR, token, {"full-name": f"{token} {turn}"}, turn)


def test_two_processes_that_seal_at_once_lose_no_key(room: Room) -> None:
    fresh = get_context("spawn")
    workers = [fresh.Process(target=_seal_many, args=(room.folder, [token])) for token in (ADULT, OTHER, CHILD)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with room.open() as vault:
        found = {token: kept.content.decode() for token, _, kept in vault._shelf.everything()}
    assert found == {token: f"{token} 4" for token in (ADULT, OTHER, CHILD)}
