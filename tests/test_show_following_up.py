"""Earlier decisions are settled by a click; what cannot be kept is told, and nothing is lost."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ipywidgets as widgets
import pytest

from alignment import decisions
from alignment.decisions import FILE, Decisions
from alignment.finding import Finding
from alignment.period import Period
from alignment.show.following_up import NOTHING, following_up
from alignment.show.widget_tree import every

SEPTEMBER = Period.of("2026-09")


@dataclass
class Reviewed:
    """The decisions of a workspace, as the review of September looks at them."""

    workspace: Path

    @property
    def followed_up(self) -> Finding:
        return decisions.followed_up(self.workspace, SEPTEMBER, date(2026, 9, 30))

    def settle(self, reference: str, state: str, came_of_it: str) -> str:
        return decisions.settle(self.workspace, reference, state, came_of_it, SEPTEMBER)


@pytest.fixture
def review(tmp_path: Path) -> Reviewed:
    for choice, owner in (("Call <b>first</b>", "Ann & Co"), ("Stop the bought lists", "Bob")):
        decision = {"choice": choice, "owner": owner, "due_on": date(2026, 9, 15), "dissent": ""}
        decisions.record(tmp_path, Period.of("2026-08"), decision)
    return Reviewed(tmp_path)


def texts(shown: widgets.Widget) -> list[widgets.Text]:
    return [each for each in every(shown) if isinstance(each, widgets.Text)]


def press(shown: widgets.Widget, label: str, nth: int = 0) -> None:
    buttons = [each for each in every(shown) if isinstance(each, widgets.Button)]
    [each for each in buttons if each.description == label][nth].click()


def line(shown: widgets.Widget, nth: int) -> str:
    """What is told at the nth decision."""
    lines = [
        each for each in every(shown) if "alignment-group" in getattr(each, "_dom_classes", ())
    ]
    return said(lines[nth])


def said(shown: widgets.Widget) -> str:
    return "\n".join(each.value for each in every(shown) if isinstance(each, widgets.HTML))


def test_a_line_a_decision_its_text_harmless(review: Reviewed) -> None:
    shown = following_up(review)
    assert "Call &lt;b&gt;first&lt;/b&gt;" in said(shown)
    assert "<bdi>Ann &amp; Co</bdi> · <bdi>due on 15 September 2026</bdi> · <bdi>overdue" in said(
        shown
    )
    assert len(texts(shown)) == 2


def test_a_click_settles_a_decision_and_leaves_what_is_typed_beside_others(
    review: Reviewed,
) -> None:
    shown = following_up(review)
    texts(shown)[0].value, texts(shown)[1].value = "All are <i>called</i>.", "half a sen"
    press(shown, "Carried out")
    assert "✓ Carried out: All are &lt;i&gt;called&lt;/i&gt;." in said(shown)
    assert "1 was carried out, and 1 is overdue since" in said(shown)
    assert [each.value for each in texts(shown)] == ["half a sen"]
    assert [d.state for d in Decisions.open(review.workspace).decisions] == ["done", "open"]


def test_a_slip_is_taken_back_with_its_words(review: Reviewed) -> None:
    shown = following_up(review)
    texts(shown)[1].value = "No time."
    press(shown, "Dropped", 1)
    press(shown, "Open again")
    assert [each.value for each in texts(shown)] == ["", "No time."]
    assert [d.settled_in for d in Decisions.open(review.workspace).decisions] == ["", ""]


def test_why_it_is_not_kept_stands_beside_it(review: Reviewed) -> None:
    shown = following_up(review)
    press(shown, "Dropped", 1)
    assert "expected why it was dropped, in a sentence" in line(shown, 1)
    assert "decisions of August" not in said(shown)  # nothing has changed: it is told above
    press(shown, "Dropped")
    assert "expected why it was dropped, in a sentence" in line(shown, 0)
    texts(shown)[0].value = "No time."
    press(shown, "Dropped")
    assert "expected why" not in line(shown, 0)


def test_one_that_was_removed_meanwhile_is_told_below_with_what_was_typed(
    review: Reviewed,
) -> None:
    shown = following_up(review)
    texts(shown)[1].value = "All gone."
    kept = Decisions.open(review.workspace)
    Decisions(decisions=kept.decisions[:1]).save(review.workspace)
    press(shown, "Carried out", 1)
    assert len(texts(shown)) == 1
    assert "somebody changed or removed it" in said(shown).lower()
    assert "What was typed: All gone." in said(shown)


def test_one_that_was_settled_meanwhile_is_told_with_what_was_typed(review: Reviewed) -> None:
    shown = following_up(review)
    other = following_up(review)
    texts(other)[0].value = "All are called."
    press(other, "Carried out")
    texts(shown)[0].value = "Nobody has <time>."
    press(shown, "Dropped")
    assert "carried out in the review of 2026-09 (All are called.)" in said(shown)
    assert "What was typed: Nobody has &lt;time&gt;." in line(shown, 0)
    assert "✓ Carried out: All are called." in said(shown)


def test_decisions_that_can_no_longer_be_read_are_told_and_nothing_typed_is_lost(
    review: Reviewed,
) -> None:
    shown = following_up(review)
    texts(shown)[0].value = "All are called."
    (review.workspace / FILE).write_text("decisions:\n- month: May\n")
    press(shown, "Carried out")
    assert said(shown).count("The decisions cannot be read.") == 1
    assert "The decisions cannot be read." in line(shown, 0)
    assert texts(shown)[0].value == "All are called."


def test_where_nothing_was_decided_it_says_so(tmp_path: Path) -> None:
    assert NOTHING in said(following_up(Reviewed(tmp_path)))
