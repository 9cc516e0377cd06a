"""A vault in a folder, people who act with it, and a journal in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from safepassage.domain.events import Fact
from safepassage.domain.live.roles import Role
from safepassage.domain.live.told import Told
from safepassage.identity.access import Actor
from safepassage.identity.key_ring import KeyRing, Randoms, create_key_ring
from safepassage.identity.records import Records, create_records
from safepassage.identity.vault import Vault

VAULT = "5afe"
ADULT, OTHER, CHILD = "A-1", "A-2", "C-1"
TOKENS = {ADULT: False, OTHER: False, CHILD: True}
"""Who is registered, and whether it is a child."""

REGISTRAR = Actor("Rana", (Role.REGISTRATION_OFFICER,))
MEDIC = Actor("Mona", (Role.MEDICAL,))
PROTECTION = Actor("Petra", (Role.PROTECTION,))
OFFICER = Actor("Omar", (Role.INFORMATION_OFFICER,))
AUDITOR = Actor("Aida", (Role.AUDITOR,))
DISPATCHER = Actor("Dani", (Role.DISPATCHER,))
STRANGER = Actor("Sami", ())

NAME, NOTE = "Layla of the second floor", "insulin, twice a day"


@dataclass
class Book:
    """A journal in memory; with `full` it acknowledges nothing."""

    kept: list[Told] = field(default_factory=list)
    full: bool = False

    def record(self, fact: Fact, actor: str) -> None:
        """Keep a fact."""
        if self.full:
            raise OSError(28, "No space left on device")
        self.kept.append(Told(fact, f"e-{len(self.kept)}", actor, "desk", "2016-12-15T08:30:00.000000Z"))

    def told(self) -> Iterator[Told]:
        """Yield what was kept."""
        return iter(self.kept)

    def names(self) -> list[str]:
        """Give the names of all facts, in order."""
        return [told.fact.name for told in self.kept]

    def last(self) -> Fact:
        """Give the last fact."""
        return self.kept[-1].fact


def chance(seed: int = 0) -> Randoms:
    """Give bytes that are the same at each run."""
    stream: Callable[[int], bytes] = Random(seed).randbytes
    return stream


@dataclass
class Room:
    """Where a vault's files lie, and its journal."""

    folder: Path
    book: Book = field(default_factory=Book)
    randoms: Randoms = field(default_factory=chance)

    @property
    def database(self) -> Path:
        """Give the path of the database."""
        return self.folder / "vault.db"

    @property
    def keys(self) -> Path:
        """Give the path of the key ring."""
        return self.folder / "stick" / "vault.keys"

    def make(self) -> "Room":
        """Switch the vault on."""
        create_key_ring(self.keys, VAULT, None, self.randoms)
        create_records(self.database, VAULT)
        return self

    @contextmanager
    def open(self, database: Path | None = None, keys: Path | None = None) -> Iterator[Vault]:
        """Open the vault, or another copy of its files."""
        records = Records(database or self.database)
        try:
            ring = KeyRing(keys or self.keys, None, self.randoms)
            yield Vault(records, ring, self.book, TOKENS.get, self.randoms)
        finally:
            records.close()
