"""Figures leave with no family in them that could be told, not by subtraction either; and it is recorded before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, count, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.live.people import AgeBand, Member, NeedsClass, ScreeningCounted, SeatClass, WhereaboutsSettled
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.appointing import Appoint
from safepassage.operations.commands.publishing import Publish
from safepassage.operations.commands.registering import Register
from safepassage.operations.deciding import RefusedError, Rule
from safepassage.operations.operation import Operation
from safepassage.operations.publishing import Shown, Summary, least_persons, summary_of
from tests.operations.desks import Tried, tried

NINE = ("nine", *(f"nine-{number}" for number in range(8)))
LYING = "lying"
PAIRS = 30
PAGE = Publish("the donors", "monthly report", "00", 3)


def member(token: str, age: AgeBand = AgeBand.ADULT, seat: SeatClass = SeatClass.SEATED) -> Member:
    needs = NeedsClass.MEDICAL if seat is SeatClass.STRETCHER else NeedsClass.NONE
    return Member(token, age, seat, needs)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    """Thirty mothers with a child each, one family of nine, and one patient on a stretcher."""
    with tried(tmp_path) as found:
        for number in range(PAIRS):
            pair = (member(f"m{number}"), member(f"c{number}", AgeBand.CHILD))
            found.do(Register(f"P{number}", "square", pair))
        found.do(Register("N", "square", (member(NINE[0]), *(member(each, AgeBand.CHILD) for each in NINE[1:]))))
        found.do(Register("L", "square", (member(LYING, seat=SeatClass.STRETCHER),)))
        yield found


def put(desk: Tried, where: Whereabouts, holder: str, *tokens: str) -> None:
    """Let persons be somewhere."""
    at_s = 10_000 + desk.look().position
    desk.tell(WhereaboutsSettled(at_s, tokens, (), where, holder, "seen there", len(tokens)))


def pairs(first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{sign}{number}" for number in range(first, last) for sign in "mc")


def derivable(shown: Shown, total: int | None) -> set[int]:
    """Give every number here, and every sum of withheld ones, that a reader can work out.

    Every way is tried to spread over the withheld ones what is left of the total; without a total, each is free.
    """
    known = [number for number in shown.values() if number is not None]
    parts = len(shown) - len(known)
    ways = list(product(range(3), repeat=parts) if total is None else spread(total - sum(known), parts))
    every = np.array(ways, dtype=int).reshape(len(ways), parts)
    chosen = (each for size in range(1, parts + 1) for each in combinations(range(parts), size))
    sums = (every[:, list(each)].sum(axis=1) for each in chosen)
    return {*known, *(int(found[0]) for found in sums if found.min() == found.max())}


def spread(persons: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to spread persons over so many parts."""
    if parts < 2:
        yield (persons,) * parts
        return
    for first in range(persons + 1):
        yield from ((first, *rest) for rest in spread(persons - first, parts - 1))


def added_up(shown: Mapping[Any, int | None] | Mapping[Any, int]) -> int | None:
    """Give the sum of a list of which nothing is withheld, None if something is, or nothing is there."""
    numbers = list(shown.values())
    return sum(number or 0 for number in numbers) if numbers and None not in numbers else None


def told_of(summary: Summary) -> set[int]:
    """Give every number of persons that a reader of a page can work out, who adds up each list for the others."""
    totals = (summary.everybody, added_up(summary.entered), added_up(summary.where), added_up(summary.people))
    everybody = next((total for total in totals if total is not None), None)
    arrived = summary.where["arrived"] if summary.where["arrived"] is not None else added_up(summary.arrived)
    where = {**summary.where, "arrived": arrived}
    numbers = derivable(where, everybody) | derivable(summary.entered, everybody)
    numbers |= derivable(summary.arrived, arrived) | set(summary.people.values())
    return numbers | {number for counts in (summary.screening or {}).values() for number in counts.values()}


def small(numbers: set[int], least: int = 10) -> set[int]:
    return {number for number in numbers if 0 < number < least}


def test_neither_the_family_of_nine_nor_the_patient_can_be_told(desk: Tried) -> None:
    put(desk, Whereabouts.ARRIVED, "camp", *pairs(0, 20))
    put(desk, Whereabouts.ARRIVED, "village", *NINE)
    put(desk, Whereabouts.IN_HOSPITAL, "hospital", LYING)
    summary = summary_of(desk.look(), 100)
    assert summary.everybody == 2 * PAIRS + 10
    assert small(told_of(summary)) == set()
    assert summary.arrived == {"camp": None, "village": None}
    assert summary.where["in-hospital"] is None
    assert dict(summary.people) == {("adult", "any", "any"): 32, ("child", "any", "any"): 38}
    assert dict(summary.sizes) == {("any",): PAIRS + 2}, "one group of nine would be seen in a band of its own"


def test_the_naive_reader_finds_the_family_where_only_its_number_is_withheld() -> None:
    """The checker itself can fail."""
    assert small(derivable({"arrived": 40, "turned-back": None}, 49)) == {9}
    assert small(derivable({"waiting": 20, "arrived": None, "died": None}, 60)) == set()


