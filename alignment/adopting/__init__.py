"""A proposal becomes the agreement in force: chosen, read, and signed by both teams."""

from alignment.adopting.merging import Standing, Text
from alignment.adopting.signing import Signing

__all__ = ["Signing", "Standing", "Text"]
