"""What one instant knew is all that its figures use: rows dated later change no finding."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alignment.agreement import Agreement, Rule, Score, ServiceLevels
from alignment.agreement.rule import rule_of
from alignment.finding import Finding
from alignment.history import History
from alignment.measures import campaign, definitions, funnel, loop, reverse, service
from alignment.measures.journeys import Journeys
from alignment.measures.replay import prepare
from alignment.measures.response import conversion_by_response
from alignment.measures.rules import Qualifying
from alignment.measures.service import Episodes
from alignment.period import Period
from tests.replay_cases import Case, cases, instants, scores
from tests.rule_cases import histories, rules

START = pd.Timestamp("2026-01-01")
LEADS = ["a", *(f"L{n}" for n in range(39))]
AS_OF = 60.0
BESIDE = (-1 / 86_400, 0.0, 0.0, 1 / 86_400, 0.5)
PERIOD = Period.of("2026-04", 4)
AGREED = Agreement.draft().changed(least_count=1)
LEVELS = ServiceLevels(
    marketing={"n_mql": 2, "accepted_share": 0.5},
    sales={"qualification_within_days": 5},
    nurture_limit_days=9,
)
CAMPAIGNS = pd.DataFrame(
    {"campaign_id": ["k"], "name": ["K"], "cost_amount": [90.0], "currency": ["EUR"]}
).assign(starts_on=None, ends_on=None)
FAIR = CAMPAIGNS.assign(campaign_id="fair", channel="fair")
"""One that brought nobody, but in which leads took part."""

TARGET = rule_of({"attribute": "lead_id", "one_of": LEADS[::2]})

STAGES = ["mql", "mql", "sal", "sql", "recycled", "disqualified", "customer"]
Event = tuple[str, float]


def at(days: float | None) -> pd.Timestamp:
    return pd.NaT if days is None else START + pd.Timedelta(round(days * 86_400), "s")


def made(created: dict[str, float], touches: list, stages: list, deals: list) -> History:
    leads = pd.DataFrame(
        {"lead_id": list(created), "created_at": [at(d) for d in created.values()]}
    )
    # one row on the last instant, so that both histories are known until then
    touched = [*touches, (("a", AS_OF), "page")]
    activities = pd.DataFrame(
        {"lead_id": [x for (x, _), _ in touched], "occurred_at": [at(d) for (_, d), _ in touched]}
    )
    activities["asset"] = pd.Series([asset or None for _, asset in touched], dtype="str")
    is_sales = activities["asset"].isna()
    activities["activity"] = is_sales.map({True: "call", False: "web_visit"})
    activities["team"] = is_sales.map({True: "sales", False: "lead"})
    activities["campaign_id"] = "fair"
    changes = pd.DataFrame(
        {
            "lead_id": pd.Series([x for (x, _), _ in stages], dtype="str"),
            "changed_at": pd.Series([at(d) for (_, d), _ in stages], dtype="datetime64[us]"),
            "stage": pd.Series([s for _, s in stages], dtype="str"),
        }
    )
    held = pd.DataFrame(
        {
            "deal_id": pd.Series([str(i) for i in range(len(deals))], dtype="str"),
            "lead_id": pd.Series([x for (x, _), _ in deals], dtype="str"),
            "created_at": pd.Series([at(d) for (_, d), _ in deals], dtype="datetime64[us]"),
            "closed_at": pd.Series([at(e and e[0]) for _, e in deals], dtype="datetime64[us]"),
            "is_won": pd.array([e and e[1] for _, e in deals], dtype="boolean"),
        }
    ).assign(amount=100.0, currency="EUR")
    held["loss_reason"] = [f"at {e[0]}" if e else None for _, e in deals]
    held["loss_reason"] = held["loss_reason"].astype("str")
    return History.from_frames(
        leads.assign(source="x", campaign_id="k", owner="o"), activities, changes, held, CAMPAIGNS
    )


MEASURES: list[Callable[[History, Journeys], Finding]] = [
    lambda h, j: funnel.waterfall(j, PERIOD),
    lambda h, j: funnel.period_counts(j, PERIOD),
    lambda h, j: funnel.cohorts(j, PERIOD),
    lambda h, j: funnel.cohorts(j, PERIOD, "mql"),
    lambda h, j: funnel.days_to_convert(j, PERIOD),
    lambda h, j: funnel.cohort_rates(j, PERIOD),
    lambda h, j: funnel.time_in_stage(j, PERIOD),
    lambda h, j: funnel.stage_balance(j, PERIOD),
    lambda h, j: funnel.flows(j, PERIOD),
    lambda h, j: funnel.numbers(j, h, PERIOD, 10, 0.5),
    lambda h, j: reverse.needed(reverse.Funnel.of(h, Agreement.draft(), j, PERIOD), 1000),
    lambda h, j: loop.closed_loop(j, PERIOD, "source", CAMPAIGNS),
    lambda h, j: loop.closed_loop(j, PERIOD, "campaign_id", CAMPAIGNS),
    lambda h, j: loop.attribution(h, j, PERIOD, CAMPAIGNS),
    lambda h, j: campaign.sized(h, j, {"Marketing": TARGET}, PERIOD),
    lambda h, j: campaign.takes(h, AGREED, campaign.Segment.of(h, j, TARGET), PERIOD, 1000, 50),
    lambda h, j: campaign.similar(h, j, CAMPAIGNS.assign(channel="web")),
    lambda h, j: campaign.similar(h, j, FAIR),
    lambda h, j: campaign.objections(h, AGREED, campaign.Segment.of(h, j, TARGET).journeys, PERIOD),
    lambda h, j: campaign.materials(h, replace(j, within_days=7), PERIOD),
]
SERVICE: list[Callable[[Episodes], Finding]] = [
    lambda e: service.first_response(e, PERIOD, 24, ["weekday", "hour", "owner", "first_actor"]),
    lambda e: service.clocks(e, PERIOD),
    lambda e: service.attainment(e, LEVELS, PERIOD),
    lambda e: service.rejections(e, PERIOD),
    lambda e: service.held(e, 10),
    lambda e: conversion_by_response(e, PERIOD, 4),
]


@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10_000))
def test_rows_dated_later_change_no_finding(seed: int) -> None:
    # few towns, as every one costs a second; and full ones
    rng = Random(seed)

    def day() -> float:
        return float(rng.randrange(110)) if rng.random() < 0.8 else AS_OF + rng.choice(BESIDE)

    created = {lead: day() for lead in LEADS} | {"a": float(rng.randrange(50))}
    touches = [((rng.choice(LEADS), day()), rng.choice(("", "page", "page"))) for _ in range(240)]
    stages = [((rng.choice(LEADS), day()), rng.choice(STAGES)) for _ in range(140)]
    deals = [
        ((rng.choice(LEADS), day()), rng.choice([None, (day(), False), (day(), True)]))
        for _ in range(40)
    ]
    whole = made(created, touches, stages, deals)
    known = {lead: d for lead, d in created.items() if at(d) <= at(AS_OF)}
    early = made(
        known,
        [((x, d), asset) for (x, d), asset in touches if x in known and at(d) <= at(AS_OF)],
        [((x, d), s) for (x, d), s in stages if x in known and at(d) <= at(AS_OF)],
        [
            ((x, d), e if e and at(e[0]) <= at(AS_OF) else None)
            for (x, d), e in deals
            if x in known and at(d) <= at(AS_OF)
        ],
    )
    one = Journeys.of(whole, AGREED, at(AS_OF))
    two = Journeys.of(early, AGREED, at(AS_OF))
    sides = [(h, j, Episodes.of(h, AGREED, j)) for h, j in ((early, two), (whole, one))]
    then, now = (
        [*(measure(h, j) for measure in MEASURES), *(measure(e) for measure in SERVICE)]
        for h, j, e in sides
    )
    for before, after in zip(then, now, strict=True):
        assert (after.sentence, after.caveats) == (before.sentence, before.caveats)
        pd.testing.assert_frame_equal(after.table, before.table, check_dtype=False)


@settings(max_examples=12, phases=[Phase.explicit, Phase.generate])
@given(cases(), instants, st.lists(scores(), min_size=1, max_size=3))
def test_rows_dated_later_change_nothing_that_a_replay_finds(
    case: Case, as_of: datetime, asked: list[Score]
) -> None:
    whole, early = (
        prepare(held.history(), pd.Timestamp(as_of), 2) for held in (case, case.by(as_of))
    )
    assert whole.activities.kinds == early.activities.kinds
    for score in asked:
        for by in ("", "month", "source", "n_employees"):
            now, then = whole.thresholds(score, by=by), early.thresholds(score, by=by)
            assert (now.sentence, now.caveats) == (then.sentence, then.caveats)
            pd.testing.assert_frame_equal(now.table, then.table)
        now, then = whole.episodes(score), early.episodes(score)
        assert now.sentence == then.sentence
        pd.testing.assert_frame_equal(now.table, then.table)


def compared(asked: Qualifying, one: Rule, other: Rule) -> list[Finding]:
    """Everything that is said of two rules."""
    rules = {"Marketing": one, "Sales": other}
    disputed = definitions.disputed(asked, one, other)
    return [
        definitions.passing(asked, rules),
        definitions.monthly(asked, rules),
        definitions.overlap(asked, one, other),
        disputed,
        definitions.timelines(asked, disputed, (one, other)),
        definitions.composed(asked, one, one, other, other),
    ]


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(histories(), instants, scores(), st.lists(rules, min_size=4, max_size=8))
def test_rows_dated_later_change_nothing_that_is_said_of_rules(
    case: Case, as_of: datetime, score: Score, asked: list[Rule]
) -> None:
    at = pd.Timestamp(as_of)
    whole, early = (
        Qualifying.of(history, prepare(history, at, 2, least_count=1), score)
        for history in (case.history(), case.by(as_of).history())
    )
    for one, other in zip(asked[::2], asked[1::2], strict=False):
        for now, then in zip(compared(whole, one, other), compared(early, one, other), strict=True):
            assert (now.sentence, now.caveats) == (then.sentence, then.caveats)
            assert now.figures == then.figures
            pd.testing.assert_frame_equal(now.table, then.table, check_dtype=False)
