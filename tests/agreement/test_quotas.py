"""What is left of a quota: those who passed in its span, and those who are on the road to the crossing, are used."""

import pytest

from safepassage.agreement.movements import Movement
from safepassage.agreement.quotas import DAY_S, day_of, quota_left
from safepassage.domain.live.agreement import AgreedTerms, Quota, QuotaSpan
from tests.agreement.telling import GATE, TERMS, UNDER_WAY, M, movement_after, passed

DAILY = AgreedTerms(quotas=(Quota(GATE, QuotaSpan.DAY, 100, 4),))
PASSED = movement_after(*UNDER_WAY, passed(20))
"""38 persons in 2 vehicles passed on day 0."""
COMING = movement_after(*UNDER_WAY)
"""38 persons in 2 vehicles are on the road to the gate."""
WAITING = movement_after(*UNDER_WAY[:-1])


@pytest.mark.parametrize(
    ("movements", "at_s", "left", "why"),
    [
        ((), 50, (100, 4), "nobody passed"),
        ((PASSED,), 50, (62, 2), "who passed today is used"),
        ((PASSED,), DAY_S, (100, 4), "another day is another quota"),
        ((COMING,), 50, (62, 2), "who is on the road will pass"),
        ((WAITING,), 50, (100, 4), "who has not left uses nothing"),
        ((PASSED, COMING, COMING), 50, (0, 0), "what is overdrawn is 0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_days_quota(movements: tuple[Movement, ...], at_s: int, left: tuple[int, int], why: str) -> None:
    found = quota_left(DAILY, movements, GATE, at_s)
    assert [(each.persons, each.vehicles) for each in found] == [left], why


def test_a_movement_does_not_use_up_its_own_quota_while_it_is_on_the_road() -> None:
    assert quota_left(DAILY, (COMING,), GATE, 50, M)[0].persons == 100


def test_a_movements_quota_is_of_those_who_passed_in_it() -> None:
    per_movement = quota_left(TERMS, (PASSED,), GATE, 50, M)[1], quota_left(TERMS, (PASSED,), GATE, 50)[1]
    assert [(each.persons, each.vehicles) for each in per_movement] == [(22, None), (60, None)]


def test_no_quota_elsewhere() -> None:
    assert quota_left(TERMS, (PASSED,), "bridge", 50) == ()


@pytest.mark.parametrize(("at_s", "day"), [(-1, -1), (0, 0), (DAY_S - 1, 0), (DAY_S, 1)])
def test_days_begin_where_the_terms_say(at_s: int, day: int) -> None:
    assert day_of(AgreedTerms(day_begins_s=3600), 3600 + at_s) == day


@pytest.mark.parametrize(
    ("persons", "vehicles", "forbidden"),
    [(100, 4, False), (101, 4, True), (1, 5, True)],
    ids=["just", "persons", "vehicles"],
)
def test_a_quota_forbids_what_is_more_than_it_has_left(persons: int, vehicles: int, forbidden: bool) -> None:
    assert quota_left(DAILY, (), GATE, 50)[0].forbids(persons, vehicles) is forbidden


def test_no_limit_forbids_nothing() -> None:
    terms = AgreedTerms(quotas=(Quota(GATE, QuotaSpan.DAY, None, None),))
    assert not quota_left(terms, (PASSED,), GATE, 50)[0].forbids(10_000, 10_000)
