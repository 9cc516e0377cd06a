"""References to the tables and the state, for passing to compiled functions.

A compiled function that takes a tuple of a hundred arrays copies all of them at every call, and takes minutes to
compile. A handle refers to the same arrays by one pointer. Compiled functions read handles exactly like the tuples
that they stand for, and are typed as taking those; Python code reads the tuples.
"""

from typing import Any, NamedTuple, cast

from numba import njit, types
from numba.experimental import structref

from safepassage.planning.solver.aims import AimTable
from safepassage.planning.solver.beginning import Beginning
from safepassage.planning.solver.calendars import Calendars
from safepassage.planning.solver.decode import Bench, Order
from safepassage.planning.solver.edits import Ledger
from safepassage.planning.solver.state import Search, Worth
from safepassage.planning.solver.tables import KindTable, StopTable, Tables, TermTable, VehicleTable
from safepassage.planning.solver.timeline import Events, Series, Timeline
from safepassage.planning.solver.trips import Trips
from safepassage.planning.solver.walk import Walks
from safepassage.planning.solver.ways import WayTables


class _Structure(types.StructRef):
    def preprocess_fields(self, fields: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
        return tuple((name, types.unliteral(kind)) for name, kind in fields)


class _Handle(structref.StructRefProxy):
    def __new__(cls, *fields: Any) -> Any:
        return structref.StructRefProxy.__new__(cls, *fields)


def _define(handle: type, structure: type, stands_for: type[NamedTuple]) -> None:
    structref.define_proxy(handle, structure, list(stands_for._fields))


@structref.register
class StopTableStructure(_Structure):
    """Compiled form of `StopTable`."""


class StopTableHandle(_Handle):
    """Refers to `StopTable`."""


_define(StopTableHandle, StopTableStructure, StopTable)


@structref.register
class KindTableStructure(_Structure):
    """Compiled form of `KindTable`."""


class KindTableHandle(_Handle):
    """Refers to `KindTable`."""


_define(KindTableHandle, KindTableStructure, KindTable)


@structref.register
class VehicleTableStructure(_Structure):
    """Compiled form of `VehicleTable`."""


class VehicleTableHandle(_Handle):
    """Refers to `VehicleTable`."""


_define(VehicleTableHandle, VehicleTableStructure, VehicleTable)


@structref.register
class TermTableStructure(_Structure):
    """Compiled form of `TermTable`."""


class TermTableHandle(_Handle):
    """Refers to `TermTable`."""


_define(TermTableHandle, TermTableStructure, TermTable)


@structref.register
class WayTablesStructure(_Structure):
    """Compiled form of `WayTables`."""


class WayTablesHandle(_Handle):
    """Refers to `WayTables`."""


_define(WayTablesHandle, WayTablesStructure, WayTables)


@structref.register
class BeginningStructure(_Structure):
    """Compiled form of `Beginning`."""


class BeginningHandle(_Handle):
    """Refers to `Beginning`."""


_define(BeginningHandle, BeginningStructure, Beginning)


@structref.register
class AimTableStructure(_Structure):
    """Compiled form of `AimTable`."""


class AimTableHandle(_Handle):
    """Refers to `AimTable`."""


_define(AimTableHandle, AimTableStructure, AimTable)


@structref.register
class TablesStructure(_Structure):
    """Compiled form of `Tables`."""


class TablesHandle(_Handle):
    """Refers to `Tables`."""


_define(TablesHandle, TablesStructure, Tables)


@structref.register
class CalendarsStructure(_Structure):
    """Compiled form of `Calendars`."""


class CalendarsHandle(_Handle):
    """Refers to `Calendars`."""


_define(CalendarsHandle, CalendarsStructure, Calendars)


@structref.register
class TripsStructure(_Structure):
    """Compiled form of `Trips`."""


class TripsHandle(_Handle):
    """Refers to `Trips`."""


_define(TripsHandle, TripsStructure, Trips)


@structref.register
class SeriesStructure(_Structure):
    """Compiled form of `Series`."""


class SeriesHandle(_Handle):
    """Refers to `Series`."""


_define(SeriesHandle, SeriesStructure, Series)


@structref.register
class EventsStructure(_Structure):
    """Compiled form of `Events`."""


class EventsHandle(_Handle):
    """Refers to `Events`."""


_define(EventsHandle, EventsStructure, Events)


@structref.register
class TimelineStructure(_Structure):
    """Compiled form of `Timeline`."""


class TimelineHandle(_Handle):
    """Refers to `Timeline`."""


_define(TimelineHandle, TimelineStructure, Timeline)


@structref.register
class WalksStructure(_Structure):
    """Compiled form of `Walks`."""


class WalksHandle(_Handle):
    """Refers to `Walks`."""


_define(WalksHandle, WalksStructure, Walks)


@structref.register
class OrderStructure(_Structure):
    """Compiled form of `Order`."""


class OrderHandle(_Handle):
    """Refers to `Order`."""


_define(OrderHandle, OrderStructure, Order)


@structref.register
class BenchStructure(_Structure):
    """Compiled form of `Bench`."""


class BenchHandle(_Handle):
    """Refers to `Bench`."""


_define(BenchHandle, BenchStructure, Bench)


@structref.register
class LedgerStructure(_Structure):
    """Compiled form of `Ledger`."""


class LedgerHandle(_Handle):
    """Refers to `Ledger`."""


_define(LedgerHandle, LedgerStructure, Ledger)


@structref.register
class WorthStructure(_Structure):
    """Compiled form of `Worth`."""


class WorthHandle(_Handle):
    """Refers to `Worth`."""


_define(WorthHandle, WorthStructure, Worth)


@structref.register
class SearchStructure(_Structure):
    """Compiled form of `Search`."""


class SearchHandle(_Handle):
    """Refers to `Search`."""


_define(SearchHandle, SearchStructure, Search)


@njit(cache=True)
def _table_handle(tables: Tables) -> Any:
    return TablesHandle(
        StopTableHandle(*tables.stops),
        KindTableHandle(*tables.kinds),
        VehicleTableHandle(*tables.vehicles),
        TermTableHandle(*tables.terms),
        WayTablesHandle(*tables.ways),
        AimTableHandle(*tables.aim),
        BeginningHandle(*tables.beginning),
    )


@njit(cache=True)
def _timeline_handle(timeline: Timeline) -> Any:
    return TimelineHandle(
        timeline.free,
        timeline.at,
        timeline.left,
        timeline.km,
        timeline.risk,
        CalendarsHandle(*timeline.calendars),
        SeriesHandle(*timeline.convoys),
        timeline.short,
        SeriesHandle(*timeline.departures),
        SeriesHandle(*timeline.arrivals),
        SeriesHandle(*timeline.gone),
        SeriesHandle(*timeline.come),
        timeline.vehicle,
        EventsHandle(*timeline.events),
    )


@njit(cache=True)
def _bench_handle(bench: Bench) -> Any:
    walks = bench.walks
    return BenchHandle(
        WalksHandle(
            walks.trip,
            walks.vehicle,
            walks.stop,
            walks.origin,
            walks.at,
            walks.time,
            walks.way,
            walks.passed,
            walks.km,
            walks.risk,
            walks.aboard,
            walks.convoy,
            walks.empty_way,
            walks.loaded_way,
            walks.in_convoy,
            EventsHandle(*walks.events),
        ),
        bench.members,
        bench.joined_rule,
        bench.joined_time,
        bench.done,
        bench.short_allowed,
        bench.placed,
    )


@njit(cache=True)
def _search_handle(search: Search) -> Any:
    return SearchHandle(
        TripsHandle(*search.trips),
        OrderHandle(*search.order),
        LedgerHandle(*search.ledger),
        WorthHandle(*search.worth),
        _timeline_handle(search.timeline),
        _bench_handle(search.bench),
        TripsHandle(*search.kept_trips),
        OrderHandle(*search.kept_order),
        LedgerHandle(*search.kept_ledger),
        WorthHandle(*search.kept_worth),
        TripsHandle(*search.best_trips),
        OrderHandle(*search.best_order),
        LedgerHandle(*search.best_ledger),
        search.score,
        search.dirty,
        search.further,
    )


def table_handle(tables: Tables) -> Tables:
    """Give a handle of the tables."""
    return cast(Tables, _table_handle(tables))


def search_handle(search: Search) -> Search:
    """Give a handle of the state of a search."""
    return cast(Search, _search_handle(search))
