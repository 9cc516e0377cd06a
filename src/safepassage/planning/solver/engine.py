"""Tables and state of a search, with the handles by which compiled functions refer to them."""

from dataclasses import dataclass

from safepassage.planning.solver.handles import search_handle, table_handle
from safepassage.planning.solver.state import Search
from safepassage.planning.solver.tables import Tables


@dataclass(frozen=True, slots=True)
class Engine:
    """A search that can run: Python reads `tables` and `search`, compiled functions take the handles."""

    tables: Tables
    search: Search
    tables_handle: Tables
    handle: Search

    @classmethod
    def of(cls, tables: Tables, search: Search) -> "Engine":
        """Make the handles of tables and a state."""
        return cls(tables, search, table_handle(tables), search_handle(search))

    def with_tables(self, tables: Tables) -> "Engine":
        """Give the same search under other tables."""
        return Engine(tables, self.search, table_handle(tables), self.handle)
