-- How often each team, and the leads themselves, did each kind of activity; no machine's.
SELECT a.team AS team, a.activity AS activity, count(*) AS n
FROM activities AS a
JOIN leads AS l ON l.lead_id = a.lead_id
CROSS JOIN settings AS g
WHERE a.occurred_at <= g.as_of AND l.created_at <= g.as_of
    AND NOT coalesce(a.is_bot, FALSE)
GROUP BY a.team, a.activity
ORDER BY a.team, count(*) DESC, a.activity
