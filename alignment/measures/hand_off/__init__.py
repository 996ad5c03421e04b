"""Who goes to Sales today, who comes back to Marketing, and what is overdue."""

from alignment.measures.hand_off.hand_off import HandOff

__all__ = ["HandOff"]
