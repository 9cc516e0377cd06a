"""From a scenario to a plan with value, bound and proof, and the independent judge of plans."""
