"""Drawings of the report, each in a wide version for screens and paper and a narrow one for telephones."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from safepassage.domain.scenario import Objective
from safepassage.domain.terms import Window, joined_windows
from safepassage.reporting.charts.bay_use import BayRow, bay_use
from safepassage.reporting.charts.crossing_use import bins, crossing_use
from safepassage.reporting.charts.frame import Span
from safepassage.reporting.charts.linked import linked_movement
from safepassage.reporting.charts.people_out import OutChart, people_out
from safepassage.reporting.charts.vehicles import fleet_use, vehicle_rows
from safepassage.reporting.daylight import nights
from safepassage.reporting.maps.drawing import Map, Shown, draw_map
from safepassage.reporting.maps.ground import Ground
from safepassage.reporting.maps.roles import map_places
from safepassage.reporting.measures.bays import bay_uses
from safepassage.reporting.measures.crossings import CrossingUse, crossing_uses, open_spans
from safepassage.reporting.measures.fleet import Span as Work
from safepassage.reporting.measures.fleet import all_spans
from safepassage.reporting.measures.flows import road_flows
from safepassage.reporting.measures.linked import LinkedUse, linked_use
from safepassage.reporting.measures.people import PRIORITIES, completion_s, of_priority, out_by_priority, persons_asking
from safepassage.reporting.sections.facts import LONGEST_S, Facts
from safepassage.reporting.sections.timetable import MOST_VEHICLES
from safepassage.reporting.svg import element
from safepassage.reporting.words import first_few, number, people, share, vehicle_type

WIDE, NARROW = 940, 360
PAIR, PAIR_NARROW = 462, 360
MOST_BAY_ROWS = 40


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with the name of what it shows, and a sentence or two about it."""

    name: str
    svg: Markup
    words: str = ""


def both(draw: Callable[[float], Markup]) -> Markup:
    """Draw wide and narrow; the style sheet shows the one that fits."""
    wide = element("div", draw(WIDE), class_="wide")
    return wide + element("div", draw(NARROW), class_="narrow")


