-- Who does each activity of a known lead; none where several do.
SELECT a.activity AS activity, min(a.team) AS team
FROM activities AS a
JOIN leads AS l ON l.lead_id = a.lead_id
CROSS JOIN settings AS g
WHERE a.occurred_at <= g.as_of AND l.created_at <= g.as_of
GROUP BY a.activity
HAVING min(a.team) = max(a.team)
ORDER BY a.activity
