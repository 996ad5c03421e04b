-- Who does each activity; none where several do, or nobody knows who.
SELECT a.activity, min(a.team) AS team
FROM activities AS a
CROSS JOIN settings AS g
WHERE a.occurred_at <= g.as_of
GROUP BY a.activity
HAVING min(a.team) = max(a.team) AND count(a.team) = count(*)
ORDER BY a.activity
