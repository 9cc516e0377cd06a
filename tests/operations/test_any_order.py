"""In whatever order things are told, and however often: one state, and everybody in it exactly once."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from safepassage.domain.custody import Whereabouts
from safepassage.domain.live import people as facts
from safepassage.domain.live.told import Told
from safepassage.operations.accounting import account_of, by_holder
from safepassage.operations.courses import Kind
from safepassage.operations.operation import Operation, followed
from safepassage.operations.status import status_of
from tests.operations.comparing import states
from tests.operations.naive import world_of
from tests.operations.told_facts import arriving, stories


def twice(told: Sequence[Told]) -> list[Told]:
    """Give what was told with each event once more: what a phone sends that got no answer."""
    return [*told, *told]


@given(stories, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_any_order_ends_in_the_same_state(story: list[Told], chance: Any) -> None:
    in_order = sorted(story, key=lambda told: told.key)
    shuffled = chance.sample(story, len(story))
    assert states(followed(arriving(shuffled))) == states(followed(arriving(in_order)))


@given(stories)
@settings(max_examples=50)
def test_an_event_that_comes_again_changes_nothing(story: list[Told]) -> None:
    assert states(followed(twice(story))) == states(followed(story))


@given(stories, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_at_every_event_everybody_is_somewhere_once(story: list[Told], chance: Any) -> None:
    order = arriving(chance.sample(story, len(story)))
    operation = followed([])
    live = followed_one_by_one(operation, order)
    for number in range(1, len(order) + 1):
        next(live)
        account = account_of(operation)
        assert account.balances
        assert account.registered + account.born == len(counted_anew(operation))
        world = world_of(order[:number])
        assert dict(account.where) == world.counted()
        assert account.born == len(world.born)


def followed_one_by_one(operation: Operation, order: list[Told]) -> Any:
    """Follow events one by one, with all that came before at hand."""
    by_position = {told.position: told for told in order}
    operation._history = lambda positions: [by_position[position] for position in positions]
    for told in order:
        operation.apply(told)
        yield told


def counted_anew(operation: Operation) -> list[tuple[str, Whereabouts | None]]:
    """Give everybody who is registered or born, from the states of the persons alone."""
    persons = [operation.person(token) for token in operation.names(Kind.PERSON)]
    return [(person.token, person.where) for person in persons if person.registered]


@given(stories)
@settings(max_examples=100)
def test_each_total_is_what_counting_anew_gives(story: list[Told]) -> None:
    operation = followed(story)
    persons = [operation.person(token) for token in operation.names(Kind.PERSON)]
    known = [person for person in persons if person.registered]
    account = account_of(operation)
    assert account.where == {where: sum(person.where is where for person in known) for where in Whereabouts}
    assert account.asked_to_leave == sum(person.answer is facts.Answer.LEAVE for person in known)
    assert account.not_asked == sum(person.answer is None for person in known)
    assert account.brought_out == sum(
        person.answer is facts.Answer.LEAVE and person.where in {Whereabouts.ARRIVED, Whereabouts.IN_HOSPITAL}
        for person in known
    )
    assert by_holder(operation) == regrouped((person.holder, person.where) for person in known)
    priorities = {each.priority: each.persons for each in status_of(operation, 0).priorities}
    assert priorities == Counter(person.priority for person in known)


def regrouped(pairs: Any) -> dict[Any, Counter[Any]]:
    """Give how often each second stands beside each first."""
    found: dict[Any, Counter[Any]] = {}
    for first, second in pairs:
        found.setdefault(first, Counter())[second] += 1
    return found


@given(stories)
@settings(max_examples=100)
def test_everybody_is_where_a_simple_mind_says(story: list[Told]) -> None:
    operation, world = followed(story), world_of(story)
    for token, (where, holder) in world.at.items():
        person = operation.person(token)
        assert (person.where, person.holder) == (Whereabouts(where), holder)
    for vehicle, manifest in world.manifests.items():
        assert set(operation.vehicle(vehicle).manifest) == (manifest if vehicle else set())


@given(stories)
@settings(max_examples=100)
def test_a_manifest_that_differs_from_where_people_are_is_never_silent(story: list[Told]) -> None:
    operation = followed(story)
    troubled = operation.discrepancies()
    for token in operation.names(Kind.PERSON):
        person = operation.person(token)
        aboard = [bus for bus in operation.names(Kind.VEHICLE) if token in operation.vehicle(bus).manifest]
        right = [person.holder] if person.where is Whereabouts.ABOARD else []
        if aboard != right:
            spoken = [each.code for bus in aboard for each in troubled.get((Kind.VEHICLE, bus), ())]
            spoken += [each.code for each in troubled.get((Kind.PERSON, token), ())]
            settled = [bus for bus in aboard if operation.vehicle(bus).settled]
            assert spoken or settled, (token, aboard, right)


@given(stories)
@settings(max_examples=100)
def test_nobody_is_unresolved_or_unknown_in_silence(story: list[Told]) -> None:
    operation = followed(story)
    troubled = operation.discrepancies()
    for token in operation.names(Kind.PERSON):
        person = operation.person(token)
        if person.where is Whereabouts.UNRESOLVED or not (person.registered or person.settled):
            assert (Kind.PERSON, token) in troubled


@given(stories, st.integers(0, 25))
@settings(max_examples=100)
def test_a_snapshot_goes_on_as_if_nothing_had_been(story: list[Told], cut: int) -> None:
    at_hand = {told.position: told for told in story}
    begun = followed(story[:cut])
    plain = json.loads(json.dumps(begun.plain()))
    restored = Operation.restored(plain, lambda positions: [at_hand[position] for position in positions])
    assert states(restored) == states(begun)
    for told in story[cut:]:
        restored.apply(told)
    assert states(restored) == states(followed(story))


@given(stories, st.integers(0, 40))
@settings(max_examples=100)
def test_the_same_told_twice_moves_nobody_twice(story: list[Told], number: int) -> None:
    """What two people tell of the same moment is one, whoever tells it; only doubts may be told twice."""
    told = story[number % len(story)]
    again = replace(told, id=f"{told.id}.again", position=len(story) + 1)
    once, more = followed(story), followed([*story, again])
    assert account_of(more).where == account_of(once).where
    for bus in once.names(Kind.VEHICLE):
        assert set(more.vehicle(bus).manifest) == set(once.vehicle(bus).manifest)
    if not once.discrepancies():
        assert not more.discrepancies()
