"""Scenario folders and workbooks to and from the domain, and every check on them."""

from safepassage.scenarios.reading import CheckResult, check, load, read_scenario

__all__ = ["CheckResult", "check", "load", "read_scenario"]
