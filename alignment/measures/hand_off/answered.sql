-- What the teams did after each occasion, by no machine and by settings.as_of: one row an occasion and
-- kind of activity, with when it was first done. A date without a time counts at the end of its day.
-- occasions: n_occasion, lead_id, since_at, one row a lead; kinds: team, activity → kind; days:
-- starts_at → ends_at, the first and last instant of every local day; settings: one row (as_of,
-- first_at: the first since_at, or a date before it). All are handed in by overdue.py.
WITH done AS (
    SELECT
        a.lead_id AS lead_id,
        k.kind AS kind,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS done_at
    FROM activities AS a
    JOIN kinds AS k ON k.activity = a.activity AND k.team = a.team
    CROSS JOIN settings AS g
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at AND a.is_date_occurred_at
    WHERE NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of AND a.occurred_at >= g.first_at
)
SELECT o.n_occasion AS n_occasion, x.kind AS kind, min(x.done_at) AS first_at
FROM occasions AS o
JOIN done AS x ON x.lead_id = o.lead_id
WHERE x.done_at >= o.since_at
GROUP BY o.n_occasion, x.kind
