"""Tests of the planner and of the judge of plans."""
