"""Content requests: asked for, with a reason out of the history, and settled."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ipywidgets as widgets
import pandas as pd
import pytest

from alignment import content_requests
from alignment.content_requests import ContentRequests
from alignment.errors import AlignmentError
from alignment.finding import Finding, unanswered
from alignment.show.request_forms import EACH, PASSED, suggestions
from alignment.show.request_list import RequestList
from alignment.show.widget_tree import every

REASONS = pd.DataFrame(
    [
        ("given back", "no budget", 5, 40),
        ("given back", "bad timing", 9, 40),
        ("given back", None, 3, 40),
        ("lost", "price", 12, 30),
        ("lost", "never", 0, 30),
        *(("lost", f"rare {n}", 1, 30) for n in range(9)),
    ],
    columns=["kind", "reason", "n", "n_of"],
)


@dataclass
class Asked:
    """The list of a workspace, beside what the history says."""

    workspace: Path
    objections: Finding

    @property
    def requests(self) -> Finding:
        return content_requests.listed(ContentRequests.open(self.workspace).requests)

    def ask(self, **values: object) -> str:
        return content_requests.ask(self.workspace, brief="drift", **values)

    def settle(self, number: int, **values: object) -> str:
        return content_requests.settle(self.workspace, number, **values)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path, Finding(REASONS, "Why."))


def press(shown: RequestList, label: str) -> None:
    buttons = [each for each in every(shown) if isinstance(each, widgets.Button)]
    next(each for each in buttons if each.description == label).click()


def ask(shown: RequestList, **texts: str) -> None:
    for name, text in texts.items():
        shown._asking._fields[name].value = text
    press(shown, "Ask Marketing for it")


def test_the_most_frequent_reasons_are_suggested_losses_first() -> None:
    found = suggestions(Finding(REASONS, "Why."))
    assert next(iter(found.items())) == ("Deals lost: price", "Deals lost: price (12 of 30)")
    assert [label for label in found if label.startswith("Leads")] == [
        "Leads given back: bad timing",
        "Leads given back: no budget",
    ]
    assert len(found) == EACH + 2
    assert suggestions(unanswered("objections", "why", "deals")) == {}


def test_a_request_is_asked_for_and_stands_on_the_list(asked: Asked) -> None:
    shown = RequestList(asked)
    assert shown._shown.value == ""  # nothing has changed since the page showed the list
    press(shown, "Deals lost: price")
    shown._asking._due.value = date(2026, 10, 9)
    ask(shown, content="One page on costs", asked_by="Ruben")
    held = ContentRequests.open(asked.workspace).requests[0]
    assert (held.because, held.due_on) == ("Deals lost: price (12 of 30)", date(2026, 10, 9))
    assert "One page on costs" in shown._shown.value
    assert "Asked as number 1" in shown._said.value
    assert shown._asking.content["content"] == ""
    assert shown._asking.content["asked_by"] == "Ruben"  # who asks for one more is the same


def test_a_day_that_has_passed_is_told_and_taken(asked: Asked) -> None:
    shown = RequestList(asked)
    told = [each for each in every(shown._asking) if isinstance(each, widgets.HTML)]
    shown._asking._due.value = date.today()
    assert not any(PASSED in each.value for each in told)
    shown._asking._due.value = date(2020, 1, 1)
    assert any(PASSED in each.value for each in told)
    ask(shown, content="One page", because="Lost", asked_by="Ruben")
    assert ContentRequests.open(asked.workspace).requests[0].due_on == date(2020, 1, 1)
    assert not any(PASSED in each.value for each in told)


def test_all_that_is_missing_is_told_and_nothing_typed_is_lost(asked: Asked) -> None:
    shown = RequestList(asked)
    ask(shown, content="One page")
    assert shown._wrong.value == "“Because” is missing.\n“Asked by” is missing."
    assert shown._asking.content["content"] == "One page"
    assert not (asked.workspace / content_requests.FILE).exists()


def test_a_reason_that_somebody_typed_is_replaced_only_once_that_is_confirmed(
    asked: Asked,
) -> None:
    shown = RequestList(asked)
    press(shown, "Deals lost: price")
    press(shown, "Leads given back: no budget")  # nobody has typed
    assert shown._asking.content["because"] == "Leads given back: no budget (5 of 40)"
    shown._asking._fields["because"].value = "They asked."
    press(shown, "Deals lost: price")
    assert shown._asking.content["because"] == "They asked."
    press(shown, "Replace it")
    assert shown._asking.content["because"] == "Deals lost: price (12 of 30)"


def test_a_request_is_settled_open_ones_first(asked: Asked) -> None:
    for content in ("One page", "A video"):
        asked.ask(content=content, because="Lost", asked_by="Ruben")
    asked.settle(1, state="done")
    shown = RequestList(asked)
    assert shown._settling is not None
    assert [label for label, _ in shown._settling._choice.options][1:] == [
        "2 · A video (open)",
        "1 · One page (done)",
    ]
    shown._settling._choice.index = 1
    assert shown._settling.changes == {}
    press(shown, "Change it")
    assert shown._wrong.value == "Nothing of request 2 was changed."
    shown._settling._state.value = "declined"
    press(shown, "Change it")
    assert shown._wrong.value == "Note: say why it is declined."
    shown._settling._note.value = "Costs too much"
    press(shown, "Change it")
    held = ContentRequests.open(asked.workspace).requests[1]
    assert (held.state, held.note, held.owner) == ("declined", "Costs too much", "")
    assert "Costs too much" in shown._shown.value


def test_a_list_that_cannot_be_read_is_told(asked: Asked) -> None:
    (asked.workspace / content_requests.FILE).write_text("requests: 3\n")
    assert "cannot be read" in RequestList(asked)._wrong.value


def test_objections_that_cannot_be_read_suggest_nothing(tmp_path: Path) -> None:
    class Without(Asked):
        @property
        def objections(self) -> Finding:
            raise AlignmentError("No.")

        @objections.setter
        def objections(self, _: Finding) -> None: ...

    shown = RequestList(Without(tmp_path, Finding(REASONS, "Why.")))
    assert "no reason yet" in next(
        each.value for each in every(shown._asking) if "no reason" in getattr(each, "value", "")
    )


def test_what_is_asked_for_makes_no_markup(asked: Asked) -> None:
    hostile = REASONS.assign(reason="<img src=x>")
    shown = RequestList(Asked(asked.workspace, Finding(hostile, "Why.")))
    ask(shown, content="<script>a</script>", because="<b>", asked_by="<i>")
    texts = [each.value for each in every(shown) if isinstance(each, widgets.HTML)]
    assert any("&lt;script&gt;" in text for text in texts)
    assert not any(sign in text for text in texts for sign in ("<img", "<script", "<b>", "<i>"))
