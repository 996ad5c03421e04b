"""An executed notebook as a page."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_notebook import executed, runs, says, showed

from alignment.page import PLOTLY, WIDGET, Fact, _chart, rendered

HOSTILE = "</script><script>alert(1)</script>\n{{ 7*7 }} \"quoted\" 'too' \u202eevil & <b>"


def chart(text: str = "fair", **layout: object) -> dict:
    bars = {"type": "bar", "x": [text], "y": [1]}
    return {PLOTLY: {"data": [bars], "layout": layout}, "text/plain": "Figure()"}


def body(page: str) -> str:
    return page[page.index("<body>") :]


def spoken(page: str) -> str:
    """The text of the page's body, without its scripts."""
    plain = re.sub(r"(?s)<script.*?</script>", " ", body(page))
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", plain)).split())


class Elements(HTMLParser):
    """Every tag of a page as a browser's parser would find it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_the_title_is_the_first_heading_and_what_follows_it_opens_the_page() -> None:
    page = rendered(executed(says("# Why?\n\nBecause.\n\n- a\n"), says("## How?")), "Town · Review")
    assert spoken(page) == "Town · Review Why? Because. a How?"
    assert page.index("Because") < page.index("<main>")
    assert "<title>Town · Review</title>" in page


def test_the_contents_list_every_question_once_there_are_two() -> None:
    page = rendered(executed(says("# T\n"), says("## One *more*?"), says("## Two?")), "n")
    assert '<a href="#section-1">One more?</a>' in page
    assert '<h2 id="section-2">Two?</h2>' in page
    assert "<nav" not in rendered(executed(says("# T"), says("## One?")), "n")


def test_code_never_stands_in_the_page() -> None:
    page = rendered(executed(showed({"text/plain": "42"}), runs("secret = 'code'")), "n")
    assert "secret" not in page
    assert "42" in page


def test_what_is_said_on_stderr_is_left_out_and_what_is_printed_stays() -> None:
    cell = runs("")
    cell["outputs"] = [
        {"output_type": "stream", "name": "stderr", "text": "a warning"},
        {"output_type": "stream", "name": "stdout", "text": ["\x1b[31mred\x1b[0m ", "<i>"]},
    ]
    page = rendered(executed(cell), "n")
    assert "a warning" not in page
    assert "<pre>red &lt;i&gt;</pre>" in page


def test_a_widget_is_left_out_with_all_that_stands_for_it() -> None:
    view = {WIDGET: {"model_id": "1"}, "text/plain": "VBox()", "text/html": "<p>slider</p>"}
    page = rendered(executed(says("# T"), showed(view)), "n")
    assert "VBox" not in page
    assert "slider" not in page
    assert "exhibit" not in body(page)


def test_a_cell_tagged_so_stays_out() -> None:
    cell = showed({"text/html": "<p>only in the meeting</p>"})
    cell["metadata"]["tags"] = ["remove_cell"]
    assert "only in the meeting" not in rendered(executed(cell), "n")


def test_the_richest_form_of_an_output_is_shown() -> None:
    data = [
        {"text/html": ["<em>", "x</em>"], "text/plain": "worse1"},
        {"text/markdown": "*y*", "text/plain": "worse2"},
        {"image/png": "aGk=\n", "text/plain": "a <picture>"},
    ]
    page = rendered(executed(showed(*data)), "n")
    assert "<em>x</em>" in page
    assert "<em>y</em>" in page
    assert '<img src="data:image/png;base64,aGk=" alt="a &lt;picture&gt;">' in page
    assert "worse" not in page


def test_each_finding_stands_with_the_charts_that_follow_it() -> None:
    finding = {"text/html": '<style></style><section class="finding x" data-finding="f"></section>'}
    page = rendered(executed(showed(finding, chart(), finding, chart(), chart())), "n")
    exhibits = page.split('<div class="exhibit">')[1:]
    assert [(e.count("<section"), e.count("<figure")) for e in exhibits] == [(1, 1), (1, 2)]


def test_a_chart_has_its_alternative_text_and_a_height_but_no_fixed_width() -> None:
    alt = 'Fair & "list" <b>'
    page = rendered(executed(showed(chart(meta={"alt": alt}, width=900, height=321))), "n")
    elements = Elements(page)
    (figure,) = elements.named("figure")
    assert (figure["role"], figure["aria-label"]) == ("img", alt)
    assert 'style="height:321px"' in page
    assert '"width"' not in page[page.index("<figure") : page.index("</figure>")]


def test_a_chart_without_alternative_text_points_to_its_numbers() -> None:
    (figure,) = Elements(rendered(executed(showed(chart())), "n")).named("figure")
    assert figure["aria-label"] == "A chart; its numbers stand in the table beside it."


def test_hostile_text_stays_text_wherever_it_stands() -> None:
    fact = Fact("Company", HOSTILE, is_warning=True)
    cells = [
        says("# " + HOSTILE.replace("\n", " ")),
        says("## " + HOSTILE.replace("\n", " ")),
        says(HOSTILE),
        showed({"text/plain": HOSTILE}, {"text/markdown": HOSTILE}),
        showed(chart(HOSTILE, meta={"alt": HOSTILE})),
    ]
    page = rendered(executed(*cells), HOSTILE, [fact], [fact])
    scripts = Elements(page).named("script")
    assert [script.get("type") for script in scripts] == ["application/json", None, None]
    assert spoken(page).count("{{ 7*7 }}") == 8
    assert not Elements(page).named("b")


def test_a_link_or_an_image_that_would_lead_off_the_page_is_its_text() -> None:
    source = (
        "[next](2_tune.ipynb) [run](javascript:alert(1)) [away](https://example.org) "
        "![remote](https://example.org/x.png) ![dot](data:image/png;base64,aGk=)"
    )
    elements = Elements(rendered(executed(says(source)), "n"))
    assert [a["href"] for a in elements.named("a")] == ["https://example.org"]
    assert [i["src"] for i in elements.named("img")] == ["data:image/png;base64,aGk="]


def test_plotly_stands_in_the_page_once_and_only_where_there_are_charts() -> None:
    three = rendered(executed(showed(chart(), chart(), chart())), "n")
    assert three.count("plotly.js v") == 1
    assert len(rendered(executed(says("# T")), "n")) < 20_000


def test_the_policy_names_the_scripts_of_the_page_and_no_other() -> None:
    page = rendered(executed(showed(chart())), "n")
    policy = next(
        m["content"] for m in Elements(page).named("meta") if m.get("http-equiv") is not None
    )
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert len(re.findall(r"'sha256-[A-Za-z0-9+/]{43}='", policy)) == 2
    assert "script-src 'none'" in rendered(executed(says("# T")), "n")
    assert "unsafe-inline" not in policy.split("style-src")[0]


def test_a_fact_to_mind_is_marked() -> None:
    facts = [Fact("Agreement", "Unsigned", is_warning=True), Fact("Month", "May 2026")]
    page = rendered(executed(says("# T")), "n", facts)
    assert '<div class="warning"><dt>Agreement</dt><dd>Unsigned</dd>' in page
    assert "<div><dt>Month</dt><dd>May 2026</dd>" in page


@given(st.text(), st.sampled_from(["", "<!--", "</script>", "\u2028", "&lt;"]))
def test_any_text_in_a_chart_comes_out_as_it_went_in(text: str, more: str) -> None:
    drawn = _chart({"data": [{"x": [text + more]}], "layout": {}})
    held = re.search(r'<script type="application/json">(.*?)</script>', drawn)
    assert held is not None
    assert "<" not in held[1]
    assert json.loads(held[1])["data"][0]["x"] == [text + more]


@pytest.mark.parametrize("source", ["| a | b |\n|---|--:|\n| 1 | 2 |", "1. one\n2. two", "`x < y`"])
def test_markdown_of_the_usual_kinds_is_set(source: str) -> None:
    tag = {"|": "table", "1": "ol", "`": "code"}[source[0]]
    assert Elements(rendered(executed(says(source)), "n")).named(tag)
