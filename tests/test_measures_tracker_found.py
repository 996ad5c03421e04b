"""Leads are found by id, name, e-mail or company, whatever is typed."""

import pandas as pd
import pytest

from alignment.history import History
from alignment.measures.tracker import found

AS_OF = pd.Timestamp("2026-02-01")
ROWS = [
    ("L1", "Ann Lee", "ann@acme.example", "Acme", "2026-01-01"),
    ("L10", "Bo Lindqvist", None, "Lee & Sons", "2026-01-02"),
    ("L100", None, "bo_100%@x.example", 'O\'Hara "Steel"', "2026-01-03"),
    ("Lee", "Carl\nAnnan", "c@x.example", None, "2026-01-04"),
    ("L2", "Lea Late", "lea@acme.example", "Acme", "2026-03-01"),
]
LEADS = pd.DataFrame(ROWS, columns=["lead_id", "name", "email", "company", "created_at"]).assign(
    created_at=lambda rows: pd.to_datetime(rows["created_at"]), source="fair"
)
CHANGES = pd.DataFrame(
    {
        "lead_id": ["L10", "L10", "L10"],
        "changed_at": pd.to_datetime(["2026-01-05", "2026-01-06", "2026-02-09"]),
        "stage": ["mql", "sql", "customer"],
    }
)
HISTORY = History.from_frames(LEADS, stage_changes=CHANGES, zone="Europe/Berlin")


def ids(text: str) -> list[str]:
    return list(found(HISTORY, text, AS_OF).table["lead_id"])


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("L1", ["L1", "L10", "L100"]),  # the very id, then what begins so, by name
        ("lee", ["Lee", "L10", "L1"]),
        ("LINDQ", ["L10"]),
        ("  ann \n lee ", ["L1"]),
        ("bo_100%", ["L100"]),
        ("%", ["L100"]),
        ("_", ["L100"]),
        ("'", ["L100"]),
        ('"', ["L100"]),
        ("acme.example", ["L1"]),  # nobody who came later
        ("\\", []),
        ("'; DROP TABLE leads; --", []),
        ("\ud800", []),
        ("a" * 10_000, []),
        ("", []),
        (" \n\0", []),
    ],
)
def test_a_text_is_taken_as_it_is(text: str, held: list[str]) -> None:
    assert ids(text) == held


def test_what_is_found_says_who_it_is_and_where_it_stood_by_then() -> None:
    finding = found(HISTORY, "lind", AS_OF)
    assert finding.sentence == "1 lead found for “lind”."
    assert finding.caveats == ("Times are those of Europe/Berlin.",)
    (row,) = finding.table.to_dict("records")
    assert row == {
        "lead_id": "L10",
        "name": "Bo Lindqvist",
        "company": "Lee & Sons",
        "source": "fair",
        "created_at": pd.Timestamp("2026-01-02 01:00"),
        "last_stage": "SQL",
    }


def test_only_the_first_are_listed_and_all_are_counted() -> None:
    finding = found(HISTORY, "l", AS_OF, most=2)
    assert finding.sentence == "4 leads found for “l”; the first 2 are listed."
    assert (len(finding.table), finding.figures) == (2, {"n_found": 4})


def test_a_slip_of_the_keyboard_is_answered_with_who_is_called_nearly_so() -> None:
    assert found(HISTORY, "lindqvst", AS_OF).sentence == (
        "No lead known by 1 February 2026 has “lindqvst” in its id, name, e-mail or company. "
        "Did you mean “Lindqvist” or “Bo Lindqvist”?"
    )
    nobody = found(HISTORY, "zzzzzz", AS_OF)
    assert nobody.sentence.endswith("Nobody is called nearly so.")
    assert not nobody.is_answered


def test_leads_without_names_are_found_by_their_ids_and_no_leads_not_at_all() -> None:
    bare = History.from_frames(LEADS[["lead_id", "created_at", "source"]])
    finding = found(bare, "l10", AS_OF)
    assert list(finding.table) == ["lead_id", "source", "created_at", "last_stage"]
    assert list(finding.table["lead_id"]) == ["L10", "L100"]
    assert "has “ann” in its id." in found(bare, "ann", AS_OF).sentence
    empty = History.from_frames(LEADS.head(0))
    assert "lacks leads" in found(empty, "ann", empty.as_of).sentence


def test_a_name_that_is_a_number_is_found_as_it_is_written() -> None:
    numbered = History.from_frames(LEADS.assign(company=[1, 2, 77, 4, 5]))
    assert list(found(numbered, "77", AS_OF).table["lead_id"]) == ["L100"]
