"""Who belongs to a travel group, and which notices about families and lists somebody must answer."""

from dataclasses import replace

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import AgreementSuspended, Fact
from safepassage.domain.live.families import (
    LONGEST_UNANIMOUS,
    MEANINGS,
    NoticeCode,
    OpenNotice,
    group_notices,
    linked_notice,
    list_notices,
)
from safepassage.domain.live.groups import Group, begin, begin_list, follow, follow_list
from safepassage.domain.live.people import AgeBand, Answer, GroupsLinked, NoticeAnswer, NoticeAnswered
from safepassage.domain.live.persons import Person
from safepassage.domain.notices import Severity
from tests.domain.live.telling import after, born, member, registered


def group(*stream: Fact) -> Group:
    return after(begin("G1"), follow, *stream)


def answered(notice: str) -> NoticeAnswered:
    return NoticeAnswered(0, "group/G1", notice, NoticeAnswer.ACCEPTED, "the uncle is with them")


def person(token: str, where: Whereabouts, holder: str, age: AgeBand = AgeBand.ADULT) -> Person:
    return Person(token, "G1", where=where, holder=holder, age=age, registered=True)


MOTHER = person("MOTHER", Whereabouts.ABOARD, "bus-1")
CHILD = person("CHILD", Whereabouts.ABOARD, "bus-1", AgeBand.CHILD)
TWO = group(registered(member("MOTHER"), member("CHILD")))


def test_a_group_is_as_it_was_registered_first_and_grows() -> None:
    grown = group(
        registered(member("B"), linked=("G7",)),
        registered(member("A"), linked=("G8",)),
        born(Whereabouts.WAITING, "square", "C"),
    )
    assert (grown.place, grown.destinations, grown.members) == ("square", ("hub",), ("A", "B", "C"))
    assert grown.linked == ("G7", "G8")


def test_groups_belong_together_whichever_of_them_said_so() -> None:
    assert group(registered(group="G2", linked=("G1",))).linked == ("G2",)
    assert group(GroupsLinked(0, ("G1", "G2", "G3"), "one household")).linked == ("G2", "G3")


def test_what_concerns_others_changes_no_group_and_no_list() -> None:
    assert group(AgreementSuspended(0)) == begin("G1")
    assert after(begin_list("square"), follow_list, AgreementSuspended(0)) == begin_list("square")


def codes(found: tuple[OpenNotice, ...]) -> list[NoticeCode]:
    return [each.code for each in found]


def test_a_family_that_is_together_gives_no_notice() -> None:
    assert group_notices(TWO, [MOTHER, CHILD]) == ()


def test_a_child_with_no_adult_of_the_group_is_separated_wherever_the_adults_are() -> None:
    child = replace(CHILD, holder="bus-2")
    assert codes(group_notices(TWO, [MOTHER, child])) == [NoticeCode.SEPARATED_CHILD, NoticeCode.SEPARATED_FAMILY]
    assert codes(group_notices(TWO, [child])) == [NoticeCode.SEPARATED_CHILD]
    assert group_notices(TWO, [child])[0].severity is Severity.ERROR


def test_a_child_is_with_an_adult_who_stays() -> None:
    waiting, stayed = (
        replace(CHILD, where=Whereabouts.WAITING, holder="square"),
        person("MOTHER", Whereabouts.STAYED, "square"),
    )
    assert group_notices(TWO, [waiting, stayed]) == ()


@pytest.mark.parametrize("where", [Whereabouts.STAYED, Whereabouts.DIED, Whereabouts.MISSING, Whereabouts.REMOVED])
def test_nobody_is_separated_from_those_who_are_not_waited_for(where: Whereabouts) -> None:
    assert group_notices(TWO, [MOTHER, person("FATHER", where, "square")]) == ()


def test_only_those_who_are_registered_in_the_group_count() -> None:
    child = replace(CHILD, holder="bus-2")
    assert group_notices(TWO, [MOTHER, replace(child, registered=False), replace(child, group="G2")]) == ()


def test_an_answer_holds_for_the_place_it_was_given_for() -> None:
    child = replace(CHILD, holder="bus-2")
    known = group(registered(), answered("separated-child/CHILD@bus-2"))
    assert group_notices(known, [child]) == ()
    assert codes(group_notices(known, [replace(child, holder="hub", where=Whereabouts.ARRIVED)])) == [
        NoticeCode.SEPARATED_CHILD
    ]


def test_a_wish_for_elsewhere_is_shown_while_it_can_be_met() -> None:
    wishes = replace(MOTHER, wished="camp", answer=Answer.LEAVE)
    assert codes(group_notices(TWO, [wishes])) == [NoticeCode.WISH_ELSEWHERE]
    met = [
        replace(wishes, wished="hub"),
        replace(wishes, answer=Answer.STAY),
        replace(wishes, where=Whereabouts.ARRIVED, holder="hub"),
    ]
    assert [group_notices(TWO, [each]) for each in met] == [(), (), ()]
    assert group_notices(replace(TWO, destinations=()), [wishes]) == ()


def test_groups_that_belong_together_must_reach_the_same_destination() -> None:
    here, there = person("A", Whereabouts.ARRIVED, "hub"), person("B", Whereabouts.ARRIVED, "camp")
    (notice,) = linked_notice(TWO, [here], "G2", [there])
    assert notice.sentence == "G1 and G2 belong together but arrived at hub, and camp."
    assert linked_notice(TWO, [here], "G2", [replace(there, holder="hub")]) == ()
    assert linked_notice(TWO, [here], "G2", [replace(there, where=Whereabouts.ABOARD)]) == ()
    assert linked_notice(TWO, [], "G2", [there]) == ()
    assert linked_notice(group(registered(), answered(notice.name)), [here], "G2", [there]) == ()


def test_a_list_on_which_nobody_declines_must_be_answered() -> None:
    many = LONGEST_UNANIMOUS + 1
    (notice,) = list_notices("square", {Answer.LEAVE: many}, ())
    assert notice.severity is Severity.WARNING
    assert list_notices("square", {Answer.LEAVE: many - 1}, ()) == ()
    assert list_notices("square", {Answer.LEAVE: many, Answer.STAY: 1}, ()) == ()
    assert list_notices("square", {}, ()) == ()
    listed = after(begin_list("square"), follow_list, answered(notice.name))
    assert list_notices("square", {Answer.LEAVE: many}, listed.answered) == ()


def test_the_longest_unanimous_list_is_where_chance_falls_below_one_in_twenty() -> None:
    assert (6 / 7) ** (LONGEST_UNANIMOUS + 1) < 0.05 <= (6 / 7) ** LONGEST_UNANIMOUS


def test_every_notice_says_what_it_means() -> None:
    assert set(MEANINGS) == set(NoticeCode)
