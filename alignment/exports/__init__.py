"""A day's hand-off as files: for people, for HubSpot, for Salesforce, and one JSON a lead."""

from alignment.exports.changes import BACK, TO_SALES, changes, changing, leads
from alignment.exports.folder import RECORD, write

__all__ = ["BACK", "RECORD", "TO_SALES", "changes", "changing", "leads", "write"]
