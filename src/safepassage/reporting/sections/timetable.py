"""The timetable: convoys, trips, and what vehicles do."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from safepassage.reporting.measures.crossings import Convoy, convoys
from safepassage.reporting.measures.fleet import TypeUse, VehicleUse
from safepassage.reporting.measures.journeys import Journey, Ride, Trip, journeys, rides_by_vehicle, trips
from safepassage.reporting.measures.risk import has_risk, journey_risks
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.risk import risk_words
from safepassage.reporting.tables import NAME, NUMBER, Block, Cell, Column, Row, Table, table
from safepassage.reporting.words import (
    DASH,
    decimal,
    duration,
    first_few,
    listed,
    number,
    vehicle_ranges,
    vehicle_type,
)

MOST_CONVOYS = 250
MOST_TRIPS = 120
MOST_VEHICLES = 60
"""More vehicles than this are shown by type only; each stands on the field sheets."""

MOST_JOURNEYS = 15


def convoy_table(facts: Facts) -> Table | None:
    """Give the convoys by day; None when the agreement asks for none or none moves."""
    every = convoys(facts.happened)
    if not every:
        return None
    several = len({c.crossing for c in every}) > 1
    few = len({leg.vehicle for leg in facts.happened.legs}) <= MOST_VEHICLES
    going = rides_by_vehicle(facts.happened)
    days: dict[str, list[Row]] = {}
    for convoy in every[:MOST_CONVOYS]:
        day = facts.clock.date_words(facts.clock.day(convoy.at_s))
        days.setdefault(day, []).append(_convoy_row(facts, convoy, going, few, several))
    crossing = (Column("crossing", NAME),) if several else ()
    columns = (
        Column("no.", NUMBER),
        Column("leaves", NUMBER),
        *crossing,
        Column("vehicles", NUMBER),
        Column("which"),
        Column("people", NUMBER),
        Column("from", NAME),
        Column("to", NAME),
    )
    left = len(every) - MOST_CONVOYS
    note = f"{left:,} more convoys are in convoys.csv of the field sheets." if left > 0 else ""
    return Table(columns, tuple(Block(tuple(rows), day) for day, rows in days.items()), note=note)


def _convoy_row(facts: Facts, convoy: Convoy, going: dict[str, list[Ride]], few: bool, several: bool) -> Row:
    bound_for = convoy_destinations(convoy, going)
    came_from = [place for place, _ in Counter(p.came_from for p in convoy.passages).most_common()]
    crossing = (facts.labels[convoy.crossing],) if several else ()
    return (
        number(convoy.number),
        facts.clock.hour_words(convoy.at_s, exact=True),
        *crossing,
        number(len(convoy.vehicles)),
        _which(convoy.vehicles, few),
        number(convoy.persons),
        first_few(facts.names(came_from)),
        first_few(facts.names(bound_for)),
    )


def _which(vehicles: tuple[str, ...], few: bool) -> str:
    """Name vehicles while there are few in all, else count them by type."""
    if few:
        return vehicle_ranges(vehicles)
    types = Counter(vehicle_type(name) for name in vehicles)
    return ", ".join(f"{number(count)}\u00a0\u00d7\u00a0{kind}" for kind, count in types.most_common())


def convoy_destinations(convoy: Convoy, going: dict[str, list[Ride]]) -> list[str]:
    """Give where the people of a convoy alight, where most do first."""
    aboard = [
        ride
        for vehicle in convoy.vehicles
        for ride in going.get(vehicle, ())
        if ride.board_s <= convoy.at_s < ride.alight_s
    ]
    persons: Counter[str] = Counter()
    for ride in aboard:
        persons[ride.destination] += ride.persons
    return [place for place, _ in persons.most_common()]


def trip_table(facts: Facts) -> Table | None:
    """Give every trip with people aboard; None when there are too many for the report."""
    every = trips(facts.happened)
    if not every or len(every) > MOST_TRIPS:
        return None
    rows = (_trip_row(facts, trip) for trip in every)
    columns = (
        ("vehicle", NAME),
        ("boards at", NAME),
        ("leaves", NUMBER),
        ("alights at", NAME),
        ("empty by", NUMBER),
        ("people", NUMBER),
    )
    return table(columns, rows)


def _trip_row(facts: Facts, trip: Trip) -> Row:
    return (
        trip.vehicle,
        listed(facts.names(trip.origins)),
        facts.clock.words(trip.board_s, year=False),
        listed(facts.names(trip.destinations)),
        facts.clock.words(trip.alight_s, year=False),
        number(trip.persons),
    )


def type_table(facts: Facts, uses: Iterable[TypeUse]) -> Table:
    """Give what vehicles of each type do."""
    columns = (
        ("type", NAME),
        ("used of", NUMBER),
        ("trips", NUMBER),
        ("people", NUMBER),
        ("people a trip", NUMBER),
        ("most trips of one", NUMBER),
        ("km driven", NUMBER),
        ("first leaves", NUMBER),
        ("last stands", NUMBER),
        *_risk_column(facts),
    )
    return table(columns, (_type_row(facts, use) for use in uses))


def _risk_column(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Give a column for risk, where the scenario says anything of it."""
    return (("risk", NUMBER),) if has_risk(facts.scenario) else ()


