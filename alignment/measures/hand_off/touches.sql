-- What was done with some leads by settings.as_of, by no machine: one row a lead, team, activity and
-- asset, with how often and when last. settings: one row (as_of), handed in by touches.py.
SELECT
    a.lead_id AS lead_id,
    a.team AS team,
    a.activity AS activity,
    a.asset AS asset,
    count(*) AS n,
    max(a.occurred_at) AS last_at
FROM activities AS a
CROSS JOIN settings AS g
WHERE NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
GROUP BY a.lead_id, a.team, a.activity, a.asset
ORDER BY a.lead_id, last_at DESC, a.activity, a.asset
