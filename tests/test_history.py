"""The five tables behind one door: opened from frames and files, checked row by row."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment import schema
from alignment.errors import HistoryError
from alignment.history import History
from alignment.period import Period


def leads(*ids: str) -> pd.DataFrame:
    at = pd.Timestamp("2026-01-05 09:00")
    return pd.DataFrame({"lead_id": list(ids), "created_at": at, "source": "fair"})


def activities(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["lead_id", "occurred_at", "activity", "team"])
    return table.assign(occurred_at=pd.to_datetime(table["occurred_at"]))


def test_a_lacking_table_is_there_empty_and_says_what_it_costs() -> None:
    history = History.from_frames(leads("a"))
    assert history.lacks == ("activities", "stage_changes", "deals", "campaigns")
    assert history.query("SELECT count(*) AS n FROM deals")["n"][0] == 0
    assert history.query("SELECT amount, is_won FROM deals").empty
    assert all(schema.TABLES[name].cost for name in history.lacks)


def test_every_problem_is_told_with_table_row_column_found_and_expected() -> None:
    wrong = leads("a", "a", "b").assign(lead_id=["a", "a", None])
    done = activities(
        ("a", "2026-01-06", "call", "sales"),
        ("zz", "2026-01-06", "call", "sales"),
        ("a", "2026-01-07", "call", "robots"),
    )
    with pytest.raises(HistoryError) as raised:
        History.from_frames(wrong, done)
    told = {(p.where, p.row, p.column, p.found) for p in raised.value.problems}
    assert told == {
        ("leads", 3, "lead_id", "nothing"),
        ("leads", 1, "lead_id", "'a'"),
        ("leads", 2, "lead_id", "'a'"),
        ("activities", 2, "lead_id", "'zz'"),
        ("activities", 3, "team", "'robots'"),
    }
    assert all(p.expected for p in raised.value.problems)


def test_a_column_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(HistoryError) as raised:
        History.from_frames(leads("a").assign(created_at="soon"))
    (problem,) = raised.value.problems
    assert (problem.where, problem.column, problem.found) == ("leads", "created_at", "type VARCHAR")


def test_a_missing_and_a_misspelt_column_are_named_with_their_nearest() -> None:
    done = activities(("a", "2026-01-06", "call", "sales")).rename(columns={"team": "teams"})
    with pytest.raises(HistoryError) as raised:
        History.from_frames(leads("a"), done)
    by_column = {p.column: p for p in raised.value.problems}
    assert by_column["team"].found == "no such column"
    assert "'teams'" in by_column["team"].advice
    assert "'team'" in by_column["teams"].advice


def test_numeric_ids_become_text_and_float_ids_are_refused() -> None:
    history = History.from_frames(leads("a").assign(lead_id=[7]))
    assert history.query("SELECT lead_id FROM leads")["lead_id"][0] == "7"
    with pytest.raises(HistoryError, match="000123"):
        History.from_frames(leads("a").assign(lead_id=[7.0]))


def test_instants_with_a_zone_become_utc() -> None:
    at = pd.to_datetime(["2026-07-01T10:00+02:00"])
    history = History.from_frames(leads("a").assign(created_at=at))
    assert history.query("SELECT created_at FROM leads")["created_at"][0] == pd.Timestamp(
        "2026-07-01 08:00"
    )


def test_a_date_without_a_time_is_the_start_of_its_local_day_and_stays_marked(
    tmp_path: Path,
) -> None:
    frame = leads("a").assign(created_at=[date(2026, 7, 1)])
    history = History.from_frames(frame, zone="Europe/Berlin")
    for held in (history, _saved(history, tmp_path)):
        row = held.query("SELECT created_at, is_date_created_at FROM leads").iloc[0]
        assert row["created_at"] == pd.Timestamp("2026-06-30 22:00")
        assert bool(row["is_date_created_at"])
        assert held.n_dates("leads", "created_at") == 1


def _saved(history: History, workspace: Path) -> History:
    history.save(workspace)
    return History.open(workspace)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.datetimes(pd.Timestamp("2020-01-01"), pd.Timestamp("2030-01-01")),
            st.text(min_size=1, max_size=8).filter(lambda t: "\x00" not in t),
        ),
        max_size=12,
    )
)
def test_what_is_saved_is_what_is_opened_sorted_by_lead_and_time(tmp_path_factory, rows) -> None:
    workspace = tmp_path_factory.mktemp("workspace")
    table = pd.DataFrame(rows, columns=["lead_id", "occurred_at", "activity"])
    table["occurred_at"] = pd.to_datetime(table["occurred_at"]).astype("datetime64[us]")
    table = table.astype({"lead_id": "str", "activity": "str"}).assign(team="lead")
    opened = _saved(History.from_frames(leads("a", "b", "c"), table), workspace)
    held = opened.query("SELECT lead_id, occurred_at, activity FROM activities")
    assert sorted(held.itertuples(index=False, name=None)) == sorted(
        table[["lead_id", "occurred_at", "activity"]].itertuples(index=False, name=None)
    )
    keys = list(zip(held["lead_id"], held["occurred_at"], strict=True))
    assert keys == sorted(keys)


def test_the_span_counts_no_expected_close_of_an_open_deal() -> None:
    at = pd.to_datetime(["2026-02-01 12:00", "2026-02-02 12:00"])
    deals = pd.DataFrame(
        {
            "deal_id": ["d1", "d2"],
            "lead_id": "a",
            "created_at": at,
            "closed_at": pd.to_datetime(["2026-03-01", "2027-12-31"]),
            "is_won": pd.array([True, None], dtype="boolean"),
        }
    )
    history = History.from_frames(leads("a"), deals=deals)
    assert history.as_of == pd.Timestamp("2026-03-01")
    assert history.months == ["2026-01", "2026-02", "2026-03"]


def test_rows_are_counted_by_the_months_of_the_companys_zone() -> None:
    frame = leads("a").assign(created_at=pd.Timestamp("2026-01-31 23:30"))
    history = History.from_frames(frame, zone="Europe/Berlin")
    assert history.months == ["2026-02"]
    assert history.n_rows_in(Period.of("2026-02", zone="Europe/Berlin")) == 1
    assert history.n_rows_in(Period.of("2026-01", zone="Europe/Berlin")) == 0


def test_a_truncated_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    History.from_frames(leads("a"), activities(("a", "2026-01-06", "call", "sales"))).save(tmp_path)
    path = tmp_path / "history" / "activities.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(HistoryError) as raised:
        History.open(tmp_path)
    (problem,) = raised.value.problems
    assert "activities.parquet" in problem.where
    assert "import again" in problem.advice
    assert [p.where for p in History.check(tmp_path)] == [problem.where]


def test_a_table_that_was_imported_and_is_gone_is_missed(tmp_path: Path) -> None:
    History.from_frames(leads("a"), activities(("a", "2026-01-06", "call", "sales"))).save(tmp_path)
    (tmp_path / "history" / "activities.parquet").unlink()
    with pytest.raises(HistoryError, match=r"activities\.parquet"):
        History.open(tmp_path)


def test_files_laid_there_by_hand_are_checked_when_opened(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    leads("a", "a").to_parquet(tmp_path / "history" / "leads.parquet")
    with pytest.raises(HistoryError, match="each value once"):
        History.open(tmp_path)
    leads("a", "b").to_parquet(tmp_path / "history" / "leads.parquet")
    assert History.open(tmp_path).n_rows == {"leads": 2}


def test_a_workspace_without_history_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="alignment import"):
        History.open(tmp_path)


def test_an_attribute_with_a_hostile_name_is_only_a_name(tmp_path: Path) -> None:
    name = 'x"; DROP VIEW leads; --'
    history = _saved(History.from_frames(leads("a").assign(**{name: "v"})), tmp_path)
    assert list(history.attributes) == [name]
    assert history.query("SELECT count(*) AS n FROM leads")["n"][0] == 1


def test_a_save_cut_off_leaves_the_earlier_history(tmp_path: Path, monkeypatch) -> None:
    History.from_frames(leads("a")).save(tmp_path)
    monkeypatch.setattr("alignment.store.write_manifest", _cut_off)
    with pytest.raises(KeyboardInterrupt):
        History.from_frames(leads("a", "b")).save(tmp_path)
    assert History.open(tmp_path).n_rows == {"leads": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["history"]


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (pd.DataFrame(), "no columns"),
        ([1, 2], "a list"),
        (leads("a").assign(Source="x"), "a column twice"),
        (leads("a").assign(created_at=pd.Period("2026-01", "M")), "periods"),
    ],
)
def test_what_is_no_table_is_refused_in_words(wrong: object, told: str) -> None:
    with pytest.raises(HistoryError) as raised:
        History.from_frames(wrong)  # type: ignore[arg-type]
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ([["x"], None, ["y", "z"]], "lists"),
        ([None, "x", {"y": 1}], "lists"),
        ([np.array([1, 2]), None, 3], "lists"),
        ([True, 1.5, None], "true or false beside others"),
        ([None, np.True_, 2], "true or false beside others"),
    ],
)
def test_an_attribute_whose_values_no_rule_could_compare_is_refused_by_name(
    held: list[object], told: str
) -> None:
    frame = leads("a", "b", "c").assign(tags=pd.Series(held, dtype="object"))
    with pytest.raises(HistoryError) as raised:
        History.from_frames(frame)
    (problem,) = raised.value.problems
    assert (problem.where, problem.column, problem.found) == ("leads", "tags", told)


@pytest.mark.parametrize("held", [[True, None, False], [1, 2.5, None], [True, "yes", None]])
def test_an_attribute_with_missing_or_written_values_is_taken(held: list[object]) -> None:
    frame = leads("a", "b", "c").assign(held=pd.Series(held, dtype="object"))
    assert set(History.from_frames(frame).attributes) == {"held"}


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match="IANA"):
        History.from_frames(leads("a"), zone="Mars/Olympus'); DROP TABLE x; --")


def test_what_is_dated_after_the_import_moves_no_as_of(tmp_path: Path) -> None:
    planned = activities(("a", "2026-01-06", "call", "sales"), ("a", "2031-01-01", "call", "sales"))
    History.from_frames(leads("a"), planned).save(tmp_path)
    path = tmp_path / "history" / "history.json"
    held = json.loads(path.read_text())
    path.write_text(json.dumps({**held, "known_until": "2026-02-01T08:00:00"}))
    history = History.open(tmp_path)
    assert history.as_of == pd.Timestamp("2026-02-01 08:00")
    assert history.months == ["2026-01", "2026-02"]
    assert history.n_rows_after(history.as_of) == 1


def test_damage_inside_a_file_of_the_same_size_is_told_when_it_is_read(tmp_path: Path) -> None:
    many = [(f"a{i}", i) for i in range(5000)]
    frame = pd.DataFrame(many, columns=["lead_id", "n"]).assign(source="x")
    frame["created_at"] = pd.Timestamp("2026-01-05") + pd.to_timedelta(frame["n"] * 977, "s")
    History.from_frames(frame).save(tmp_path)
    path = tmp_path / "history" / "leads.parquet"
    held = bytearray(path.read_bytes())
    held[200 : len(held) // 2] = bytes(len(held) // 2 - 200)
    path.write_bytes(held)
    assert History.check(tmp_path)
    with pytest.raises(HistoryError, match="cannot be read"):
        History.open(tmp_path).query("SELECT sum(n) AS n, count(DISTINCT lead_id) AS k FROM leads")


def test_text_ids_and_numeric_ids_of_one_name_are_not_the_same() -> None:
    done = pd.DataFrame({"lead_id": [7], "occurred_at": pd.Timestamp("2026-01-06")})
    with pytest.raises(HistoryError, match="stands in leads"):
        History.from_frames(leads("007"), done.assign(activity="call", team="sales"))
