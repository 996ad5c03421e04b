"""The page as a browser shows it: painted, silent, offline, harmless, and whole on paper."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from small_notebook import executed, says, showed

from alignment import report
from alignment.finding import Finding
from alignment.page import PLOTLY, Fact, rendered
from alignment.show import charts
from alignment.show.display import as_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[1] / "data" / "samples"
HOSTILE = (
    "<script>window.harmed = 1</script>",
    "<img src=x onerror='window.harmed = 1'>",
    "<a href='https://example.org'>click</a>",
    '{{ 7*7 }} "quoted"\nnext line',
    "\u202eright to left",
    "</script><script>window.harmed = 1</script>",
)
PAINTED = """() => [...document.querySelectorAll('figure.chart')].map(chart => {
  const plot = chart.querySelector('.js-plotly-plot');
  const box = chart.querySelector('svg.main-svg')?.getBoundingClientRect();
  return {
    alt: chart.getAttribute('aria-label'),
    width: box?.width ?? 0,
    height: box?.height ?? 0,
    traces: plot?.querySelectorAll('.plot .trace, .plot .hm').length ?? 0,
  };
})"""


@dataclass
class Opened:
    """A page from disk, and all it said and asked for."""

    page: "Page"
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def opened(browser: "Browser", path: Path, width: int = 1280) -> Opened:
    found = Opened(browser.new_page(viewport={"width": width, "height": 900}))
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("request", lambda request: found.asked.append(request.url))
    found.page.goto(path.resolve().as_uri())
    eventually(
        found.page,
        "document.querySelectorAll('figure.chart').length"
        " === document.querySelectorAll('.js-plotly-plot').length",
    )
    return found


def eventually(page: "Page", condition: str) -> None:
    """Wait until a condition holds; playwright's own way is stopped by the page's policy."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never came true: {condition}")


@pytest.fixture(scope="module")
def review(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The sample's review of September 2026, as `alignment report` makes it."""
    path = report.run(SAMPLE, "2026-09", tmp_path_factory.mktemp("review") / "2026-09")
    found = opened(browser, path)
    yield found
    found.page.close()


@pytest.fixture(scope="module")
def hostile(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """A page in which every name from outside would do harm if it could."""
    names = pd.Series(HOSTILE)
    table = pd.DataFrame({"stage": names, "label": names, "team": "sales"})
    table = table.assign(n_standing=range(6, 0, -1), n_stuck=1)
    finding = Finding(table, f"Most often {names[0]}.", tuple(HOSTILE), "reasons")
    drawn = json.loads(charts.stuck(table, finding.sentence).to_json())
    path = tmp_path_factory.mktemp("hostile") / "index.html"
    cells = [
        says(f"# {names[0]}"),
        says(f"## {names[1]}"),
        showed({"text/html": as_html(finding)}, {PLOTLY: drawn}),
    ]
    facts = [Fact("Company", text) for text in HOSTILE]
    path.write_text(rendered(executed(*cells), names[0], facts, facts), encoding="utf-8")
    found = opened(browser, path)
    yield found
    found.page.close()


def test_a_review_says_nothing_on_the_console_and_asks_for_nothing(review: Opened) -> None:
    review.page.evaluate("Plotly.toImage(document.querySelector('.js-plotly-plot'))")
    assert review.said == []
    assert [url for url in review.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_every_chart_of_a_review_is_painted_and_has_its_alternative_text(review: Opened) -> None:
    painted = review.page.evaluate(PAINTED)
    assert len(painted) >= 7
    for chart in painted:
        assert chart["width"] > 800, chart
        assert chart["height"] > 200, chart
        assert chart["traces"] >= 1, chart
        assert len(chart["alt"]) > 20, chart


def test_every_chart_of_a_review_has_its_numbers_beside_it(review: Opened) -> None:
    lacking = review.page.evaluate(
        "[...document.querySelectorAll('.exhibit:has(figure)')]"
        ".filter(e => !e.querySelector('details.table tbody tr')).length"
    )
    assert lacking == 0


def test_the_parts_of_a_finding_are_read_as_sentence_chart_caveats_numbers(review: Opened) -> None:
    tops = review.page.evaluate(
        "(() => { const e = document.querySelector('.exhibit:has(figure):has(.caveats)');"
        "return ['.sentence', 'figure', '.caveats', 'details'].map("
        "s => e.querySelector(s).getBoundingClientRect().top) })()"
    )
    assert tops == sorted(tops)


ALL_AT_MOST = "[...document.querySelectorAll('svg.main-svg')].every(s => s.clientWidth <= {})"


def test_a_chart_follows_the_width_of_the_window(review: Opened) -> None:
    review.page.set_viewport_size({"width": 760, "height": 800})
    eventually(review.page, ALL_AT_MOST.format(760))
    review.page.set_viewport_size({"width": 1280, "height": 900})
    eventually(review.page, "document.querySelector('svg.main-svg').clientWidth > 800")


def test_a_chart_on_a_phone_stays_readable_and_moves_sideways_by_itself(review: Opened) -> None:
    review.page.set_viewport_size({"width": 400, "height": 800})
    eventually(review.page, ALL_AT_MOST.format(640))
    assert review.page.evaluate("document.querySelector('svg.main-svg').clientWidth") == 640
    assert review.page.evaluate("document.documentElement.scrollWidth") <= 400
    review.page.set_viewport_size({"width": 1280, "height": 900})
    eventually(review.page, "document.querySelector('svg.main-svg').clientWidth > 800")


def test_a_review_is_printed_on_a4_with_no_chart_wider_than_the_paper(review: Opened) -> None:
    review.page.evaluate(
        "addEventListener('beforeprint', () => { window.printed ="
        "[...document.querySelectorAll('svg.main-svg')].map(s => s.width.baseVal.value) })"
    )
    pdf = review.page.pdf(prefer_css_page_size=True)
    widths = review.page.evaluate("window.printed")
    assert widths
    assert 0.85 * max(widths) <= 680  # A4 less the margins; 0.85 is page.css's zoom on paper
    assert 0.85 * min(widths) > 600
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {(595, 842)}
    eventually(review.page, "document.querySelector('svg.main-svg').clientWidth > 800")


def test_hostile_names_are_shown_as_text_and_no_script_of_theirs_runs(hostile: Opened) -> None:
    page = hostile.page
    assert page.evaluate("window.harmed") is None
    assert hostile.said == []
    assert len(hostile.asked) == 1
    assert page.locator("h1").text_content() == HOSTILE[0]
    assert page.locator("figure.chart").get_attribute("aria-label") == f"Most often {HOSTILE[0]}."
    assert page.locator(".caveats li").all_text_contents() == list(HOSTILE)
    assert page.locator("header dd").all_text_contents() == list(HOSTILE)
    assert page.locator("img, a[href*=example], svg a").count() == 0
    drawn = " ".join(page.locator("svg .ytick text").all_text_contents())
    for sign in ("<script>window.harmed", "<img src=x", "<a href=", "{{ 7*7 }}", "right to left"):
        assert sign in drawn


def test_a_script_that_slipped_in_unescaped_does_not_run(
    browser: "Browser", tmp_path: Path
) -> None:
    slipped = "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'>"
    path = tmp_path / "index.html"
    path.write_text(rendered(executed(showed({"text/html": slipped})), "n"), encoding="utf-8")
    found = opened(browser, path)
    assert found.page.evaluate("window.harmed") is None
    found.page.close()
