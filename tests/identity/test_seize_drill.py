"""The seize drill says what a thief would learn, and makes it nothing."""

import os
import resource
import shutil
from pathlib import Path

import pytest

from safepassage.bootstrap.operations import OperationFolder
from safepassage.bootstrap.seizure import make_nothing, seized
from safepassage.bootstrap.vaults import keys_file, opened_vault, switch_on
from safepassage.identity.disclosing import ListFormat, Order
from safepassage.identity.disks import existing, known_encrypted, swap_places
from safepassage.identity.errors import NoVaultError
from safepassage.identity.seizure import ADVICE, Lying, emptied_in_words, seizure_in_words
from tests.identity.operation import ADULT, STAFF, begun, verdict_of

NAME, WHY = "Layla of the second floor", "her brother asks for her"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OperationFolder:
    monkeypatch.delenv("SAFEPASSAGE_DATABASE", raising=False)
    monkeypatch.setenv("SAFEPASSAGE_VAULT_KEYS", str(tmp_path / "stick" / "vault.keys"))
    monkeypatch.setenv("SAFEPASSAGE_LEDGER_KEY", str(tmp_path / "stick" / "ledger.pem"))
    return begun(tmp_path / "operation")


def filled(folder: OperationFolder, passphrase: str | None = None) -> OperationFolder:
    switch_on(folder, "Omar", None if passphrase is None else lambda: passphrase)
    with opened_vault(folder, lambda: str(passphrase)) as found:
        found.vault.seal(found.actor("Rana"), ADULT, {"full-name": NAME}, found.now_s())
    return folder


def disclosed(folder: OperationFolder, form: str) -> Path:
    with opened_vault(folder, str) as found:
        order = Order((ADULT,), ("full-name",), "the reception centre", WHY, ListFormat(form))
        made = found.vault.disclose(found.actor("Omar"), order, found.now_s())
    path = folder.path / "lists" / f"list.{form}"
    path.parent.mkdir(exist_ok=True)
    path.write_text(made.text, encoding="utf-8")
    return path


def test_without_a_vault_a_thief_learns_of_movements_and_staff_and_of_no_name(folder: OperationFolder) -> None:
    found = seized(folder)
    assert (found.named, found.vault, found.keys_same_disk, found.keys_passphrase) == (0, False, None, None)
    assert (found.learned.tokens, found.learned.movements) == (2, 2)
    assert found.learned.places >= 2
    assert set(STAFF) <= set(found.learned.staff)
    assert found.learned.first < found.learned.last
    assert {each.what for each in found.found} >= {Lying.LEDGER, Lying.SCENARIO}
    words = "\n".join(seizure_in_words(found))
    assert "something personal of 0 persons" in words
    assert "The vault is off" in words


def test_keys_beside_the_vault_give_the_names_away_and_keys_elsewhere_do_not(
    folder: OperationFolder, tmp_path: Path
) -> None:
    found = seized(filled(folder))
    assert (found.named, found.keys_same_disk, found.keys_passphrase) == (1, True, False)
    assert "who has the file has the names" in "\n".join(seizure_in_words(found))
    assert {each.what: each.readable for each in found.found}[Lying.VAULT] is False
    keys_file("").rename(tmp_path / "taken-away")
    found = seized(folder)
    assert (found.named, found.keys_same_disk, found.keys_passphrase) == (0, None, None)
    assert "without them it shows nothing" in "\n".join(seizure_in_words(found))


def test_keys_with_a_passphrase_give_nothing_away(folder: OperationFolder) -> None:
    found = seized(filled(folder, "a long sentence"))
    assert (found.named, found.keys_passphrase) == (0, True)
    assert "need a passphrase" in "\n".join(seizure_in_words(found))


@pytest.mark.parametrize("form", ListFormat)
def test_a_list_that_lies_about_is_found_by_its_mark(folder: OperationFolder, form: str) -> None:
    path = disclosed(filled(folder), form)
    shutil.copy(folder.path / "ledger.db", folder.path / "a copy of the ledger")
    found = seized(folder)
    assert [each.where for each in found.found if each.what is Lying.LIST] == [str(path)]
    assert found.named == 2


