"""The agreement moves by its table and by nothing else; what is out of turn changes nothing and is kept."""

from dataclasses import replace

import pytest

from safepassage.agreement import agreement_course
from safepassage.agreement.agreements import LiveAgreement
from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.states import AGREEMENT_KINDS, BY_ITSELF, TRANSITIONS, AgreementState
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, Fact, OperationEnded
from safepassage.domain.live import agreement as facts
from safepassage.domain.live.agreement import AgreedCrossing, AgreedTerms, Quota, QuotaSpan
from safepassage.domain.plain_values import plain_of, value_of
from tests.agreement.telling import (
    AGREED,
    AGREEMENTS,
    GATE,
    IN_FORCE,
    LATE,
    NORTH,
    PARTIES,
    PROPOSED,
    SOUTH,
    SUSPENDED,
    TERMS,
    VIOLATED,
    agreement_after,
    settled,
    told,
)

S = AgreementState
VIOLATION = "agreement.violation-reported@5"
ONE_OF_EACH: tuple[Fact, ...] = (
    facts.AgreementProposed(LATE, PARTIES, TERMS, "another text"),
    facts.AgreementAgreed(LATE, NORTH),
    facts.AgreementEnteredIntoForce(LATE),
    facts.AgreementViolationReported(LATE, "shots", "observer-1"),
    facts.AgreementViolationDismissed(LATE, VIOLATION, "it was thunder"),
    facts.AgreementAmended(LATE, TERMS, "text of June", PARTIES),
    facts.AgreementCompleted(LATE),
    AgreementSuspended(LATE),
    AgreementReestablished(LATE),
)


def test_one_of_each_kind_is_told() -> None:
    assert {type(fact) for fact in ONE_OF_EACH} == set(AGREEMENT_KINDS)


