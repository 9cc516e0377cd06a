"""What was told has its place in time, whatever its place in the ledger."""

from safepassage.domain.events import OperationEnded
from safepassage.domain.live.told import Told


def told(at_s: int, reported: str, name: str, position: int = 0) -> Told:
    return Told(OperationEnded(at_s), name, "Omar", "radio", reported, position)


def test_what_happened_first_comes_first_then_what_was_reported_first_then_the_id() -> None:
    first, second = told(1, "2", "z", 9), told(2, "1", "z", 8)
    third, fourth = told(2, "2", "a", 7), told(2, "2", "b", 6)
    assert sorted([fourth, second, third, first], key=lambda each: each.key) == [first, second, third, fourth]
