-- Who made some changes of stage, and why; of several of one instant the first in order. moves:
-- lead_id, stage, entered_at, handed in by episodes.py.
SELECT
    m.lead_id AS lead_id,
    m.stage AS stage,
    m.entered_at AS entered_at,
    min(s.team) AS team,
    min(s.reason) AS reason
FROM moves AS m
JOIN stage_changes AS s
    ON s.lead_id = m.lead_id AND s.stage = m.stage AND s.changed_at = m.entered_at
GROUP BY m.lead_id, m.stage, m.entered_at