@pytest.mark.parametrize("state", S)
def test_every_state_can_be_reached(state: AgreementState) -> None:
    assert agreement_after(*AGREEMENTS[state]).status is state


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=lambda fact: fact.name)
@pytest.mark.parametrize("state", S)
def test_every_fact_in_every_state_moves_by_the_table_or_changes_nothing(state: AgreementState, fact: Fact) -> None:
    before = agreement_after(*AGREEMENTS[state])
    after = agreement_course.follow(before, told(fact))
    if (state, type(fact)) not in TRANSITIONS:
        assert [each.code for each in after.found] == [Contradiction.OUT_OF_TURN.value]
        assert replace(after, found=(), last="") == replace(before, last="")
    elif not after.found:
        to = TRANSITIONS[state, type(fact)]
        assert after.status is to or after.status is BY_ITSELF[to][1]
    else:
        assert isinstance(fact, facts.AgreementViolationDismissed)
        assert after.status is before.status


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ((*PROPOSED, facts.AgreementAgreed(2, NORTH)), S.PROPOSED, "one party of two has agreed"),
        (
            (*PROPOSED, facts.AgreementAgreed(2, NORTH), facts.AgreementAgreed(3, NORTH)),
            S.PROPOSED,
            "one party twice is not two parties",
        ),
        (AGREED, S.AGREED, "every party has agreed; in force is another fact"),
        ((*AGREED, facts.AgreementProposed(4, PARTIES, TERMS, "other")), S.PROPOSED, "another proposal begins anew"),
        ((*SUSPENDED, AgreementSuspended(7)), S.SUSPENDED, "a second word of suspension changes nothing"),
        (
            (*VIOLATED, facts.AgreementViolationDismissed(6, VIOLATION, "thunder")),
            S.IN_FORCE,
            "the only report was dismissed",
        ),
        (
            (
                *VIOLATED,
                facts.AgreementViolationReported(6, "a road mined", "driver-1"),
                facts.AgreementViolationDismissed(7, VIOLATION, "thunder"),
            ),
            S.REPORTED_VIOLATED,
            "another report is open",
        ),
        (
            (*VIOLATED, AgreementSuspended(6), AgreementReestablished(7)),
            S.RE_ESTABLISHED,
            "the suspension answered the report",
        ),
        (
            (*SUSPENDED, facts.AgreementViolationReported(6, "shots", "observer-1"), AgreementReestablished(7)),
            S.REPORTED_VIOLATED,
            "a report during the suspension stays open",
        ),
        (
            (
                *SUSPENDED,
                facts.AgreementViolationReported(6, "shots", "observer-1"),
                facts.AgreementViolationDismissed(7, "agreement.violation-reported@6", "thunder"),
                AgreementReestablished(8),
            ),
            S.RE_ESTABLISHED,
            "a report can be dismissed during the suspension",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_the_state_follows(said: tuple[Fact, ...], status: AgreementState, why: str) -> None:
    agreement = agreement_after(*said)
    assert (agreement.status, agreement.found) == (status, ()), why


def test_another_proposal_loses_what_was_agreed_to() -> None:
    assert agreement_after(*AGREED, facts.AgreementProposed(4, PARTIES, TERMS, "other")).agreed == ()


def crossing(*lights_from: str) -> AgreedTerms:
    return AgreedTerms(crossings=(AgreedCrossing(GATE, None, None, lights_from),))


TWICE = AgreedTerms(crossings=TERMS.crossings * 2)
ASTRAY = AgreedTerms(quotas=(Quota("bridge", QuotaSpan.DAY, 1, None),))


@pytest.mark.parametrize(
    ("said", "code", "word"),
    [
        ((*PROPOSED, facts.AgreementAgreed(2, "east")), "not-a-party", "east"),
        ((facts.AgreementProposed(1, (), TERMS, "x"),), "terms-unusable", "party at least"),
        ((facts.AgreementProposed(1, PARTIES, crossing(), "x"),), "terms-unusable", "Green lights at gate"),
        ((facts.AgreementProposed(1, PARTIES, crossing("east"), "x"),), "terms-unusable", "Green lights at gate"),
        ((facts.AgreementProposed(1, PARTIES, TWICE, "x"),), "terms-unusable", "twice"),
        ((facts.AgreementProposed(1, PARTIES, ASTRAY, "x"),), "terms-unusable", "bridge"),
        ((*IN_FORCE, facts.AgreementAmended(5, TERMS, "x", (NORTH,))), "amended-without-every-party", SOUTH),
        ((*IN_FORCE, facts.AgreementAmended(5, TWICE, "x", PARTIES)), "terms-unusable", "twice"),
        ((*VIOLATED, facts.AgreementViolationDismissed(6, "e-9", "no")), "violation-unknown", "e-9"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_contradicts_changes_nothing_and_is_kept(said: tuple[Fact, ...], code: str, word: str) -> None:
    before, after = agreement_after(*said[:-1]), agreement_after(*said)
    assert [each.code for each in after.found] == [code]
    assert word in after.found[0].sentence
    assert replace(after, found=(), last="") == replace(before, last="")


def test_an_amendment_by_every_party_changes_the_terms_and_not_the_state() -> None:
    after = agreement_after(*IN_FORCE, facts.AgreementAmended(5, AgreedTerms(), "text of June", PARTIES))
    assert (after.status, after.terms, after.reference) == (S.IN_FORCE, AgreedTerms(), "text of June")


def test_a_discrepancy_can_be_settled_and_is_settled_once() -> None:
    name = "out-of-turn/agreement.completed@1"
    twice = settled("agreement/", name), settled("agreement/", name, LATE + 1)
    assert agreement_after(facts.AgreementCompleted(1), *twice).settled == (name,)


def test_facts_of_other_things_change_nothing() -> None:
    assert agreement_after(OperationEnded(1)) == agreement_after()


def test_nobody_finds_in_the_state_who_reported_a_violation() -> None:
    agreement = agreement_after(*VIOLATED)
    assert agreement.open_violations[0].what == "shots at the gate"
    assert "observer-3" not in repr(agreement)


def test_the_same_violation_from_two_sources_is_one() -> None:
    again = facts.AgreementViolationReported(5, "shots at the gate", "driver-9")
    assert len(agreement_after(*VIOLATED, told(again, "e-2", "9")).violations) == 1


def test_since_when_it_is_suspended_is_the_first_word_of_it() -> None:
    assert agreement_after(*SUSPENDED, AgreementSuspended(7)).suspended_s == 5
    assert agreement_after(*IN_FORCE).suspended_s is None


def test_the_state_at_a_second_is_the_last_that_was_told_until_then() -> None:
    agreement = agreement_after(*SUSPENDED, AgreementReestablished(8))
    seen = [agreement.state_at(at_s) for at_s in (0, 4, 5, 7, 8)]
    assert seen == [S.NONE, S.IN_FORCE, S.SUSPENDED, S.SUSPENDED, S.RE_ESTABLISHED]


@pytest.mark.parametrize("state", S)
def test_the_state_can_be_kept_as_plain_data(state: AgreementState) -> None:
    agreement = agreement_after(*AGREEMENTS[state])
    assert value_of(LiveAgreement, plain_of(agreement), "here") == agreement
