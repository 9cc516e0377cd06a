"""Families torn apart, children alone, wishes unmet, lists on which nobody declines."""

from dataclasses import replace

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact, OperationEnded
from safepassage.domain.live import families, groups, persons
from safepassage.domain.live import people as facts
from safepassage.domain.live.families import NoticeCode, group_notices, linked_notice, list_notices
from safepassage.domain.live.groups import Group
from safepassage.domain.live.people import Answer, NoticeAnswer
from safepassage.domain.notices import Severity
from tests.domain.live.telling import after, alighted, boarded, chose, codes, registered, settled

MISSED = facts.PersonMissed(4, "a", "", 1)


def family(*told: Fact, tokens: str = "aB", name: str = "G1") -> tuple[Group, list[persons.Person]]:
    """Give a group and its members; `a` is an adult, `B` a child."""
    everything = (registered(*tokens, group=name, destinations=("camp",)), *told)
    group = after(groups.begin(name), groups.follow, *everything)
    members = []
    for token in tokens:
        concerned = [fact for fact in everything if token in getattr(fact, "tokens", token)]
        concerned = [fact for fact in concerned if getattr(fact, "token", token) == token]
        members.append(after(persons.begin(token), persons.follow, *concerned))
    return group, members


def names(*told: Fact, tokens: str = "aB") -> list[str]:
    return sorted(each.name for each in group_notices(*family(*told, tokens=tokens)))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((), []),
        ((boarded("a", "B"),), []),
        ((boarded("a", "B"), alighted("a", "B")), []),
        ((boarded("B"),), ["separated-child/B@bus-1", "separated-family/B+a"]),
        ((boarded("a"),), ["separated-child/B@square", "separated-family/B+a"]),
        ((chose(Answer.STAY, "a"), boarded("B")), ["separated-child/B@bus-1"]),
        ((chose(Answer.STAY, "a"),), []),
        ((MISSED,), ["separated-child/B@square"]),
        (
            (boarded("a", "B"), alighted("a", place="camp"), alighted("B", place="hill")),
            ["separated-child/B@hill", "separated-family/B+a"],
        ),
        ((chose(Answer.LEAVE, "a", wished="hill"),), ["wish-elsewhere/a@hill"]),
        ((chose(Answer.LEAVE, "a", wished="camp"),), []),
        ((chose(Answer.STAY, "a", wished="hill"),), []),
        ((chose(Answer.LEAVE, "a", wished="hill"), boarded("a", "B"), alighted("a", "B")), []),
    ],
    ids=str,
)
def test_what_must_be_answered_follows_from_where_they_are(told: tuple[Fact, ...], expected: list[str]) -> None:
    assert names(*told) == expected


def test_adults_may_be_separated_too_and_a_child_is_graver() -> None:
    assert names(boarded("a"), tokens="ac") == ["separated-family/a+c"]
    found = {each.code: each.severity for each in group_notices(*family(boarded("B")))}
    assert found == {NoticeCode.SEPARATED_CHILD: Severity.ERROR, NoticeCode.SEPARATED_FAMILY: Severity.WARNING}


def test_a_child_registered_alone_is_a_separated_child_at_once() -> None:
    assert names(tokens="B") == ["separated-child/B@square"]


def test_an_answer_closes_one_notice_and_the_next_place_asks_anew() -> None:
    answer = facts.NoticeAnswered(5, "group/G1", "separated-child/B@bus-1", NoticeAnswer.ACCEPTED, "with her teacher")
    assert names(boarded("B"), answer) == ["separated-family/B+a"]
    assert names(boarded("B"), answer, alighted("B")) == ["separated-child/B@camp", "separated-family/B+a"]


def test_who_belongs_to_another_group_is_not_waited_for() -> None:
    group, members = family(boarded("B"))
    others = [replace(each, group="G2") for each in members]
    assert group_notices(group, others) == ()


def test_linked_groups_that_arrive_apart_must_be_answered() -> None:
    first, here = family(boarded("a"), alighted("a"), tokens="a")
    _, there = family(boarded("c"), alighted("c", place="hill"), tokens="c", name="G2")
    (notice,) = linked_notice(first, here, "G2", there)
    assert (notice.name, notice.severity) == ("linked-apart/G2", Severity.WARNING)
    assert linked_notice(first, here, "G2", family(tokens="c", name="G2")[1]) == ()
    assert linked_notice(first, here, "G2", here) == ()
    assert linked_notice(replace(first, answered=("linked-apart/G2",)), here, "G2", there) == ()


@pytest.mark.parametrize(
    ("leave", "stay", "expected"),
    [(19, 0, []), (20, 0, ["nobody-declined"]), (200, 1, []), (0, 0, [])],
)
def test_a_list_on_which_nobody_declines_is_doubtful(leave: int, stay: int, expected: list[str]) -> None:
    asked = {Answer.LEAVE: leave, Answer.STAY: stay, Answer.UNDECIDED: 0}
    assert codes(list_notices("square", asked, ())) == expected
    assert list_notices("square", asked, ("nobody-declined",)) == ()


def test_the_chance_that_so_many_all_say_yes_is_what_is_said() -> None:
    assert (6 / 7) ** (families.LONGEST_UNANIMOUS + 1) < 0.05 < (6 / 7) ** families.LONGEST_UNANIMOUS


def test_a_group_is_as_it_was_registered_first_with_all_that_came_to_it() -> None:
    born = facts.PersonBorn(4, "G1", "", 1, "n", "a", Whereabouts.WAITING, "square", 1)
    linked = facts.GroupsLinked(5, ("G1", "G3"), "brothers")
    late = registered("c", place="hill", linked=("G4",))
    other = registered("d", group="G2", linked=("G1",))
    found = after(groups.begin("G1"), groups.follow, registered("a"), late, other, born, linked, OperationEnded(9))
    assert (found.place, found.members, found.linked) == ("square", ("a", "c", "n"), ("G2", "G3", "G4"))


def test_answers_about_a_list_are_kept() -> None:
    answer = facts.NoticeAnswered(5, "list/square", "nobody-declined", NoticeAnswer.ACCEPTED, "asked apart")
    found = after(groups.begin_list("square"), groups.follow_list, answer, settled(Whereabouts.WAITING, "square", "a"))
    assert found.answered == ("nobody-declined",)
