"""Who goes to Sales today, who comes back to Marketing, and what is overdue."""

from alignment.measures.hand_off.hand_off import HandOff
from alignment.measures.hand_off.lateness import by_task
from alignment.measures.hand_off.reading import read
from alignment.measures.narrowing import LATELY_DAYS

__all__ = ["LATELY_DAYS", "HandOff", "by_task", "read"]
