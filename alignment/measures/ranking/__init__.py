"""Segments ranked by their figures, and told apart only where chance does not explain it."""

from alignment.measures.ranking.overview import ranking_table
from alignment.measures.ranking.ranked import ranked

__all__ = ["ranked", "ranking_table"]