def shown_span(facts: Facts) -> Span:
    """Give the time that charts show: from the start to the last that happens, or to the bound if that is later."""
    last = max(facts.happened.last_s, min(_earliest(facts) or 0, LONGEST_S), 900)
    last += max(300, last // 60)
    return Span(facts.clock, 0, last, nights(facts.scenario, facts.clock, 0, last))


def map_pictures(facts: Facts, ground: Ground) -> tuple[Map, Map]:
    """Draw the map, wide and narrow."""
    places = map_places(facts.scenario, facts.happened)
    flows = road_flows(facts.scenario, facts.happened, facts.ways)
    shown = Shown.of(facts.scenario, places, flows, ground)
    return draw_map(shown, WIDE, PAIR), draw_map(shown, NARROW, PAIR_NARROW)


def _earliest(facts: Facts) -> int | None:
    completion = facts.plan.objective == Objective.COMPLETION
    return int(facts.plan.bound) if completion and facts.plan.bound is not None else None


def all_windows(facts: Facts) -> tuple[Window, ...]:
    """Give the spans in which any crossing that has windows is open; none if one is always open."""
    crossings = dict.fromkeys(rule.place for rule in facts.scenario.agreement.crossings)
    spans = [open_spans(facts.scenario, crossing) for crossing in crossings]
    if any(found is None for found in spans):
        return ()
    return joined_windows(window for found in spans for window in found or ())


def out_picture(facts: Facts, span: Span) -> Picture:
    """Draw people out over time, all priorities together."""
    curves = out_by_priority(facts.scenario, facts.happened)
    chart = OutChart(
        curves,
        facts.scenario.persons,
        facts.plan.people_out_bound,
        completion_s(facts.happened),
        _earliest(facts),
        all_windows(facts),
    )
    label = f"People out over time: {people(sum(c.last for c in curves.values()))} in the end"
    return Picture(
        "all",
        both(lambda width: _out(chart, span, width, label)),
    )


def _out(chart: OutChart, span: Span, width: float, label: str) -> Markup:
    return people_out(chart, span, width=width, height=330 if width == WIDE else 280, label=label)


def priority_pictures(facts: Facts, span: Span) -> tuple[Picture, ...]:
    """Draw people out over time for each priority on its own scale; none when there is only one priority."""
    curves = out_by_priority(facts.scenario, facts.happened)
    if len(curves) < 2:
        return ()
    bounds = facts.plan.people_out_bound_by_priority
    known = any(bounds)
    found = []
    for priority in (p for p in PRIORITIES if p in curves):
        asked = persons_asking(facts.scenario, of_priority(priority))
        bound = min(asked, bounds[priority - 1]) if known else asked
        chart = OutChart({priority: curves[priority]}, asked, bound, 0, None, all_windows(facts))
        label = f"People of priority {priority} out over time"
        drawn = people_out(chart, span, width=NARROW, height=200, label=label, top=24)
        found.append(Picture(f"Priority {priority}", drawn, f"{number(curves[priority].last)} of {number(asked)} out"))
    return tuple(found)


def crossing_pictures(facts: Facts, span: Span) -> tuple[Picture, ...]:
    """Draw the use of every crossing, with a sentence on it."""
    return tuple(_crossing(facts, use, span) for use in crossing_uses(facts.scenario, facts.happened))


def _crossing(facts: Facts, use: CrossingUse, span: Span) -> Picture:
    name = facts.labels[use.crossing]
    if not use.passages:
        return Picture(name, Markup(""), "No vehicle passes.")
    windows = open_spans(facts.scenario, use.crossing)
    label = f"Vehicles that leave {name} over time"
    drawn = both(lambda width: crossing_use(use, windows, span, width=width, height=220, label=label))
    empty = len(use.passages) - len(use.loaded)
    words = f"{number(len(use.loaded))} vehicles pass with {people(use.persons)} aboard"
    words += f", {number(empty)} pass empty" if empty else ""
    if use.convoys:
        words += f"; {number(len(use.convoys))} convoys"
    if use.share_used is not None:
        words += f". Checks use {share(use.share_used)} of the time that the lanes are open"
    return Picture(name, drawn, f"{words}. Bars: vehicles in each {bins(span).words}.".replace("each 1", "1"))


def linked_pictures(facts: Facts, span: Span) -> tuple[Picture, ...]:
    """Draw every linked movement: who has left against how many may have left."""
    return tuple(_linked(facts, linked_use(rule, facts.happened), span) for rule in facts.scenario.agreement.linked)


def _linked(facts: Facts, use: LinkedUse, span: Span) -> Picture:
    name = f"{first_few(facts.names(use.rule.people_from))} against {first_few(facts.names(use.rule.against_from))}"
    label = f"People who have left and who may have left: {name}"
    drawn = both(lambda width: linked_movement(use.left, use.allowed, span, width=width, height=170, label=label))
    words = f": in the end {people(use.left.last)} have left, and {number(use.allowed.last)} may have."
    return Picture(name, drawn, words)


def bay_picture(facts: Facts, span: Span) -> Picture | None:
    """Draw the use of bays, the busiest places first; None when nobody boards."""
    uses = [use for use in bay_uses(facts.scenario, facts.happened) if use.busiest]
    if not uses:
        return None
    busiest = sorted(uses, key=lambda u: -u.busy_s)[:MOST_BAY_ROWS]
    rows = [BayRow(facts.labels[use.place], use) for use in busiest]
    label = "Bays in use over time, by place"
    drawn = both(lambda width: bay_use(rows, span, width=width, left=170 if width == WIDE else 110, label=label))
    left = len(uses) - len(rows)
    return Picture("bays", drawn, f"{left} more places are less busy and not shown." if left else "")


def vehicle_pictures(facts: Facts, span: Span) -> tuple[Picture, ...]:
    """Draw a row a vehicle when there are few; how many of each type do what when there are many."""
    work = all_spans(facts.plan, facts.happened)
    if not work:
        return ()
    if len({w.vehicle for w in work}) <= MOST_VEHICLES:
        left = min(150, 30 + 7 * max(len(w.vehicle) for w in work))
        label = "What each vehicle does over time"
        return (
            Picture(
                "", both(lambda width: vehicle_rows(work, span, width=width, left=min(left, width / 3), label=label))
            ),
        )
    types = dict.fromkeys(vehicle_type(w.vehicle) for w in work)
    return tuple(_fleet(kind, [w for w in work if vehicle_type(w.vehicle) == kind], span) for kind in types)


def _fleet(kind: str, work: Iterable[Work], span: Span) -> Picture:
    found = list(work)
    label = f"What vehicles of the type {kind} do over time"
    return Picture(kind, both(lambda width: fleet_use(found, span, width=width, height=140, label=label)))
