"""Files into a workspace: what is kept, refused, noticed, and what an import leaves alone."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_case import LEADS, LEADS_MAPPING, ImportCase, outcome

from alignment import store
from alignment.agreement import Agreement
from alignment.errors import HistoryError
from alignment.files import home
from alignment.history import History
from alignment.imports import import_files, importing

DEALS_MAPPING = """
  deals:
    files: "*deals*.csv"
    columns: {deal_id: deal, lead_id: id, created_at: created}
"""
ACTIVITIES_MAPPING = """
  activities:
    files: "*touches*.csv"
    columns: {lead_id: id, occurred_at: at, activity: what, team: who}
"""
DEALS = "deal,id,created\n1,a,2026-02-01\n2,b,2026-02-02\n3,b,2026-02-03\n"
TOUCHES = "id,at,what,who\nb,2026-02-01,call,sales\na,2026-02-02,web_visit,lead\n"


@pytest.fixture
def case(tmp_path: Path) -> ImportCase:
    return ImportCase(tmp_path)


def test_an_import_is_a_history_that_opens_sorted_and_checked(case: ImportCase) -> None:
    finding = case.run(
        LEADS_MAPPING + DEALS_MAPPING + ACTIVITIES_MAPPING,
        {"leads.csv": LEADS, "deals.csv": DEALS, "touches.csv": TOUCHES},
        "zone: Europe/Berlin",
    )
    assert finding.sentence == "8 rows in = 8 kept + 0 refused."
    assert finding.table.values.tolist() == [
        ["leads.csv", "leads", 3, 3, 0],
        ["deals.csv", "deals", 3, 3, 0],
        ["touches.csv", "activities", 2, 2, 0],
    ]
    history = History.open(case.workspace)
    assert (history.n_rows, history.zone) == (
        {"leads": 3, "activities": 2, "deals": 3},
        "Europe/Berlin",
    )
    assert History.check(case.workspace) == []
    assert [s.n_kept for s in history.sources] == [3, 3, 2]
    assert case.table("activities")["lead_id"].tolist() == ["a", "b"]
    assert not (case.workspace / "history" / "refused.csv").exists()


def test_a_workspace_without_an_agreement_gets_an_unsigned_draft(case: ImportCase) -> None:
    finding = case.leads(LEADS, "zone: Europe/Berlin\ncurrency: CHF")
    draft = Agreement.open(case.workspace)
    assert (draft.is_signed, draft.currency) == (False, "CHF")
    assert "agreement.yml, unsigned" in finding.caveats[-1]


def test_an_agreement_that_is_there_stays_as_it_is(case: ImportCase) -> None:
    case.workspace.mkdir()
    (case.workspace / "agreement.yml").write_text("ours")
    finding = case.leads(LEADS)
    assert (case.workspace / "agreement.yml").read_text() == "ours"
    assert not [caveat for caveat in finding.caveats if "agreement" in caveat]


def test_a_row_without_a_required_value_is_refused(case: ImportCase) -> None:
    assert outcome(case.leads(LEADS + ",2026-01-08,web\nd,,web\n")) == (3, 2)
    assert case.refused()[["row", "column", "found", "expected", "text"]].values.tolist() == [
        ["4", "lead_id (from id)", "nothing", "a value in every row", ",2026-01-08,web"],
        ["5", "created_at (from created)", "nothing", "a value in every row", "d,,web"],
    ]


def test_a_row_with_two_faults_is_one_refused_row_with_two_reasons(case: ImportCase) -> None:
    finding = case.leads(LEADS + ",never,web\n")
    assert outcome(finding) == (3, 1)
    assert case.refused()["row"].tolist() == ["4", "4"]
    assert "history/refused.csv" in finding.sentence


def test_a_word_that_the_schema_does_not_know_is_refused_with_the_nearest(case: ImportCase) -> None:
    files = {"leads.csv": LEADS, "touches.csv": TOUCHES + "c,2026-02-03,call,Sales\n"}
    assert outcome(case.run(LEADS_MAPPING + ACTIVITIES_MAPPING, files)) == (5, 1)
    refused = case.refused().iloc[0]
    assert refused["expected"] == "one of marketing, sales, lead"
    assert "`values: {'Sales': sales}`" in refused["advice"]


def test_the_second_row_of_a_key_is_refused_even_from_another_file(case: ImportCase) -> None:
    files = {
        "leads_1.csv": LEADS,
        "leads_2.csv": "id,created,source\nd,2026-01-05,x\na,2026-01-05,x\ne,2026-01-05,x\n",
    }
    assert outcome(case.run(LEADS_MAPPING, files)) == (5, 1)
    assert case.refused()[["file", "row", "found", "expected"]].values.tolist() == [
        ["leads_2.csv", "2", "'a'", "each lead_id once"]
    ]
    assert case.table("leads")["source"][0] == "web"


def test_a_row_of_an_unknown_lead_is_refused_naming_one_alike(case: ImportCase) -> None:
    files = {
        "leads.csv": "id,created,source\nGTX Pro,2026-01-05,x\nb,2026-01-05,x\n",
        "deals.csv": DEALS.replace(",a,", ",gtxpro,") + "4,zz,2026-02-01\n",
    }
    assert outcome(case.run(LEADS_MAPPING + DEALS_MAPPING, files)) == (4, 2)
    advice = case.refused().set_index("found")["advice"]
    assert "leads has 'GTX Pro', which differs by spaces" in advice["'gtxpro'"]
    assert advice["'zz'"] == "Import its lead too, or leave the row out."


def test_refused_text_is_no_formula_in_a_spreadsheet(case: ImportCase) -> None:
    case.leads(LEADS + "=1+1,=cmd|' /C calc'!A0,web\n")
    refused = case.refused().iloc[0]
    assert refused["text"].startswith("'=1+1")


def test_more_than_half_refused_is_an_error_and_nothing_is_written(case: ImportCase) -> None:
    with pytest.raises(HistoryError, match="3 of 5 rows of leads refused") as caught:
        case.leads(LEADS.replace("2026-01-0", "x") + "d,2026-01-05,x\ne,2026-01-06,x\n")
    assert caught.value.problems[1].n_rows == 3
    assert not case.workspace.exists()


def test_broken_rows_do_not_take_the_place_of_a_history_that_is_there(case: ImportCase) -> None:
    case.leads(LEADS)
    before = {p.name: p.read_bytes() for p in (case.workspace / "history").iterdir()}
    broken = LEADS + "d,soon,web\ne,2026-01-08\n,2026-01-08,web\n"
    with pytest.raises(HistoryError, match="of 6 rows, 3 cannot be kept") as caught:
        case.leads(broken.replace("fair", "shop"))
    assert {(p.where, p.row) for p in caught.value.problems} == {
        ("leads.csv", 4),
        ("leads.csv", 5),
        ("leads.csv", 6),
    }
    assert {p.name: p.read_bytes() for p in (case.workspace / "history").iterdir()} == before
    listed = pd.read_csv(case.workspace / "refused.csv", dtype=str)
    assert listed["row"].tolist() == ["4", "5", "6"]


def test_accepted_the_broken_rows_are_left_out_and_listed_with_the_history(
    case: ImportCase,
) -> None:
    case.leads(LEADS)
    with pytest.raises(HistoryError):
        case.leads(LEADS + "d,soon,web\n")
    finding = case.run(LEADS_MAPPING, {"leads.csv": LEADS + "d,soon,web\n"}, accepted=True)
    assert outcome(finding) == (3, 1)
    assert case.refused()["row"].tolist() == ["4"]
    assert not (case.workspace / "refused.csv").exists()


def test_tables_that_the_mapping_does_not_feed_stay_with_their_refused_rows(
    case: ImportCase,
) -> None:
    case.run(
        LEADS_MAPPING + DEALS_MAPPING,
        {"leads.csv": LEADS + "a,2026-01-05,again\n", "deals.csv": DEALS},
        "zone: Europe/Berlin",
    )
    before = (case.workspace / "history" / "deals.parquet").read_bytes()
    case.run(
        ACTIVITIES_MAPPING, {"touches.csv": TOUCHES + "x,2026-02-01,call,sales\n"}, "zone: UTC"
    )
    assert (case.workspace / "history" / "deals.parquet").read_bytes() == before
    assert case.refused()["table"].tolist() == ["leads", "activities"]
    history = History.open(case.workspace)
    assert [s.table for s in history.sources] == ["leads", "deals", "activities"]
    assert history.zone == "Europe/Berlin"


def test_a_table_that_is_fed_again_is_replaced_whole(case: ImportCase) -> None:
    case.leads(LEADS + "a,2026-01-05,again\n")
    case.leads("id,created,source\nz,2026-01-05,web\n")
    assert case.table("leads")["lead_id"].tolist() == ["z"]
    assert not (case.workspace / "history" / "refused.csv").exists()


def test_leads_may_not_be_taken_from_under_the_tables_that_stay(case: ImportCase) -> None:
    case.run(LEADS_MAPPING + DEALS_MAPPING, {"leads.csv": LEADS, "deals.csv": DEALS})
    with pytest.raises(HistoryError, match="1 rows whose lead is not among the new leads"):
        case.leads(LEADS.replace("a,2026", "aa,2026"))
    assert case.table("leads")["lead_id"].tolist() == ["a", "b", "c"]


def test_nothing_can_be_imported_before_the_leads_are(case: ImportCase) -> None:
    with pytest.raises(HistoryError, match="before the leads are"):
        case.run(DEALS_MAPPING, {"deals.csv": DEALS})


def test_an_import_cut_off_leaves_the_earlier_history(
    case: ImportCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.leads(LEADS)
    before = {p.name: p.read_bytes() for p in (case.workspace / "history").iterdir()}

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "write_manifest", cut_off)
    with pytest.raises(KeyboardInterrupt):
        case.leads("id,created,source\nz,2026-01-05,web\n")
    assert {p.name: p.read_bytes() for p in (case.workspace / "history").iterdir()} == before
    assert sorted(p.name for p in case.workspace.iterdir()) == ["agreement.yml", "history"]


def test_a_damaged_table_that_would_stay_is_told(case: ImportCase) -> None:
    case.run(LEADS_MAPPING + DEALS_MAPPING, {"leads.csv": LEADS, "deals.csv": DEALS})
    (case.workspace / "history" / "deals.parquet").write_bytes(b"PAR1 cut off")
    with pytest.raises(HistoryError, match=r"deals\.parquet.*cannot be read"):
        case.leads(LEADS)


def test_one_file_feeds_several_tables_and_blank_dates_give_nothing(case: ImportCase) -> None:
    spec = (
        LEADS_MAPPING
        + """
  stage_changes:
    - files: "*leads*.csv"
      only_if_filled: changed_at
      columns: {lead_id: id, changed_at: mql, stage: {constant: mql}}
    - files: "*leads*.csv"
      only_if_filled: changed_at
      columns: {lead_id: id, changed_at: won, stage: {constant: customer}}
