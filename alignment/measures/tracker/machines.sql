-- How many activities of a lead by settings.as_of were a machine's. wanted: lead_id. Both are handed
-- in by followed.py.
SELECT count(*) AS n
FROM activities AS a
JOIN wanted AS w ON w.lead_id = a.lead_id
CROSS JOIN settings AS g
WHERE coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
