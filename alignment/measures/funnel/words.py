"""Stages in words."""

from alignment import terms
from alignment.measures.rates import counted


def staged(n: int, stage: str) -> str:
    """A count of a stage in words: `1 MQL`, `2 opportunities`, `3 recycled`."""
    one = terms.STAGE_LABELS[stage] if stage in ("mql", "sal", "sql") else stage
    return counted(n, one, terms.STAGE_PLURALS[stage])