some_where = st.sampled_from(
    [Whereabouts.WAITING, Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL, Whereabouts.DIED, Whereabouts.MISSING]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(some_where, st.sampled_from(["camp", "village"]), st.integers(1, 9)), max_size=5))
def test_wherever_people_are_no_small_number_of_them_can_be_told(
    lots: list[tuple[Whereabouts, str, int]],
) -> None:
    with TemporaryDirectory() as folder, tried(Path(folder)) as desk:
        for number, (where, holder, persons) in enumerate(lots):
            tokens = tuple(f"p{number}-{each}" for each in range(persons))
            desk.do(Register(f"G{number}", "square", tuple(map(member, tokens))))
            put(desk, where, holder, *tokens)
        assert small(told_of(summary_of(desk.look(), 0))) == set()


def counted(desk: Tried, *parties: tuple[str, int, int, int, int]) -> Operation:
    """Let parties say how many were presented, passed, were taken aside and turned back."""
    numbers = count(1)
    desk.tell(*(ScreeningCounted(next(numbers), "gate", party, "", *counts) for party, *counts in parties))
    return desk.look()


def test_what_parties_counted_is_told_as_theirs_where_nothing_is_withheld(desk: Tried) -> None:
    put(desk, Whereabouts.ARRIVED, "camp", *NINE, LYING)
    summary = summary_of(counted(desk, ("north", 70, 40, 15, 15)), 0)
    assert summary.withheld == 0
    assert summary.screening == {"north": {"presented": 70, "passed": 40, "taken aside": 15, "turned back": 15}}


@pytest.mark.parametrize("counts", [(70, 61, 0, 9), (70, 60, 0, 0), (5, 5, 0, 0)], ids=str)
def test_small_counts_of_a_party_and_what_they_leave_over_are_withheld(
    desk: Tried, counts: tuple[int, int, int, int]
) -> None:
    summary = summary_of(counted(desk, ("north", *counts)), 0)
    assert summary.screening == ({"north": dict(zip(NAMES, counts, strict=True))} if counts == WHOLE else None)


NAMES = ("presented", "passed", "taken aside", "turned back")
WHOLE = (70, 60, 0, 0)
"""Ten were let neither through nor back: enough not to be one family."""


def test_where_the_account_withholds_a_number_no_party_tells_it(desk: Tried) -> None:
    put(desk, Whereabouts.TURNED_BACK, "gate", *NINE)
    assert summary_of(counted(desk, ("north", 70, 40, 15, 15)), 0).screening is None


def test_the_threshold_is_larger_than_the_largest_family() -> None:
    assert [least_persons(largest) for largest in (0, 9, 10, 19, 20, 45)] == [10, 10, 20, 20, 40, 80]


def test_an_operation_of_one_family_publishes_nothing_of_it(tmp_path: Path) -> None:
    with tried(tmp_path) as desk:
        desk.do(Register("N", "square", tuple(map(member, NINE))))
        summary = summary_of(desk.look(), 0)
    assert (summary.everybody, summary.people, summary.sizes) == (None, {}, {})
    assert small(told_of(summary)) == set()


def test_publishing_is_recorded_with_to_whom_why_and_what(desk: Tried) -> None:
    (recorded,) = desk.do(replace(PAGE, to=" the donors "))
    assert (recorded.event.type, recorded.event.actor) == ("summary.published", "Layla")
    assert recorded.event.payload == {"to": "the donors", "reason": "monthly report", "digest": "00", "withheld": 3}


@pytest.mark.parametrize(
    ("command", "error"), [(replace(PAGE, to=" "), UnusableInputError), (replace(PAGE, reason=""), RefusedError)]
)
def test_nothing_leaves_for_nobody_or_for_no_reason(desk: Tried, command: Publish, error: type[Exception]) -> None:
    head = desk.store.head()
    with pytest.raises(error):
        desk.do(command)
    assert desk.store.head() == head


def test_nothing_leaves_by_somebody_else(desk: Tried) -> None:
    for role in set(Role) - {Role.COORDINATOR, Role.INFORMATION_OFFICER}:
        desk.do(Appoint("Omar", (role,)))
        with pytest.raises(RefusedError) as refused:
            desk.do(PAGE, by="Omar")
        assert refused.value.rule is Rule.ROLE_MAY_NOT


def test_two_pages_within_a_day_are_refused_whoever_gets_them(desk: Tried) -> None:
    desk.do(PAGE)
    desk.clock.now += timedelta(hours=23)
    with pytest.raises(RefusedError) as refused:
        desk.do(replace(PAGE, to="the press"))
    assert refused.value.rule is Rule.PUBLISHED_LATELY
    desk.clock.now += timedelta(hours=1)
    desk.do(replace(PAGE, to="the press"))


def test_two_pages_of_two_days_do_show_who_came_in_between(desk: Tried) -> None:
    """What is not stopped, as the threat model says: the day in between makes it rarer, and no more."""
    before = summary_of(desk.look(), 0).everybody
    desk.do(Register("A", "square", tuple(map(member, "uvw"))))
    after = summary_of(desk.look(), 86_400).everybody
    assert before is not None
    assert after == before + 3
