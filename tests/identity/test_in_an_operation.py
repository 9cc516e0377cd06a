"""The vault in a live operation: off by default, its journal the ledger, and nothing that boarding needs."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from safepassage.bootstrap import ledgers
from safepassage.bootstrap.operations import OperationFolder, opened_operation
from safepassage.bootstrap.vaults import LedgerJournal, journal_of, keys_file, opened_vault, passphrase_or, switch_on
from safepassage.domain.errors import ForbiddenError, UnusableInputError
from safepassage.domain.live.people import PeopleBoarded
from safepassage.domain.live.vault import VaultDestroyed
from safepassage.identity.access import Rule
from safepassage.identity.errors import AccessRefusedError, NoVaultError
from safepassage.ledger.errors import StaleAppendError
from tests.identity.operation import ADULT, CHILD, append, begun, verdict_of

NAME, WHY = "Layla of the second floor", "her brother asks for her"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OperationFolder:
    monkeypatch.delenv("SAFEPASSAGE_DATABASE", raising=False)
    monkeypatch.setenv("SAFEPASSAGE_VAULT_KEYS", str(tmp_path / "stick" / "vault.keys"))
    return begun(tmp_path / "operation")


def unasked() -> str:
    raise AssertionError("nobody is asked for a passphrase")


def types_of(folder: OperationFolder) -> list[str]:
    with closing(ledgers.opened_ledger(folder.database)) as store:
        return [row.type for row in store.rows()]


def test_a_vault_is_off_until_somebody_who_may_switches_it_on(folder: OperationFolder) -> None:
    assert not (folder.path / "vault.db").exists()
    with pytest.raises(NoVaultError, match="it is off"), opened_vault(folder, unasked):
        pass
    with pytest.raises(ForbiddenError, match="Only a coordinator or an information officer"):
        switch_on(folder, "Dani", None)
    assert not (folder.path / "vault.db").exists()
    switch_on(folder, "Omar", None)
    with closing(ledgers.opened_ledger(folder.database)) as store:
        (payload,) = [json.loads(row.payload) for row in store.rows() if row.type == "vault.switched-on"]
    assert payload["passphrase"] is False
    with pytest.raises(UnusableInputError, match="switched on once"):
        switch_on(folder, "Omar", None)


def test_with_the_vault_off_people_board_all_the_same(folder: OperationFolder) -> None:
    append(folder, [PeopleBoarded(5, "bus-1", "school", (ADULT, CHILD), 2)])
    with opened_operation(folder) as operation:
        assert sum(operation.desk.look().persons().values()) == 2


def test_every_act_is_in_the_ledger_and_no_name_is(folder: OperationFolder) -> None:
    switch_on(folder, "Omar", None)
    with opened_vault(folder, unasked) as found:
        found.vault.seal(found.actor("Rana"), ADULT, {"full-name": NAME}, found.now_s())
        seen = found.vault.look(found.actor("Petra"), ADULT, ["full-name"], WHY, found.now_s())
        assert seen == {"full-name": NAME}
        with pytest.raises(AccessRefusedError):
            found.vault.look(found.actor("Nobody"), ADULT, ["full-name"], WHY, found.now_s())
        found.vault.erase(found.actor("Omar"), ADULT, "she asked for it", found.now_s())
    kept = ["vault.switched-on", "vault.sealed", "vault.looked", "vault.refused", "person.erased"]
    assert types_of(folder)[-5:] == kept
    verdict = verdict_of(folder)
    assert verdict.ok
    assert verdict.totals["group.registered"]["counts"]["persons"] == 2
    assert NAME.encode() not in b"".join(path.read_bytes() for path in folder.path.glob("*.db*"))


def test_the_ledger_knows_who_is_a_child(folder: OperationFolder) -> None:
    switch_on(folder, "Omar", None)
    with opened_vault(folder, unasked) as found:
        found.vault.seal(found.actor("Rana"), CHILD, {"full-name": NAME}, found.now_s())
        with pytest.raises(AccessRefusedError) as refused:
            found.vault.look(found.actor("Petra"), CHILD, ["full-name"], WHY, found.now_s())
        assert refused.value.rule == Rule.NEEDS_TWO
        with pytest.raises(UnusableInputError, match="Nobody is registered"):
            found.vault.look(found.actor("Petra"), "X-9", ["full-name"], WHY, found.now_s())


def test_facts_of_the_vault_move_nobody_and_the_operation_opens_with_them(folder: OperationFolder) -> None:
    with opened_operation(folder) as operation:
        before = operation.desk.look()
        where, version = before.persons(), before.version
    switch_on(folder, "Omar", None)
    with opened_vault(folder, unasked) as found, pytest.raises(AccessRefusedError):
        found.vault.look(found.actor("Dani"), ADULT, ["full-name"], WHY, found.now_s())
    with opened_operation(folder) as operation:
        after = operation.desk.look()
        assert (after.persons(), after.version) == (where, version)


def test_two_who_decide_at_once_are_told_apart(folder: OperationFolder) -> None:
    """What was decided on a journal that has grown since is not recorded, and so nothing is shown."""
    with opened_operation(folder) as operation, journal_of(folder, operation) as slow:
        with journal_of(folder, operation) as quick:
            quick.record(VaultDestroyed(1, "first"), "Omar")
        with pytest.raises(StaleAppendError):
            slow.record(VaultDestroyed(2, "second"), "Omar")
        assert isinstance(slow, LedgerJournal)
        assert [told.fact for told in slow.told()] == [VaultDestroyed(1, "first")]


def test_keys_lie_where_the_setting_says_or_among_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFEPASSAGE_VAULT_KEYS", str(tmp_path / "stick.keys"))
    assert keys_file("5afe") == tmp_path / "stick.keys"
    monkeypatch.delenv("SAFEPASSAGE_VAULT_KEYS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert keys_file("5afe") == tmp_path / "safepassage" / "vault-5afe.keys"


def test_a_passphrase_comes_from_the_setting_or_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAFEPASSAGE_VAULT_PASSPHRASE", "a long sentence")
    assert passphrase_or(unasked)() == "a long sentence"
    monkeypatch.delenv("SAFEPASSAGE_VAULT_PASSPHRASE")
    assert passphrase_or(lambda: "typed")() == "typed"