"""
    )
    content = (
        "id,created,source,mql,won\na,2026-01-05,x,2026-01-06 09:00,\n"
        "b,2026-01-05,x,2026-01-07 09:00,2026-02-01 09:00\nc,2026-01-05,x,,\n"
    )
    finding = case.leads(content, spec=spec)
    assert finding.table[["table", "n_rows", "n_kept"]].values.tolist() == [
        ["leads", 3, 3],
        ["stage_changes", 3, 3],
    ]
    assert case.table("stage_changes")["stage"].tolist() == ["mql", "mql", "customer"]
    assert "leads.csv: 1 rows with no changed_at gave nothing" in finding.caveats[0]
    assert finding.sentence == (
        "9 rows read: 6 rows in = 6 kept + 0 refused, 3 gave nothing (only_if_filled)."
    )
    assert finding.figures["n_skipped"] == 3


def test_sources_with_other_columns_feed_one_table(case: ImportCase) -> None:
    spec = """
  leads:
    - files: a.csv
      columns: {lead_id: id, created_at: created, source: source}
      attributes: [country]
    - files: b.csv
      columns: {lead_id: nr, created_at: day, source: {constant: fair}, owner: who}
"""
    files = {
        "a.csv": "id,created,source,country\nx,2026-01-05 10:00,web,DE\n",
        "b.csv": "nr,day,who\ny,2026-01-05,Ann\n",
    }
    assert outcome(case.run(spec, files)) == (2, 0)
    leads = case.table("leads").fillna("-")
    assert leads.columns.tolist() == [
        "lead_id", "created_at", "source", "owner", "country", "is_date_created_at",
    ]  # fmt: skip
    assert leads[["source", "owner", "country", "is_date_created_at"]].values.tolist() == [
        ["web", "-", "DE", False],
        ["fair", "Ann", "-", True],
    ]


def test_amounts_get_the_currency_of_the_mapping(case: ImportCase) -> None:
    spec = LEADS_MAPPING + DEALS_MAPPING.replace("created}", "created, amount: amount}")
    deals = "deal,id,created,amount\n1,a,2026-02-01,5\n"
    case.run(spec, {"leads.csv": LEADS, "deals.csv": deals}, "currency: CHF")
    assert case.table("deals")["currency"].tolist() == ["CHF"]


def test_campaign_dates_are_days(case: ImportCase) -> None:
    spec = (
        LEADS_MAPPING
        + """
  campaigns:
    files: "*campaigns*.csv"
    columns: {campaign_id: id, name: name, starts_on: from, ends_on: {from: to, order: day_first}}
