"""What makes a good lead: the rules of both teams counted on the same history, side by side."""

from alignment.measures.definitions.composed import composed
from alignment.measures.definitions.disputed import disputed
from alignment.measures.definitions.glossary import glossary
from alignment.measures.definitions.overlap import overlap
from alignment.measures.definitions.passing import monthly, passing
from alignment.measures.definitions.qualified import Qualified
from alignment.measures.definitions.timelines import timelines
from alignment.measures.definitions.words import words

__all__ = [
    "Qualified",
    "composed",
    "disputed",
    "glossary",
    "monthly",
    "overlap",
    "passing",
    "timelines",
    "words",
]
