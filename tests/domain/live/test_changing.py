"""States are changed as `dataclasses.replace` changes them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.domain.live.changing import changed
from safepassage.domain.live.persons import Person


@given(st.from_type(Person), st.text(), st.integers())
def test_it_gives_what_replace_gives(person: Person, group: str, priority: int) -> None:
    assert changed(person, group=group, priority=priority) == replace(person, group=group, priority=priority)
    assert changed(person) == person


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        changed(Person("a"), name="Amal")
