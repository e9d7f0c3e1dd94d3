"""Measurements, not tests: `make bench` runs them, docs/benchmarks.md keeps their figures."""
