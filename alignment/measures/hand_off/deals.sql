-- Every deal opened by settings.as_of, and what was known of it then. settings: one row (as_of),
-- handed in by hands.py.
SELECT
    d.lead_id AS lead_id,
    d.created_at AS entered_at,
    d.is_date_created_at AS is_date_entered,
    CASE WHEN d.closed_at <= g.as_of AND d.is_won THEN TRUE ELSE FALSE END AS is_won,
    CASE WHEN d.closed_at <= g.as_of AND NOT d.is_won THEN TRUE ELSE FALSE END AS is_lost,
    CASE WHEN d.closed_at <= g.as_of AND NOT d.is_won THEN d.closed_at END AS lost_at
FROM deals AS d
CROSS JOIN settings AS g
WHERE d.created_at <= g.as_of
ORDER BY d.lead_id, d.created_at
