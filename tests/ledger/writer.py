"""A process that writes to a ledger from eight threads and says of each event when it was acknowledged.

    python -m tests.ledger.writer ADDRESS NAME

It goes on until it is killed. Each thread has a stream of its own, begins where that ends, and prints ids one a line.
"""

import os
import sys
from pathlib import Path
from threading import Thread

from safepassage.ledger.database import DatabaseStore
from safepassage.ledger.grouping import GroupedAppends
from safepassage.ledger.postgresql import PostgresqlStore
from safepassage.ledger.sqlite import SqliteStore
from tests.ledger.places import event, salting, ticking

THREADS = 8


def store_at(address: str) -> DatabaseStore:
    """Open the ledger at an address."""
    seed = int.from_bytes(os.urandom(4), "big")
    if address.startswith("postgresql:"):
        return PostgresqlStore(address, ticking(), salting(seed))
    return SqliteStore(Path(address), ticking(), salting(seed))


def write(appends: GroupedAppends, stream: str, version: int) -> None:
    """Append two events at a time, for ever; print their ids once they are acknowledged."""
    while True:
        pair = [event(f"{stream}-{version + k}", payload={"groups": k, "text": "x" * 500}) for k in (1, 2)]
        appends.append(stream, version, pair)
        os.write(1, "".join(f"{each.id}\n" for each in pair).encode())  # in one go, so that no line is torn
        version += 2


def main() -> None:
    """Write until killed."""
    address, name = sys.argv[1:]
    streams = [f"{name}-{k}" for k in range(THREADS)]
    store = store_at(address)
    versions = [sum(1 for _ in store.stream(stream)) for stream in streams]
    store.close()
    appends = GroupedAppends(lambda: store_at(address))
    for stream, version in zip(streams, versions, strict=True):
        Thread(target=write, args=(appends, stream, version)).start()


if __name__ == "__main__":
    main()
