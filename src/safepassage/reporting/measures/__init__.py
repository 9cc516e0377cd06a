"""Measures: pure functions from a scenario and a plan to the figures of the report."""
