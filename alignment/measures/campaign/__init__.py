"""What a history says of a campaign that is being planned: whom it is for, and what it takes."""

from alignment.measures.campaign.goal import takes
from alignment.measures.campaign.materials import materials
from alignment.measures.campaign.objections import objections
from alignment.measures.campaign.segment import Segment
from alignment.measures.campaign.similar import similar
from alignment.measures.campaign.size import size
from alignment.measures.campaign.target import sized

__all__ = ["Segment", "materials", "objections", "similar", "size", "sized", "takes"]
