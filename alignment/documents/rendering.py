"""The documents' templates, filled."""

from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from alignment.documents import text
from alignment.files import home

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, **values: Any) -> Markup:
    """A template of ``templates/documents``, filled; a value that is missing is an error."""
    return Markup(_templates().get_template(template).render(**values))


def source(name: str) -> str:
    """A file of ``templates/documents`` as it stands."""
    templates = _templates()
    assert templates.loader is not None
    return templates.loader.get_source(templates, name)[0]


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(home() / "templates" / "documents"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_said,
    )
    templates.filters.update(
        inline=text.inline,
        block=text.block,
        prose=text.prose,
        bare=text.bare,
        sentence=text.sentence,
        in_css=_in_css,
    )
    return templates


def _said(value: object) -> object:
    """What an expression without a filter writes: text, with its own direction."""
    return text.inline(value) if isinstance(value, str) else value


def _in_css(value: object) -> Markup:
    """Text as a string of a style sheet, whatever signs are in it."""
    signs = (
        sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} "
        for sign in text.clean(value).replace("\n", " ")
    )
    return Markup('"' + "".join(signs) + '"')
