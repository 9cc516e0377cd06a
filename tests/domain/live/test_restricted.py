"""Fields that endanger whoever they name are marked, so that outputs can withhold them."""

from safepassage.domain.fact_records import KINDS
from safepassage.domain.live.agreement import AgreementViolationReported, restricted_fields


def test_who_said_that_the_agreement_was_violated_is_restricted() -> None:
    assert restricted_fields(AgreementViolationReported) == {"told_by"}


def test_no_other_fact_has_a_restricted_field_that_nobody_thought_of() -> None:
    marked = {kind.name: restricted_fields(kind) for kind in KINDS.values() if restricted_fields(kind)}
    assert marked == {"agreement.violation-reported": {"told_by"}}
