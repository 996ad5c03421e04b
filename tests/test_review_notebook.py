"""The monthly review from end to end: the real notebook on real, hostile and poor histories."""

import json
from datetime import date
from pathlib import Path

import duckdb
import notebook_run
import pandas as pd
import papermill
import pytest
import town
from test_page_in_browser import HOSTILE, PAINTED, opened

from alignment import cli, decisions, record, report
from alignment.agreement import Agreement
from alignment.errors import AlignmentError
from alignment.files import home
from alignment.history import History
from alignment.period import Period

NOTEBOOK = home() / "notebooks" / report.NOTEBOOK
SAMPLE = home() / "data" / "samples"
OLIST = home().parent / "shared" / "data" / "olist"


def metrics(folder: Path) -> dict:
    return json.loads((folder / record.METRICS).read_text(encoding="utf-8"))["findings"]


def kept(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_plain_papermill_runs_it_with_other_parameters_and_writes_the_same_figures(
    tmp_path: Path,
) -> None:
    given = {"month": "2026-06", "workspace": str(SAMPLE), "n_months": 12, "as_of": "2026-07-31"}
    plain = tmp_path / "plain"
    papermill.execute_notebook(
        str(NOTEBOOK),
        str(tmp_path / "out.ipynb"),
        {**given, "out": str(plain), "save": True},
        progress_bar=False,
    )
    options = {"n_months": "12", "as_of": "2026-07-31"}
    report.run(SAMPLE, "2026-06", tmp_path / "ours", options)
    assert (plain / record.METRICS).read_bytes() == (
        tmp_path / "ours" / record.METRICS
    ).read_bytes()
    found = metrics(plain)
    assert "Only what was known by 31 July 2026 is used: " in found["loaded"]["sentence"]
    assert "July 2025 to June 2026" in found["waterfall"]["sentence"]


def test_without_save_a_run_writes_nothing(tmp_path: Path) -> None:
    town.history().save(tmp_path / "town")
    Agreement.draft("Town").save(tmp_path / "town")
    before = kept(tmp_path / "town")
    given = {"month": "2026-03", "workspace": str(tmp_path / "town")}
    out = str(tmp_path / "out.ipynb")
    papermill.execute_notebook(str(NOTEBOOK), out, given, progress_bar=False)
    assert kept(tmp_path / "town") == before


def test_rows_after_as_of_change_no_figure(tmp_path: Path) -> None:
    town.history().save(tmp_path / "town")
    Agreement.draft("Town").save(tmp_path / "town")
    _imported_at(tmp_path / "town", "2026-05-02T08:00:00")
    day = {"as_of": "2026-03-31"}
    report.run(tmp_path / "town", "2026-03", tmp_path / "one", day)
    later = tmp_path / "later"
    early = _without(town.history(), town.at("04-01"))
    early.save(later)
    _imported_at(later, "2026-04-02T08:00:00")
    Agreement.draft("Town").save(later)
    report.run(later, "2026-03", tmp_path / "two", day)
    one, two = metrics(tmp_path / "one"), metrics(tmp_path / "two")
    for name in ("loaded", "known_gaps"):  # they tell what lies there, also what is not used
        one.pop(name), two.pop(name)
    assert one == two


def _imported_at(workspace: Path, instant: str) -> None:
    path = workspace / "history" / "history.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**held, "known_until": instant}), encoding="utf-8")


def _without(history: History, end: pd.Timestamp) -> History:
    """The same history, exported earlier."""
    after = pd.DataFrame({"end_at": [end]})

    def rows(table: str, time: str) -> pd.DataFrame:
        sql = f"SELECT r.* FROM {table} AS r CROSS JOIN edge AS e WHERE r.{time} < e.end_at"
        return history.query(sql, edge=after)

    leads = rows("leads", "created_at")
    return History.from_frames(
        leads,
        rows("activities", "occurred_at"),
        rows("stage_changes", "changed_at"),
        rows("deals", "created_at"),
        history.query("SELECT * FROM campaigns"),
    )


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workspace in which every name from outside would do harm if it could."""
    workspace = tmp_path / "hostile"
    n = len(HOSTILE)
    ids = [f"=lead{i}" for i in range(n)]
    leads = pd.DataFrame({"lead_id": ids, "created_at": town.at("01-05"), "source": HOSTILE})
    leads = leads.assign(owner=HOSTILE, region=HOSTILE, campaign_id=HOSTILE)
    stages = pd.DataFrame(
        {"lead_id": ids * 2, "changed_at": town.at("01-06"), "reason": HOSTILE * 2}
    )
    stages["stage"] = ["mql"] * n + ["recycled"] * n
    touches = pd.DataFrame(
        {"lead_id": ids, "occurred_at": town.at("01-06 10:00"), "activity": "call"}
    )
    deals = pd.DataFrame({"deal_id": ids, "lead_id": ids, "created_at": town.at("01-07")})
    deals = deals.assign(closed_at=town.at("01-20"), is_won=[True, False] * (n // 2), amount=5.0)
    campaigns = pd.DataFrame({"campaign_id": HOSTILE, "name": HOSTILE, "cost_amount": 7.0})
    history = History.from_frames(
        leads,
        touches.assign(team="sales"),
        stages,
        deals.assign(currency="EUR", loss_reason=HOSTILE),
        campaigns.assign(currency="EUR"),
    )
    history.save(workspace)
    Agreement.draft(HOSTILE[0]).save(workspace)
    return workspace


@pytest.mark.browser
def test_hostile_names_show_as_text_on_the_whole_page_and_in_its_tables(
    hostile: Path, browser: object
) -> None:
    page = report.run(hostile, "2026-01", given={"n_months": "1"})
    found = opened(browser, page)  # type: ignore[arg-type]
    assert found.page.evaluate("window.harmed") is None
    assert found.said == []
    assert all(chart["traces"] >= 1 for chart in found.page.evaluate(PAINTED))
    text = found.page.evaluate("document.body.textContent")
    for name in HOSTILE:
        assert name in text
    assert "49" not in found.page.evaluate("document.querySelector('header').textContent")
    found.page.close()
    table = pd.read_csv(page.parent / "tables" / "closed_loop_by_source.csv", keep_default_na=False)
    assert set(table["group"]) == set(HOSTILE)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--month", "2031-01"], "a month from 2024-10 to 2026-09"),
        (["--month", "09/2026"], "2026-09"),
        (["--month", "2026-09", "-p", "n_month=3"], "n_months"),
        (["--month", "2026-09", "-p", "n_months=many"], "int"),
        (["--month", "2026-09", "-p", "save=perhaps"], "save"),
        (["--mont", "2026-09"], "--mont"),
    ],
)
def test_a_wrong_word_ends_with_2_and_leaves_the_earlier_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: str
) -> None:
    out = tmp_path / "out"
    (out / "tables").mkdir(parents=True)
    (out / report.PAGE).write_text("<p>the earlier page</p>", encoding="utf-8")
    (out / "tables" / "loaded.csv").write_text("n\n1\n", encoding="utf-8")
    record.write_record(out, {"facts": {}})
    record.refuse_foreign(out)  # it counts as an earlier report, so a run may replace it
    before = kept(tmp_path)
    try:
        ended = cli.main(["report", "--workspace", str(SAMPLE), "--out", str(out), *options])
    except SystemExit as end:
        ended = int(end.code or 0)
    told = capsys.readouterr()
    assert ended == 2
    assert expected in told.err
    assert "Traceback" not in told.err
    assert kept(tmp_path) == before


@pytest.mark.skipif(not OLIST.is_dir(), reason="the real leads of Olist lie not beside the project")
def test_the_real_leads_of_olist_come_out_as_they_were_counted_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = home() / "templates" / "imports" / "olist.yml"
    files = [str(path) for path in sorted(OLIST.glob("*.csv"))]
    workspace = tmp_path / "olist"
    given = ["--mapping", str(mapping), *files, "--workspace", str(workspace)]
    assert cli.main(["import", *given]) == 0
    assert cli.main(["report", "--month", "2018-05", "--workspace", str(workspace)]) == 0
    assert "8,842 rows in = 8,842 kept + 0 refused" in capsys.readouterr().out
    folder = workspace / "reports" / "2018-05"
    found = metrics(folder)
    loop = found["closed_loop_by_source"]["figures"]
    assert (loop["n_won"], loop["n_leads"], loop["won_share"]) == (842, 8000, 0.10525)
    table = pd.read_csv(folder / "tables" / "closed_loop_by_source.csv").set_index("group")
    counts = table[["n_won", "n_leads"]].apply(tuple, axis=1).to_dict()
    assert counts == {
        "organic_search": (271, 2296),
        "paid_search": (195, 1586),
        "social": (75, 1350),
        "unknown": (179, 1099),
        "direct_traffic": (56, 499),
        "email": (15, 493),
        "referral": (24, 284),
        "other": (4, 150),
        "display": (6, 118),
        "other_publicities": (3, 65),
        "(not recorded)": (14, 60),
    }
    days = found["days_to_convert"]
    assert round(days["figures"]["median_days"], 2) == 14.65
    assert round(days["figures"]["mean_days"], 2) == 49.10
    marks = pd.read_csv(folder / "tables" / "days_to_convert.csv").set_index("within_days")
    assert (marks.at[30, "n_converted"], marks.at[90, "n_converted"]) == (547, 691)
    page = (folder / "index.html").read_text(encoding="utf-8")
    for told in (
        "1 won before first contact, by up to 1.18 days",
        "nothing recorded as won before 5 December 2017",
        "This history cannot say how fast Sales responds",
        "The agreement is unsigned",
    ):
        assert told in page
    with duckdb.connect() as connection:
        lead_ids = connection.execute(f"SELECT lead_id FROM '{workspace}/history/leads.parquet'")
        assert len(set(lead_ids.fetchall())) == 8000


def test_what_is_recorded_when_the_last_cell_has_run_is_saved_with_a_click(tmp_path: Path) -> None:
    town.history().save(tmp_path)
    Agreement.draft("Town").save(tmp_path)
    february, march = Period.of("2026-02"), Period.of("2026-03")
    earlier = {"choice": "Call", "owner": "Ann", "due_on": date(2026, 3, 3), "dissent": ""}
    decisions.record(tmp_path, february, earlier)
    *_, decide, save = notebook_run.ends(
        "6_review_month", tmp_path, "imports", "open", "decide", "save", month="2026-03"
    )
    choice, owner, _due_on, _dissent, record_it, shown = decide.children
    choice.value, owner.value = "Call on Fridays", "Ann"
    record_it.children[0].click()
    assert "1 decided so far for March 2026." in shown.value
    decisions.settle(tmp_path, decisions.Decisions.open(tmp_path).references[0], "done", "", march)
    save.children[0].click()
    found = metrics(tmp_path / "reports" / "2026-03")
    assert found["decisions"]["sentence"] == "1 decided so far for March 2026."
    assert found["decisions_followed_up"]["figures"]["n_carried_out"] == 1


def test_flags_that_are_none_stop_it_where_it_opens(tmp_path: Path) -> None:
    with pytest.raises(AlignmentError) as caught:
        notebook_run.ends("6_review_month", tmp_path, "imports", "open", save="perhaps", freeze=7)
    assert [problem.column for problem in caught.value.problems] == ["save", "freeze"]
