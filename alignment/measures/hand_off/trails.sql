-- Every entry into a stage by settings.as_of, in the order of lead and time, of the leads that ever
-- went further than Marketing's own stages; of the entries of one instant, the further stage last.
-- Leads that are not known stand here too: they are left out where leads are read. settings: one
-- row (as_of, day_at); places: stage → place, is_marketing. Both are handed in by hands.py.
WITH gone AS (
    SELECT DISTINCT s.lead_id AS lead_id
    FROM stage_changes AS s
    JOIN places AS o ON o.stage = s.stage
    CROSS JOIN settings AS g
    WHERE s.changed_at <= g.as_of AND NOT o.is_marketing
)
SELECT
    s.lead_id AS lead_id,
    s.changed_at AS entered_at,
    s.is_date_changed_at AS is_date_entered,
    o.place AS place
FROM stage_changes AS s
JOIN gone AS e ON e.lead_id = s.lead_id
JOIN places AS o ON o.stage = s.stage
CROSS JOIN settings AS g
WHERE s.changed_at <= g.as_of
ORDER BY s.lead_id, s.changed_at, o.place
