"""What a history says of a campaign that is being planned: whom it is for, and what it takes."""

from alignment.measures.campaign.goal import takes
from alignment.measures.campaign.segment import Segment
from alignment.measures.campaign.target import sized

__all__ = ["Segment", "sized", "takes"]
