"""What parties count while they screen people, beside what was scanned."""

from safepassage.domain.events import Fact, OperationEnded
from safepassage.domain.live import people as facts
from safepassage.domain.live.discrepancy_codes import Code
from safepassage.domain.live.screenings import Screened, Screenings, begin, discrepancies, follow
from tests.domain.live.telling import after, codes

TURNED_BACK = facts.PeopleTurnedBack(4, "bus-1", "gate", ("a",), "army", 1)
REMOVED = facts.PeopleRemoved(4, "bus-1", "gate", ("b", "c"), "army", 2)


def screened(*told: Fact) -> Screenings:
    return after(begin("gate"), follow, *told)


def counted(presented: int, passed: int, aside: int, back: int, party: str = "army", at_s: int = 3) -> Fact:
    return facts.ScreeningCounted(at_s, "gate", party, "", presented, passed, aside, back)


def test_counts_are_summed_for_the_party_that_says_them_beside_what_was_scanned() -> None:
    found = screened(counted(50, 47, 2, 1), counted(30, 30, 0, 0, at_s=5), TURNED_BACK, TURNED_BACK, REMOVED)
    assert found.of("army") == Screened("army", 80, 77, 2, 1, ("a",), ("b", "c"))
    assert discrepancies(found) == ()
    assert screened(counted(1, 1, 0, 0), counted(2, 2, 0, 0, "police"), OperationEnded(9)).of("police").presented == 2


def test_the_same_counts_told_twice_are_one() -> None:
    assert screened(counted(50, 47, 2, 1), counted(50, 47, 2, 1)).of("army").presented == 50


def test_counts_that_do_not_add_up_stay_open_until_they_are_settled() -> None:
    assert codes(discrepancies(screened(counted(50, 47, 2, 0)))) == [Code.SCREENING_DIFFERS]
    done = facts.DiscrepancySettled(9, "screening/gate", "screening-differs/e1", "one walked back")
    assert discrepancies(screened(counted(50, 47, 2, 0), done)) == ()
