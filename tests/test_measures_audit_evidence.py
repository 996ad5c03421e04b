"""What a history small enough to check by eye (tests/audited.py) says to an audit's questions."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from alignment.agreement import Agreement
from alignment.errors import AlignmentError
from alignment.finding import Finding
from alignment.history import History
from alignment.measures.audit import (
    Contacts,
    defined,
    evidence,
    figures,
    follow_up,
    full_months,
    known,
    numbers,
    outcomes,
)
from alignment.measures.audit.fact import CANNOT_TELL, FALLS_SHORT, HOLDS, Tries, share
from alignment.measures.audit.questions import IDS
from alignment.measures.audit.reasons import reasons
from alignment.period import Period
from tests import audited, town


def asked(*changed: object, **parts: object) -> pd.DataFrame:
    return evidence(*audited.opened(*changed), **parts).table.set_index("id")


@pytest.fixture(scope="module")
def found() -> Finding:
    return evidence(*audited.opened())


@pytest.fixture(scope="module")
def rows(found: Finding) -> pd.DataFrame:
    return found.table.set_index("id")


SHARES = {
    # a, d and e had a webinar; b and c had none in 30 days; f was won before: not asked
    "mql_definition": (3, 5, "1 came before the lead or after its conversion: they are not asked."),
    "sql_definition": (1, 1, "The rule: at least one meeting."),
    # a in a day, d after 22, e too young
    "good_leads": (1, 5, "60% was agreed. 1 is too young for that and waits."),
    "early_follow_up": (2, 6, "Half of the leads had done 1 thing or fewer themselves"),
    # a, d and e; b after two days, c and f never
    "fast_follow_up": (
        3,
        6,
        "90% was agreed. Half within 2.0 working hours.",
    ),
    "later_follow_up": (3, 5, "1 is too young for that and waits."),
    # a won, b disqualified, c and d open
    "feedback_on_leads": (2, 4, "Of 1 recycled or disqualified in that time, 0% carry one of the"),
    "tracked_communication": (2, 5, "Something by Marketing: 40%. Something by Sales: 60%."),
}


@pytest.mark.parametrize("id", SHARES)
def test_a_share_is_what_can_be_counted_by_eye(rows: pd.DataFrame, id: str) -> None:
    n_hits, n_tries, words = SHARES[id]
    assert rows.at[id, "measured"] == n_hits / n_tries
    assert f"({n_hits} of {n_tries};" in rows.at[id, "said"]
    assert words in rows.at[id, "said"]
    assert rows.at[id, "low"] < rows.at[id, "measured"] <= rows.at[id, "high"]


def test_each_question_has_one_row_and_says_something(found: Finding) -> None:
    assert list(found.table["id"]) == list(IDS)
    assert found.table["said"].str.endswith(".").all()


def test_what_no_history_can_say_has_a_line_and_no_figure(rows: pd.DataFrame) -> None:
    silent = rows.loc[["joint_plan", "sales_input", "separate_systems"]]
    assert silent["said"].str.startswith("No history can say").all()
    assert silent["measured"].isna().all()
    assert (silent["verdict"] == "").all()


def test_only_what_surely_lies_below_what_was_agreed_falls_short(rows: pd.DataFrame) -> None:
    # 1 of 5 accepted (4% to 62%) where 60% was agreed; 3 of 6 in time (19% to 81%) where 90% was
    verdicts = rows.loc[rows["verdict"] != "", "verdict"].to_dict()
    assert verdicts == {
        "good_leads": CANNOT_TELL,
        "fast_follow_up": FALLS_SHORT,
        "service_levels": FALLS_SHORT,
    }


def test_the_sentence_counts_what_falls_short_and_names_it(found: Finding) -> None:
    assert found.sentence == (
        "Of 3 promises looked at from January 2026 to March 2026, 2 fall short of what was "
        "agreed: 50% touched within 4 working hours, where 90% was agreed; not signed by both "
        "teams."
    )


@pytest.mark.parametrize(
    ("n_hits", "expected", "verdict"),
    [(50, 0.9, FALLS_SHORT), (50, 0.55, CANNOT_TELL), (50, 0.3, HOLDS), (50, None, "")],
)
def test_a_verdict_needs_the_whole_interval_on_one_side(
    n_hits: int, expected: float | None, verdict: str
) -> None:
    assert share("x", "Of all", "good", Tries(n_hits, 100, 20), expected).verdict == verdict


def test_a_share_holds_where_its_interval_begins_at_what_was_agreed() -> None:
    low, high = Tries(50, 100, 20).ends
    assert share("x", "Of all", "good", Tries(50, 100, 20), low).verdict == HOLDS
    assert share("x", "Of all", "good", Tries(50, 100, 20), high).verdict == CANNOT_TELL


def test_below_the_least_count_there_is_no_figure_and_no_verdict() -> None:
    held, agreed, journeys, qualifying = audited.opened()
    table = evidence(held, agreed, audited.fewer(journeys, 20), qualifying).table
    assert table["measured"].isna().all()
    few = table.set_index("id").loc["fast_follow_up"]
    assert few["verdict"] == CANNOT_TELL
    assert "not enough data (3 of 6 hand-offs" in few["said"]


@pytest.mark.parametrize(
    ("teams", "silent"),
    [
        ((), {"early_follow_up", "fast_follow_up", "later_follow_up", "tracked_communication"}),
        (("lead", "sales"), {"early_follow_up"}),
        (("lead", "marketing"), {"fast_follow_up", "later_follow_up"}),
    ],
)
def test_what_a_history_lacks_is_said_and_never_an_error(
    teams: tuple[str, ...], silent: set[str]
) -> None:
    rows = asked(audited.history(teams))
    lacking = rows[rows["said"].str.contains("it lacks the activities")]
    assert set(lacking.index) == silent
    assert lacking["measured"].isna().all()


def test_without_sal_acceptance_cannot_be_told() -> None:
    row = asked(audited.history(sal=False)).loc["good_leads"]
    assert (row["said"], row["verdict"]) == (
        "This history cannot say whether Sales accepts its leads: it lacks the stage SAL after "
        "the hand-off.",
        CANNOT_TELL,
    )


def test_a_rule_on_something_that_the_history_lacks_is_said_with_the_nearest_name() -> None:
    agreed = audited.agreement(rules={"mql": {"agreed": {"activity": "webinars"}}})
    rows = asked(audited.history(), agreed)
    assert rows.at["mql_definition", "said"] == (
        "No entry into MQL can meet the agreed rule for an MQL: This history holds no "
        "activity 'webinars'. Did you mean 'webinar'?"
    )
    assert rows.at["sql_definition", "said"] == "No rule is agreed for what makes a lead an SQL."


def test_a_rule_that_asks_for_the_stage_itself_says_nothing() -> None:
    agreed = audited.agreement(rules={"sql": {"agreed": {"stage": "sql"}}})
    said = asked(audited.history(), agreed).at["sql_definition", "said"]
    assert said == "The agreed rule for an SQL asks for the stage SQL itself: it says nothing more."


def test_both_teams_own_rules_are_compared_lead_by_lead() -> None:
    # a webinar: a, c, d, e and f; a visit: b; a webinar or a visit: all six
    own = {
        "marketing": {"any": [{"activity": "webinar"}, {"activity": "web_visit"}]},
        "sales": {"activity": "web_visit"},
    }
    rows = asked(audited.history(), audited.agreement(rules={"mql": own}))
    row = rows.loc["shared_definitions"]
    assert row["measured"] == 1 / 6
    assert row["said"].endswith("Marketing's passes 6, Sales' 1.")


def signed(on: date) -> Agreement:
    once = audited.agreement().signed("marketing", "Ann", "Head", on)
    return once.signed("sales", "Bob", "Head", on)


def test_levels_that_both_signed_hold_from_that_day_on() -> None:
    rows = asked(None, signed(date(2026, 3, 21)))
    assert rows.at["service_levels", "verdict"] == HOLDS
    assert rows.at["service_levels", "said"].startswith("Signed by both since 21 March 2026: ")
    assert "10 days before 31 March 2026" in rows.at["revisited_definitions", "said"]


def test_a_signature_of_a_later_day_is_not_known_yet() -> None:
    rows = asked(None, signed(date(2026, 4, 1)))
    assert rows.at["service_levels", "verdict"] == FALLS_SHORT
    assert rows.at["service_levels", "said"].startswith("Not yet signed by 31 March 2026")


def test_what_came_before_the_signature_is_told_to_be_so() -> None:
    found = evidence(*audited.opened(None, signed(date(2026, 3, 21))))
    assert any("held against promises that nobody had made yet" in c for c in found.caveats)


@pytest.mark.parametrize("day", ["01-31 23:59:59", "02-28 23:59:59", "03-11 12:00"])
def test_rows_dated_later_change_no_evidence(day: str) -> None:
    as_of = pd.Timestamp(f"2026-{day}")
    whole = evidence(*audited.opened(audited.history(), None, as_of))
    early = evidence(*audited.opened(audited.history(until=as_of), None, as_of))
    assert (whole.sentence, whole.caveats) == (early.sentence, early.caveats)
    pd.testing.assert_frame_equal(whole.table, early.table)


@pytest.mark.parametrize(
    ("as_of", "n_months", "months"),
    [
        ("2026-03-31 23:00", 2, ["2026-02", "2026-03"]),
        ("2026-03-31 12:00", 12, ["2026-01", "2026-02"]),
        ("2026-01-31 00:30", 12, ["2026-01"]),
        ("2026-03-30 23:00", 12, ["2026-01", "2026-02"]),
        ("2026-01-20 12:00", 12, ["2026-01"]),
    ],
)
def test_only_whole_months_count_from_the_first_lead_on(
    as_of: str, n_months: int, months: list[str]
) -> None:
    _, _, journeys, _ = audited.opened()
    journeys = replace(journeys, as_of=pd.Timestamp(as_of))
    assert full_months(journeys, n_months).months == months


def test_a_history_of_leads_alone_is_answered_with_sentences() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": audited.at("01-01", "00:00")})
    held = History.from_frames(leads.assign(source="fair"))
    rows = evidence(*audited.opened(held)).table
    assert rows["measured"].isna().all()
    assert rows["said"].str.contains("it lacks").sum() == 9
    said = rows.set_index("id").at["known_numbers", "said"]
    assert said.startswith("A month brought 0.3 new leads")


def test_a_history_without_leads_has_nothing_to_audit() -> None:
    leads = pd.DataFrame({"lead_id": ["a"], "created_at": audited.at("01-01", "00:00")})
    held = History.from_frames(leads.assign(source="fair")[:0])
    opened = audited.opened(held)
    assert evidence(*opened).sentence == (
        "This history cannot say anything to the audit's questions: it lacks leads."
    )
    with pytest.raises(AlignmentError, match="There is nothing to audit yet"):
        full_months(opened[2], 12)


@pytest.mark.parametrize("n_months", [0, 601, 2.5, "12", None, True])
def test_so_many_months_as_no_period_has_are_refused(n_months: object) -> None:
    with pytest.raises(AlignmentError, match=r"n_months: found .*whole number, 1 to 600"):
        evidence(*audited.opened(), n_months=n_months)


def test_the_numbers_are_means_of_the_months_beside_both_guesses() -> None:
    held, agreed, journeys, qualifying = audited.opened()
    measured = known(Contacts.of(held, agreed, journeys), agreed, qualifying)
    # six leads, six MQLs and two wins in three months
    assert measured["leads_per_month"] == measured["mqls_per_month"] == 2
    assert measured["wins_per_month"] == 0.7
    assert (measured["touches_before_hand_off"], measured["mql_acceptance_rate"]) == (1, 0.2)
    both = audited.answers({}, {}, leads_per_month=(3, 9), n_systems=(4, 5), n_cats=(1, 1))
    found = numbers(both, measured, "from January to March 2026")
    assert found.table["marketing"].tolist() == [3, 4]
    assert found.table["measured"].fillna(-1).tolist() == [2, -1]
    assert "Marketing was nearer in 1, Sales in 0" in found.sentence
    assert found.caveats[-1] == "Sales guessed 'n_cats', which the audit does not ask."


def test_where_no_month_is_whole_there_is_no_figure_a_month() -> None:
    held, agreed, journeys, qualifying = audited.opened(as_of=pd.Timestamp("2026-01-20 12:00"))
    contacts = Contacts.of(held, agreed, journeys)
    measured = known(contacts, agreed, qualifying)
    assert [measured[name] for name in figures.MONTHLY] == [None, None, None]
    said = figures.known_numbers(measured, contacts.period.when).said
    assert said == (
        "No month is known from its first day to its last: there is no count a month. A lead did 1 "
        "thing before its first hand-off (median)."
    )
    guessed = audited.answers({}, {}, leads_per_month=(3, 9))
    assert numbers(guessed, measured, "in January 2026").caveats[0] == figures.NO_MONTH


def test_a_first_month_that_began_without_leads_is_no_whole_one() -> None:
    _, _, journeys, _ = audited.opened()
    for day, first in (("01-01 23:00", "2026-01"), ("01-02 00:00", "2026-02")):
        created = pd.Timestamp(f"2026-{day}")
        late = replace(journeys, table=journeys.table.assign(created_at=created))
        assert full_months(late, 12).months[0] == first


def test_counts_a_month_are_told_as_they_stand_in_the_table() -> None:
    found = {"leads_per_month": 270.5, "mqls_per_month": 1.0, "wins_per_month": 1234.0}
    said = figures.known_numbers(found, "in May 2026").said
    assert said == "A month brought 270.5 new leads, 1 MQL, 1,234 wins (means in May 2026)."


def test_the_scores_own_figures_are_those_of_the_definitions() -> None:
    score = {"engagement": {"webinar": {"points": 20}}, "hand_off_at": 20, "return_below": 5}
    held, agreed, journeys, qualifying = audited.opened(None, audited.agreement(score=score))
    since = pd.Timestamp("2026-02-01")
    object.__setattr__(qualifying.replay.leads, "outcome_recorded_from", since)
    assert qualifying.replay.judged_from == since
    measured = known(Contacts.of(held, agreed, journeys), agreed, qualifying)
    # d, e and f in the 59 days from then on; a and c before
    assert measured["hand_offs_per_week"] == pytest.approx(3 / (59 / 7), rel=1e-4)


def test_few_hand_offs_on_the_working_clock_tell_nothing() -> None:
    # at the end of 6 February a and b are old enough, c by 3:59
    as_of = pd.Timestamp("2026-02-06 13:59")
    held, agreed, journeys, qualifying = audited.opened(as_of=as_of)
    three = audited.fewer(journeys, 3)
    row = evidence(held, agreed, three, qualifying).table.set_index("id").loc["fast_follow_up"]
    assert row["verdict"] == CANNOT_TELL
    assert pd.isna(row["measured"])
    assert "not enough data (1 of 2 hand-offs" in row["said"]


def test_a_hand_off_touched_already_but_too_young_to_judge_waits() -> None:
    # e was handed off at 10:00 and touched at 12:00; of the others a and d were in time
    held, agreed, journeys, _ = audited.opened(as_of=pd.Timestamp("2026-03-30 12:30"))
    found = follow_up.fast(Contacts(held, journeys, Period.of("2026-03", 3), 14), agreed)
    assert "(2 of 5;" in found.said
    assert "90% was agreed. 1 is too young for that and waits." in found.said


def test_the_rule_of_an_mql_is_named_where_leads_are_handed_off_as_sal() -> None:
    agreed = audited.agreement(stages={"hand_off": "sal"})
    row = asked(None, agreed).loc["mql_definition"]
    assert row["said"].startswith(
        "Of the entries into SAL from January 2026 to March 2026, meeting the agreed rule for an "
        "MQL at that instant: "
    )


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("mql", "an MQL"),
        ("sql", "an SQL"),
        ("subscriber", "a Subscriber"),
        ("lead", "a Lead"),
        ("opportunity", "an Opportunity"),
    ],
)
def test_a_stage_has_the_article_that_people_say(stage: str, words: str) -> None:
    assert defined.with_article(stage) == words


def test_an_entry_that_is_a_date_is_not_asked_whether_it_met_the_rule() -> None:
    said = asked(audited.history(dated="ad")).at["mql_definition", "said"]
    assert "33% (1 of 3;" in said  # b, c and e
    assert said.endswith("2 are a date without a time: they are not asked.")


def test_of_too_few_leads_there_is_no_median_of_what_they_did() -> None:
    held, agreed, journeys, _ = audited.opened()
    found = [
        follow_up.touches_before(Contacts.of(held, agreed, audited.fewer(journeys, n)))
        for n in (6, 7)
    ]
    assert found == [1, None]


def test_too_few_reasons_are_counted_and_no_share() -> None:
    held, agreed, journeys, _ = audited.opened()
    few = outcomes.feedback(Contacts.of(held, agreed, audited.fewer(journeys, 2)), agreed)
    assert few.said.endswith(
        "Of 1 recycled or disqualified in that time, 0 carry one of the agreed reasons."
    )


def test_hand_offs_from_before_contacts_were_recorded_are_not_asked_for_them() -> None:
    # a and b were handed off before; of c, d and f only d has something by both
    held, agreed, journeys, _ = audited.opened()
    object.__setattr__(journeys, "touch_recorded_from", pd.Timestamp("2026-02-01"))
    found = follow_up.tracked(Contacts.of(held, agreed, journeys))
    assert found.measured == 1 / 3
    assert found.said.endswith(
        "is recorded since 1 February 2026. 2 hand-offs from before that are not asked."
    )


def test_what_a_later_lead_had_before_its_name_is_not_known_yet() -> None:
    leads = pd.DataFrame({"lead_id": ["a", "z"], "source": "fair"})
    leads["created_at"] = [audited.at("01-01", "00:00"), audited.at("03-01", "00:00")]
    mail = pd.DataFrame({"lead_id": ["z"], "activity": "email_sent", "team": "marketing"})
    held = History.from_frames(leads, mail.assign(occurred_at=audited.at("01-05", "09:00")))
    for day, n_by_team in (("02-28", {}), ("03-01", {"marketing": 1})):
        journeys = audited.opened(held, as_of=audited.at(day, "12:00"))[2]
        assert Contacts.of(held, audited.agreement(), journeys).n_by_team == n_by_team


def test_what_several_rules_lack_is_told_once() -> None:
    own = {"activity": "webinars"}
    rules = {"agreed": own, "marketing": own, "sales": {"attribute": "source", "is": "fair"}}
    caveats = evidence(*audited.opened(None, audited.agreement(rules={"mql": rules}))).caveats
    lacking = [said for said in caveats if "webinars" in said]
    assert len(lacking) == 1
    assert lacking[0].startswith("Marketing's own rule for an MQL: This history holds no activity")
    assert "What is said of rules rests on today's values of source." in caveats


def test_small_means_are_told_with_a_decimal(rows: pd.DataFrame) -> None:
    assert rows.at["known_numbers", "said"] == (
        "A month brought 2 new leads, 2 MQLs, 0.7 wins (means from January 2026 to March 2026). "
        "A lead did 1 thing before its first hand-off (median)."
    )


def test_guesses_of_one_team_alone_are_not_shown() -> None:
    alone = {"sales": audited.answers({}, {}, n_systems=(4, 5))["sales"]}
    found = numbers(alone, {}, "")
    assert not found.is_answered
    assert found.sentence.endswith("Marketing is awaited.")


def test_a_history_of_another_shape_is_answered_too() -> None:
    agreed = Agreement.draft()
    _, _, _, qualifying = audited.opened(town.history(), agreed)
    rows = evidence(town.history(), agreed, town.journeys(), qualifying).table.set_index("id")
    # only e was handed off in February and March, the months that are known whole
    assert rows.at["later_follow_up", "measured"] == 1
    assert rows.at["feedback_on_leads", "measured"] == 1
    assert "None was recycled or disqualified" in rows.at["feedback_on_leads", "said"]


def test_reasons_are_counted_by_kind_and_not_after_as_of() -> None:
    spring = Period.of("2026-04", 4)
    given = reasons(town.history(), spring, town.AS_OF)
    assert list(given.itertuples(index=False, name=None)) == [
        ("recycled", "no budget", 1),
        ("disqualified", "duplicate", 1),
    ]
    early = reasons(town.history(), spring, town.at("01-08"))
    assert list(early["kind"]) == ["disqualified"]
