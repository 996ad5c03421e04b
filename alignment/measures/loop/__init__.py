"""Closing the loop: what came of the leads, and which campaigns are credited."""

from alignment.measures.loop.attribution import attribution
from alignment.measures.loop.closed import closed_loop
from alignment.measures.loop.groups import NOT_RECORDED, group_words

__all__ = ["NOT_RECORDED", "attribution", "closed_loop", "group_words"]
