"""Points learned from the history, and judged on what came later."""

from alignment.measures.suggest.suggest import suggest
from alignment.measures.suggest.suggestion import Suggestion

__all__ = ["Suggestion", "suggest"]
