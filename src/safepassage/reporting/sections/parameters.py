"""The scenario itself: its parameters."""

from fractions import Fraction

from safepassage.domain.people import TravelGroups
from safepassage.domain.places import Place
from safepassage.domain.scenario import Objective
from safepassage.domain.vehicles import VehicleRow
from safepassage.reporting.maps.roles import ROLE_WORDS, Roles
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.remaining import group_words
from safepassage.reporting.tables import NAME, NUMBER, TEXT, Block, Column, Row, Table, cut, table
from safepassage.reporting.words import DASH, counted, decimal, duration, isolated, listed, minutes, number

MOST_ROWS = 120

OBJECTIVES = {
    Objective.COMPLETION: "Bring out as many as can be brought out, priority 1 first; then be complete as early as "
    "can be.",
    Objective.PRIORITY: "Bring out as many as can be brought out, priority 1 first; then have them arrive as early as "
    "can be, weighted by priority.",
    Objective.BEFORE_BREAKDOWN: "Bring out as many as can be brought out, priority 1 first; then as many as can be "
    "before the agreement fails, weighted by priority.",
}


def general(facts: Facts) -> Table:
    """Give the parameters of the scenario as a whole."""
    scenario = facts.scenario
    rows: list[Row] = [
        ("starts", f"{facts.clock.words(0)} ({facts.clock.zone_name}, {facts.clock.offset_words()})"),
        ("planned for", OBJECTIVES[facts.plan.objective]),
    ]
    if facts.plan.objective != Objective.COMPLETION:
        weights = listed([decimal(w, 3) for w in scenario.priority_weights])
        rows.append(("weights of priorities 1, 2, 3", weights))
    if facts.plan.objective == Objective.BEFORE_BREAKDOWN and scenario.expected_calm_s:
        rows.append(("mean time until the agreement fails", duration(round(scenario.expected_calm_s))))
    km = sum((link.km for link in scenario.links), Fraction(0))
    rows.append(("roads", f"{number(len(scenario.links))} links, {decimal(km, 0)} km in all"))
    return table((("", TEXT), ("", TEXT)), rows)


def place_table(facts: Facts) -> Table:
    """Give the places and what they offer."""
    columns = (
        ("place", NAME),
        ("what for", TEXT),
        ("boarding", NUMBER),
        ("alighting", NUMBER),
        ("bays", NUMBER),
        ("shelter places", NUMBER),
        ("beds", NUMBER),
    )
    roles = Roles(facts.scenario)
    found = (_place_row(place, roles) for place in facts.scenario.places)
    rows, note = cut(found, MOST_ROWS, "{} more are in places.csv.")
    return table(columns, rows, note=note)


def _place_row(place: Place, roles: Roles) -> Row:
    uses = [ROLE_WORDS[role].lower() for role in roles.of(place)]
    closed = [] if place.through else ["no driving through"]
    return (
        place.label,
        "; ".join(uses + closed),
        minutes(place.board_s) if place.board_s else DASH,
        minutes(place.alight_s) if place.alight_s else DASH,
        _limit(place.bays),
        _limit(place.shelter_places),
        _limit(place.beds),
    )


def _limit(value: int | None) -> str:
    return "unlimited" if value is None else number(value) if value else DASH


def people_table(facts: Facts) -> Table:
    """Give the people who have asked to leave, rows with the same terms together."""
    columns = (
        Column("people row", NAME),
        Column("at", NAME),
        Column("groups", NUMBER),
        Column("each group", TEXT),
        Column("people", NUMBER),
        Column("priority", NUMBER),
    )
    shown = facts.scenario.people[:MOST_ROWS]
    together: dict[str, list[Row]] = {}
    for row in shown:
        together.setdefault(_people_terms(facts, row), []).append(_people_row(facts, row))
    blocks = tuple(Block(tuple(rows), terms) for terms, rows in together.items())
    left = len(facts.scenario.people) - len(shown)
    note = f"{number(left)} more are in people.csv; the total includes them." if left > 0 else ""
    return Table(columns, blocks, note=note, foot=("all", "", "", "", number(facts.scenario.persons), ""))


def _people_row(facts: Facts, row: TravelGroups) -> Row:
    counts = (number(row.groups), group_words(row), number(row.persons), str(row.priority))
    return (row.id, facts.labels[row.place], *counts)


def _people_terms(facts: Facts, row: TravelGroups) -> str:
    """Say on what terms the groups of a row may be moved; one sentence."""
    terms = [
        f"ready {facts.clock.words(row.ready_s, year=False)}" if row.ready_s else "",
        f"to {listed(facts.names(row.destinations), 'or')}" if row.destinations else "",
        f"by {listed(row.vehicles, 'or')}" if row.vehicles else "",
        f"stream {isolated(row.stream)}" if row.stream else "",
        f"at most {duration(row.max_aboard_s)} aboard" if row.max_aboard_s is not None else "",
    ]
    words = "; ".join(term for term in terms if term)
    return words[:1].upper() + words[1:] if words else "Any destination, any vehicle"


def vehicle_row_table(facts: Facts) -> Table:
    """Give the vehicles, by row."""
    columns = (
        ("type", NAME),
        ("vehicles", NUMBER),
        ("start at", NAME),
        ("seats", NUMBER),
        ("wheelchairs", NUMBER),
        ("stretchers", NUMBER),
        ("terms", TEXT),
    )
    rows, note = cut((_vehicle_row(facts, r) for r in facts.scenario.vehicles), MOST_ROWS, "{} more: vehicles.csv.")
    return table(columns, rows, note=note)


def _vehicle_row(facts: Facts, row: VehicleRow) -> Row:
    clock = facts.clock
    wheelchair, stretcher = row.seats_per_wheelchair, row.seats_per_stretcher
    terms = [
        f"a wheelchair takes {counted(wheelchair, 'seat')}" if wheelchair else "",
        f"a stretcher takes {counted(stretcher, 'seat')}" if stretcher else "",
        f"driving times \u00d7 {decimal(row.drive_factor, 2)}" if row.drive_factor != 1 else "",
        f"from {clock.words(row.available_from_s, year=False)}" if row.available_from_s else "",
        f"until {clock.words(row.available_until_s, year=False)}" if row.available_until_s is not None else "",
        f"at most {duration(row.max_duty_s)} on duty" if row.max_duty_s is not None else "",
        f"at most {decimal(row.max_km)} km" if row.max_km is not None else "",
        f"returns to {facts.name(row.return_to)}" if row.return_to else "",
        f"only through {listed(facts.names(row.crossings), 'or')}" if row.crossings else "",
    ]
    words = "; ".join(term for term in terms if term)
    capacities = (_limit(row.seats), _limit(row.wheelchairs), _limit(row.stretchers))
    return (row.type, number(row.count), facts.labels.get(row.start, row.start), *capacities, words)
