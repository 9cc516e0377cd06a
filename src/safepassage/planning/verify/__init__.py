"""The independent judge of plans. It shares no code with the planner."""
