"""Risk in tables: of roads, and as a column of journeys and of types of vehicles."""

from fractions import Fraction
from math import floor, log10

from safepassage.reporting.measures.risk import RoadRisk, has_risk, road_risks, total_risk
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.tables import NAME, NUMBER, Cell, Row, Table, cut, table
from safepassage.reporting.words import decimal, number

MOST_ROADS = 12
DIGITS = 3
SMALLEST, SMALLEST_WORDS = Fraction(1, 1_000_000), "0.000001"


def risk_words(risk: Fraction) -> str:
    """Give a risk with the digits that count; one that is not nothing never reads as 0."""
    if not risk:
        return "0"
    if risk < SMALLEST:
        return f"less than {SMALLEST_WORDS}"
    decimals = max(0, DIGITS - 1 - floor(log10(risk)))
    return decimal(risk, decimals)


def risk_table(facts: Facts) -> Table | None:
    """Give the roads where most risk is run; None where the scenario says nothing of risk, or none is run."""
    if not has_risk(facts.scenario):
        return None
    found = road_risks(facts.scenario, facts.happened, facts.ways)
    if not found:
        return None
    columns = (
        ("road from", NAME),
        ("to", NAME),
        ("risk of a passage", NUMBER),
        ("vehicles pass", NUMBER),
        ("of them with people", NUMBER),
        ("people", NUMBER),
        ("risk in all", NUMBER),
    )
    rows, note = cut((_row(facts, road) for road in found), MOST_ROADS, "{} more roads have less risk.")
    total = risk_words(total_risk(facts.scenario, facts.happened.legs, facts.ways))
    return table(columns, rows, note=note, foot=("All driving", "", "", "", "", "", total))


def _row(facts: Facts, road: RoadRisk) -> Row:
    return (
        facts.labels[road.origin],
        facts.labels[road.destination],
        risk_words(road.risk),
        number(road.passages),
        number(road.loaded),
        number(road.persons),
        Cell(risk_words(road.total), strong=True),
    )
