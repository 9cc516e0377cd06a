"""What moves a person from where to where, and what makes them unresolved."""

from dataclasses import replace

import pytest

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import Fact, OperationEnded
from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancy_codes import ANYTHING_ELSE, CODES, Code, settled_by
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, SeatClass
from safepassage.domain.live.persons import Person, begin, discrepancies, follow
from safepassage.domain.live.told import Told
from safepassage.domain.live.whereabouts import MOVES
from tests.domain.live.telling import after, alighted, boarded, chose, codes, registered, settled

W = Whereabouts
TAKEN = facts.PeopleRemoved(4, "", "gate", ("a",), "army", 1)
TAKEN_OUT = facts.PeopleRemoved(4, "bus-1", "gate", ("a",), "army", 1)
DIED = facts.PersonDied(5, "a", "", "camp", 1)
MISSED = facts.PersonMissed(4, "a", "", 1)
FOUND = facts.PeopleFound(6, ("a",), W.WAITING, "school", 1)
TURNED_BACK = facts.PeopleTurnedBack(4, "bus-1", "gate", ("a",), "army", 1)
ON_FOOT = facts.PeopleTurnedBack(4, "", "gate", ("a",), "army", 1)
LEAVES, STAYS = chose(Answer.LEAVE, "a"), chose(Answer.STAY, "a")
UNDECIDED = chose(Answer.UNDECIDED, "a")
BACK = alighted("a", place="square")
STRETCHER = registered("a", seat=SeatClass.STRETCHER)
ON = alighted("a", place="gate", onward=True)
AT_GATE = boarded("a", place="gate")


def person(*told: Fact) -> Person:
    return after(begin("a"), follow, *told)


@pytest.mark.parametrize(
    ("told", "where", "holder"),
    [
        ((registered("a"),), W.WAITING, "square"),
        ((registered("a"), STAYS), W.STAYED, "square"),
        ((STAYS, registered("a")), W.STAYED, "square"),
        ((registered("a"), STAYS, UNDECIDED), W.WAITING, "square"),
        ((registered("a"), LEAVES, boarded("a")), W.ABOARD, "bus-1"),
        ((registered("a"), boarded("a"), boarded("a")), W.ABOARD, "bus-1"),
        ((registered("a"), boarded("a"), alighted("a")), W.ARRIVED, "camp"),
        ((registered("a"), boarded("a"), alighted("a"), alighted("a")), W.ARRIVED, "camp"),
        ((STRETCHER, boarded("a"), alighted("a")), W.IN_HOSPITAL, "camp"),
        ((registered("a"), boarded("a"), ON), W.AT_TRANSFER, "gate"),
        ((registered("a"), boarded("a"), ON, AT_GATE, alighted("a")), W.ARRIVED, "camp"),
        ((registered("a"), boarded("a"), ON, AT_GATE, alighted("a", place="gate")), W.AT_TRANSFER, "gate"),
        ((registered("a"), boarded("a"), BACK), W.WAITING, "square"),
        ((registered("a"), boarded("a"), STAYS, BACK), W.STAYED, "square"),
        ((registered("a"), boarded("a"), TURNED_BACK), W.TURNED_BACK, "gate"),
        ((registered("a"), boarded("a"), TURNED_BACK, AT_GATE, alighted("a", place="gate")), W.TURNED_BACK, "gate"),
        ((registered("a"), ON_FOOT), W.TURNED_BACK, "gate"),
        ((registered("a"), boarded("a"), TAKEN_OUT), W.REMOVED, "gate"),
        ((registered("a"), TAKEN, FOUND), W.WAITING, "school"),
        ((registered("a"), MISSED), W.MISSING, "square"),
        ((registered("a"), MISSED, FOUND), W.WAITING, "school"),
        ((registered("a"), MISSED, boarded("a")), W.ABOARD, "bus-1"),
        ((registered("a"), MISSED, TAKEN_OUT), W.REMOVED, "gate"),
        ((registered("a"), DIED, DIED), W.DIED, "camp"),
        ((registered("a"), boarded("a"), registered("a")), W.ABOARD, "bus-1"),
        ((registered("a"), OperationEnded(9)), W.WAITING, "square"),
    ],
    ids=str,
)
def test_what_is_possible_moves_them(told: tuple[Fact, ...], where: W, holder: str) -> None:
    found = person(*told)
    assert (found.where, found.holder) == (where, holder)
    assert discrepancies(found) == ()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ((boarded("a"), boarded("a", bus="bus-2")), Code.BOARDED_TWICE),
        ((boarded("a"), alighted("a"), boarded("a")), Code.BOARDED_AFTER_ALL),
        ((alighted("a"),), Code.ALIGHTED_UNBOARDED),
        ((boarded("a"), alighted("a", bus="bus-2")), Code.ALIGHTED_UNBOARDED),
        ((TURNED_BACK,), Code.TURNED_BACK_UNBOARDED),
        ((boarded("a"), TAKEN), Code.LOST_ELSEWHERE),
        ((TAKEN_OUT,), Code.LOST_ELSEWHERE),
        ((FOUND,), Code.FOUND_UNMISSED),
        ((DIED, boarded("a")), Code.MOVED_AFTER_DEATH),
        ((DIED, MISSED), Code.MOVED_AFTER_DEATH),
    ],
    ids=str,
)
def test_what_contradicts_leaves_them_unresolved(told: tuple[Fact, ...], code: Code) -> None:
    found = person(registered("a"), *told)
    assert found.where is W.UNRESOLVED
    assert codes(discrepancies(found)) == [code]