def test_made_nothing_the_machine_shows_nothing_of_persons_and_the_ledger_verifies(folder: OperationFolder) -> None:
    path = disclosed(filled(folder), "csv")
    backup = folder.path / "vault backup"
    shutil.copy(folder.path / "vault.db", backup)
    keys = keys_file("").read_bytes()
    done = make_nothing(folder, "Dani", "they are at the door")
    assert (done.keys, done.records, done.lists, done.recorded) == (True, True, (str(path),), "")
    everything = b"".join(each.read_bytes() for each in folder.path.parent.rglob("*") if each.is_file())
    assert NAME.encode() not in everything
    assert keys[-40:] not in everything
    assert seized(folder).named == 0
    with pytest.raises(NoVaultError), opened_vault(folder, str):
        pass
    verdict = verdict_of(folder)
    assert verdict.ok
    assert verdict.totals["vault.destroyed"]["events"] == 1
    words = "\n".join(emptied_in_words(done))
    assert "solid-state disk may still hold" in words
    assert "every total stands" in words


def test_to_make_nothing_works_where_the_keys_and_the_ledger_are_not_at_hand(
    folder: OperationFolder, tmp_path: Path
) -> None:
    filled(folder)
    keys_file("").rename(tmp_path / "taken-away")
    Path(folder.database).unlink()
    done = make_nothing(folder, "Dani", "they are at the door")
    assert (done.keys, done.records) == (False, True)
    words = "\n".join(emptied_in_words(done))
    assert "Destroy the stick that has them" in words
    assert "the ledger does not have it" in words


def test_to_make_nothing_twice_finds_nothing_the_second_time(folder: OperationFolder) -> None:
    make_nothing(filled(folder), "Dani", "a drill")
    done = make_nothing(folder, "Dani", "a drill")
    assert (done.keys, done.records, done.lists) == (False, False, ())
    assert "There was no vault's database here." in list(emptied_in_words(done))


def test_a_disk_that_lets_nothing_be_written_loses_the_files_all_the_same(folder: OperationFolder) -> None:
    filled(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        done = make_nothing(folder, "Dani", "they are at the door")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (done.keys, done.records) == (True, True)
    assert "the ledger does not have it" in done.recorded
    assert not keys_file("").exists()


def test_keys_that_are_damaged_do_not_stop_the_drill(folder: OperationFolder) -> None:
    filled(folder)
    keys_file("").write_bytes(b"damaged")
    (folder.path / "snapshots").mkdir(exist_ok=True)
    (folder.path / "snapshots" / "one").write_bytes(b"{}")
    found = seized(folder)
    assert (found.named, found.keys_passphrase) == (0, False)
    assert make_nothing(folder, "Dani", "a drill").keys
    assert list((folder.path / "snapshots").iterdir()) == []


def test_a_ledger_on_a_server_is_told_without_its_password(
    folder: OperationFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEPASSAGE_DATABASE", "postgresql://ada:s3cret@127.0.0.1:1/op")
    found = seized(folder)
    assert Lying.LEDGER_SERVER in {each.what for each in found.found}
    assert "s3cret" not in "\n".join(seizure_in_words(found))


def test_everything_that_can_lie_there_comes_with_advice() -> None:
    assert set(ADVICE) == set(Lying)


def test_a_path_that_is_not_there_yet_is_on_the_disk_of_the_folder_above(tmp_path: Path) -> None:
    assert existing(tmp_path / "a" / "b") == tmp_path


@pytest.mark.parametrize(("uuid", "known"), [("CRYPT-LUKS2-1", True), ("LVM-1", False), ("", False)])
def test_an_encrypted_disk_is_known_by_what_lies_under_it(tmp_path: Path, uuid: str, known: bool) -> None:
    number = tmp_path.stat().st_dev
    device = tmp_path / "dev" / f"{os.major(number)}:{os.minor(number)}"
    (device / "slaves" / "dm-0" / "dm").mkdir(parents=True)
    (device / "slaves" / "dm-0" / "dm" / "uuid").write_text(uuid)
    assert known_encrypted(tmp_path, tmp_path / "dev") is known


def test_swap_is_named_where_the_machine_tells_of_it(tmp_path: Path) -> None:
    swaps = tmp_path / "swaps"
    assert swap_places(swaps) == ()
    swaps.write_text("Filename\tType\tSize\n/dev/sda2 partition 100\n\n/swap file 5\n")
    assert swap_places(swaps) == ("/dev/sda2", "/swap")
