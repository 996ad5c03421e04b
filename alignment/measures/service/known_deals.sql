-- Every deal opened by settings.as_of, by lead and time. lost_at: missing while it is open, or won.
-- settings is handed in by episodes.py.
SELECT
    d.lead_id AS lead_id,
    d.created_at AS entered_at,
    d.is_date_created_at AS is_date_entered,
    CASE WHEN NOT d.is_won THEN d.closed_at END AS lost_at
FROM deals AS d
CROSS JOIN settings AS g
WHERE d.created_at <= g.as_of
ORDER BY d.lead_id, d.created_at
