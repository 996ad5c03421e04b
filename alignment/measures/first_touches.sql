-- Sales' first touch of each hand-off: at or after it, and before the lead's next one. A touch that
-- is a date without a time counts at the end of its day, so that it is never missed and never
-- flatters. hand_offs: lead_id, handed_off_at, until_at; days: starts_at → ends_at, the first and
-- last instant of every local day; settings: as_of. All are handed in by journeys.py.
WITH touches AS (
    SELECT
        a.lead_id AS lead_id,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS touched_at,
        CASE WHEN NOT a.is_date_occurred_at THEN a.occurred_at END AS timed_at
    FROM activities AS a
    CROSS JOIN settings AS g
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at
    WHERE a.team = 'sales' AND NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
)
SELECT
    h.lead_id AS lead_id,
    h.handed_off_at AS handed_off_at,
    min(t.touched_at) AS first_touch_at,
    min(t.timed_at) AS first_timed_at
FROM hand_offs AS h
JOIN touches AS t ON t.lead_id = h.lead_id
WHERE t.touched_at >= h.handed_off_at AND t.touched_at < h.until_at
GROUP BY h.lead_id, h.handed_off_at
