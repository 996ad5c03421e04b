"""Composing the rules and words that both teams can live with."""

from pathlib import Path

import pytest
import town
from test_defining import CALLED, VISITED, both

from alignment.agreement import Agreement, rule_of
from alignment.defining import Defining
from alignment.show.composing import Composing


@pytest.fixture
def defining(tmp_path: Path) -> Defining:
    town.history().save(tmp_path)
    Agreement.draft("Town").changed(least_count=1).save(tmp_path)
    return both(tmp_path)


def test_it_begins_with_the_rule_asked_for(defining: Defining) -> None:
    made = Composing(defining, "either")
    assert made.rules["mql"] == rule_of({"any": [VISITED, CALLED]})
    assert made.rules["sql"] is None  # neither team stated one
    assert Composing(defining).rules["sql"] == rule_of({"stage": "sql"})


def test_what_a_rule_would_bring_follows_at_once(defining: Defining) -> None:
    made = Composing(defining, "sales")
    shown = made._builders["mql"]
    assert "Against Marketing: 1 more, 1 fewer." in shown._found.value
    shown.start_over(rule_of(VISITED))
    assert "Against Marketing: 0 more, 0 fewer." in shown._found.value


def test_what_stands_there_is_proposed(defining: Defining) -> None:
    made = Composing(defining, "both")
    made._meanings._texts["lead"].value = "A person we may write to."
    said = made.propose()
    assert "“lead” means: " in said
    proposed = Agreement.open(defining.workspace / "proposals" / "rules_v1_1.yml")
    assert proposed.rules.mql.agreed == rule_of({"all": [VISITED, CALLED]})
    assert proposed.glossary["lead"] == "A person we may write to."


def test_a_word_that_was_emptied_is_taken_out(defining: Defining) -> None:
    made = Composing(defining)
    made._meanings._texts["mature"].value = "  "
    assert "mature" not in made._meanings.content


def test_nothing_is_proposed_while_a_condition_is_incomplete(defining: Defining) -> None:
    made = Composing(defining)
    made._builders["mql"]._group._add(type(made._builders["mql"]._group._parts[0]))
    assert made.propose().startswith("Not proposed yet: MQL, ")
    assert not (defining.workspace / "proposals").exists()
