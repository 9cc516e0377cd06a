"""Each adult's own decision, families that stay together, births, and who thinks better of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import VehicleBrokeDown
from safepassage.domain.live.people import Answer, InformedOf, NoticeAnswer
from safepassage.domain.live.roles import Role
from safepassage.operations.commands.boarding import Alight, Arrive, Board, Depart, TakeHeadcount
from safepassage.operations.commands.kinship import AnswerNotice, LinkGroups, RecordBirth
from safepassage.operations.commands.losing import RecordDeath, ReportMissing
from safepassage.operations.commands.registering import RecordChoice, Register
from safepassage.operations.commands.withdrawing import Withdraw
from safepassage.operations.courses import Kind
from safepassage.operations.deciding import Command, RefusedError, Rule
from tests.operations.desks import START, Tried, adult, child, tried


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Tried]:
    with tried(tmp_path) as found:
        found.do(Register("G1", "square", (adult("a"), adult("b"), child("C")), destinations=("camp",)))
        found.do(Register("G2", "square", (adult("d"),), destinations=("camp", "hill")))
        found.do(Register("G3", "square", (child("E"),), destinations=("hill",)))
        yield found


def chosen(*tokens: str, answer: Answer = Answer.LEAVE, proxy: str = "", wished: str = "") -> RecordChoice:
    return RecordChoice(tokens, answer, tuple(InformedOf), "ar", private=True, proxy=proxy, wished=wished)


def refused(desk: Tried, command: Command) -> str:
    """Give the rule by which a command is refused; nothing has changed then."""
    head = desk.store.head()
    with pytest.raises(RefusedError) as caught:
        desk.do(command)
    assert desk.store.head() == head
    return caught.value.rule


def names(desk: Tried) -> list[str]:
    return [notice.name for found in desk.look().notices().values() for notice in found]


@pytest.mark.parametrize("tokens", [("a", "b"), ("C",), ("d", "C"), ("E",)], ids=str)
def test_nobody_decides_for_another_adult_or_for_the_children_of_others(desk: Tried, tokens: tuple[str, ...]) -> None:
    assert refused(desk, chosen(*tokens)) == Rule.OWN_CHOICE
    desk.do(chosen(*tokens, proxy="daughter"))
    assert {desk.look().person(token).answer for token in tokens} == {Answer.LEAVE}


def test_an_adult_decides_for_themselves_and_the_children(desk: Tried) -> None:
    desk.do(chosen("a", "C", "C"))
    assert desk.look().answers == {Answer.LEAVE: 2}
    assert refused(desk, chosen("nobody")) == Rule.NOT_REGISTERED


def test_nobody_leaves_uninformed_but_that_somebody_did_is_kept(desk: Tried) -> None:
    unaware = RecordChoice(("a",), Answer.LEAVE, (InformedOf.RISKS,), "ar", private=False)
    assert refused(desk, unaware) == Rule.NOT_INFORMED
    desk.do(unaware, happened=START)
    assert [each.code for each in desk.look().discrepancies()[Kind.PERSON, "a"]] == ["uninformed"]


def test_a_wish_to_go_elsewhere_is_recorded_and_must_be_answered(desk: Tried) -> None:
    desk.do(chosen("a", "C", wished="village"))
    assert desk.look().person("a").wished == "village"
    assert "wish-elsewhere/a@village" in names(desk)


def test_a_child_boards_alone_only_if_somebody_says_why(desk: Tried) -> None:
    desk.do(chosen("a", "C"))
    assert refused(desk, Board("bus-1", "square", ("C",))) == Rule.SEPARATED_CHILD
    desk.do(Board("bus-1", "square", ("C",), "her aunt rides with her"))
    assert not [name for name in names(desk) if "C" in name]


def test_a_bus_does_not_depart_with_a_child_whose_adults_have_left_it(desk: Tried) -> None:
    desk.do(chosen("a", "C"))
    desk.do(chosen("b"))
    desk.do(Board("bus-1", "square", ("a", "C")))
    desk.do(Withdraw(("a",), "ar", private=True))
    desk.do(TakeHeadcount("bus-1", "square", 1, 1))
    assert refused(desk, Depart("bus-1", "square")) == Rule.SEPARATED_CHILD
    desk.do(AnswerNotice("group/G1", "separated-child/C@bus-1", NoticeAnswer.BEING_MENDED, "an aunt meets the bus"))
    desk.do(Depart("bus-1", "square"))


def test_nobody_boards_who_was_not_asked_and_no_broken_bus_departs(desk: Tried) -> None:
    assert refused(desk, Board("bus-1", "square", ("d",))) == Rule.OWN_CHOICE
    desk.tell(VehicleBrokeDown(1, "bus-1", "square"))
    assert refused(desk, Depart("bus-1", "square")) == Rule.NOT_WORKING


def test_a_card_is_of_one_person(desk: Tried) -> None:
    with pytest.raises(UnusableInputError, match="twice"):
        desk.do(Register("G4", "square", (adult("f"), child("f"))))


def test_a_child_is_not_left_behind_in_silence(desk: Tried) -> None:
    desk.do(chosen("a", "C"))
    desk.do(chosen("b"))
    assert refused(desk, Board("bus-1", "square", ("a", "b"))) == Rule.SEPARATED_CHILD
    desk.do(Board("bus-1", "square", ("a", "C")))
    assert "separated-family/C+b" in names(desk)


def test_a_child_without_a_family_needs_an_answer_from_the_first_day(desk: Tried) -> None:
    assert "separated-child/E@square" in names(desk)
    answer = AnswerNotice("group/G3", "separated-child/E@square", NoticeAnswer.ACCEPTED, "protection is with them")
    desk.do(answer)
    assert "separated-child/E@square" not in names(desk)
    assert refused(desk, answer) == Rule.NO_SUCH_NOTICE
    assert refused(desk, AnswerNotice("nothing", "x", NoticeAnswer.MISTAKEN, "")) == Rule.NO_SUCH_NOTICE
    desk.do(chosen("E", proxy="guardian"))
    assert refused(desk, Board("bus-1", "square", ("E",))) == Rule.SEPARATED_CHILD


def test_an_answer_needs_a_reason(desk: Tried) -> None:
    answer = AnswerNotice("group/G3", "separated-child/E@square", NoticeAnswer.ACCEPTED, " ")
    assert refused(desk, answer) == Rule.NEEDS_REASON


def test_linked_groups_reach_the_same_destination_or_somebody_says_why(desk: Tried) -> None:
    desk.do(LinkGroups(("G1", "G2"), "brothers"))
    assert refused(desk, LinkGroups(("G1", "G3"), "cousins")) == Rule.NO_COMMON_DESTINATION
    assert refused(desk, LinkGroups(("G1", "G9"), "cousins")) == Rule.NOT_REGISTERED
    with pytest.raises(UnusableInputError):
        desk.do(LinkGroups(("G1", "G1"), "itself"))
    desk.do(chosen("a"))
    desk.do(chosen("d"))
    for bus, who, to in (("bus-1", "a", "camp"), ("bus-2", "d", "hill")):
        bring_out(desk, bus, who, to)
    assert "linked-apart/G2" in names(desk)


def bring_out(desk: Tried, bus: str, who: str, to: str) -> None:
    desk.do(Board(bus, "square", (who,), "the others follow"))
    desk.do(TakeHeadcount(bus, "square", 1, 1))
    desk.do(Depart(bus, "square"))
    desk.do(Arrive(bus, to))
    desk.do(Alight(bus, to, (who,)))


def test_twenty_who_all_say_yes_are_asked_about(desk: Tried) -> None:
    for number in range(20):
        desk.do(Register(f"H{number}", "school", (adult(f"h{number}"),)))
        desk.do(chosen(f"h{number}"))
    assert (Kind.LIST, "school") in desk.look().notices()
    desk.do(AnswerNotice("list/school", "nobody-declined", NoticeAnswer.ACCEPTED, "each was asked apart"))
    assert (Kind.LIST, "school") not in desk.look().notices()


def test_who_withdraws_before_the_departure_alights_and_stays(desk: Tried) -> None:
    desk.do(chosen("d"))
    desk.do(Board("bus-1", "square", ("d",)))
    desk.do(Withdraw(("d",), "ar", private=True))
    operation = desk.look()
    assert operation.person("d").where is Whereabouts.STAYED
    assert operation.vehicle("bus-1").manifest == ()
    assert operation.discrepancies() == {}


def test_who_is_under_way_withdraws_no_more_but_is_heard(desk: Tried) -> None:
    desk.do(chosen("d"))
    desk.do(Board("bus-1", "square", ("d",)))
    desk.do(TakeHeadcount("bus-1", "square", 1, 1))
    desk.do(Depart("bus-1", "square"))
    withdraw = Withdraw(("d",), "ar", private=True)
    assert refused(desk, withdraw) == Rule.DEPARTED_ALREADY
    desk.do(withdraw, happened=desk.clock.now)
    assert [each.code for each in desk.look().discrepancies()[Kind.PERSON, "d"]] == ["aboard-against-choice"]
    desk.do(Arrive("bus-1", "camp"))
    desk.do(Alight("bus-1", "camp", ("d",)))
    assert refused(desk, withdraw) == Rule.NOT_WAITING


def test_who_waits_withdraws_with_the_children(desk: Tried) -> None:
    desk.do(chosen("a", "C"))
    assert refused(desk, Withdraw(("a", "b"), "ar", private=True)) == Rule.OWN_CHOICE
    desk.do(Withdraw(("a", "C"), "ar", private=True))
    assert desk.look().persons()[Whereabouts.STAYED] == 2


def test_a_child_is_born_where_its_mother_is_and_goes_with_her(desk: Tried) -> None:
    desk.do(chosen("d"))
    desk.do(RecordBirth("d", "n"))
    desk.do(Board("bus-1", "square", ("d", "n")))
    desk.do(RecordBirth("d", "o"))
    operation = desk.look()
    assert (operation.born, operation.persons()[Whereabouts.ABOARD]) == (2, 3)
    assert operation.vehicle("bus-1").manifest == ("d", "n", "o")
    assert refused(desk, RecordBirth("d", "n")) == Rule.REGISTERED_ALREADY
    with pytest.raises(UnusableInputError):
        desk.do(RecordBirth("d", ""))


def test_a_child_whose_mother_died_waits_where_she_did_and_none_is_born_to_the_missing(desk: Tried) -> None:
    desk.do(RecordDeath("clinic", ("a",)))
    desk.do(RecordBirth("a", "n"))
    assert (desk.look().person("n").where, desk.look().person("n").holder) == (Whereabouts.WAITING, "clinic")
    desk.do(ReportMissing("square", ("b",)))
    assert refused(desk, RecordBirth("b", "o")) == Rule.CONTRADICTS


def test_only_those_appointed_for_it_register_births(desk: Tried) -> None:
    assert Role.AUDITOR not in RecordBirth.roles
    with pytest.raises(RefusedError, match="not appointed"):
        desk.do(RecordBirth("a", "n"), by="Nobody")
