"""Plan and brief as documents: HTML, Markdown and Word out of one page."""

from alignment.documents.document import Document
from alignment.documents.plan import plan
from alignment.documents.writing import write

__all__ = ["Document", "plan", "write"]
