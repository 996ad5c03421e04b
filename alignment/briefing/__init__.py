"""A campaign's brief: asked of both teams, written together, approved, and printed."""

from alignment.briefing.approval import Approval
from alignment.briefing.briefing import Briefing
from alignment.briefing.printing import run

__all__ = ["Approval", "Briefing", "run"]
