-- What each team and the lead itself did in a span of a lead's time: from since_at (included) to
-- until_at (not), by settings.as_of; no machine's. A date without a time counts at the end of its day,
-- as everywhere. spans: lead_id, since_at, until_at; days: starts_at → ends_at, the first and last
-- instant of every local day; settings: as_of. All are handed in by touches.py.
WITH done AS (
    SELECT
        a.lead_id AS lead_id,
        a.team AS team,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS done_at
    FROM activities AS a
    CROSS JOIN settings AS g
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at
    WHERE NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
)
SELECT
    s.lead_id AS lead_id,
    sum(CASE WHEN t.team = 'marketing' THEN 1 ELSE 0 END) AS n_marketing,
    sum(CASE WHEN t.team = 'sales' THEN 1 ELSE 0 END) AS n_sales,
    sum(CASE WHEN t.team = 'lead' THEN 1 ELSE 0 END) AS n_lead
FROM spans AS s
LEFT JOIN done AS t
    ON t.lead_id = s.lead_id AND t.done_at >= s.since_at AND t.done_at < s.until_at
GROUP BY s.lead_id
ORDER BY s.lead_id
