"""An invented company's history, made from a seed, whose truth is known."""

from alignment.sample.truth import TRUTH, Truth, Weight
from alignment.sample.writing import write_sample

__all__ = ["TRUTH", "Truth", "Weight", "write_sample"]
