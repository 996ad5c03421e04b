"""The sample: its form, and that the same seed gives the same rows."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_stories import SAMPLE, one, opened

from alignment import schema, store, terms
from alignment.errors import HistoryError
from alignment.sample import clock, events, generate, handoff, write_sample
from alignment.sample import writing as sample_writing

FILES = [f"{name}.parquet" for name in schema.TABLES]


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with opened() as held:
        yield held


# ---- form


def breaches(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every way in which the tables behind `con` break the history's schema."""
    found = []
    for table in schema.TABLES.values():
        held = {row[0]: row[1] for row in con.execute(f"DESCRIBE {table.name}").fetchall()}
        for column in table.columns:
            if held.get(column.name) != schema.DUCKDB_TYPES[column.kind]:
                found.append(f"{table.name}.{column.name} is {held.get(column.name)}")
            wrong = f"{column.name} IS NULL" if column.is_required else "false"
            if column.one_of:
                wrong += f" OR {column.name} NOT IN {column.one_of}"
            if one(con, f"SELECT count(*) FROM {table.name} WHERE {wrong}") != (0,):
                found.append(f"{table.name}.{column.name} holds what it may not")
        keys = ", ".join(table.order)
        unsorted = f"SELECT ({keys}) < lag(({keys})) OVER () AS back FROM {table.name}"
        if one(con, f"SELECT count(*) FROM ({unsorted}) WHERE back") != (0,):
            found.append(f"{table.name} is not sorted by {keys}")
        if table.key and one(
            con, f"SELECT count(*) - count(DISTINCT {table.key}) FROM {table.name}"
        ) != (0,):
            found.append(f"{table.name}.{table.key} is not unique")
    return found


def test_the_committed_sample_fits_the_schema(con: duckdb.DuckDBPyConnection) -> None:
    assert breaches(con) == []


def test_every_row_belongs_to_a_lead_and_every_campaign_is_known(
    con: duckdb.DuckDBPyConnection,
) -> None:
    for table in ("activities", "stage_changes", "deals"):
        assert one(con, f"SELECT count(*) FROM {table} ANTI JOIN leads USING (lead_id)") == (0,)
    for table in ("leads", "activities", "deals"):
        strays = f"""SELECT count(*) FROM {table} ANTI JOIN campaigns USING (campaign_id)
                     WHERE campaign_id IS NOT NULL"""
        assert one(con, strays) == (0,)


def test_nothing_happens_outside_the_two_years(con: duckdb.DuckDBPyConnection) -> None:
    for table in schema.TABLES.values():
        for column in table.times:
            first, last = one(con, f"SELECT min({column}), max({column}) FROM {table.name}")
            assert str(first) >= "2024-09-30 22:00:00"
            assert str(last) < "2026-09-30 22:00:00"


def test_reasons_and_stages_are_the_fields_own_words(con: duckdb.DuckDBPyConnection) -> None:
    for stage, words in (
        ("recycled", terms.RECYCLE_REASONS),
        ("disqualified", terms.DISQUALIFY_REASONS),
    ):
        query = f"SELECT DISTINCT reason FROM stage_changes WHERE stage = '{stage}'"
        assert {row[0] for row in con.execute(query).fetchall()} == set(words)
    stages = {row[0] for row in con.execute("SELECT DISTINCT stage FROM stage_changes").fetchall()}
    assert stages == {*terms.STAGES, *terms.DETOURS} - {"subscriber"}


def test_a_stay_in_sales_goes_forward_in_time(con: duckdb.DuckDBPyConnection) -> None:
    backwards = """
        SELECT count(*) FROM deals d JOIN leads l USING (lead_id)
        WHERE d.closed_at <= d.created_at OR d.created_at <= l.created_at"""
    assert one(con, backwards) == (0,)
    ranked = """SELECT lead_id, changed_at, list_position(
            ['lead', 'mql', 'sal', 'sql', 'opportunity', 'customer'], stage) AS rank
        FROM stage_changes WHERE stage NOT IN ('recycled', 'disqualified')"""
    falls = f"""SELECT count(*) FROM (SELECT rank, lag(rank) OVER (
            PARTITION BY lead_id ORDER BY changed_at) AS before FROM ({ranked}))
        WHERE rank < before AND rank <> 2"""
    assert one(con, falls) == (0,)


def test_sales_works_only_in_working_hours(con: duckdb.DuckDBPyConnection) -> None:
    outside = """
        SELECT count(*) FROM (
            SELECT timezone('Europe/Berlin', timezone('UTC', occurred_at)) AS at_work
            FROM activities WHERE team = 'sales')
        WHERE isodow(at_work) > 5 OR hour(at_work) NOT BETWEEN 9 AND 16"""
    assert one(con, outside) == (0,)


def test_nobody_can_be_written_to(con: duckdb.DuckDBPyConnection) -> None:
    real = "SELECT count(*) FROM leads WHERE email NOT LIKE '%@%.example'"
    assert one(con, real) == (0,)


def test_names_hold_what_real_names_hold(con: duckdb.DuckDBPyConnection) -> None:
    for sign in ("''", '"', "ü", "&"):
        query = f"SELECT count(*) FROM leads WHERE name || company LIKE '%{sign}%'"
        assert one(con, query)[0] > 50


def test_the_committed_files_are_small_and_the_manifest_fits_them() -> None:
    manifest = store.read_manifest(SAMPLE)
    assert manifest is not None
    sizes = {name: path.stat().st_size for name, path in store.parquet_files(SAMPLE).items()}
    rows = {
        name: pq.read_metadata(path).num_rows for name, path in store.parquet_files(SAMPLE).items()
    }
    assert (manifest.zone, manifest.n_bytes, manifest.n_rows) == ("Europe/Berlin", sizes, rows)
    assert sum(sizes.values()) < 3_000_000


