"""Facts become events and come back as they were, and old payloads are read as the present version words them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.errors import UnusableInputError
from safepassage.domain.events import FACTS, Fact, GroupsBoarded, OperationBegan
from safepassage.ledger.codec import FactCodec, Upcaster, Upcasters
from tests.ledger.places import START, event

CODEC = FactCodec(START, Upcasters())
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
st.register_type_strategy(str, TEXT)
st.register_type_strategy(int, st.integers(-(10**6), 10**6))


def of_any_kind() -> st.SearchStrategy[Fact]:
    return st.sampled_from(FACTS).flatmap(st.from_type)


@given(of_any_kind())
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    if getattr(fact, "groups", 0) < 0:
        with pytest.raises(UnusableInputError, match="counts groups"):
            CODEC.event_of(fact, id="e1", reported=START, actor="a", source="b")
        return
    made = CODEC.event_of(fact, id="e1", reported=START, actor="a", source="b", cause="c1", corrects="e0")
    assert CODEC.fact_of(made) == fact
    assert (made.type, made.version, made.cause, made.corrects) == (fact.name, fact.version, "c1", "e0")
    assert made.happened == START + timedelta(seconds=fact.at_s)


def test_groups_are_counted() -> None:
    fact = GroupsBoarded(at_s=60, vehicle="bus-1", place="school", people="p1", groups=4)
    made = CODEC.event_of(fact, id="e1", reported=START, actor="a", source="b")
    assert made.counted == ("groups",)
    assert made.payload == {"vehicle": "bus-1", "place": "school", "people": "p1", "groups": 4}
    assert CODEC.event_of(OperationBegan(0, "x"), id="e1", reported=START, actor="a", source="b").counted == ()


def test_what_happened_between_two_seconds_is_no_fact() -> None:
    odd = event(type="operation.ended", payload={}, counted=(), happened=START + timedelta(microseconds=1))
    with pytest.raises(UnusableInputError, match="whole second"):
        CODEC.fact_of(odd)


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(UnusableInputError, match=r"no fact 'operation\.paused'"):
        CODEC.fact_of(event(type="operation.paused", payload={}, counted=()))


RENAMED = Upcaster("bus.boarded", 1, "bus.boarded", 2, lambda old: {**old, "groups": old["count"]})
MOVED = Upcaster(
    "bus.boarded", 2, "groups.boarded", 1, lambda old: {name: value for name, value in old.items() if name != "count"}
)


def test_old_payloads_go_through_every_step() -> None:
    old = event(
        type="bus.boarded",
        payload={"vehicle": "bus-1", "place": "school", "people": "p1", "count": 4},
        counted=("count",),
        happened=START + timedelta(hours=1),
    )
    for given_ in ([RENAMED, MOVED], [MOVED, RENAMED]):
        fact = FactCodec(START, Upcasters(given_)).fact_of(old)
        assert fact == GroupsBoarded(at_s=3600, vehicle="bus-1", place="school", people="p1", groups=4)
    assert old.payload["count"] == 4


def test_two_upcasters_from_one_version_are_refused() -> None:
    with pytest.raises(UnusableInputError, match=r"Two upcasters begin at bus\.boarded, version 1"):
        Upcasters([RENAMED, RENAMED.__class__("bus.boarded", 1, "x", 1, dict)])


def test_upcasters_in_a_circle_are_refused() -> None:
    with pytest.raises(UnusableInputError, match="go round in a circle"):
        Upcasters([RENAMED, Upcaster("bus.boarded", 2, "bus.boarded", 1, dict)])


def test_every_event_keeps_the_fold_of_its_facts_possible() -> None:
    late = datetime(2016, 12, 16, tzinfo=UTC)
    made = CODEC.event_of(OperationBegan(0, "aleppo"), id="e1", reported=late, actor="a", source="b")
    assert (made.happened, made.reported) == (START, late)
