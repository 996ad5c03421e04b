-- The leads that did any of some activities from settings.since_at to settings.as_of, by no machine.
-- settings: one row (as_of, since_at); named: activity. Both are handed in by asked.py.
SELECT DISTINCT a.lead_id AS lead_id
FROM activities AS a
JOIN named AS n ON n.activity = a.activity
CROSS JOIN settings AS g
WHERE
    NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of AND a.occurred_at >= g.since_at
