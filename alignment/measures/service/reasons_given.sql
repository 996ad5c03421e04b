-- The reason given with each return of a lead by settings.as_of; of several at one instant the
-- first in order. settings is handed in by episodes.py.
SELECT
    s.lead_id AS lead_id,
    s.stage AS returned_to,
    s.changed_at AS entered_at,
    min(s.reason) AS reason
FROM stage_changes AS s
CROSS JOIN settings AS g
WHERE s.stage IN ('recycled', 'disqualified') AND s.changed_at <= g.as_of
GROUP BY s.lead_id, s.stage, s.changed_at
