"""The agreement in words, and what changed between two."""

from datetime import date
from typing import Any

import pytest
from agreements import agreements
from hypothesis import given, settings

from alignment.agreement import Agreement, differences, statements

DRAFT = Agreement.draft("Tarnwald", "Europe/Berlin")


def told(**parts: Any) -> list[str]:
    return differences(DRAFT, DRAFT.changed(**parts))


def dumped(name: str) -> dict[str, Any]:
    held: dict[str, Any] = getattr(DRAFT, name).model_dump(by_alias=True)
    return held


def score(**values: object) -> dict[str, object]:
    return {"score": DRAFT.score.model_copy(update=values)}


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (score(hand_off_at=60.0), ["Hand-off threshold: 50 → 60 points"]),
        (score(return_below=1.0), ["Back to Marketing under 20 → 1 point"]),
        (
            {"score": dumped("score") | {"engagement": {"webinar": {"points": 15}}}},
            [
                "Removed: Web visit: 1 point",
                "Removed: White paper: 5 points",
                "Webinar: 20 → 15 points",
                "Removed: Event stand: 30 points",
            ],
        ),
        (
            {
                "score": dumped("score")
                | {"fit": [{"when": {"attribute": "n_employees", "at_least": 50}, "points": 10}]}
            },
            ["Added: Fit, 50 or more employees: 10 points"],
        ),
        (
            {"service_levels": {"sales": {"first_contact_within_hours": 2}}},
            [
                "Removed: Sales accepts at least 60% of the MQLs",
                "First contact within 8 → 2 working hours",
            ],
        ),
        ({"glossary": dict(DRAFT.glossary) | {"lead": "A name."}}, None),
        (
            {"rules": {"mql": {"agreed": {"score": {"at_least": 60}}}}},
            [
                "MQL as agreed: a score of 50 or more → a score of 60 or more",
                "Removed: SQL as agreed: in stage SQL",
            ],
        ),
        (
            {"tasks": {"call": {"task": "Call", "team": "sales", "within_hours": 1}}},
            ["Added: Task call: Sales – Call, within 1 working hour"],
        ),
        (
            {"calendar": dumped("calendar") | {"to": "18:00", "days_off": [date(2026, 12, 24)]}},
            ["Working hours: 09:00–17:00 → 09:00–18:00", "Added: Day off: 2026-12-24"],
        ),
        (
            {"reasons": {"recycle": ["no budget", "no response"], "disqualify": ["duplicate"]}},
            None,
        ),
        (
            {"goal": {"text": "More.", "outcome": "sql", "within_days": 30}},
            [
                "Goal: A draft made of defaults: say here what both teams want. → More.",
                "A lead has converted when it is won → sales qualified",
                "Converted within 90 → 30 days",
            ],
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_change_is_told_in_words(parts: dict[str, Any], lines: list[str] | None) -> None:
    found = told(**parts)
    assert found == lines if lines is not None else len(found) > 0


def test_a_changed_meaning_of_a_word_is_told() -> None:
    (line,) = told(glossary=dict(DRAFT.glossary) | {"lead": "A name."})
    assert line.startswith("“lead” means: A person")
    assert line.endswith("→ A name.")


def test_added_and_removed_tasks_are_told() -> None:
    old = DRAFT.changed(tasks={"call": {"task": "Call", "team": "sales"}})
    new = DRAFT.changed(tasks={"write": {"task": "Write", "team": "marketing", "when": "daily"}})
    assert differences(old, new) == [
        "Removed: Task call: Sales – Call",
        "Added: Task write: Marketing – Write (daily)",
    ]


def test_a_metric_is_told_with_its_unit() -> None:
    metric = {"team": "marketing", "unit": "amount", "better": "lower", "target": 2500}
    found = told(metrics={"cost_per_won": metric | {"warn": 3500}})
    assert found[-1] == (
        "Added: Target for Cost per won: at most 2,500 EUR, a miss beyond 3,500 EUR (Marketing)"
    )


def test_a_signature_is_a_difference_and_its_voidness_too() -> None:
    signed = DRAFT.signed("sales", "Ruben", "Head of Sales", date(2026, 8, 28))
    assert differences(DRAFT, signed) == [
        "Added: Signed for Sales: Ruben, Head of Sales, on 2026-08-28",
        "Added: Signature of Sales: valid",
    ]
    assert differences(signed, signed.changed(review_day=6))[-1] == (
        "Signature of Sales: valid → void"
    )


def test_a_change_that_reads_the_same_is_still_told() -> None:
    rule = {"attribute": "seniority", "is": "c_level"}
    old = DRAFT.changed(rules={"mql": {"agreed": rule}})
    new = DRAFT.changed(rules={"mql": {"agreed": rule | {"is": "c level"}}})
    (line,) = differences(old, new)
    assert "reads the same" in line


@settings(max_examples=20, deadline=None)
@given(agreements(), agreements())
def test_there_are_differences_exactly_where_the_texts_differ(a: Agreement, b: Agreement) -> None:
    assert differences(a, a) == []
    assert bool(differences(a, b)) == (a.digest != b.digest)


def test_every_part_is_said() -> None:
    said = "\n".join(map(str, statements(DRAFT)))
    for words in ("Tarnwald", "Europe/Berlin", "EUR", "90 days", "Webinar: 20 points", "duplicate"):
        assert words in said
