-- Every kind of activity of a known lead that was known by settings.as_of (handed in by
-- timelines.py).
SELECT DISTINCT a.activity AS activity
FROM activities AS a
JOIN leads AS l ON l.lead_id = a.lead_id
CROSS JOIN settings AS g
WHERE a.occurred_at <= g.as_of AND l.created_at <= g.as_of
ORDER BY a.activity
