"""What was told has one place in time, and what contradicts it stays open until it is settled by name."""

from itertools import permutations

from safepassage.domain.events import VehicleArrived
from safepassage.domain.live.discrepancies import Discrepancy, still_open
from safepassage.domain.live.told import Told


def told(at_s: int, reported: str, event: str, position: int) -> Told:
    return Told(VehicleArrived(at_s, "bus-1", "hub"), event, "dispatcher", "radio", reported, position)


IN_TIME = [
    told(-60, "2016-12-15T09:00:00Z", "d", 4),
    told(60, "2016-12-15T06:01:00Z", "c", 3),
    told(60, "2016-12-15T06:02:00Z", "a", 2),
    told(60, "2016-12-15T06:02:00Z", "b", 1),
]


def test_what_was_told_is_ordered_by_when_it_happened_then_by_when_it_was_reported_then_by_name() -> None:
    """Where it stands in the ledger, and when it came there, has no say."""
    for order in permutations(IN_TIME):
        assert sorted(order, key=lambda each: each.key) == IN_TIME


def test_a_settlement_closes_the_one_discrepancy_that_it_names() -> None:
    twice, again = Discrepancy("boarded-twice", "a", "One."), Discrepancy("boarded-twice", "b", "Two.")
    assert still_open((twice, again), ()) == (twice, again)
    assert still_open((twice, again), (twice.name,)) == (again,)
    assert still_open((twice, again), (again.name, twice.name, "headcount-differs/a")) == ()
