"""Whatever the order in which reports come, and however often: the same state."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.agreement import agreement_course, movement_course
from safepassage.domain.events import Fact
from safepassage.domain.live.told import Told
from tests.agreement.telling import GO, IN_FORCE, agreement_after, movement_after, told
from tests.agreement.test_agreement_states import ONE_OF_EACH as OF_AGREEMENT
from tests.agreement.test_movement_states import ONE_OF_EACH as OF_MOVEMENT


def tellings(kinds: tuple[Fact, ...]) -> st.SearchStrategy[list[Told]]:
    """Draw facts at any seconds, each told by an event of its own."""
    facts = st.tuples(st.sampled_from(kinds), st.integers(0, 30)).map(lambda drawn: replace(drawn[0], at_s=drawn[1]))
    return st.lists(facts, max_size=12).map(
        lambda drawn: [told(fact, f"e-{number}", f"{number:04}") for number, fact in enumerate(drawn)]
    )


def beginning(facts: tuple[Fact, ...]) -> list[Told]:
    return [told(fact) for fact in facts]


of_agreement = st.sampled_from([[], beginning(IN_FORCE)]).flatmap(
    lambda first: tellings(OF_AGREEMENT).map(lambda more: first + more)
)
of_movement = st.sampled_from([[], beginning(GO)]).flatmap(
    lambda first: tellings(OF_MOVEMENT).map(lambda more: first + more)
)


@given(of_agreement, st.data())
def test_any_order_and_duplication_ends_in_the_same_agreement(said: list[Told], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
    assert agreement_after(*data.draw(st.permutations(said + again))) == agreement_after(*said)


@given(of_movement, st.data())
def test_any_order_and_duplication_ends_in_the_same_movement(said: list[Told], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
    assert movement_after(*data.draw(st.permutations(said + again))) == movement_after(*said)


@given(of_agreement, st.sampled_from(OF_AGREEMENT))
def test_what_a_second_person_tells_of_the_agreement_as_well_changes_nothing(said: list[Told], fact: Fact) -> None:
    once = agreement_course.follow(agreement_after(*said), told(fact, "first"))
    assert agreement_course.follow(once, told(fact, "second")) == once


@given(of_movement, st.sampled_from(OF_MOVEMENT))
def test_what_a_second_person_tells_of_a_movement_as_well_changes_nothing(said: list[Told], fact: Fact) -> None:
    once = movement_course.follow(movement_after(*said), told(fact, "first"))
    assert movement_course.follow(once, told(fact, "second")) == once


any_fact = st.sampled_from((*OF_AGREEMENT, *OF_MOVEMENT))


@settings(max_examples=100)
@given(of_agreement, of_movement, any_fact)
def test_what_is_kept_as_a_discrepancy_changed_nothing(agreed: list[Told], moved: list[Told], fact: Fact) -> None:
    """But for a passing without a green light: that counts, and is to be settled all the same."""
    agreement, movement = agreement_after(*agreed), movement_after(*moved)
    after = agreement_course.follow(agreement, told(fact, "new"))
    if after.found != agreement.found:
        assert replace(after, found=(), last="") == replace(agreement, found=(), last="")
    moved_on = movement_course.follow(movement, told(fact, "new"))
    if moved_on.found != movement.found and moved_on.passings == movement.passings:
        assert replace(moved_on, found=(), disputed=(), last="") == replace(movement, found=(), disputed=(), last="")
