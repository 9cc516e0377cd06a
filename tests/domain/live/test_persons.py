"""Where a person is after what was told of them, and what stays open because it contradicts itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.custody import Whereabouts
from safepassage.domain.events import AgreementSuspended, Fact
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.people import AgeBand, Answer, InformedOf, SeatClass
from safepassage.domain.live.persons import Person, begin, discrepancies, follow
from safepassage.domain.live.whereabouts import MOVES
from tests.domain.live.telling import (
    ANNA,
    after,
    alighted,
    boarded,
    born,
    chose,
    died,
    found,
    member,
    missed,
    registered,
    removed,
    settled,
    settled_at,
    told,
    turned_back,
)


def anna(*stream: Fact) -> Person:
    return after(begin(ANNA), follow, *stream)


def open_codes(person: Person) -> list[Code]:
    return [Code(each.code) for each in discrepancies(person)]


LIES = member(seat=SeatClass.STRETCHER)
STAY, LEAVE = chose(Answer.STAY), chose(Answer.LEAVE)

JOURNEYS: dict[str, tuple[tuple[Fact, ...], Whereabouts, str]] = {
    "waits": ((registered(),), Whereabouts.WAITING, "square"),
    "rides": ((registered(), boarded()), Whereabouts.ABOARD, "bus-1"),
    "scanned twice": ((registered(), boarded(), boarded()), Whereabouts.ABOARD, "bus-1"),
    "arrives": ((registered(), boarded(), alighted()), Whereabouts.ARRIVED, "hub"),
    "arrives, told twice": ((registered(), boarded(), alighted(), alighted()), Whereabouts.ARRIVED, "hub"),
    "lies down": ((registered(LIES), boarded(), alighted()), Whereabouts.IN_HOSPITAL, "hub"),
    "changes": ((registered(), boarded(), alighted(onward=True)), Whereabouts.AT_TRANSFER, "hub"),
    "changes again": (
        (registered(), boarded(), alighted(onward=True), boarded("bus-2", "hub"), alighted("bus-2", "camp")),
        Whereabouts.ARRIVED,
        "camp",
    ),
    "steps off where they changed": (
        (registered(), boarded(), alighted(onward=True), boarded("bus-2", "hub"), alighted("bus-2", "hub")),
        Whereabouts.AT_TRANSFER,
        "hub",
    ),
    "steps off at once": ((registered(), boarded(), alighted(place="square")), Whereabouts.WAITING, "square"),
    "steps off to stay": ((registered(), boarded(), STAY, alighted(place="square")), Whereabouts.STAYED, "square"),
    "stays": ((registered(), STAY), Whereabouts.STAYED, "square"),
    "had said so before": ((STAY, registered()), Whereabouts.STAYED, "square"),
    "leaves after all": ((registered(), STAY, LEAVE), Whereabouts.WAITING, "square"),
    "says so once more": ((registered(), LEAVE), Whereabouts.WAITING, "square"),
    "turned back": ((registered(), boarded(), turned_back()), Whereabouts.TURNED_BACK, "gate"),
    "turned back on foot": ((registered(), turned_back("")), Whereabouts.TURNED_BACK, "gate"),
    "turned back, then through": (
        (registered(), boarded(), turned_back(), boarded("bus-2", "gate"), alighted("bus-2")),
        Whereabouts.ARRIVED,
        "hub",
    ),
    "taken away": ((registered(), boarded(), removed()), Whereabouts.REMOVED, "gate"),
    "taken and back": ((registered(), boarded(), removed(), found()), Whereabouts.WAITING, "square"),
    "missing": ((registered(), boarded(), missed()), Whereabouts.MISSING, "bus-1"),
    "missing and there": (
        (registered(), boarded(), missed(), found(Whereabouts.ARRIVED, "hub")),
        Whereabouts.ARRIVED,
        "hub",
    ),
    "missing, died": ((registered(), boarded(), missed(), died("")), Whereabouts.DIED, "gate"),
    "died": ((registered(), boarded(), died()), Whereabouts.DIED, "gate"),
    "born aboard": ((born(Whereabouts.ABOARD, "bus-1"), alighted()), Whereabouts.ARRIVED, "hub"),
    "what concerns others": ((registered(), AgreementSuspended(0)), Whereabouts.WAITING, "square"),
}


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_ends_where_it_was_told_to(name: str) -> None:
    stream, where, holder = JOURNEYS[name]
    person = anna(*stream)
    assert (person.where, person.holder) == (where, holder)
    assert set(open_codes(person)) <= {Code.NOT_REGISTERED}


ARRIVED = (registered(), boarded(), alighted())
CONTRADICTIONS: dict[Code, tuple[Fact, ...]] = {
    Code.BOARDED_TWICE: (registered(), boarded(), boarded("bus-2")),
    Code.BOARDED_AFTER_ALL: (*ARRIVED, boarded("bus-2", "hub")),
    Code.ALIGHTED_UNBOARDED: (registered(), boarded(), alighted("bus-2")),
    Code.TURNED_BACK_UNBOARDED: (*ARRIVED, turned_back()),
    Code.LOST_ELSEWHERE: (registered(), boarded(), removed("bus-2")),
    Code.FOUND_UNMISSED: (registered(), boarded(), found()),
    Code.MOVED_AFTER_DEATH: (registered(), died(""), boarded()),
}


@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_what_cannot_be_true_together_leaves_somebody_unresolved(code: Code) -> None:
    person = anna(*CONTRADICTIONS[code])
    assert person.where is Whereabouts.UNRESOLVED
    assert person.aboard_since_s is None
    assert open_codes(person) == [code]


@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_more_of_somebody_unresolved_is_kept_and_moves_nobody(code: Code) -> None:
    person = anna(*CONTRADICTIONS[code], died(""))
    assert person.where is Whereabouts.UNRESOLVED
    assert open_codes(person) == [code, Code.TOLD_WHILE_UNRESOLVED]


@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_a_settlement_says_where_somebody_is_and_closes_all_that_contradicted_it(code: Code) -> None:
    person = anna(*CONTRADICTIONS[code], died(""), settled_at(Whereabouts.ARRIVED, "hub"))
    assert (person.where, person.holder) == (Whereabouts.ARRIVED, "hub")
    assert discrepancies(person) == ()


def test_nobody_is_settled_as_unresolved() -> None:
    stream = CONTRADICTIONS[Code.BOARDED_TWICE]
    assert anna(*stream, settled_at(Whereabouts.UNRESOLVED, "")) == anna(*stream)


def test_whoever_is_unresolved_stays_open_whatever_was_settled() -> None:
    person = anna(*CONTRADICTIONS[Code.BOARDED_TWICE], settled("boarded-twice/e3"))
    assert person.where is Whereabouts.UNRESOLVED
    assert open_codes(person) == [Code.BOARDED_TWICE]


def test_somebody_whom_nobody_registered_is_shown_until_they_are() -> None:
    assert discrepancies(begin(ANNA)) == ()
    assert open_codes(anna(boarded())) == [Code.NOT_REGISTERED]
    assert open_codes(anna(boarded(), settled("not-registered/e1"))) == []
    late = anna(boarded(), registered())
    assert (late.where, open_codes(late)) == (Whereabouts.ABOARD, [])
    assert "was never told to have boarded" in discrepancies(anna(alighted()))[-1].sentence


def test_registered_again_alike_is_once_and_otherwise_is_kept() -> None:
    assert anna(registered(), registered()) == anna(registered())
    other = anna(registered(), registered(group="G2"))
    assert (other.group, other.where) == ("G1", Whereabouts.WAITING)
    assert open_codes(other) == open_codes(anna(registered(), born())) == [Code.REGISTERED_TWICE]


def test_a_newborn_is_an_infant_of_its_mothers_group() -> None:
    person = anna(born())
    assert (person.age, person.group, person.born, person.registered) == (AgeBand.INFANT, "G1", True, True)
    assert anna(born(), born()) == person


def test_whoever_leaves_must_have_been_told_all_that_it_means() -> None:
    hasty = chose(Answer.LEAVE, tuple(InformedOf)[1:])
    assert open_codes(anna(registered(), hasty)) == [Code.UNINFORMED]
    assert open_codes(anna(registered(), hasty, LEAVE)) == []
    assert open_codes(anna(registered(), chose(Answer.STAY, ()))) == []


def test_whoever_is_aboard_against_their_answer_is_shown_until_they_step_off_or_choose_it() -> None:
    aboard = (registered(), STAY, boarded())
    assert open_codes(anna(*aboard)) == [Code.ABOARD_AGAINST_CHOICE]
    assert open_codes(anna(*aboard, alighted(place="square"))) == []
    assert open_codes(anna(*aboard, LEAVE)) == []
    assert open_codes(anna(*aboard, alighted())) == [Code.ABOARD_AGAINST_CHOICE]


def test_a_choice_on_arrival_moves_nobody() -> None:
    assert anna(*ARRIVED, STAY).where is Whereabouts.ARRIVED


def test_hours_aboard_count_from_boarding() -> None:
    assert anna(registered(), boarded()).aboard_since_s == 120
    assert anna(registered(), boarded(), boarded()).aboard_since_s == 120
    assert anna(*ARRIVED).aboard_since_s is None


def test_only_those_of_age_decide_alone() -> None:
    assert [age for age in AgeBand if age.decides] == [AgeBand.ADULT, AgeBand.OLDER]


ANYTHING: list[Fact] = [
    registered(),
    born(),
    STAY,
    LEAVE,
    boarded(),
    boarded("bus-2"),
    alighted(),
    alighted(onward=True),
    turned_back(),
    removed(),
    died(),
    missed(),
    found(),
    settled_at(Whereabouts.ARRIVED, "hub"),
]


@given(st.lists(st.sampled_from(ANYTHING), max_size=12))
def test_whatever_is_told_moves_along_the_table_or_is_kept_as_a_contradiction(stream: list[Fact]) -> None:
    person = begin(ANNA)
    for each in told(stream):
        before, person = person, follow(person, each)
        move = MOVES.get(type(each.fact))
        if move and person.where is not before.where and person.where is not Whereabouts.UNRESOLVED:
            assert before.where in move.origins
            assert person.where in move.goals
        if person.where is Whereabouts.UNRESOLVED:
            assert discrepancies(person)
