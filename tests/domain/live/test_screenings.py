"""What parties counted at a screening stands beside what was scanned; neither corrects the other."""

import pytest

from safepassage.domain.events import AgreementSuspended, Fact
from safepassage.domain.live.discrepancy_codes import ANYTHING_ELSE, CODES, Code, settled_by
from safepassage.domain.live.people import ScreeningCounted
from safepassage.domain.live.roles import Role
from safepassage.domain.live.screenings import Screened, Screenings, begin, discrepancies, follow
from tests.domain.live.telling import after, removed, settled, told, turned_back


def gate(*stream: Fact) -> Screenings:
    return after(begin("gate"), follow, *stream)


def counts(party: str, presented: int, passed: int, aside: int = 0, back: int = 0) -> ScreeningCounted:
    return ScreeningCounted(0, "gate", party, "bus-1", presented, passed, aside, back)


def test_the_counts_of_each_party_are_summed_apart() -> None:
    both = gate(counts("north", 50, 47, 1, 2), counts("south", 50, 50), counts("north", 30, 30))
    assert both.of("north") == Screened("north", 80, 77, 1, 2)
    assert both.of("south") == Screened("south", 50, 50)
    assert both.of("nobody") == Screened("nobody")


def test_the_same_counts_told_twice_are_one() -> None:
    once, again = told([counts("north", 50, 50), counts("north", 50, 50)])
    state = follow(begin("gate"), once)
    assert follow(state, once) == state
    assert follow(state, again).of("north").presented == 100


def test_scans_stand_beside_the_counts_each_token_once() -> None:
    state = gate(counts("north", 3, 3), turned_back("bus-1", "north", "A", "B"), turned_back("bus-1", "north", "B"))
    assert state.of("north") == Screened("north", 3, 3, scanned_turned_back=("A", "B"))
    assert gate(removed("bus-1", "north", "A"), removed("bus-1", "north", "A")).of("north").scanned_removed == ("A",)
    assert discrepancies(state) == ()


def test_counts_that_do_not_add_up_stay_open_until_they_are_settled() -> None:
    state = gate(counts("north", 50, 40, 1, 2))
    (found,) = discrepancies(state)
    assert found.sentence == "north counted 50 presented at gate, but 43 passed, taken aside or turned back."
    assert discrepancies(gate(counts("north", 50, 40, 1, 2), settled(found.name))) == ()


def test_what_concerns_others_changes_nothing() -> None:
    assert gate(AgreementSuspended(0)) == begin("gate")


@pytest.mark.parametrize("code", Code)
def test_every_discrepancy_says_what_it_means_and_a_coordinator_may_settle_it(code: Code) -> None:
    assert CODES[code].meaning.endswith(".")
    assert settled_by(code.value) == CODES[code].settled_by
    assert Role.COORDINATOR in settled_by(code.value)


def test_what_has_another_code_is_settled_by_a_coordinator_alone() -> None:
    assert settled_by("rain") == ANYTHING_ELSE == {Role.COORDINATOR}
