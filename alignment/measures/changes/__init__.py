"""What changed since a month was frozen, and why: it matured, a definition changed, or the work."""

from alignment.measures.changes.explained import explained
from alignment.measures.changes.leads import frozen_of, leads_of
from alignment.measures.changes.matured import matured

__all__ = ["explained", "frozen_of", "leads_of", "matured"]
