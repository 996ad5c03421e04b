"""The stories of the sample: each holds in the committed files, and the README tells it."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from sample_stories import LINES, SAMPLE, lines, one, opened

from alignment.sample import TRUTH, clock, generate, selling, write_sample

README = (SAMPLE / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with opened() as held:
        yield held


def signs_at_hand_off(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """First hand-offs that Sales touched: the truth's signs, and whether they became SQL."""
    within = f"""a.occurred_at <= c.changed_at AND NOT a.is_bot
                 AND a.occurred_at > c.changed_at - INTERVAL {TRUTH.window_days} DAY"""
    counts = ", ".join(
        f"least({weight.at_most}, count(*) FILTER (a.activity = '{name}' AND {within})) AS {name}"
        for name, weight in TRUTH.engagement.items()
    )
    return con.execute(f"""
        WITH counted AS (
            SELECT c.lead_id, c.changed_at, c.hours, {counts}
            FROM contacts c JOIN activities a USING (lead_id)
            WHERE c.number = 1 AND c.hours IS NOT NULL AND c.changed_at < TIMESTAMP '2026-08-01'
            GROUP BY c.lead_id, c.changed_at, c.hours)
        SELECT c.* EXCLUDE (lead_id, changed_at, hours), ln(1 + c.hours / 24) AS waited,
               l.owner = 'Jonas Thaler' AS is_strict, l.seniority = 'manager' AS manages,
               l.seniority IN ('c_level', 'director') AS decides,
               l.seniority = 'student' AS studies,
               coalesce(l.n_employees >= 50, false) AS is_large,
               coalesce(l.budget, false) AS budget,
               l.source = 'referral' AS referral, l.source = 'paid_social' AS social,
               l.source = 'cold_list' AS cold, EXISTS (
                   FROM stage_changes s WHERE s.lead_id = c.lead_id AND s.stage = 'sql'
                   AND s.changed_at < c.changed_at + INTERVAL 60 DAY) AS is_sql
        FROM counted c JOIN leads l USING (lead_id)""").df()


def logistic(signs: np.ndarray, is_true: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Maximum-likelihood weights and their standard errors, by Newton's steps."""
    weights = np.zeros(signs.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-signs @ weights))
        bend = (signs.T * (chance * (1 - chance))) @ signs
        weights += np.linalg.solve(bend, signs.T @ (is_true - chance))
    return weights, np.sqrt(np.diag(np.linalg.inv(bend)))


def test_a_regression_on_the_tables_finds_the_true_weights_again(tmp_path: Path) -> None:
    write_sample(tmp_path, n_leads=30_000, seed=11)
    with opened(tmp_path) as con:
        held = signs_at_hand_off(con).astype(float)
    is_sql = held.pop("is_sql").to_numpy()
    held.insert(0, "always", 1.0)
    found, errors = logistic(held.to_numpy(), is_sql)
    for name, weight in TRUTH.engagement.items():
        at = list(held.columns).index(name)
        assert abs(found[at] - weight.log_odds) < 3 * errors[at], (name, found[at], errors[at])
        assert errors[at] < 0.12


# ---- the stories


@pytest.mark.parametrize("story", LINES)
def test_the_readme_tells_the_figures_of_the_committed_files(
    con: duckdb.DuckDBPyConnection, story: str
) -> None:
    missing = [line for line in lines(con, story) if line not in README]
    assert not missing, "put these into data/samples/README.md: " + "\n".join(missing)


def test_the_readme_tells_the_truths_weights() -> None:
    for name, weight in TRUTH.engagement.items():
        assert f"| `{name}` | {weight.log_odds:.2f} | {weight.at_most} |" in README
    told = {
        float(number.replace("−", "-")) for number in re.findall(r"\| (−?\d\.\d\d) \|\n", README)
    }
    assert told == {*TRUTH.fit.values(), *TRUTH.source.values()}


def test_sizes_and_shares_are_those_of_a_plausible_company(
    con: duckdb.DuckDBPyConnection,
) -> None:
    mql, accepted, won = one(
        con,
        """SELECT avg(is_mql::INT), avg(is_sal::INT) FILTER (is_mql),
                  avg(is_won::INT) FILTER (is_mql) FROM outcomes""",
    )
    assert 0.35 < mql < 0.45
    assert 0.60 < accepted < 0.70
    assert 0.11 < won < 0.16
    assert 50 < one(con, "SELECT median(days) FROM won")[0] < 75
    assert 14_000 < one(con, "SELECT median(amount) FROM deals")[0] < 22_000


def test_the_small_source_wins_more_than_the_big_cheap_one(con: duckdb.DuckDBPyConnection) -> None:
    shares = dict(
        con.execute("SELECT source, avg(is_won::INT) FROM outcomes GROUP BY source").fetchall()
    )
    assert shares["referral"] > 0.12
    assert shares["cold_list"] < 0.01


def test_sales_definition_finds_fewer_and_better_leads(con: duckdb.DuckDBPyConnection) -> None:
    (line,) = lines(con, "definitions")
    n_marketing, n_sales = (
        int(n.replace(",", "")) for n in re.findall(r"([\d,]+) (?:leads|came)", line)
    )
    won_marketing, won_sales = (float(n) for n in re.findall(r"([\d.]+) %", line))
    assert n_marketing > 5 * n_sales
    assert won_sales > 1.7 * won_marketing


