"""The parts beside rules and score: what makes sense, and what is refused."""

import pytest

from alignment.agreement import Agreement
from alignment.errors import AgreementError, Problem


def problems_of(**parts: object) -> list[Problem]:
    with pytest.raises(AgreementError) as caught:
        Agreement.draft().changed(**parts)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("parts", "columns"),
    [
        ({"currency": "eur"}, ["currency"]),
        ({"review_day": 29}, ["review_day"]),
        ({"least_count": 0}, ["least_count"]),
        ({"goal": {"outcome": "sale", "within_days": 9}}, ["goal.outcome"]),
        ({"stages": {"used": ["lead", "lead"]}}, ["stages.used[2]"]),
        ({"stages": {"used": ["lead", "sql"]}}, ["stages.hand_off"]),
        ({"stages": {"hand_off": "recycled"}}, ["stages.hand_off"]),
        ({"glossary": {"": "x", "y": " "}}, ["glossary.", "glossary.y"]),
        ({"service_levels": {"nurture_limit_days": 0}}, ["service_levels.nurture_limit_days"]),
        (
            {"service_levels": {"marketing": {"n_mql": 0, "accepted_share": 1.1}}},
            ["service_levels.marketing.n_mql", "service_levels.marketing.accepted_share"],
        ),
        ({"calendar": {"zone": "Mars/Base"}}, ["calendar.zone"]),
        ({"calendar": {"zone": "UTC", "days": []}}, ["calendar.days"]),
        ({"calendar": {"zone": "UTC", "days": ["mon", "mon"]}}, ["calendar.days[2]"]),
        ({"calendar": {"zone": "UTC", "from": "9:00"}}, ["calendar.from"]),
        ({"calendar": {"zone": "UTC", "from": "09:00", "to": "09:00"}}, ["calendar.to"]),
        ({"calendar": {"zone": "UTC", "to": "25:00"}}, ["calendar.to"]),
        ({"calendar": {"zone": "UTC", "country": "Germany"}}, ["calendar.country"]),
        (
            {"calendar": {"zone": "UTC", "days_off": ["2026-12-24", "2026-12-24"]}},
            ["calendar.days_off[2]"],
        ),
        ({"reasons": {"recycle": []}}, ["reasons.recycle"]),
        ({"reasons": {"recycle": ["a", "a", "a"]}}, ["reasons.recycle[2]", "reasons.recycle[3]"]),
        ({"reasons": {"recycle": ["a"], "disqualify": ["b", "a"]}}, ["reasons.disqualify[2]"]),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_at_its_key(
    parts: dict[str, object], columns: list[str]
) -> None:
    assert [problem.column for problem in problems_of(**parts)] == columns


def test_a_percentage_is_told_how_to_write_it_as_a_share() -> None:
    (problem,) = problems_of(service_levels={"sales": {"first_contact_share": 90}})
    assert problem.advice == "Write 0.9 for 90%."


def test_a_day_that_ends_at_midnight_is_fine() -> None:
    calendar = {"zone": "UTC", "from": "22:00", "to": "24:00"}
    assert Agreement.draft().changed(calendar=calendar).calendar.ends == "24:00"


def test_a_task_has_one_limit_at_most() -> None:
    task = {"task": "Call", "team": "sales", "within_hours": 4}
    assert Agreement.draft().changed(tasks={"call": task}).tasks["call"].within_hours == 4
    (problem,) = problems_of(tasks={"call": task | {"within_days": 1}})
    assert problem.column == "tasks.call.within_days"


@pytest.mark.parametrize(
    ("better", "target", "warn", "is_fine"),
    [
        ("higher", 0.6, 0.5, True),
        ("higher", 0.6, 0.6, True),
        ("higher", 0.6, 0.7, False),
        ("lower", 0.6, 0.7, True),
        ("lower", 0.6, 0.5, False),
    ],
)
def test_the_warning_of_a_metric_lies_on_the_worse_side_of_its_target(
    better: str, target: float, warn: float, is_fine: bool
) -> None:
    metric = {"team": "sales", "unit": "share", "better": better, "target": target, "warn": warn}
    if is_fine:
        assert Agreement.draft().changed(metrics={"m": metric}).metrics["m"].warn == warn
    else:
        (problem,) = problems_of(metrics={"m": metric})
        assert (problem.column, f"{target:g}" in problem.expected) == ("metrics.m.warn", True)


def test_a_share_beyond_one_is_refused_but_a_count_is_not() -> None:
    metric = {"team": "sales", "target": 30}
    (problem,) = problems_of(metrics={"m": metric | {"unit": "share"}})
    assert (problem.column, problem.advice) == ("metrics.m.target", "Write 0.3 for 30%.")
    assert Agreement.draft().changed(metrics={"m": metric | {"unit": "count"}}).metrics["m"]
