"""The generator of realistic, messy submissions and their truth; no code shared with the pipeline (docs/sample.md)."""

from flows.sample.writing import SampleSummary, write_sample

__all__ = ["SampleSummary", "write_sample"]
