"""Facts have stable names, never change, and go through records and back."""

import json
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import FACTS, Fact, Queue, VehicleDeparted, VehicleQueued
from safepassage.domain.fact_records import fact_of, record_of
from safepassage.domain.live import LIVE_FACTS

NAMES = {
    "operation.began",
    "operation.ended",
    "people.registered",
    "vehicle.available",
    "vehicle.departed",
    "vehicle.arrived",
    "vehicle.queued",
    "vehicle.released",
    "vehicle.broke-down",
    "vehicle.repaired",
    "vehicle.refused",
    "vehicle.withdrawn",
    "service.began",
    "service.ended",
    "groups.boarded",
    "groups.alighted",
    "groups.stayed",
    "groups.turned-back",
    "check.began",
    "check.ended",
    "convoy.formed",
    "convoy.departed",
    "window.opened",
    "window.closed",
    "step.reached",
    "agreement.suspended",
    "agreement.re-established",
    "incident.happened",
    "road.closed",
    "road.reopened",
    "operation.created",
    "summary.published",
    "person.appointed",
    "person.dismissed",
    "group.registered",
    "person.born",
    "choice.recorded",
    "groups.linked",
    "people.boarded",
    "people.alighted",
    "people.turned-back",
    "people.removed",
    "person.died",
    "person.missed",
    "people.found",
    "whereabouts.settled",
    "screening.counted",
    "headcount.taken",
    "count.waived",
    "discrepancy.settled",
    "notice.answered",
    "vehicle.listed",
    "crew.assigned",
    "crew.checked-in",
    "opening.written",
    "opening.checked",
    "opening.signed",
    "convoy.arranged",
    "convoy.split",
    "spare.taken",
    "incident.reported",
    "incident.resolved",
    "assessment.required",
    "route.assessed",
    "capacity.declared",
    "patient.accepted",
    "acceptance.withdrawn",
    "arrival.confirmed",
    "follow-up.made",
    "vault.switched-on",
    "vault.sealed",
    "vault.asked",
    "vault.approved",
    "vault.looked",
    "vault.refused",
    "vault.glass-broken",
    "vault.glass-reviewed",
    "disclosure.made",
    "vault.expired",
    "person.erased",
    "vault.destroyed",
    "agreement.proposed",
    "agreement.agreed",
    "agreement.entered-into-force",
    "agreement.violation-reported",
    "agreement.violation-dismissed",
    "agreement.amended",
    "agreement.completed",
    "movement.drafted",
    "movement.notified",
    "movement.acknowledged",
    "crossing.green-lit",
    "green-light.withdrawn",
    "movement.go-given",
    "movement.departed",
    "movement.changed",
    "movement.called-off",
    "movement.completed",
    "movement.ordered",
    "movement.held-by-link",
    "movement.released-by-link",
}
"""Names under which facts are stored: they never change."""

ALL_FACTS = FACTS + LIVE_FACTS


def any_of(kind: type[Fact]) -> st.SearchStrategy[Fact]:
    return st.from_type(kind)


any_fact = st.sampled_from(ALL_FACTS).flatmap(any_of)

DEPARTED = {"fact": "vehicle.departed", "version": 1, "at_s": 60, "vehicle": "bus-1", "place": "depot"}


def test_names_are_those_that_were_promised() -> None:
    assert sorted(kind.name for kind in ALL_FACTS) == sorted(NAMES)


@given(any_fact)
def test_a_fact_comes_back_from_its_record(fact: Fact) -> None:
    assert fact_of(json.loads(json.dumps(record_of(fact)))) == fact


def test_a_record_says_what_happened_by_its_stable_name() -> None:
    assert record_of(VehicleDeparted(60, "bus-1", "depot")) == DEPARTED


def test_a_fact_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        VehicleDeparted(60, "bus-1", "depot").at_s = 61  # type: ignore[misc]  # that it cannot be set is the point


@pytest.mark.parametrize(
    "change",
    [
        {"fact": "vehicle.vanished"},
        {"version": 2},
        {"version": True},
        {"at_s": "60"},
        {"at_s": True},
        {"vehicle": 7},
        {"driver": "somebody"},
    ],
    ids=str,
)
def test_a_record_that_is_none_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnusableInputError):
        fact_of(DEPARTED | change)


def test_a_record_that_lacks_a_field_is_refused() -> None:
    with pytest.raises(UnusableInputError, match="place"):
        fact_of({key: value for key, value in DEPARTED.items() if key != "place"})


def test_a_queue_that_is_none_is_refused() -> None:
    record = record_of(VehicleQueued(0, "bus-1", "gate", Queue.CHECK)) | {"queue": "toilet"}
    with pytest.raises(UnusableInputError, match="toilet"):
        fact_of(record)


def test_no_fact_of_a_rehearsal_has_a_field_for_who_somebody_is() -> None:
    """Counts and ids of rows; no names, no affiliation, nothing of the kind."""
    names = {field.name for kind in FACTS for field in fields(kind)}
    assert names == {
        "at_s", "scenario", "people", "place", "groups", "seated", "wheelchair", "stretcher", "priority", "vehicle",
        "queue", "onward", "convoy", "vehicles", "from_places", "linked", "step", "arrived", "may_leave",
        "origin", "destination", "both_ways",
    }  # fmt: skip