def test_more_told_of_the_unresolved_is_kept_and_a_settlement_ends_it() -> None:
    lost = person(registered("a"), alighted("a"), DIED)
    assert codes(discrepancies(lost)) == [Code.ALIGHTED_UNBOARDED, Code.TOLD_WHILE_UNRESOLVED]
    story = (registered("a"), alighted("a"), DIED, settled(W.ARRIVED, "camp", "a"))
    found = person(*story)
    assert (found.where, found.holder, discrepancies(found)) == (W.ARRIVED, "camp", ())
    assert codes(discrepancies(person(*story, DIED, MISSED))) == [Code.MOVED_AFTER_DEATH]


def test_nobody_is_settled_to_be_unresolved() -> None:
    assert person(registered("a"), settled(W.UNRESOLVED, "", "a")).where is W.WAITING


def test_a_settled_discrepancy_does_not_hide_that_somebody_is_unresolved() -> None:
    done = facts.DiscrepancySettled(7, "person/a", "alighted-unboarded/e2", "seen")
    assert codes(discrepancies(person(registered("a"), alighted("a"), done))) == [Code.ALIGHTED_UNBOARDED]


def test_a_token_that_nobody_registered_is_a_discrepancy_until_somebody_does() -> None:
    stranger = person(boarded("a"))
    assert (stranger.registered, stranger.where) == (False, W.ABOARD)
    assert codes(discrepancies(stranger)) == [Code.NOT_REGISTERED]
    done = facts.DiscrepancySettled(7, "person/a", "not-registered/e1", "a card that was misread")
    assert discrepancies(person(boarded("a"), done)) == ()
    healed = person(boarded("a"), registered("a"))
    assert (healed.where, discrepancies(healed)) == (W.ABOARD, ())


def test_a_token_of_two_groups_is_a_discrepancy_and_counts_in_the_first() -> None:
    found = person(registered("a"), registered("a", group="G2"))
    assert (found.group, found.where) == ("G1", W.WAITING)
    assert codes(discrepancies(found)) == [Code.REGISTERED_TWICE]


BORN = facts.PersonBorn(4, "G1", "row", 1, "a", "m", W.ABOARD, "bus-1", 1)


def test_a_child_is_born_where_its_mother_is() -> None:
    found = person(BORN, BORN)
    assert (found.where, found.holder, found.age, found.born) == (W.ABOARD, "bus-1", AgeBand.INFANT, True)
    assert discrepancies(found) == ()
    assert person(alighted("a"), BORN).where is W.UNRESOLVED
    assert codes(discrepancies(person(registered("a"), BORN))) == [Code.REGISTERED_TWICE]


@pytest.mark.parametrize("answer", [STAYS, UNDECIDED], ids=str)
@pytest.mark.parametrize("first", [True, False])
def test_who_is_aboard_against_their_choice_is_seen_until_they_are_back(answer: Fact, first: bool) -> None:
    story = (registered("a"), *((answer, boarded("a")) if first else (boarded("a"), answer)))
    assert person(*story).where is W.ABOARD
    assert codes(discrepancies(person(*story))) == [Code.ABOARD_AGAINST_CHOICE]
    assert codes(discrepancies(person(*story, alighted("a")))) == [Code.ABOARD_AGAINST_CHOICE]
    assert discrepancies(person(*story, BACK)) == ()
    assert discrepancies(person(*story, LEAVES)) == ()


def test_who_leaves_uninformed_is_seen_until_they_choose_again() -> None:
    unaware = chose(Answer.LEAVE, "a", told=(InformedOf.RISKS,))
    assert codes(discrepancies(person(registered("a"), unaware))) == [Code.UNINFORMED]
    assert discrepancies(person(registered("a"), unaware, LEAVES)) == ()


def test_it_is_known_since_when_somebody_is_aboard() -> None:
    assert person(registered("a"), boarded("a")).aboard_since_s == 2
    assert person(registered("a"), boarded("a"), alighted("a")).aboard_since_s is None
    assert person(registered("a"), boarded("a"), alighted("a")).since_s == 3


SINGLE = {
    facts.PeopleBoarded: boarded("a", bus="bus-2"),
    facts.PeopleAlighted: alighted("a"),
    facts.PeopleTurnedBack: ON_FOOT,
    facts.PeopleRemoved: TAKEN,
    facts.PersonDied: DIED,
    facts.PersonMissed: MISSED,
    facts.PeopleFound: FOUND,
}


@pytest.mark.parametrize("kind", MOVES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("where", [*W, None], ids=str)
def test_the_table_of_moves_is_what_happens(kind: type[Fact], where: W | None) -> None:
    """Out of no vehicle for who is in none, out of bus-1 for who is aboard."""
    fact = SINGLE[kind]
    if hasattr(fact, "vehicle") and kind is not facts.PeopleBoarded:
        fact = replace(fact, vehicle="bus-1" if where is W.ABOARD else "")  # type: ignore[call-arg]  # it has one
    before = replace(begin("a"), registered=True, where=where, holder="bus-1" if where is W.ABOARD else "elsewhere")
    found = follow(before, Told(fact, "e1", "Omar", "radio", ""))
    move = MOVES[kind]
    if where in move.origins:
        assert found.where in move.goals
        assert found.found == ()
    elif where is not W.MISSING or kind is not facts.PersonMissed:
        assert found.where is W.UNRESOLVED


def test_every_code_says_who_may_settle_it() -> None:
    assert set(CODES) == set(Code)
    assert all(entry.settled_by and entry.meaning.endswith(".") for entry in CODES.values())
    assert settled_by("out-of-turn") == ANYTHING_ELSE
    assert settled_by("boarded-twice") == CODES[Code.BOARDED_TWICE].settled_by
