"""A document: one body, and the page, the Markdown and the Word file that are made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from alignment.documents.rendering import rendered, source


@dataclass(frozen=True)
class Document:
    """What is put before both teams on paper.

    Parameters
    ----------
    name : str
        Names the files: ``plan``.
    title : str
        Stands at the top, and at the head of every page.
    body : Markup
        Its sections, made by a template out of the macros in ``parts.html.j2``.
    imprint : str
        What stands at the foot of every page: which text this is, by version and digest.
    facts : mapping of label to text
        What stands under the title.
    draft_because : tuple of str
        What keeps it a draft, each a sentence; empty: it is none.
    warnings : tuple of str
        What a reader must know before the rest, each a sentence.
    void : tuple of str
        What was signed or approved and changed since: ``approval``; told on every page.
    record : mapping
        What ``document.json`` says of it besides.
    """

    name: str
    title: str
    body: Markup
    imprint: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    draft_because: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether anything keeps it a draft."""
        return bool(self.draft_because)

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands on every page: ``DRAFT``, ``APPROVAL VOID``; nothing where all is well."""
        draft = ("DRAFT",) if self.is_draft else ()
        return (*draft, *(f"{each} void".upper() for each in self.void))

    @property
    def mark(self) -> str:
        """The same on one line: ``DRAFT · APPROVAL VOID``."""
        return " · ".join(self.marks)

    @property
    def content(self) -> Markup:
        """Title, what keeps it a draft, warnings, facts and body: what every format is made of."""
        return rendered("content.html.j2", document=self)

    @property
    def html(self) -> str:
        """A whole page that needs nothing but itself and runs nothing; the same for the same."""
        style = Markup(source("document.css"))
        return str(rendered("base.html.j2", document=self, style=style))

    @property
    def markdown(self) -> str:
        """The same as Markdown (GFM); the same bytes for the same content."""
        from alignment.documents.markdown import as_markdown

        return as_markdown(self)

    @property
    def docx(self) -> bytes:
        """The same as a Word file."""
        from alignment.documents.word import as_word

        return as_word(self)
