-- Leads that a rule can first pass from settings.since_at to settings.until_at: created then, or
-- something happened to them, or they changed stage. settings is handed in by passed.py.
SELECT l.lead_id AS lead_id
FROM leads AS l
CROSS JOIN settings AS g
WHERE l.created_at >= g.since_at AND l.created_at <= g.until_at
UNION
SELECT a.lead_id AS lead_id
FROM activities AS a
CROSS JOIN settings AS g
WHERE a.occurred_at >= g.since_at AND a.occurred_at <= g.until_at
UNION
SELECT s.lead_id AS lead_id
FROM stage_changes AS s
CROSS JOIN settings AS g
WHERE s.changed_at >= g.since_at AND s.changed_at <= g.until_at
ORDER BY lead_id
