"""What Sales tells Marketing: reasons by source, where leads stand too long, why deals are lost."""

from alignment.measures.feedback.for_marketing import for_marketing
from alignment.measures.feedback.losses import losses
from alignment.measures.feedback.reasons_by_source import reasons_by_source
from alignment.measures.feedback.stuck import stuck

__all__ = ["for_marketing", "losses", "reasons_by_source", "stuck"]
