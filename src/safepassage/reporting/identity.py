"""Which plan a report or field sheet belongs to."""

from hashlib import sha256

from safepassage.domain.plan import Plan
from safepassage.scenarios.plan_writing import plan_text


def plan_identity(plan: Plan) -> str:
    """Give the SHA-256 of a plan's content: of plan.json as Safe Passage writes it, so `sha256sum` gives the same."""
    return sha256(plan_text(plan).encode()).hexdigest()
