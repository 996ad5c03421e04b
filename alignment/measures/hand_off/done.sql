-- Every activity that was done by settings.as_of. settings: one row (as_of), handed in by asked.py.
SELECT DISTINCT a.activity AS activity
FROM activities AS a
CROSS JOIN settings AS g
WHERE a.occurred_at <= g.as_of
ORDER BY activity
