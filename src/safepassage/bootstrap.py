"""The one place that picks clocks, budgets and settings."""
