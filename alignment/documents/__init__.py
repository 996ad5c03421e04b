"""Plan and brief as documents: HTML, Markdown and Word out of one page."""

from alignment.documents.document import Document

__all__ = ["Document"]