"""
    )
    campaigns = "id,name,from,to\nc,Fair,2026-01-05T23:30:00-08:00,31.01.2026\n"
    case.run(spec, {"leads.csv": LEADS, "campaigns.csv": campaigns}, "zone: Europe/Berlin")
    found = case.table("campaigns").iloc[0]
    assert [found["starts_on"].date(), found["ends_on"].date()] == [
        date(2026, 1, 5),
        date(2026, 1, 31),
    ]


def test_what_is_odd_but_kept_is_told(case: ImportCase) -> None:
    finding = case.run(
        LEADS_MAPPING + DEALS_MAPPING + ACTIVITIES_MAPPING,
        {
            "leads.csv": LEADS + "d,2126-01-01,Web\n",
            "deals.csv": DEALS.replace("2026-02-01", "2026-01-03 10:00"),
            "touches.csv": TOUCHES + "b,2026-02-01,call,sales\n",
        },
    )
    told = "\n".join(finding.caveats)
    assert "count as different: 'Web' and 'web'" in told
    assert "1 deal was opened or closed before the lead was first known, by 2.00 days" in told
    assert "activities: 1 rows say exactly what another says" in told
    assert "leads.created_at: 1 times lie in the future, the last on 2126-01-01" in told


def test_hostile_names_of_files_columns_and_values_are_only_text(case: ImportCase) -> None:
    name = "leads'; DROP TABLE x;--.csv"
    spec = LEADS_MAPPING + "    attributes: all\n"
    content = 'id,created,source,"<b>""\'x"\na,2026-01-05,"<script>\'{{ }}",\u202ex\n'
    case.run(spec, {name: content})
    row = case.table("leads").iloc[0]
    assert row["source"] == "<script>'{{ }}"
    assert row["<b>\"'x"] == "\u202ex"


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), max_size=9
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(
        st.tuples(
            st.one_of(texts, st.just("twice")),
            st.one_of(
                st.just("never"),
                st.datetimes(pd.Timestamp("1950-01-01"), pd.Timestamp("2150-01-01")),
            ),
            texts,
        ),
        min_size=1,
        max_size=12,
    ),
    mark=st.sampled_from(",;\t|"),
)
def test_kept_and_refused_are_all_and_values_come_back(
    rows: list[tuple[str, object, str]], mark: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    case = ImportCase(tmp_path_factory.mktemp("case"))
    good = [(f"sound{i}", pd.Timestamp("2026-01-05"), "x") for i in range(len(rows))]
    frame = pd.DataFrame([*good, *rows], columns=["id", "created", "source"], dtype=object)
    finding = case.leads(frame.to_csv(index=False, sep=mark, lineterminator="\n"))
    seen: dict[str, tuple[object, str]] = {}
    for lead, at, source in [*good, *rows]:
        if lead and at != "never" and lead not in seen:
            seen[lead] = (at, source)
    assert outcome(finding) == (len(seen), len(frame) - len(seen))
    leads = case.table("leads").fillna({"source": ""})
    kept = zip(
        leads["lead_id"], zip(leads["created_at"], leads["source"], strict=True), strict=True
    )
    assert dict(kept) == seen
    if len(seen) < len(frame):
        assert case.refused()["row"].nunique() == len(frame) - len(seen)


OLIST = home().parent / "shared" / "data" / "olist"


@pytest.mark.skipif(not OLIST.is_dir(), reason=f"no real leads to try: {OLIST.name} is not there")
def test_the_real_leads_of_olist_give_the_figures_that_were_counted_apart(tmp_path: Path) -> None:
    mapping = home() / "templates" / "imports" / "olist.yml"
    finding = import_files(mapping, sorted(OLIST.glob("*.csv")), tmp_path)
    assert finding.sentence == "8,842 rows in = 8,842 kept + 0 refused."
    assert re.search("1 deal was opened or closed before .* by 1.18 days", finding.caveats[0])
    history = History.open(tmp_path)
    assert History.check(tmp_path) == []
    assert history.n_dates("leads", "created_at") == 8000
    won = history.query(
        "SELECT coalesce(l.source, '') AS source, count(*) AS n, count(d.deal_id) AS n_won "
        "FROM leads AS l LEFT JOIN deals AS d ON d.lead_id = l.lead_id AND d.is_won GROUP BY 1"
    ).set_index("source")
    assert {source: (int(r.n_won), int(r.n)) for source, r in won.iterrows()} == {
        "organic_search": (271, 2296), "paid_search": (195, 1586), "social": (75, 1350),
        "unknown": (179, 1099), "direct_traffic": (56, 499), "email": (15, 493),
        "referral": (24, 284), "other": (4, 150), "display": (6, 118),
        "other_publicities": (3, 65), "": (14, 60),
    }  # fmt: skip
    days = _local_days_to_win(tmp_path, history.zone)
    assert [round(days.median(), 2), round(days.mean(), 2), round(days.min(), 2)] == [
        14.65,
        49.10,
        -1.18,
    ]
    assert [int((days <= 30).sum()), int((days <= 90).sum())] == [547, 691]


def _local_days_to_win(workspace: Path, zone: str) -> pd.Series:
    """By the wall clock, as the figures were counted: summer time makes up to an hour."""
    folder = workspace / "history"
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT l.created_at AS known_at, d.closed_at AS won_at "
            f"FROM '{folder}/leads.parquet' AS l JOIN '{folder}/deals.parquet' AS d USING (lead_id)"
        ).df()
    local = rows.apply(lambda c: c.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None))
    return (local["won_at"] - local["known_at"]).dt.total_seconds() / 86400


def test_the_refused_file_is_named_in_the_finding(case: ImportCase) -> None:
    finding = case.leads(LEADS + "d,never,web\n")
    assert importing.REFUSED_FILE in finding.sentence
    assert finding.figures == {"n_rows": 4, "n_kept": 3, "n_refused": 1, "n_skipped": 0}


@pytest.mark.parametrize("held", ["{", "[]", '{"format": 99}', '{"format": 1}'])
def test_a_manifest_that_cannot_be_read_is_none_where_every_table_comes_anew(
    case: ImportCase, held: str
) -> None:
    case.leads(LEADS)
    manifest = case.workspace / "history" / store.MANIFEST
    manifest.write_text(held)
    with pytest.raises(HistoryError, match="in one import"):
        store.read_manifest(case.workspace)
    assert outcome(case.leads(LEADS)) == (3, 0)
    assert History.open(case.workspace).n_rows == {"leads": 3}


def test_a_manifest_that_cannot_be_read_names_what_to_import_together(case: ImportCase) -> None:
    deals = {"deals.csv": "deal,id,created\n1,a,2026-02-01\n"}
    case.run(LEADS_MAPPING + DEALS_MAPPING, {"leads.csv": LEADS, **deals})
    (case.workspace / "history" / store.MANIFEST).write_text('{"format": 99}')
    with pytest.raises(HistoryError) as raised:
        case.leads(LEADS)
    assert "found format 99; expected format 1" in str(raised.value)
    assert "expected all of leads, deals in one import" in str(raised.value)


def test_every_word_that_the_mapping_does_not_name_can_be_taken_as_missing(
    case: ImportCase,
) -> None:
    mapping = (
        LEADS_MAPPING
        + """
  deals:
    files: deals.csv
    columns:
      deal_id: id
      lead_id: lead
      created_at: opened
      closed_at: closed
      is_won: {from: stage, values: {Closed Won: true, Closed Lost: false}, otherwise: null}
"""
    )
    deals = """id,lead,opened,closed,stage
1,a,2026-01-06,2026-01-09,Closed Won
2,a,2026-01-06,2026-01-09,Closed Lost
3,b,2026-01-06,2026-09-09,Negotiation
4,b,2026-01-06,,
"""
    finding = case.run(mapping, {"leads.csv": LEADS, "deals.csv": deals})
    assert outcome(finding) == (7, 0)
    held = case.table("deals").sort_values("deal_id")["is_won"]
    assert [None if pd.isna(won) else bool(won) for won in held] == [True, False, None, None]
