"""What the teams decided at a review: who does what by when, who disagrees, what became of it."""

from alignment.decisions.decision import FILE, STATES, Decision, Decisions
from alignment.decisions.following import followed_up
from alignment.decisions.keeping import decided, record, settle

__all__ = ["FILE", "STATES", "Decision", "Decisions", "decided", "followed_up", "record", "settle"]
