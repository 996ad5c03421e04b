"""A rule that both teams compose, beside what each proposed and what is agreed."""

import pytest

from alignment.agreement import rule_of
from alignment.answers import Answers
from alignment.measures.definitions import composed, passing, words
from alignment.show.display import plain
from tests.compared import PAPER, WEBINAR, ready
from tests.replayed import Lead

NOTHING = rule_of({"activity": "webinr"})


def test_a_new_rule_stands_beside_both_proposals_and_the_agreed_one() -> None:
    either = rule_of({"any": [{"activity": "paper"}, {"activity": "webinar"}]})
    found = composed(ready(), either, PAPER, WEBINAR, PAPER)
    table = found.table.set_index("label")
    assert list(table.index) == ["New", "Marketing", "Sales", "Agreed"]
    assert table["n_passed"].tolist() == [5, 4, 2, 4]
    assert table.loc["New", ["n_gained", "rate_difference"]].isna().all()
    assert table.loc["Sales", ["n_both", "n_gained", "n_lost"]].tolist() == [2, 3, 0]
    assert (found.figures["n_gained"], found.figures["n_lost"]) == (1, 0)
    assert found.figures["rate_difference"] == pytest.approx(2 / 4 - 1 / 3)
    assert "Against Agreed: 1 more, 0 fewer." in found.sentence
    assert "New 50% against Agreed 33%: 16.7 percentage points higher (95% interval -" in (
        found.sentence
    )
    assert found.sentence.endswith("), which may be chance.")


def test_the_new_rule_is_named_first_even_where_its_rate_is_the_lower() -> None:
    found = composed(ready(), PAPER, None, None, WEBINAR)
    low, high = (found.figures[f"rate_difference_{end}"] for end in ("low", "high"))
    assert low < 0
    assert high <= 0
    assert found.sentence.endswith(
        f"New 33% against Agreed 100%: 67 percentage points lower (95% interval {-high * 100:.1f} "
        f"to {-low * 100:.1f})" + (": clearly apart." if high < 0 else ", which may be chance.")
    )


def test_a_new_rule_that_passes_nobody_has_no_rate_to_compare() -> None:
    found = composed(ready(), NOTHING, PAPER, WEBINAR, PAPER)
    assert found.sentence.endswith("Against Agreed: 0 more, 4 fewer.")


def test_where_all_that_pass_are_too_young_it_is_said_so() -> None:
    young = composed(ready(Lead(("02-25 paper",)), Lead(won="01-09")), PAPER, None, None, None)
    assert "New not enough data (the one too young to judge)." in young.sentence
    more = Lead(("02-24 paper",)), Lead(("02-25 paper",)), Lead(won="01-09")
    young = composed(ready(*more), PAPER, None, None, None)
    assert "New not enough data (all 2 too young to judge)." in young.sentence


def test_a_share_is_shown_as_a_percentage() -> None:
    table = composed(ready(), PAPER, PAPER, WEBINAR, None).table
    shares = [column for column in table if "difference" in column]
    assert len(shares) == 3
    assert {plain(column, 0.123) for column in shares} == {"12.3%"}


def test_a_rule_too_long_to_be_heard_is_told_by_its_number_of_conditions() -> None:
    parts = [{"activity": f"webinr {n}"} for n in range(9)]
    long, short = rule_of({"any": parts}), rule_of({"any": parts[:8]})
    assert "no lead ever met “a rule of 9 conditions”" in passing(ready(), {"New": long}).sentence
    assert (
        "no lead ever met “at least one webinr 0, at" in passing(ready(), {"New": short}).sentence
    )
    said = Answers(
        team="sales", person="Bo", role="Head", answered_on="2026-01-05", rules={"mql": long}
    )
    assert words({"sales": said}, "mql").sentence == (
        "To Sales, an MQL is a lead with: a rule of 9 conditions."
    )
    assert words({"sales": said}, "mql").table["as_a_rule"][0].count("webinr") == 9


def test_a_new_rule_needs_no_other_and_no_rule_is_said_to_be_none() -> None:
    alone = composed(ready(), PAPER, None, None, None)
    assert alone.table["label"].tolist() == ["New"]
    assert alone.figures["rate_difference"] is None
    assert composed(ready(), None, PAPER, WEBINAR, None).sentence == "There is no new rule yet."
