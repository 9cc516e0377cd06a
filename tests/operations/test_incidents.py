"""Incidents are counted once, and a road with ordnance, or without the assessment that it needs, lets nobody depart."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.live.incidents import Finding, IncidentKind, IncidentSeverity
from safepassage.ledger.events import recorded_of
from safepassage.operations.commands.incidents import (
    AssessRoute,
    CloseCrossing,
    CloseRoad,
    OpenCrossing,
    ReopenRoad,
    ReportIncident,
    RequireAssessment,
    ResolveIncident,
    incident_of,
    must_be_passable,
    route_doubt,
)
from safepassage.operations.deciding import RefusedError, Rule
from tests.operations.desks import Tried, tried

SHOTS = ReportIncident("I1", IncidentKind.SHOOTING, "gate", IncidentSeverity.MODERATE, ("gate",), "shots in the air")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        yield found


def names(desk: Tried) -> list[str]:
    """Give the names of all facts in the ledger."""
    return [recorded_of(row).event.type for row in desk.store.rows(0)]


def test_an_incident_counts_once_however_often_it_is_told(desk: Tried) -> None:
    desk.do(SHOTS)
    desk.do(ReportIncident("I1", IncidentKind.SHOOTING, "gate", IncidentSeverity.SEVERE, ("bridge",), "one is hurt"))
    told = incident_of(desk.look(), "I1")
    assert (told.severity, told.closed, told.source) == (IncidentSeverity.SEVERE, ("gate", "bridge"), "desk")
    assert names(desk).count("incident.happened") == 1


def test_an_incident_is_resolved_by_saying_how(desk: Tried) -> None:
    desk.do(SHOTS)
    desk.do(ResolveIncident("I1", "a wedding"))
    assert incident_of(desk.look(), "I1").how == "a wedding"
    with pytest.raises(RefusedError) as refused:
        desk.do(ResolveIncident("I2", "nothing"))
    assert refused.value.rule is Rule.NO_SUCH_INCIDENT


def test_crossings_close_and_open_again(desk: Tried) -> None:
    desk.do(CloseCrossing("gate"))
    desk.do(OpenCrossing("gate", ("square",)))
    assert names(desk)[-2:] == ["window.closed", "window.opened"]


def doubt(desk: Tried, at_s: int = 1000, back: bool = False) -> str:
    """Give what speaks against the road from the square to the camp, or back."""
    ends = ("camp", "square") if back else ("square", "camp")
    return route_doubt(desk.look(), *ends, at_s) or ""


def test_a_closed_road_is_doubtful_in_the_directions_that_closed(desk: Tried) -> None:
    desk.do(CloseRoad("square", "camp", both_ways=False))
    assert "is closed" in doubt(desk)
    assert doubt(desk, back=True) == ""
    desk.do(ReopenRoad("square", "camp"))
    assert doubt(desk) == ""


def test_ordnance_always_speaks_against_a_road(desk: Tried) -> None:
    desk.do(AssessRoute("square", "camp", Finding.SUSPECTED, "the mine action centre", 5000))
    assert "ordnance is suspected" in doubt(desk)
    assert "ordnance is suspected" in doubt(desk, at_s=9000, back=True)


def test_an_assessment_that_lacks_or_expired_speaks_against_a_road_where_one_is_required(desk: Tried) -> None:
    assert doubt(desk) == ""
    desk.do(RequireAssessment("square", "camp"))
    assert "was not assessed" in doubt(desk)
    desk.do(AssessRoute("square", "camp", Finding.NONE_FOUND, "the mine action centre", 5000, both_ways=False))
    assert doubt(desk, at_s=4999) == ""
    assert "has expired" in doubt(desk, at_s=5000)
    assert "was not assessed" in doubt(desk, back=True)
    must_be_passable(desk.look(), "square", "camp", 4999)
    with pytest.raises(RefusedError) as refused:
        must_be_passable(desk.look(), "square", "camp", 5000)
    assert refused.value.rule is Rule.ROUTE_NOT_ASSESSED
