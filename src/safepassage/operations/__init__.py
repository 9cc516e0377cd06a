"""Commands of people, the decisions that follow, and the state of a live operation."""
