"""What a movement did while the agreement was not in force is a discrepancy, though its own papers were in order."""

import pytest

from safepassage.agreement.crosschecks import against_agreement, ever_against_agreement
from safepassage.domain.events import AgreementReestablished, AgreementSuspended, Fact
from safepassage.domain.live.movements import Order
from tests.agreement.telling import (
    AGREED,
    GO,
    IN_FORCE,
    UNDER_WAY,
    M,
    agreement_after,
    movement_after,
    ordered,
    passed,
    settled,
)

SUSPENDED_20 = (*IN_FORCE, AgreementSuspended(20))
DEPARTED, PASSED = "departed-out-of-force", "passed-out-of-force"


@pytest.mark.parametrize(
    ("agreed", "moved", "codes", "why"),
    [
        (IN_FORCE, (*UNDER_WAY, passed(15)), [], "in force all the time"),
        (IN_FORCE, GO, [], "it has not left"),
        ((), UNDER_WAY, [DEPARTED], "there is no agreement"),
        (AGREED, UNDER_WAY, [DEPARTED], "agreed is not in force"),
        ((), (*UNDER_WAY, passed(15)), [DEPARTED, PASSED], "there is no agreement, and it went on"),
        (SUSPENDED_20, UNDER_WAY, [], "suspended after it left"),
        ((*IN_FORCE, AgreementSuspended(9)), UNDER_WAY, [DEPARTED], "suspended in the same second"),
        (SUSPENDED_20, (*UNDER_WAY, passed(25)), [PASSED], "nobody chose that it goes on"),
        (SUSPENDED_20, (*UNDER_WAY, ordered(22, Order.GO_ON), passed(25)), [], "somebody chose that it goes on"),
        (SUSPENDED_20, (*UNDER_WAY, ordered(12, Order.GO_ON), passed(25)), [PASSED], "the order was before"),
        (SUSPENDED_20, (*UNDER_WAY, passed(25), ordered(26, Order.GO_ON)), [PASSED], "the order was after"),
        ((*SUSPENDED_20, AgreementReestablished(24)), (*UNDER_WAY, passed(25)), [], "in force again"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_agreement_forbade(
    agreed: tuple[Fact, ...], moved: tuple[Fact, ...], codes: list[str], why: str
) -> None:
    found = against_agreement(agreement_after(*agreed), movement_after(*moved))
    assert [each.code for each in found] == codes, why


def test_what_somebody_settled_is_counted_and_no_longer_open() -> None:
    movement = movement_after(*UNDER_WAY, settled(f"movement/{M}", "departed-out-of-force/movement.departed@9"))
    agreement = agreement_after()
    assert against_agreement(agreement, movement) == ()
    assert [each.code for each in ever_against_agreement(agreement, movement)] == [DEPARTED]
