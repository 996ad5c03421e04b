-- Every kind of activity that was known by settings.as_of (handed in by timelines.py).
SELECT DISTINCT a.activity AS activity
FROM activities AS a
CROSS JOIN settings AS g
WHERE a.occurred_at <= g.as_of
ORDER BY a.activity
