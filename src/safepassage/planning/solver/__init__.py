"""The planner: counting, bounds, dispatch search."""
