"""Plan and brief as documents: HTML, Markdown and Word out of one page."""

from alignment.documents.before import warnings
from alignment.documents.bound import bound, by_weight, lacks_revenue
from alignment.documents.brief import brief
from alignment.documents.document import Document
from alignment.documents.plan import plan
from alignment.documents.writing import write, written_plan

__all__ = [
    "Document",
    "bound",
    "brief",
    "by_weight",
    "lacks_revenue",
    "plan",
    "warnings",
    "write",
    "written_plan",
]
