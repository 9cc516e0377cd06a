"""docs/reference/agreement.md has the diagrams of the code, and every state, fact, order, rule and discrepancy."""

from safepassage.agreement.contradictions import Contradiction
from safepassage.agreement.departures import DepartureRule
from safepassage.agreement.diagrams import GENERATED, renewed
from safepassage.agreement.movement import MOVEMENT_TRIGGERS, MovementState
from safepassage.agreement.states import AGREEMENT_KINDS, AgreementState
from safepassage.domain.live.movements import Order
from tests.docs.pages import ROOT, text_of

PAGE = text_of(ROOT / "docs" / "reference" / "agreement.md")
PROSE = GENERATED.sub("", PAGE)


def test_diagrams_and_tables_are_those_of_the_code() -> None:
    assert renewed(PAGE) == PAGE, (
        "python -m safepassage.agreement.diagrams docs/reference/agreement.md writes them anew"
    )


def test_both_machines_are_drawn() -> None:
    parts = {mark["part"] for mark in GENERATED.finditer(PAGE)}
    assert parts == {"agreement-diagram", "agreement-table", "movement-diagram", "movement-table"}


def test_every_fact_is_on_the_page() -> None:
    kinds = {*AGREEMENT_KINDS, *(trigger for trigger in MOVEMENT_TRIGGERS if not isinstance(trigger, Order))}
    assert [kind.name for kind in kinds if f"`{kind.name}`" not in PAGE] == []


def test_every_state_is_on_the_page() -> None:
    assert [state for state in (*AgreementState, *MovementState) if f"`{state}`" not in PAGE] == []


def test_every_order_rule_and_discrepancy_is_explained() -> None:
    assert [word for word in (*Order, *DepartureRule, *Contradiction) if f"`{word}`" not in PROSE] == []


def test_no_rule_or_discrepancy_is_explained_that_there_is_not() -> None:
    known = {*DepartureRule, *Contradiction, *MovementState}
    rows = {line.split("`")[1] for line in PROSE.splitlines() if line.startswith("| `")}
    assert rows - known == set()
