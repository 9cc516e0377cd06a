"""What really happened in a run, as a plan, so that the judge of plans can judge it."""

from collections.abc import Iterable
from dataclasses import replace

from safepassage.domain.events import Fact
from safepassage.domain.plan import Plan
from safepassage.simulation.realising import carried_out


def realised(plan: Plan, facts: Iterable[Fact]) -> Plan:
    """Give the plan with the itineraries that were carried out; its own figures are left as they are."""
    return replace(plan, itineraries=carried_out(facts))
