"""A month under review: what a workspace holds of it, opened and checked."""

from alignment.review.opening import refuse_unknown, reviewed, segments
from alignment.review.review import Review

__all__ = ["Review", "refuse_unknown", "reviewed", "segments"]
