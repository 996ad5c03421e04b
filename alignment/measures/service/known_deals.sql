-- Every deal opened by settings.as_of, and what was known then of its end. lost_at: missing while
-- it is open, or won. settings is handed in by episodes.py.
SELECT
    d.lead_id AS lead_id,
    d.created_at AS opened_at,
    CASE WHEN d.closed_at <= g.as_of AND NOT d.is_won THEN d.closed_at END AS lost_at
FROM deals AS d
CROSS JOIN settings AS g
WHERE d.created_at <= g.as_of
