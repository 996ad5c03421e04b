"""Briefs of campaigns: what both teams answered before one, under which agreement, and approved."""

from alignment.briefs.brief import Brief, Persona, Under, heard
from alignment.briefs.folder import BriefFolder, briefs
from alignment.briefs.lacking import lacking

__all__ = ["Brief", "BriefFolder", "Persona", "Under", "briefs", "heard", "lacking"]
