"""An executed notebook as one page that needs nothing but itself: no network, no code, paper-ready.

The page holds what the notebook's cells displayed and said, never how they were written. A cell
tagged ``remove_cell`` stays out. Text is escaped here, or was by whoever displayed it as HTML;
should one forget, the page's content policy runs no script but the two it names by digest.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from alignment.files import home

if TYPE_CHECKING:
    from mistune import Markdown

PLOTLY = "application/vnd.plotly.v1+json"
WIDGET = "application/vnd.jupyter.widget-view+json"
LEFT_OUT = frozenset({"remove_cell", "parameters", "injected-parameters"})
CHART_HEIGHT = 420
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_IS_FINDING = re.compile(r"""<section\b[^>]*\bclass=["'][^"']*\bfinding\b""")


@dataclass(frozen=True)
class Fact:
    """One line of the page's head or foot: what it is, what it says, whether to mark it."""

    label: str
    text: str
    is_warning: bool = False


@dataclass
class _Story:
    """What the cells said, in order: the title, what stands under it, headings, the rest."""

    title: str = ""
    opening: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)


def rendered(
    notebook: Mapping, name: str, facts: Sequence[Fact] = (), about: Sequence[Fact] = ()
) -> str:
    """The page of an executed notebook.

    Parameters
    ----------
    notebook : mapping
        As nbformat 4 reads it.
    name : str
        What stands above the title and in the browser's tab: company, report and month.
    facts : sequence of Fact
        The head: month, as of, agreement.
    about : sequence of Fact
        The foot: versions and digests.

    Returns
    -------
    str
        A whole HTML document. Its title is the notebook's first level-1 heading.
    """
    from plotly.offline import get_plotlyjs

    story = _story(notebook)
    templates = Environment(
        loader=FileSystemLoader(home() / "templates" / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )
    has_charts = any("<figure" in part for part in story.parts)
    scripts = [get_plotlyjs(), _source(templates, "page.js")] if has_charts else []
    return templates.get_template("page.html.j2").render(
        name=name,
        title=story.title or name,
        opening=Markup(story.opening),
        facts=facts,
        about=about,
        headings=story.headings,
        parts=[Markup(part) for part in story.parts],
        style=Markup(_source(templates, "page.css")),
        scripts=[Markup(script) for script in scripts],
        script_digests=[_digest(script) for script in scripts],
    )


def _source(templates: Environment, name: str) -> str:
    assert templates.loader is not None
    return templates.loader.get_source(templates, name)[0]


def _digest(script: str) -> str:
    """A script's name in a content policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _story(notebook: Mapping) -> _Story:
    story = _Story()
    markdown = _markdown(story)
    for cell in notebook["cells"]:
        if LEFT_OUT & set(cell.get("metadata", {}).get("tags", ())):
            continue
        if cell["cell_type"] == "markdown":
            had_title = bool(story.title)
            part = str(markdown(_text(cell["source"])))
            if story.title and not had_title:
                story.opening = part
            else:
                story.parts.append(part)
        elif cell["cell_type"] == "code":
            story.parts += _exhibits([*_shown(cell["outputs"], markdown)])
    return story


def _exhibits(pieces: Sequence[str]) -> list[str]:
    """Each finding with the charts that follow it, as one block that a printer keeps together."""
    groups: list[list[str]] = []
    for piece in pieces:
        if not groups or _IS_FINDING.search(piece):
            groups.append([])
        groups[-1].append(piece)
    return [f'<div class="exhibit">\n{"".join(group)}</div>\n' for group in groups]


def _shown(outputs: Sequence[Mapping], markdown: "Markdown") -> Iterator[str]:
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream" and output["name"] == "stdout":
            yield _plain(_text(output["text"]))
        elif kind == "error":
            yield _plain(f"{output['ename']}: {output['evalue']}")
        elif kind in {"display_data", "execute_result"} and WIDGET not in output["data"]:
            yield _richest(output["data"], markdown)


def _richest(data: Mapping, markdown: "Markdown") -> str:
    if PLOTLY in data:
        return _chart(data[PLOTLY])
    if "text/html" in data:
        return _text(data["text/html"])
    if "text/markdown" in data:
        return str(markdown(_text(data["text/markdown"])))
    if "image/png" in data:
        alt = escape(_text(data.get("text/plain", "")))
        return f'<img src="data:image/png;base64,{_text(data["image/png"]).strip()}" alt="{alt}">\n'
    return _plain(_text(data.get("text/plain", "")))


def _plain(text: str) -> str:
    return f"<pre>{escape(_ANSI.sub('', text))}</pre>\n"


def _text(held: str | Sequence[str]) -> str:
    return held if isinstance(held, str) else "".join(held)


def _chart(spec: Mapping) -> str:
    layout = {key: value for key, value in spec.get("layout", {}).items() if key != "width"}
    height = layout.setdefault("height", CHART_HEIGHT)
    drawn = json.dumps({"data": spec.get("data", []), "layout": layout}, separators=(",", ":"))
    for sign in "<>&":
        drawn = drawn.replace(sign, f"\\u{ord(sign):04x}")
    alt = escape(_alternative(layout))
    return (
        f'<figure class="chart" role="img" aria-label="{alt}">'
        f'<div class="plot" style="height:{float(height):g}px"></div>'
        f'<script type="application/json">{drawn}</script></figure>\n'
    )


def _alternative(layout: Mapping) -> str:
    meta = layout.get("meta")
    if isinstance(meta, Mapping) and meta.get("alt"):
        return str(meta["alt"])
    return "A chart; its numbers stand in the table beside it."


def _markdown(story: _Story) -> "Markdown":
    """A renderer that notes title and headings in `story` and lets no foreign markup through."""
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attrs: object) -> str:
            if level == 1 and not story.title:
                story.title = _bare(text)
                return ""
            if level != 2:
                return super().heading(text, level)
            anchor = f"section-{len(story.headings) + 1}"
            story.headings.append((anchor, _bare(text)))
            return f'<h2 id="{anchor}">{text}</h2>\n'

        def link(self, text: str, url: str, title: str | None = None) -> str:
            # a link to a neighbouring notebook leads nowhere from a page that is sent by mail
            is_whole = url.startswith(("https://", "http://", "mailto:", "#"))
            return super().link(text, url, title) if is_whole else text

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return super().image(text, url, title) if url.startswith("data:image/") else text

    return mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table"])


def _bare(html: str) -> str:
    """The text of a rendered heading."""
    return Markup(html).striptags()
