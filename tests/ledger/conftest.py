"""Where ledgers of the tests are kept: files in tmp_path, and databases of a real PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ledger.places import Place, PostgresqlPlace, SqlitePlace
from tests.ledger.server import Server, programs, running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Give a server for this session."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here: requirements/debian.txt names its package")
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Give a place for a ledger, of each kind in turn."""
    made = another_place(request, tmp_path)
    yield made
    made.close()


def another_place(request: pytest.FixtureRequest, folder: Path) -> Place:
    if request.param == "sqlite":
        return SqlitePlace(folder / "ledger.db")
    server: Server = request.getfixturevalue("postgresql")
    return PostgresqlPlace(server.fresh())
