"""What users would pick instead of the planner, on the same scenarios and under the same limits.

A peer turns a scenario into its own model, and its answer into trips of vehicles. One simulation drives the trips of
all peers through the scenario, so that terms that a peer cannot express delay its vehicles and break no rule.
"""
