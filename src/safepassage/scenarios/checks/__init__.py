"""Checks of a whole scenario, beyond what a single cell shows."""

from safepassage.domain.notices import Notice
from safepassage.domain.scenario import Scenario
from safepassage.scenarios.origins import Origins


def run_checks(scenario: Scenario, origins: Origins) -> tuple[Notice, ...]:  # noqa: ARG001
    """Give every notice about the scenario as a whole."""
    return ()
