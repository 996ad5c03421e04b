"""Leads one by one: found by what people know of them, and all that happened to each."""

from alignment.measures.tracker.events import events
from alignment.measures.tracker.found import found
from alignment.measures.tracker.tracked import Tracked, tracked

__all__ = ["Tracked", "events", "found", "tracked"]
