"""Leads one by one: found by what people know of them, and all that happened to each."""

from alignment.measures.tracker.events import events

__all__ = ["events"]