def _risk_cell(facts: Facts, risk: Fraction) -> tuple[str, ...]:
    return (risk_words(risk),) if has_risk(facts.scenario) else ()


def _type_row(facts: Facts, use: TypeUse) -> Row:
    used = f"{number(use.used)} of {number(use.available)}"
    if not use.used:
        return (use.type, used, *(DASH,) * (7 + len(_risk_column(facts))))
    load = decimal(use.persons / use.trips) if use.trips else DASH
    km = decimal(use.km, 0) if use.km else DASH
    times = (facts.clock.words(use.first_s, year=False), facts.clock.words(use.last_s, year=False))
    counts = (number(use.trips), number(use.persons), load, number(use.most_trips), km)
    return (use.type, used, *counts, *times, *_risk_cell(facts, use.risk))


def vehicle_table(facts: Facts, uses: tuple[VehicleUse, ...]) -> Table | None:
    """Give what every vehicle does; None when there are too many for the report."""
    if not uses or len(uses) > MOST_VEHICLES:
        return None
    columns = (
        ("vehicle", NAME),
        ("trips", NUMBER),
        ("people", NUMBER),
        ("km", NUMBER),
        ("first leaves", NUMBER),
        ("last stands", NUMBER),
        ("at work", NUMBER),
    )
    rows = (
        (
            use.vehicle,
            number(use.trips),
            number(use.persons),
            decimal(use.km) if use.km else DASH,
            facts.clock.words(use.first_s, year=False),
            facts.clock.words(use.last_s, year=False),
            duration(use.last_s - use.first_s),
        )
        for use in uses
    )
    return table(columns, rows)


def journey_table(facts: Facts) -> Table | None:
    """Give from where to where people go, and how long they are aboard; None when nobody moves."""
    every = journeys(facts.happened)
    if not every:
        return None
    columns = (
        ("from", NAME),
        ("to", NAME),
        ("people", NUMBER),
        ("loads", NUMBER),
        ("first leaves", NUMBER),
        ("last arrives", NUMBER),
        ("usual time aboard", NUMBER),
        ("longest", NUMBER),
        *_risk_column(facts),
    )
    risks = journey_risks(facts.scenario, facts.happened, facts.ways) if has_risk(facts.scenario) else {}
    left = len(every) - MOST_JOURNEYS
    note = f"{left:,} more pairs with fewer people are in places.csv of the field sheets." if left > 0 else ""
    return table(columns, (_journey_row(facts, journey, risks) for journey in every[:MOST_JOURNEYS]), note=note)


def _journey_row(facts: Facts, journey: Journey, risks: Mapping[tuple[str, str], Fraction]) -> Row:
    return (
        facts.labels[journey.origin],
        facts.labels[journey.destination],
        Cell(number(journey.persons), strong=True),
        number(journey.loads),
        facts.clock.words(journey.first_board_s, year=False),
        facts.clock.words(journey.last_alight_s, year=False),
        duration(journey.median_aboard_s),
        duration(journey.longest_aboard_s),
        *_risk_cell(facts, risks.get((journey.origin, journey.destination), Fraction(0))),
    )
