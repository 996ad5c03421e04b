-- First touches of the sample by the weekday of the hand-off (Europe/Berlin), within four elapsed
-- hours, asked another way than the measure asks it. Hand-offs from before the first recorded
-- touch, and those younger than four hours at the end, are left out.
WITH handed AS (
    SELECT
        lead_id,
        changed_at AS handed_at,
        coalesce(
            lead(changed_at) OVER (PARTITION BY lead_id ORDER BY changed_at),
            TIMESTAMP '2100-01-01'
        ) AS until
    FROM stage_changes
    WHERE stage = 'mql'
),
touched AS (
    SELECT
        h.lead_id,
        h.handed_at,
        (
            SELECT min(a.occurred_at) FROM activities a
            WHERE a.lead_id = h.lead_id AND a.team = 'sales' AND NOT a.is_bot
                AND a.occurred_at >= h.handed_at AND a.occurred_at < h.until
        ) AS touched_at
    FROM handed h
)
SELECT
    dayname(timezone('Europe/Berlin', timezone('UTC', handed_at))) AS weekday,
    count(*) AS n_mature,
    count(touched_at) AS n_touched,
    count(*) FILTER (touched_at <= handed_at + INTERVAL 4 HOUR) AS n_within
FROM touched
WHERE handed_at >= (SELECT min(touched_at) FROM touched)
    AND handed_at + INTERVAL 4 HOUR <= (SELECT max(occurred_at) FROM activities)
GROUP BY ALL
ORDER BY min(isodow(timezone('Europe/Berlin', timezone('UTC', handed_at))))
