"""The report: one HTML file that needs no network, no scripts and no explaining."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from safepassage import __version__
from safepassage.domain.outcome import Outcome
from safepassage.domain.plan import Plan
from safepassage.domain.scenario import Scenario, SourceKind
from safepassage.reporting.identity import plan_identity
from safepassage.reporting.maps.drawing import Map
from safepassage.reporting.maps.ground import NO_GROUND, Ground
from safepassage.reporting.maps.marks import legend_mark
from safepassage.reporting.maps.roles import ROLE_WORDS, Role, map_places
from safepassage.reporting.measures.fleet import type_uses, vehicle_uses
from safepassage.reporting.sections import parameters, pictures, places, remaining, risk, sources, terms, timetable
from safepassage.reporting.sections.facts import Facts
from safepassage.reporting.sections.headline import bound_in_words, headline
from safepassage.reporting.sections.rehearsal import rehearsal
from safepassage.reporting.sections.rehearsal_fit import refuse_unfit, state_warnings
from safepassage.reporting.sections.rehearsal_tiles import rehearsed_words
from safepassage.reporting.templating import environment, style
from safepassage.scenarios.files import write_files

CONTENTS = (
    ("out", "People out over time"),
    ("rehearsal", "Rehearsal"),
    ("remaining", "Who remains and why"),
    ("map", "Map"),
    ("timetable", "Timetable"),
    ("crossings", "Crossings"),
    ("places", "Places, day by day"),
    ("terms", "Terms"),
    ("sources", "Assumptions and sources"),
    ("scenario", "Scenario"),
)


def write_report(
    scenario: Scenario,
    plan: Plan,
    path: Path,
    violations: Sequence[str] | None = None,
    ground: Ground = NO_GROUND,
    outcome: Outcome | None = None,
) -> tuple[str, ...]:
    """Write the report on a plan as one HTML file, and give sentences on what its map could not show.

    Where the outcome was made for another state of the scenario, a sentence says so as well.

    Parameters
    ----------
    scenario, plan
        What was planned, and the plan.
    path
        The file to write; it is replaced.
    violations
        What a check of the plan against the scenario found, one sentence each; None when nobody checked.
    ground
        Routes and a basemap for the map, as `Ground.read` finds them in the scenario's folder.
    outcome
        What a rehearsal of the plan says, to be shown; None when there was none.

    Raises
    ------
    UnusableInputError
        If the plan does not fit the scenario, the outcome is not one of the plan, or the file cannot be written.
    """
    html, troubles = _rendered(scenario, plan, violations, ground, outcome)
    write_files(path.parent, {path.name: html.encode()})
    return troubles


def render_report(
    scenario: Scenario,
    plan: Plan,
    violations: Sequence[str] | None = None,
    ground: Ground = NO_GROUND,
    outcome: Outcome | None = None,
) -> str:
    """Give the report on a plan as HTML; see `write_report`."""
    return _rendered(scenario, plan, violations, ground, outcome)[0]


def _rendered(
    scenario: Scenario, plan: Plan, violations: Sequence[str] | None, ground: Ground, outcome: Outcome | None
) -> tuple[str, tuple[str, ...]]:
    if outcome is not None:
        refuse_unfit(outcome, scenario, plan)
    facts = Facts.of(scenario, plan)
    warnings = state_warnings(outcome, scenario)
    maps = pictures.map_pictures(facts, ground)
    page = environment().get_template("report.html.j2")
    html = page.render(
        {
            **_top(facts, violations),
            "contents": _contents(scenario, rehearsed=outcome is not None),
            "outcome_warnings": warnings,
            "rehearsal": rehearsal(facts, outcome),
            "rehearsed": rehearsed_words(outcome),
            **_mapped(facts, *maps),
            **_drawn(facts),
            **_tables(facts),
            **_background(facts),
        }
    )
    return html, (*maps[0].troubles, *warnings)


def _contents(scenario: Scenario, *, rehearsed: bool) -> list[tuple[str, str]]:
    """Give the parts of the report that there is something to show in."""
    crossings = bool(scenario.agreement.crossings or scenario.agreement.linked)
    left_out = {"crossings"} if not crossings else set()
    left_out |= {"rehearsal"} if not rehearsed else set()
    return [entry for entry in CONTENTS if entry[0] not in left_out]


def _top(facts: Facts, violations: Sequence[str] | None) -> Mapping[str, object]:
    scenario = facts.scenario
    return {
        "title": scenario.title or scenario.name,
        "times": facts.clock.zone_words(),
        "style": style("report.css") + style("dark.css"),
        "head": headline(facts, violations),
        "plan_id": plan_identity(facts.plan),
        "scenario_name": scenario.name,
        "version": __version__,
        "bound_explained": bound_in_words(facts),
    }


def _mapped(facts: Facts, wide: Map, narrow: Map) -> Mapping[str, object]:
    roles = {place.role for place in map_places(facts.scenario, facts.happened)}
    return {
        "map": wide,
        "narrow_map": narrow,
        "map_legend": [(legend_mark(role), ROLE_WORDS[role]) for role in Role if role in roles],
        "streams": sorted({row.stream for row in facts.scenario.people}),
    }


def _drawn(facts: Facts) -> Mapping[str, object]:
    span = pictures.shown_span(facts)
    return {
        "nights_shown": bool(span.nights),
        "windows_shown": bool(pictures.all_windows(facts)),
        "out": pictures.out_picture(facts, span),
        "priorities": pictures.priority_pictures(facts, span),
        "crossings": pictures.crossing_pictures(facts, span),
        "linked": pictures.linked_pictures(facts, span),
        "bays": pictures.bay_picture(facts, span),
        "vehicles_drawn": pictures.vehicle_pictures(facts, span),
    }


def _tables(facts: Facts) -> Mapping[str, object]:
    uses = vehicle_uses(facts.scenario, facts.plan, facts.happened, facts.ways)
    return {
        "journeys": timetable.journey_table(facts),
        "risks": risk.risk_table(facts),
        "days": places.day_table(facts),
        "has_transfers": any(place.transfer for place in facts.scenario.places),
        "remaining": remaining.remaining_table(facts),
        "convoys": timetable.convoy_table(facts),
        "has_convoy_terms": bool(facts.scenario.agreement.convoys),
        "types": timetable.type_table(facts, type_uses(facts.scenario, uses)),
        "vehicles": timetable.vehicle_table(facts, uses),
        "vehicles_used": len(uses),
        "trips": timetable.trip_table(facts),
        "leaving": places.leaving_tables(facts),
        "arriving": places.arriving_tables(facts),
        "destinations": places.destination_table(facts),
    }


def _background(facts: Facts) -> Mapping[str, object]:
    return {
        "parties": terms.parties(facts),
        "clauses": terms.clauses(facts),
        "assumed": sources.sources(facts, SourceKind.ASSUMED),
        "reported": sources.sources(facts, SourceKind.REPORTED),
        "general": parameters.general(facts),
        "people": parameters.people_table(facts),
        "vehicle_rows": parameters.vehicle_row_table(facts),
        "places": parameters.place_table(facts),
    }
