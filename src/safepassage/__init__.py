"""Safe Passage plans, rehearses, runs and accounts for negotiated evacuations."""

__version__ = "0.1.0"
