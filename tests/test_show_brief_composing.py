"""Composing a brief: what it opens with, what it tells, and when it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from alignment.agreement import Agreement, Rule, Signer, rule_of
from alignment.briefs import Brief
from alignment.finding import Finding
from alignment.measures.vocabulary import Attribute, Vocabulary
from alignment.show.brief_composing import NO_PART, NOT_SAVED, ComposingBrief

ATTRIBUTES = {
    "n_employees": Attribute("numbers", low=1, high=900, n_known=9, n_values=9),
    "country": Attribute("text", ("DE", "FR"), n_known=9, n_values=2),
}
LARGE = rule_of({"attribute": "n_employees", "at_least": 50})
GERMAN = rule_of({"attribute": "country", "one_of": ["DE"]})
UNDER = Agreement.draft("Town")
PARTS = {
    "channel": "webinar",
    "starts_on": date(2026, 10, 1),
    "ends_on": date(2026, 12, 31),
    "budget_amount": 18500.5,
    "target": LARGE,
    "personas": ({"name": "Head of quality", "problem": "Drift", "message": "Early"},),
    "answers": {"problem": "It drifts."},
}


@dataclass
class Kept:
    """A brief kept in memory; `compose` does what the opener does."""

    brief: Brief
    targets: dict[str, Rule] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    under = UNDER
    bound: dict[str, tuple[str, ...]] = field(default_factory=dict)
    round = SimpleNamespace(answers={})
    channels = ("webinar", "trade show")
    vocabulary = Vocabulary({}, ATTRIBUTES, (), 0.0)

    def size(self, target: Rule) -> Finding:
        return Finding(pd.DataFrame({"n_leads": [3]}), f"3 leads: {target.sentence()}")

    def compose(self, parts: Mapping[str, object], seen: str) -> str:
        self.seen.append(seen)
        self.brief = self.brief.changed(**parts)
        return "Saved."


@pytest.fixture
def kept() -> Kept:
    return Kept(Brief.begun("Drift", UNDER).changed(**PARTS))


def approved(kept: Kept) -> None:
    signer = Signer("marketing", "Ines", "Head", date(2026, 9, 1))
    kept.brief = kept.brief.approved(signer, kept.brief.digest, UNDER.parties)


def test_what_was_saved_comes_back_the_same(kept: Kept) -> None:
    made = ComposingBrief(kept)
    assert made.problems == ()
    assert kept.brief.changed(**made.parts) == kept.brief
    assert (made._wrong.value, made._unsaved.value) == ("", "")


def test_a_brief_that_was_only_begun_is_opened_too() -> None:
    made = ComposingBrief(Kept(Brief.begun("Drift", UNDER)))
    assert made.problems == ()
    assert made.parts["target"] is None


def test_nothing_is_kept_before_it_is_saved(kept: Kept) -> None:
    made, before = ComposingBrief(kept), kept.brief
    made._campaign._title.value = "Measuring without a stop"
    assert kept.brief == before
    assert NOT_SAVED in made._unsaved.value
    assert made.unsaved() == NO_PART
    assert made.compose() == "Saved."
    assert kept.brief.title == "Measuring without a stop"
    assert kept.seen == [before.digest]
    assert (made._unsaved.value, made.unsaved()) == ("", "")
    made._campaign._title.value = ""
    assert made.unsaved() == NO_PART


def test_approvals_that_saving_makes_void_are_named(kept: Kept) -> None:
    approved(kept)
    made = ComposingBrief(kept)
    assert made._unsaved.value == ""
    made._campaign._budget.value = "2"
    assert "Saving voids what Ines approved." in made._unsaved.value
    made.compose()
    made._campaign._budget.value = "3"
    assert "Ines" not in made._unsaved.value  # it is void by now


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("_title", "  ", "Title: say what the campaign is called."),
        ("_ends", date(2026, 9, 30), "Last day: 2026-09-30 comes before the first day"),
        ("_budget", "lots", "Budget: “lots” is no number"),
        ("_goal", "-1", "Revenue it is to bring: expected an amount from 0"),
    ],
)
def test_what_makes_no_sense_is_told_and_not_saved(
    kept: Kept, name: str, typed: object, told: str
) -> None:
    made = ComposingBrief(kept)
    getattr(made._campaign, name).value = typed
    assert told in made._wrong.value
    assert told in made.compose()
    assert kept.seen == []


def test_every_problem_is_told_at_once(kept: Kept) -> None:
    made = ComposingBrief(kept)
    made._campaign._title.value = ""
    made._personas._add()
    made._personas._list.children[1].children[1].value = "Noise"
    made._target._group._add(type(made._target._group._parts[0]))
    assert made.compose() == (
        "Not saved yet: Title: say what the campaign is called. "
        "Target, condition 2: choose an attribute. Persona 2: write who it is."
    )


def test_a_target_can_begin_with_either_teams_or_both(kept: Kept) -> None:
    kept.targets = {"Marketing": LARGE, "Sales": GERMAN, "Together": LARGE}
    made = ComposingBrief(kept)
    buttons = {each.description: each for each in made._target._above[1].children[1:]}
    assert [*buttons] == ["Marketing’s", "Sales’", "Both at once", "Either", "Undo"]
    buttons["Both at once"].click()
    assert made.parts["target"] == rule_of(
        {"all": [LARGE.model_dump(exclude_none=True), GERMAN.model_dump(exclude_none=True)]}
    )
    assert "3 leads" in made._target._found.value
    made._target._undo.click()
    assert made.parts["target"] == LARGE


def test_a_channel_that_the_history_lacks_is_told_and_kept(kept: Kept) -> None:
    made = ComposingBrief(kept)
    assert made._campaign._strange.value == ""
    made._campaign._channel.value = " podcast "
    assert "No campaign in the history ran on this channel" in made._campaign._strange.value
    assert made.parts["channel"] == "podcast"


def test_what_somebody_else_changed_is_not_passed_off_as_seen(kept: Kept) -> None:
    made, seen = ComposingBrief(kept), kept.brief.digest
    kept.brief = kept.brief.changed(title="Another")
    made._campaign._channel.value = "podcast"
    made.compose()
    assert kept.seen == [seen]


def test_the_same_brief_under_another_agreement_is_the_one_that_was_seen(kept: Kept) -> None:
    made = ComposingBrief(kept)
    kept.brief = kept.brief.under(UNDER.changed(least_count=3))
    made._campaign._channel.value = "podcast"
    made.compose()
    assert kept.seen == [Brief.begun("Drift", UNDER.changed(least_count=3)).changed(**PARTS).digest]
