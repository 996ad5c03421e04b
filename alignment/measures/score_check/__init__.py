"""Whether the score still does what it was agreed for, and whether it should be tuned anew."""

from alignment.measures.score_check.check import ScoreCheck

__all__ = ["ScoreCheck"]
