"""Checks of a whole scenario, beyond what a single cell shows.

Each rule is one function with a stable code; see `rules`. An error means that the files contradict themselves or the
format. What merely leaves people behind is a warning: the plan for the others is still wanted.
"""

from safepassage.domain.notices import Notice, Severity
from safepassage.domain.scenario import Scenario
from safepassage.scenarios.checks import (
    capacity,
    crossings,
    figures,
    linked,
    links,
    people,
    references,
    roads,
    terms,
    usage,
    vehicles,
    windows,
)
from safepassage.scenarios.checks.rules import Rule
from safepassage.scenarios.checks.survey import Survey
from safepassage.scenarios.origins import Origins

__all__ = ["RULES", "run_checks"]

RULES: tuple[Rule, ...] = (
    *references.RULES,
    *vehicles.RULES,
    *crossings.RULES,
    *windows.RULES,
    *terms.RULES,
    *linked.RULES,
    *people.RULES,
    *roads.RULES,
    *capacity.RULES,
    *links.RULES,
    *figures.RULES,
    *usage.RULES,
)
"""Every check, in the order in which its notices are given."""


def run_checks(scenario: Scenario, origins: Origins) -> tuple[Notice, ...]:
    """Give every notice about the scenario as a whole, errors first.

    Parameters
    ----------
    scenario
        A scenario whose cells have been read; ids in it may point nowhere.
    origins
        Where its rows stand, for file and line of the notices.
    """
    survey = Survey(scenario)
    notices = [notice for rule in RULES for notice in rule.notices(survey, origins)]
    return tuple(sorted(notices, key=lambda notice: notice.severity is not Severity.ERROR))
