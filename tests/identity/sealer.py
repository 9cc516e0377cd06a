"""A process that seals and erases, turn by turn, and says what was acknowledged, until it is killed."""

import os
import sys
from itertools import count
from pathlib import Path

from safepassage.identity.key_ring import KeyRing
from safepassage.identity.records import Records
from safepassage.identity.vault import Vault
from tests.identity.desk import OFFICER, REGISTRAR, Book

PEOPLE = 4


def people(turn: int) -> list[str]:
    """Give the tokens of a turn: one person leaves and one comes each time."""
    return [f"P-{number}" for number in range(turn, turn + PEOPLE)]


def main(folder: Path, turns: int | None) -> None:
    """Seal everybody of each turn under its number, then erase the first of them."""
    records, ring = Records(folder / "vault.db"), KeyRing(folder / "stick" / "vault.keys", None, os.urandom)
    vault = Vault(records, ring, Book(), lambda _: False, os.urandom)
    for turn in range(turns) if turns is not None else count():
        for token in people(turn):
            vault.seal(REGISTRAR, token, {"full-name": str(turn)}, turn)
            print("sealed", token, turn, flush=True)
        print("erasing", people(turn)[0], flush=True)
        vault.erase(OFFICER, people(turn)[0], "they asked for it", turn)
        print("erased", people(turn)[0], flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
