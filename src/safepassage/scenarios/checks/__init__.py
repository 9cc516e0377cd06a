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
    streets,
    terms,
    uncertainty,
    usage,
    vehicles,
    windows,
)
from safepassage.scenarios.checks.rules import Rule
from safepassage.scenarios.checks.survey import Survey
from safepassage.scenarios.origins import Origins
from safepassage.scenarios.streets.condition_files import StreetFiles

__all__ = ["RULES", "RULES_BEFORE_ROADS", "STREET_RULES", "UNCERTAINTY_RULES", "run_checks"]

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
    *streets.RULES,
    *uncertainty.RULES,
)
"""Every check, in the order in which its notices are given."""

STREET_RULES = (references.unknown_place, *streets.RULES)
"""The checks of files about streets."""

UNCERTAINTY_RULES = uncertainty.RULES
"""The checks of what is uncertain."""

NEED_ROADS = frozenset(
    rule.code
    for rule in (
        *roads.RULES,
        *links.RULES,
        usage.unused_place,
        usage.junction_not_through,
        streets.closure_comes_later,
        streets.stale_routes,
        streets.stale_conditions,
        uncertainty.road_without_link,
    )
)
RULES_BEFORE_ROADS = tuple(rule for rule in RULES if rule.code not in NEED_ROADS)
"""The checks that make sense before there are links."""


def run_checks(
    scenario: Scenario,
    origins: Origins,
    files: StreetFiles | None = None,
    rules: tuple[Rule, ...] = RULES,
) -> tuple[Notice, ...]:
    """Give every notice about the scenario as a whole, errors first.

    Parameters
    ----------
    scenario
        A scenario whose cells have been read; ids in it may point nowhere.
    origins
        Where its rows stand, for file and line of the notices.
    files
        What stands beside it about streets; None: nothing.
    rules
        The checks to run.
    """
    survey = Survey(scenario, files)
    notices = [notice for rule in rules for notice in rule.notices(survey, origins)]
    return tuple(sorted(notices, key=lambda notice: notice.severity is not Severity.ERROR))
