"""The seize drill: what a thief of this machine would learn, and what to do about each thing that lies here.

Values and words alone; `safepassage.bootstrap.seizure` looks at the machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Lying(StrEnum):
    """What sort of thing lies on the machine."""

    LEDGER = "ledger"
    LEDGER_SERVER = "ledger-server"
    SIGNING_KEY = "signing-key"
    VAULT = "vault"
    KEYS = "keys"
    SCENARIO = "scenario"
    SNAPSHOTS = "snapshots"
    LIST = "list"
    SWAP = "swap"


ADVICE = {
    Lying.LEDGER: "It has tokens, places, times and names of staff, and must stay: keep this machine's disk encrypted "
    "and shut it down when it is left alone, or move the ledger to a server elsewhere.",
    Lying.LEDGER_SERVER: "The ledger is on a server: take its password off this machine when you leave it.",
    Lying.SIGNING_KEY: "Whoever has it can sign in your name: keep it on a stick, apart from the ledger.",
    Lying.VAULT: "Without the keys it shows nothing; it is here to be kept.",
    Lying.KEYS: "Keep them on a stick or elsewhere (SAFEPASSAGE_VAULT_KEYS), with a passphrase, and take it with you.",
    Lying.SCENARIO: "It has places, ways and times, and names of those who gave figures: keep the disk encrypted.",
    Lying.SNAPSHOTS: "They repeat what the ledger has, and may be deleted at any time.",
    Lying.LIST: "It left the vault and has names in clear: hand it over, then delete it.",
    Lying.SWAP: "What was shown may have been written there: encrypt it, or switch it off with 'swapoff -a'.",
}
"""What to do about each sort."""


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that lies here; `readable` if no other secret is needed to read what it tells of anybody."""

    what: Lying
    where: str
    readable: bool
    disk_encrypted: bool

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE[self.what]


@dataclass(frozen=True, slots=True)
class Learned:
    """What the ledger tells: how many tokens, places, movements, which staff, and from when to when, UTC texts."""

    tokens: int = 0
    places: int = 0
    movements: int = 0
    staff: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Seizure:
    """What a thief would have.

    `named` is the number of persons of whom something personal could be read. `keys_same_disk` says whether the keys
    lie on the disk of the vault, `keys_passphrase` whether they need a passphrase; None where there is no vault, or its
    keys are not at hand.
    """

    found: tuple[Found, ...]
    learned: Learned
    named: int
    vault: bool
    keys_same_disk: bool | None
    keys_passphrase: bool | None


@dataclass(frozen=True, slots=True)
class Emptied:
    """What `make_nothing` destroyed; `recorded` "" if the ledger has it, else why not."""

    keys: bool
    records: bool
    lists: tuple[str, ...]
    recorded: str


def seizure_in_words(seizure: Seizure) -> Iterator[str]:
    """Yield what a thief would learn, what lies here, and what to do."""
    learned = seizure.learned
    yield f"Whoever takes this machine can read something personal of {seizure.named:,} persons."
    if learned.first:
        yield (
            f"From the ledger: {learned.tokens:,} tokens, {learned.movements:,} departures and arrivals at "
            f"{learned.places:,} places, from {learned.first} to {learned.last}."
        )
        yield f"Staff by name: {', '.join(learned.staff)}."
    yield from _keys_in_words(seizure)
    for each in seizure.found:
        state = "readable" if each.readable else "sealed"
        disk = "on an encrypted disk" if each.disk_encrypted else "on a disk not known to be encrypted"
        yield f"{each.what.value}: {each.where}: {state}, {disk}. {each.advice}"
    if seizure.vault:
        yield "To make the vault nothing, at once and for good: safepassage operation seize-drill --now --yes"


def _keys_in_words(seizure: Seizure) -> Iterator[str]:
    if not seizure.vault:
        yield "The vault is off: no name is kept here, unless somebody wrote one where none belongs."
    elif seizure.keys_same_disk is None:
        yield "The keys of the vault are not at hand: without them it shows nothing."
    else:
        disk = "the same disk as the vault" if seizure.keys_same_disk else "another disk than the vault"
        needed = (
            "need a passphrase" if seizure.keys_passphrase else "need no passphrase: who has the file has the names"
        )
        yield f"The keys of the vault lie on {disk}, and {needed}."


def emptied_in_words(emptied: Emptied) -> Iterator[str]:
    """Yield what was destroyed, and what that means on the disks of today."""
    if emptied.keys:
        yield "The keys are destroyed: nobody can open the vault any more, nor any copy of its database."
        yield (
            "They were overwritten first. A solid-state disk may still hold the old blocks: if the keys had a "
            "passphrase, or the disk is encrypted, that helps nobody; if not, destroy the disk or the stick."
        )
    else:
        yield "The keys were not destroyed: they are not at hand. Destroy the stick that has them, and every copy."
    yield "The vault's database is gone." if emptied.records else "There was no vault's database here."
    for each in emptied.lists:
        yield f"{each} is gone; it had left the vault."
    yield emptied.recorded or "The ledger has it recorded. It verifies as before, and every total stands."
