"""Benchmarks that anyone can run: generated families of scenarios, and published instances."""
