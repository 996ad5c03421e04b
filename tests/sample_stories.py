"""The stories of the sample, each as the query that shows it in the committed history.

Every query gives lines of text that data/samples/README.md holds word for word; run this file
to print them all after the sample was made anew.
"""

from pathlib import Path

import duckdb

SAMPLE = Path(__file__).parent.parent / "data" / "samples"

VIEWS = """
CREATE VIEW hand_offs AS
SELECT s.lead_id, s.changed_at, row_number() OVER stay AS number,
       coalesce(lead(s.changed_at) OVER stay, TIMESTAMP '2100-01-01') AS next_at
FROM stage_changes s WHERE s.stage = 'mql'
WINDOW stay AS (PARTITION BY s.lead_id ORDER BY s.changed_at);

CREATE VIEW outcomes AS
SELECT l.*,
       EXISTS (FROM hand_offs h WHERE h.lead_id = l.lead_id) AS is_mql,
       EXISTS (FROM stage_changes s WHERE s.lead_id = l.lead_id AND s.stage = 'sal') AS is_sal,
       EXISTS (FROM deals d WHERE d.lead_id = l.lead_id AND d.is_won) AS is_won
FROM leads l;

-- hand-offs since Sales began to record, with the first touch before the next hand-off
CREATE VIEW contacts AS
SELECT h.lead_id, h.changed_at, h.number, o.is_sal, o.is_won, o.region, o.seniority, o.owner,
       epoch(min(a.occurred_at) - h.changed_at) / 3600 AS hours,
       timezone('Europe/Berlin', timezone('UTC', h.changed_at)) AS local_at
FROM hand_offs h JOIN outcomes o ON o.lead_id = h.lead_id
LEFT JOIN activities a ON a.lead_id = h.lead_id AND a.team = 'sales'
     AND a.occurred_at >= h.changed_at AND a.occurred_at < h.next_at
WHERE h.changed_at >= TIMESTAMP '2025-02-01'
GROUP BY h.lead_id, h.changed_at, h.number, o.is_sal, o.is_won, o.region, o.seniority, o.owner;

CREATE VIEW months AS
SELECT strftime(timezone('Europe/Berlin', timezone('UTC', changed_at)), '%Y-%m') AS month,
       count(*) FILTER (stage = 'mql') AS n_mql, count(*) FILTER (stage = 'sal') AS n_sal
FROM stage_changes GROUP BY ALL;

CREATE VIEW won AS
SELECT l.lead_id, epoch(min(d.closed_at) - l.created_at) / 86400 AS days
FROM leads l JOIN deals d ON d.lead_id = l.lead_id AND d.is_won
GROUP BY l.lead_id, l.created_at;

CREATE VIEW campaign_returns AS
SELECT c.campaign_id, c.name, c.cost_amount,
       (SELECT count(*) FROM leads l WHERE l.campaign_id = c.campaign_id) AS n_leads,
       count(d.deal_id) AS n_won, coalesce(sum(d.amount), 0) AS revenue_amount
FROM campaigns c LEFT JOIN deals d ON d.campaign_id = c.campaign_id AND d.is_won
GROUP BY c.campaign_id, c.name, c.cost_amount;

CREATE VIEW returns AS
SELECT lead_id, min(changed_at) AS returned_at FROM stage_changes
WHERE stage = 'recycled' GROUP BY lead_id;

CREATE VIEW march_clicks AS
SELECT lead_id, bool_or(is_bot) AS is_marked, count(*) AS n_clicks FROM activities
WHERE activity = 'email_click' AND occurred_at >= TIMESTAMP '2026-03-08 23:00'
      AND occurred_at < TIMESTAMP '2026-03-28' GROUP BY lead_id HAVING count(*) >= 6;
"""

