"""The terms of a scenario become terms that parties agree to, crossing by crossing."""

from safepassage.domain.live.agreement import AgreedCrossing, Quota, QuotaSpan
from safepassage.domain.terms import Agreement, CrossingRule, LinkedMovement, LinkStep, Window
from safepassage.operations.terms import terms_of

LINKED = LinkedMovement(("a",), ("b",), (LinkStep(1, 1),))


def test_rules_of_one_crossing_become_one() -> None:
    rules = (
        CrossingRule("gate", ("a",), 2, windows=(Window(0, 10),)),
        CrossingRule("gate", ("b",), 1, windows=(Window(5, 20), Window(30, 40))),
        CrossingRule("ford", ("a",), None, windows=(Window(0, 10),)),
        CrossingRule("ford", ("b",), 1, windows=None),
    )
    quotas = (Quota("gate", QuotaSpan.DAY, 100, None),)
    terms = terms_of(Agreement(("A", "B"), rules, linked=(LINKED,)), {"ford": ("B",)}, quotas, 60)
    assert terms.crossings == (
        AgreedCrossing("gate", 3, (Window(0, 20), Window(30, 40)), ("A", "B")),
        AgreedCrossing("ford", None, None, ("B",)),
    )
    assert (terms.quotas, terms.linked, terms.day_begins_s) == (quotas, (LINKED,), 60)
