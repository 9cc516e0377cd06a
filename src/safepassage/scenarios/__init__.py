"""Scenario folders and workbooks to and from the domain, and every check on them."""

from safepassage.scenarios.done_file import read_done
from safepassage.scenarios.options_writing import write_options
from safepassage.scenarios.plan_file import read_plan
from safepassage.scenarios.plan_writing import write_plan
from safepassage.scenarios.reading import CheckResult, check, load, read_for_roads, read_scenario, read_uncertainty
from safepassage.scenarios.starter import starting_scenario, write_starting_scenario
from safepassage.scenarios.streets.digests import routes_fit
from safepassage.scenarios.streets.keeping import keep_typed_links
from safepassage.scenarios.streets.reading import read_closures_file, read_streets
from safepassage.scenarios.streets.routes_file import read_routes
from safepassage.scenarios.streets.routes_writing import rounded_routes, routes_text
from safepassage.scenarios.times import read_moment
from safepassage.scenarios.writing import links_text, write_corridors, write_roads, write_scenario

__all__ = [
    "CheckResult",
    "check",
    "keep_typed_links",
    "links_text",
    "load",
    "read_closures_file",
    "read_done",
    "read_for_roads",
    "read_moment",
    "read_plan",
    "read_routes",
    "read_scenario",
    "read_streets",
    "read_uncertainty",
    "rounded_routes",
    "routes_fit",
    "routes_text",
    "starting_scenario",
    "write_corridors",
    "write_options",
    "write_plan",
    "write_roads",
    "write_scenario",
    "write_starting_scenario",
]
