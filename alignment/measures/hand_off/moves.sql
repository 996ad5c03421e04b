-- The changes of stage of one day, with who made them and why. settings: one row (as_of, day_at, the
-- day's first instant); places: stage → place. Both are handed in by hands.py.
SELECT
    s.lead_id AS lead_id,
    s.changed_at AS changed_at,
    o.place AS place,
    min(s.reason) AS reason,
    min(s.team) AS team
FROM stage_changes AS s
JOIN places AS o ON o.stage = s.stage
CROSS JOIN settings AS g
WHERE s.changed_at >= g.day_at AND s.changed_at <= g.as_of
GROUP BY s.lead_id, s.changed_at, o.place