def test_friday_and_one_region_wait_longer(con: duckdb.DuckDBPyConnection) -> None:
    wait = "median(coalesce(hours, 'infinity'))"
    days = dict(
        con.execute(f"SELECT dayname(local_at), {wait} FROM contacts GROUP BY ALL").fetchall()
    )
    assert days["Friday"] > 60 > 24 > max(days[day] for day in ("Tuesday", "Wednesday", "Thursday"))
    regions = dict(con.execute(f"SELECT region, {wait} FROM contacts GROUP BY region").fetchall())
    slow = regions.pop("Nordics")
    assert slow > 1.5 * max(regions.values())


def test_an_untouched_hand_off_counts_in_a_median_as_one_that_waits_for_ever() -> None:
    with duckdb.connect() as con:
        con.execute("""CREATE TABLE contacts AS FROM (VALUES
            ('north', 1.0::DOUBLE), ('north', NULL), ('north', 9.0), ('south', NULL)
        ) AS c(region, hours)""")
        assert lines(con, "regions") == ["| north | 9.0 | 67 % |", "| south | inf | 0 % |"]


def test_late_contact_goes_with_fewer_wins_and_colder_leads(con: duckdb.DuckDBPyConnection) -> None:
    early, late = con.execute("""
        SELECT avg(is_won::INT), avg((seniority IN ('c_level', 'director'))::INT) FROM contacts
        WHERE hours IS NOT NULL AND number = 1 AND changed_at < TIMESTAMP '2026-06-01'
        GROUP BY hours > 24 ORDER BY hours > 24""").fetchall()
    assert early[0] > 1.25 * late[0]
    assert early[1] > 1.4 * late[1]


def test_the_strict_owner_turns_away_more(con: duckdb.DuckDBPyConnection) -> None:
    shares = dict(
        con.execute(
            "SELECT owner, avg(is_sal::INT) FROM outcomes WHERE is_mql GROUP BY owner"
        ).fetchall()
    )
    strict = shares.pop("Jonas Thaler")
    assert len(shares) == 7
    assert strict < min(shares.values()) - 0.1


def test_march_2026_is_a_month_of_bots_not_all_of_them_marked(
    con: duckdb.DuckDBPyConnection,
) -> None:
    n_marked, n_hit = one(con, "SELECT count(*) FILTER (is_marked), count(*) FROM march_clicks")
    assert 0.85 < n_marked / n_hit < 0.95
    elsewhere = "SELECT count(*) FROM activities WHERE is_bot AND month(occurred_at) <> 3"
    assert one(con, elsewhere) == (0,)


def test_duplicates_share_an_earlier_leads_email_and_are_never_handed_off(
    con: duckdb.DuckDBPyConnection,
) -> None:
    n_shared, n_handed_off, n_out = one(
        con,
        """SELECT count(*), count(*) FILTER (o.is_mql), count(*) FILTER (EXISTS (
                  FROM stage_changes s WHERE s.lead_id = o.lead_id AND s.reason = 'duplicate'))
           FROM outcomes o WHERE EXISTS (
               FROM leads e WHERE e.email = o.email AND e.lead_id < o.lead_id)""",
    )
    assert (n_shared, n_handed_off) == (81, 0)
    assert n_out == n_shared


def test_deals_closed_before_the_recording_began_were_never_entered(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selling, "DEALS_RECORDED_FROM", clock.START)
    whole = generate.chunk(6_000, 1, np.random.SeedSequence(1, spawn_key=(0,)))["deals"]
    n_deals, n_won = one(con, "SELECT count(*), count(*) FILTER (is_won) FROM deals")
    n_lost = whole.num_rows - n_deals
    n_wins_lost = sum(won is True for won in whole["is_won"].to_pylist()) - n_won
    assert f"({n_lost} were, {n_wins_lost} of them won)" in README


def test_two_campaigns_cost_more_than_they_brought_and_no_other_large_one_does(
    con: duckdb.DuckDBPyConnection,
) -> None:
    query = """SELECT name FROM campaign_returns
               WHERE cost_amount > 40000 AND revenue_amount < cost_amount ORDER BY name"""
    failed = [row[0] for row in con.execute(query).fetchall()]
    assert failed == ["Campus Gauge Days 2025", "Precision in motion (video)"]


def test_the_last_month_has_more_mqls_less_acceptance_and_slower_contact(
    con: duckdb.DuckDBPyConnection,
) -> None:
    before, last = con.execute("""
        SELECT n_mql, n_sal / n_mql, avg(coalesce(hours <= 4, false)::INT)
        FROM months JOIN contacts ON strftime(local_at, '%Y-%m') = month
        WHERE month >= '2026-08' GROUP BY month, n_mql, n_sal ORDER BY month""").fetchall()
    assert last[0] > 1.4 * before[0]
    assert last[1] < before[1] - 0.1
    assert last[2] < 0.6 * before[2]
