"""What was kept of the agreement is counted: steps, quotas, movements, contradictions."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from safepassage.agreement.compliance import Compliance, LinkKept, QuotaKept, StepKept, compliance
from safepassage.agreement.movements import Movement
from safepassage.agreement.quotas import DAY_S
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, Fact
from safepassage.domain.live import agreement as facts
from safepassage.domain.live import movements as moves
from tests.agreement.telling import (
    DRAFTED,
    FILE,
    IN_FORCE,
    LATE,
    TERMS,
    UNDER_WAY,
    M,
    agreement_after,
    movement_after,
    passed,
)

DAILY, EACH = TERMS.quotas


def kept(
    *movements: Movement, agreed: tuple[Fact, ...] = IN_FORCE, left: int = 0, arrived: int = 0, now_s: int = LATE
) -> Compliance:
    return compliance(agreement_after(*agreed), movements, {"town": left}, {"village": arrived}, now_s)


def test_each_step_is_planned_and_done() -> None:
    assert kept(left=70, arrived=60).steps == (
        StepKept(0, 0, arrived_agreed=0, may_leave=50, arrived=0, left=50, reached=True),
        StepKept(0, 1, arrived_agreed=100, may_leave=200, arrived=60, left=70, reached=False),
    )


def test_a_link_is_kept_if_no_more_left_than_the_steps_allow() -> None:
    assert kept(left=50).links == (LinkKept(0, left=50, may_leave=50, kept=True),)
    assert kept(left=51).links == (LinkKept(0, left=51, may_leave=50, kept=False),)


DONE = movement_after(*UNDER_WAY, passed(20))
PLANNED = movement_after(*DRAFTED)
CALLED_OFF = movement_after(*DRAFTED, moves.MovementCalledOff(5, M, "x"))
TOMORROW = movement_after(moves.MovementDrafted(1, M, replace(FILE, departs_s=DAY_S)))


def test_each_quota_is_planned_and_done_by_day_and_by_movement() -> None:
    movements = [replace(each, movement=f"m-{number}") for number, each in enumerate([DONE, PLANNED, TOMORROW])]
    assert kept(*movements).quotas == (
        QuotaKept(DAILY, "0", planned_persons=80, planned_vehicles=4, persons=38, vehicles=2, kept=True),
        QuotaKept(DAILY, "1", planned_persons=40, planned_vehicles=2, persons=0, vehicles=0, kept=True),
        QuotaKept(EACH, "m-0", planned_persons=40, planned_vehicles=2, persons=38, vehicles=2, kept=True),
        QuotaKept(EACH, "m-1", planned_persons=40, planned_vehicles=2, persons=0, vehicles=0, kept=True),
        QuotaKept(EACH, "m-2", planned_persons=40, planned_vehicles=2, persons=0, vehicles=0, kept=True),
    )


def test_what_is_called_off_or_goes_elsewhere_is_planned_nowhere() -> None:
    elsewhere = movement_after(moves.MovementDrafted(1, M, replace(FILE, passages=())))
    assert kept(CALLED_OFF, elsewhere, movement_after()).quotas == ()


def test_a_quota_that_too_many_passed_is_not_kept() -> None:
    assert [each.kept for each in kept(DONE, DONE, DONE).quotas if each.quota == DAILY] == [False]


@given(st.lists(st.integers(0, 3 * DAY_S), max_size=6))
def test_whoever_passed_is_counted_once_for_each_quota(seconds: list[int]) -> None:
    lit = moves.CrossingGreenLit
    lights = [replace(fact, until_s=4 * DAY_S) if isinstance(fact, lit) else fact for fact in UNDER_WAY]
    passings = [passed(at_s + 10) for at_s in sorted(set(seconds))]
    quotas = kept(movement_after(*lights, *passings)).quotas
    for quota in (DAILY, EACH):
        assert sum(each.persons for each in quotas if each.quota == quota) == 38 * len(passings)


def test_movements_and_contradictions_are_counted() -> None:
    astray = movement_after(moves.MovementCompleted(1, M))
    found = kept(DONE, PLANNED, PLANNED, astray, agreed=(facts.AgreementCompleted(1),))
    assert found.movements == (("drafted", 2), ("none", 1), ("under-way", 1))
    assert found.contradictions == (("departed-out-of-force", 1), ("out-of-turn", 2), ("passed-out-of-force", 1))


def test_violations_are_counted_without_their_sources() -> None:
    reported = facts.AgreementViolationReported(10, "shots", "observer-1")
    found = kept(agreed=(*IN_FORCE, reported))
    assert (found.violations_reported, found.violations_open) == (1, 1)
    assert "observer-1" not in repr(found)


def test_seconds_of_suspension_are_added_up_until_now() -> None:
    twice = (*IN_FORCE, AgreementSuspended(10), AgreementReestablished(30), AgreementSuspended(100))
    assert [kept(agreed=twice, now_s=now_s).suspended_s for now_s in (5, 15, 50, 110)] == [0, 5, 20, 30]


def test_nothing_agreed_has_nothing_to_keep() -> None:
    assert kept(agreed=()) == Compliance((), (), (), (), (), 0, 0, 0)