# ---- generation


def rows_of(folder: Path, name: str, limit: str = "") -> list[tuple]:
    with duckdb.connect() as con:
        return con.execute(f"FROM '{folder / 'history' / name}' {limit}").fetchall()


def test_the_committed_history_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_sample(tmp_path, n_leads=6_000, seed=1)
    for name in FILES:
        assert rows_of(tmp_path, name) == rows_of(SAMPLE, name), name


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for folder, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_sample(tmp_path / folder, n_leads=300, seed=seed)
    for name in [*FILES, store.MANIFEST]:
        one_, again, other = (
            (tmp_path / folder / "history" / name).read_bytes()
            for folder in ("one", "again", "other")
        )
        assert one_ == again
        assert one_ != other or name == "campaigns.parquet"


def test_chunks_keep_ids_unique_and_rows_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_writing, "CHUNK_LEADS", 100)
    write_sample(tmp_path, n_leads=350)
    with opened(tmp_path) as con:
        assert breaches(con) == []
        ids = one(con, "SELECT count(*), min(lead_id), max(lead_id) FROM leads")
    assert ids == (350, "L0000001", "L0000350")


def test_the_first_chunk_does_not_depend_on_how_many_follow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_writing, "CHUNK_LEADS", 100)
    write_sample(tmp_path / "short", n_leads=100)
    write_sample(tmp_path / "long", n_leads=250)
    for name in ("leads.parquet", "activities.parquet", "stage_changes.parquet"):
        short = rows_of(tmp_path / "short", name)
        assert rows_of(tmp_path / "long", name, f"LIMIT {len(short)}") == short


@settings(max_examples=15, deadline=None)
@given(n=st.integers(1, 40), seed=st.integers(0, 2**32))
def test_a_sample_of_any_size_and_seed_has_every_table_and_column(n: int, seed: int) -> None:
    made = generate.chunk(n, 1, np.random.SeedSequence(seed))
    assert made["leads"].num_rows == n
    assert made["stage_changes"].num_rows >= n
    for name, rows in made.items():
        assert {c.name for c in schema.TABLES[name].columns} <= set(rows.column_names)


def test_a_larger_sample_has_larger_costs(tmp_path: Path, con: duckdb.DuckDBPyConnection) -> None:
    write_sample(tmp_path, n_leads=600)
    with opened(tmp_path) as small:
        total = "SELECT sum(cost_amount) FROM campaigns"
        assert one(con, total)[0] == pytest.approx(10 * one(small, total)[0])


def test_another_folder_gets_the_decisions_but_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "agreement.yml").write_text("ours", encoding="utf-8")
    write_sample(tmp_path, n_leads=50)
    assert (tmp_path / "agreement.yml").read_text(encoding="utf-8") == "ours"
    answers = sorted(path.name for path in (tmp_path / "answers").iterdir())
    assert answers == ["marketing.yml", "sales.yml"]


def test_numbers_out_of_range_are_all_named(tmp_path: Path) -> None:
    with pytest.raises(HistoryError, match=r"(?s)leads: found 0.*seed: found -1"):
        write_sample(tmp_path / "new", n_leads=0, seed=-1)
    assert not (tmp_path / "new").exists()


def test_an_imported_history_is_never_replaced_by_a_sample(tmp_path: Path) -> None:
    write_sample(tmp_path, n_leads=50)
    manifest = tmp_path / "history" / store.MANIFEST
    source = '"sources": [{"file": "a.csv", "table": "leads", "n_rows": 50, "n_kept": 50, '
    text = manifest.read_text(encoding="utf-8").replace(
        '"sources": []', f'{source}"n_refused": 0}}]'
    )
    manifest.write_text(text, encoding="utf-8")
    with pytest.raises(HistoryError, match="not made as a sample"):
        write_sample(tmp_path, n_leads=60)
    assert len(rows_of(tmp_path, "leads.parquet")) == 50


# ---- the older policy and the truth, by hand


def acts(*rows: tuple[int, str, float]) -> events.Events:
    """Events of (lead, activity, days after the start)."""
    return events.joined(
        events.events(
            name, np.array([lead]), np.array([clock.START + int(day * clock.DAY)], dtype=np.int64)
        )
        for lead, name, day in rows
    ).in_order()


def test_the_older_policy_hands_over_at_forty_points_within_thirty_days_or_a_form() -> None:
    found = handoff.triggers(
        acts(
            (0, "webinar", 1), (0, "webinar", 31.1),
            (1, "webinar", 1), (1, "webinar", 30.9),
            (2, "form_fill", 2), (3, "event_stand", 1), (3, "white_paper", 2),
        )
    )  # fmt: skip
    assert found.lead.tolist() == [1, 2]


def test_a_hand_off_before_the_weekend_is_worked_on_after_it() -> None:
    friday = np.array([clock.seconds("2025-03-07") + 16 * clock.HOUR], dtype=np.int64)
    later = clock.worked_later(friday, np.array([2.5]))
    assert later.tolist() == [clock.seconds("2025-03-10") + 10 * clock.HOUR + 1800]


def test_wall_clock_becomes_utc_across_summer_time() -> None:
    noon = np.array([clock.seconds("2025-03-29"), clock.seconds("2025-03-31")]) + 12 * clock.HOUR
    assert [f"{at:%H}" for at in clock.to_utc(noon)] == ["11", "10"]
