-- What was done around each hand-off. engaged_at: the lead's own last activity up to it, known_at
-- the last with a time of day. contact_at: Sales' first conversation from the hand-off on, before
-- the next one; timed_contact_at: the first with a time of day. n_before: what Sales did in the day
-- before. first_actor: who touched first. A date without a time counts at the end of its day.
-- hand_offs: lead_id, handed_off_at, day_before_at, until_at, first_touch_at; conversations:
-- activity; days: starts_at → ends_at, the first and last instant of every local day; settings:
-- as_of. All are handed in by episodes.py.
WITH done AS (
    SELECT
        a.lead_id AS lead_id,
        a.team AS team,
        a.actor AS actor,
        CASE WHEN c.activity IS NOT NULL THEN 1 ELSE 0 END AS is_conversation,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS done_at,
        CASE WHEN NOT a.is_date_occurred_at THEN a.occurred_at END AS timed_at
    FROM activities AS a
    CROSS JOIN settings AS g
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at
    LEFT JOIN conversations AS c ON c.activity = a.activity
    WHERE a.team IN ('lead', 'sales') AND NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
)
SELECT
    h.lead_id AS lead_id,
    h.handed_off_at AS handed_off_at,
    max(CASE WHEN t.team = 'lead' AND t.done_at <= h.handed_off_at THEN t.done_at END)
        AS engaged_at,
    max(CASE WHEN t.team = 'lead' AND t.done_at <= h.handed_off_at THEN t.timed_at END)
        AS known_at,
    min(CASE WHEN t.team = 'sales' AND t.is_conversation = 1
        AND t.done_at >= h.handed_off_at AND t.done_at < h.until_at THEN t.done_at END)
        AS first_contact_at,
    min(CASE WHEN t.team = 'sales' AND t.is_conversation = 1
        AND t.timed_at >= h.handed_off_at AND t.timed_at < h.until_at THEN t.timed_at END)
        AS timed_contact_at,
    min(CASE WHEN t.team = 'sales' AND t.done_at = h.first_touch_at THEN t.actor END)
        AS first_actor,
    sum(CASE WHEN t.team = 'sales' AND t.done_at < h.handed_off_at
        AND t.done_at >= h.day_before_at THEN 1 ELSE 0 END) AS n_before
FROM hand_offs AS h
LEFT JOIN done AS t ON t.lead_id = h.lead_id
GROUP BY h.lead_id, h.handed_off_at
