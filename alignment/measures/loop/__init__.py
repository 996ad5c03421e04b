"""Closing the loop: what came of the leads, which campaigns are credited, and the reasons given."""

from alignment.measures.loop.attribution import attribution
from alignment.measures.loop.closed import closed_loop
from alignment.measures.loop.groups import NOT_RECORDED, group_words
from alignment.measures.loop.reasons import reasons

__all__ = ["NOT_RECORDED", "attribution", "closed_loop", "group_words", "reasons"]
