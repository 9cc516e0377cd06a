"""The real PostgreSQL server of the ledger's tests serves these too."""

from tests.ledger.conftest import postgresql

__all__ = ["postgresql"]