LINES = {
    "tables": """
        SELECT format('| `{}` | {:,} |', name, n) FROM (
            SELECT 'leads' AS name, count(*) AS n FROM leads
            UNION ALL SELECT 'activities', count(*) FROM activities
            UNION ALL SELECT 'stage_changes', count(*) FROM stage_changes
            UNION ALL SELECT 'deals', count(*) FROM deals
            UNION ALL SELECT 'campaigns', count(*) FROM campaigns)""",
    "funnel": """
        SELECT format('{:.0f} % of the leads became MQL; of the handed-off leads {:.0f} % were '
                      || 'accepted and {:.1f} % won', 100 * avg(is_mql::INT),
                      100 * avg(is_sal::INT) FILTER (is_mql), 100 * avg(is_won::INT)
                      FILTER (is_mql)) FROM outcomes""",
    "time_to_win": """
        SELECT format('{:,} won leads, half of them within {:.0f} days of their creation',
                      count(*), median(days)) FROM won""",
    "sources": """
        SELECT format('| `{}` | {:,} | {:.0f} % | {:.1f} % | {} |', o.source, count(*),
                      100 * avg(is_mql::INT), 100 * avg(is_won::INT),
                      coalesce(format('{:,.0f}', any_value(c.cost) / count(*)), '–'))
        FROM outcomes o LEFT JOIN (
            SELECT source, sum(cost_amount) AS cost FROM campaigns
            JOIN (SELECT DISTINCT campaign_id, source FROM leads) USING (campaign_id)
            GROUP BY source) c ON c.source = o.source
        GROUP BY o.source ORDER BY o.source""",
    "definitions": """
        WITH told AS (
            SELECT o.is_won, o.n_employees >= 50 AND o.seniority IN ('c_level', 'director')
                   AND EXISTS (FROM activities a WHERE a.lead_id = o.lead_id
                               AND a.activity IN ('webinar', 'event_stand')) AS sales,
                   EXISTS (FROM activities a WHERE a.lead_id = o.lead_id
                           AND a.activity = 'white_paper') AS marketing FROM outcomes o)
        SELECT format('{:,} leads took a white paper, {:.1f} % of them won; {:,} came to a '
                      || 'webinar or stand, decide and have 50 employees, {:.1f} % of them won; '
                      || '{:,} are both', count(*) FILTER (marketing),
                      100 * avg(is_won::INT) FILTER (marketing), count(*) FILTER (sales),
                      100 * avg(is_won::INT) FILTER (sales), count(*) FILTER (marketing AND sales))
        FROM told""",
    "weekdays": """
        SELECT format('| {} | {:.1f} | {:.0f} % |', dayname(local_at),
                      median(coalesce(hours, 'infinity')),
                      100 * avg(coalesce(hours <= 24, false)::INT))
        FROM contacts WHERE dayofweek(local_at) BETWEEN 1 AND 5 GROUP BY dayname(local_at)""",
    "regions": """
        SELECT format('| {} | {:.1f} | {:.0f} % |', region, median(coalesce(hours, 'infinity')),
                      100 * avg(coalesce(hours <= 24, false)::INT))
        FROM contacts GROUP BY region""",
    "late": """
        SELECT format('| {} | {:,} | {:.1f} % | {:.0f} % |', waited, count(*),
                      100 * avg(is_won::INT),
                      100 * avg((seniority IN ('c_level', 'director'))::INT))
        FROM (SELECT *, CASE WHEN hours IS NULL THEN 'never' WHEN hours <= 4 THEN 'up to 4 h'
                        WHEN hours <= 24 THEN '4 to 24 h' ELSE 'over 24 h' END AS waited
              FROM contacts WHERE number = 1 AND changed_at < TIMESTAMP '2026-06-01')
        GROUP BY waited""",
    "untouched": """
        SELECT format('{:,} of {:,} hand-offs ({:.1f} %) were never touched',
                      count(*) - count(hours), count(*), 100 * (1 - count(hours) / count(*)))
        FROM contacts WHERE changed_at < TIMESTAMP '2026-09-01'""",
    "opens": """
        WITH told AS (
            SELECT o.is_won, EXISTS (
                FROM activities a WHERE a.lead_id = h.lead_id AND a.activity = 'email_open'
                AND a.occurred_at BETWEEN h.changed_at - INTERVAL 30 DAY AND h.changed_at) AS opened
            FROM hand_offs h JOIN outcomes o USING (lead_id) WHERE h.number = 1)
        SELECT format('{:.1f} % of the handed-off leads that had opened a mail won, {:.1f} % of '
                      || 'the others', 100 * avg(is_won::INT) FILTER (opened),
                      100 * avg(is_won::INT) FILTER (NOT opened)) FROM told""",
    "bots": """
        SELECT format('{:,} clicks in March 2026 against {:,} in February, from storms on {:,} '
                      || 'leads; {:,} of these are not marked',
                      (SELECT count(*) FROM activities WHERE activity = 'email_click'
                       AND strftime(occurred_at, '%Y-%m') = '2026-03'),
                      (SELECT count(*) FROM activities WHERE activity = 'email_click'
                       AND strftime(occurred_at, '%Y-%m') = '2026-02'),
                      count(*), count(*) FILTER (NOT is_marked)) FROM march_clicks""",
    "recycled": """
        SELECT format('{:,} leads were recycled, {:,} qualified again, {:,} of these won',
                      count(*), count(*) FILTER (again), count(*) FILTER (again AND is_won))
        FROM (SELECT o.is_won, EXISTS (FROM hand_offs h WHERE h.lead_id = r.lead_id
                                       AND h.changed_at > r.returned_at) AS again
              FROM returns r JOIN outcomes o ON o.lead_id = r.lead_id)""",
    "duplicates": """
        SELECT format('{:,} leads share the email of an earlier one', count(*)) FROM stage_changes
        WHERE reason = 'duplicate'""",
    "recording": """
        SELECT format('the first activity of Sales is of {}, the first win of {}',
                      (SELECT min(occurred_at)::DATE FROM activities WHERE team = 'sales'),
                      (SELECT min(closed_at)::DATE FROM deals WHERE is_won))""",
    "owners": """
        SELECT format('{} accepted {:.0f} %, the others {:.0f} %', 'Jonas Thaler',
                      100 * avg(is_sal::INT) FILTER (owner = 'Jonas Thaler'),
                      100 * avg(is_sal::INT) FILTER (owner <> 'Jonas Thaler'))
        FROM outcomes WHERE is_mql""",
    "failures": """
        SELECT format('| {} | {:,.0f} | {:,} | {:,} | {:,.0f} |', name, cost_amount, n_leads,
                      n_won, revenue_amount)
        FROM campaign_returns WHERE cost_amount > 80000 ORDER BY campaign_id""",
    "review": """
        SELECT format('| {} | {:,} | {:.0f} % | {:.1f} | {:.0f} % |', month, n_mql,
                      100 * n_sal / n_mql, median(coalesce(hours, 'infinity')),
                      100 * avg(coalesce(hours <= 4, false)::INT))
        FROM months JOIN contacts ON strftime(local_at, '%Y-%m') = month
        WHERE month IN ('2026-08', '2026-09') GROUP BY month, n_mql, n_sal ORDER BY month""",
    "anonymous": """
        SELECT format('{:,} activities lie before their lead was created', count(*))
        FROM activities a JOIN leads l USING (lead_id) WHERE a.occurred_at < l.created_at""",
}


def opened(workspace: Path = SAMPLE) -> duckdb.DuckDBPyConnection:
    """The workspace's tables and the views above, in a connection of their own."""
    con = duckdb.connect()
    for path in sorted((workspace / "history").glob("*.parquet")):
        con.execute(f"CREATE VIEW {path.stem} AS FROM '{path}'")
    con.execute(VIEWS)
    return con


def one(con: duckdb.DuckDBPyConnection, query: str) -> tuple:
    """The only row of a query."""
    (row,) = con.execute(query).fetchall()
    return tuple(row)


def lines(con: duckdb.DuckDBPyConnection, story: str) -> list[str]:
    """The lines that tell a story, in a stable order."""
    return sorted(str(row[0]) for row in con.execute(LINES[story]).fetchall())


if __name__ == "__main__":
    for told in LINES:
        print(told, *lines(opened(), told), sep="\n  ")
