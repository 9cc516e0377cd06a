"""Scenario folders and workbooks to and from the domain, and every check on them."""

from safepassage.scenarios.done_file import read_done
from safepassage.scenarios.options_writing import write_options
from safepassage.scenarios.plan_file import read_plan
from safepassage.scenarios.plan_writing import write_plan
from safepassage.scenarios.reading import CheckResult, check, load, read_scenario
from safepassage.scenarios.starter import starting_scenario, write_starting_scenario
from safepassage.scenarios.times import read_moment
from safepassage.scenarios.writing import write_scenario

__all__ = [
    "CheckResult",
    "check",
    "load",
    "read_done",
    "read_moment",
    "read_plan",
    "read_scenario",
    "starting_scenario",
    "write_options",
    "write_plan",
    "write_scenario",
    "write_starting_scenario",
]
