-- How much was done around each hand-off, and by whom: the lead and Marketing up to it, either team
-- at any time by settings.as_of. A date without a time counts at the end of its day, as everywhere.
-- hand_offs: lead_id, handed_off_at; days: starts_at → ends_at, the first and last instant of every
-- local day; settings: as_of. All are handed in by contacts.py.
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
    h.lead_id AS lead_id,
    h.handed_off_at AS handed_off_at,
    sum(CASE WHEN t.team = 'lead' AND t.done_at <= h.handed_off_at THEN 1 ELSE 0 END)
        AS n_own_before,
    sum(CASE WHEN t.team = 'marketing' AND t.done_at <= h.handed_off_at THEN 1 ELSE 0 END)
        AS n_marketing_before,
    sum(CASE WHEN t.team = 'marketing' THEN 1 ELSE 0 END) AS n_marketing,
    sum(CASE WHEN t.team = 'sales' THEN 1 ELSE 0 END) AS n_sales
FROM hand_offs AS h
LEFT JOIN done AS t ON t.lead_id = h.lead_id
GROUP BY h.lead_id, h.handed_off_at
ORDER BY h.lead_id, h.handed_off_at
