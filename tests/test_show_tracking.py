"""Looking a lead up: what is typed is looked for, and who is chosen is shown."""

import pandas as pd

from alignment.agreement import Agreement
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.history import History
from alignment.measures import tracker
from alignment.show.display import PLOTLY
from alignment.show.tracking import Tracker

AS_OF = pd.Timestamp("2026-02-01")
LEADS = pd.DataFrame(
    {
        "lead_id": ["L1", "L2", "L3"],
        "created_at": pd.to_datetime(["2026-01-01"] * 3),
        "source": "trade_fair",
        "name": ["Ann <b>Lee</b>", "Ann Lu", "Bo"],
    }
)


class Leads:
    """Stands in for an opened workspace, and keeps what it was asked."""

    def __init__(self) -> None:
        self.history, self.asked = History.from_frames(LEADS), []

    def found(self, text: str) -> Finding:
        self.asked.append(text)
        if text == "broken":
            raise AlignmentError("The <history> cannot be read.")
        return tracker.found(self.history, text, AS_OF)

    def tracked(self, lead_id: str) -> tracker.Tracked:
        self.asked.append(lead_id)
        lead = "gone" if lead_id == "L2" else lead_id
        return tracker.tracked(self.history, Agreement.draft(), lead, AS_OF)


def parts(made: Tracker) -> tuple:
    _sheet, asking, said, choice, story, chart, numbers = made.children
    return asking.children[0], asking.children[1], said, choice, story, chart, numbers


def test_what_is_typed_is_looked_for_and_those_found_are_listed_as_text() -> None:
    text, _, said, choice, story, chart, _ = parts(Tracker(Leads()))
    assert choice.layout.display == "none"
    text.value = "ann"
    assert "2 leads found for “ann”." in said.value
    assert list(choice.options) == [
        "Ann <b>Lee</b> · trade fair · since 2026-01-01 · L1",
        "Ann Lu · trade fair · since 2026-01-01 · L2",
    ]
    assert choice.layout.display is None
    assert (choice.index, story.value, chart.outputs) == (None, "", ())


def test_who_is_chosen_is_shown_with_chart_and_table_and_every_text_escaped() -> None:
    text, _, _, choice, story, chart, numbers = parts(Tracker(Leads()))
    text.value = "ann"
    choice.index = 0
    assert "Ann &lt;b&gt;Lee&lt;/b&gt; (L1): known since 1 January 2026" in story.value
    (drawn,) = chart.outputs
    assert drawn["data"][PLOTLY]["layout"]["meta"]["alt"].startswith("Ann <b>Lee</b> (L1)")
    assert "source: trade fair" in numbers.value
    assert "<b>Lee" not in story.value + numbers.value


def test_a_lead_found_alone_is_shown_at_once_and_goes_with_the_next_search() -> None:
    text, _, said, choice, story, chart, numbers = parts(Tracker(Leads(), "bo"))
    assert choice.layout.display == "none"
    assert len(chart.outputs) == 1
    text.value = "<i>nobody</i>"
    assert "“&lt;i&gt;nobody&lt;/i&gt;”" in said.value
    assert (story.value, chart.outputs, numbers.value) == ("", (), "")


def test_a_refusal_is_shown_and_the_next_search_goes_on() -> None:
    text, find, said, choice, story, _, _ = parts(Tracker(held := Leads()))
    text.value = "broken"
    assert "The &lt;history&gt; cannot be read." in said.value
    find.click()  # tries once more
    assert held.asked == ["broken", "broken"]
    text.value = "ann"
    choice.index = 1
    assert "The lead cannot be followed." in story.value


def test_the_button_looks_for_what_was_not_looked_for_yet() -> None:
    text, find, said, *_ = parts(Tracker(held := Leads()))
    find.click()
    assert "Type an id" in said.value
    text.value = "ann"
    find.click()
    assert held.asked == ["", "ann"]
