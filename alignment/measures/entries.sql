-- Every entry into a stage by settings.as_of, of leads known by then, in the order of lead and time; of the entries of one
-- instant, the further stage last. stage_order: stage → place. Both are handed in by journeys.py.
SELECT
    s.lead_id AS lead_id,
    s.stage AS stage,
    s.changed_at AS entered_at,
    s.is_date_changed_at AS is_date_entered
FROM stage_changes AS s
JOIN stage_order AS o ON o.stage = s.stage
JOIN leads AS l ON l.lead_id = s.lead_id
CROSS JOIN settings AS g
WHERE s.changed_at <= g.as_of AND l.created_at <= g.as_of
ORDER BY s.lead_id, s.changed_at, o.place
