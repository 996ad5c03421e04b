-- First touches of the sample by the weekday of the hand-off (Europe/Berlin), within four working
-- hours, asked another way than the measure asks it: day by day, how much of each working day lies
-- between. Hand-offs from before the first recorded touch, and those younger than four working hours
-- at the end, are left out. The holidays are those of all Germany, as its calendars print them.
WITH off AS (
    SELECT unnest([
        '2024-10-03', '2024-12-24', '2024-12-25', '2024-12-26', '2024-12-31',
        '2025-01-01', '2025-04-18', '2025-04-21', '2025-05-01', '2025-05-29', '2025-06-09',
        '2025-10-03', '2025-12-24', '2025-12-25', '2025-12-26', '2025-12-31',
        '2026-01-01', '2026-04-03', '2026-04-06', '2026-05-01', '2026-05-14', '2026-05-25'
    ])::DATE AS day
),
days AS (
    SELECT
        timezone('UTC', timezone('Europe/Berlin', d + INTERVAL 9 HOUR)) AS opens,
        timezone('UTC', timezone('Europe/Berlin', d + INTERVAL 17 HOUR)) AS closes
    FROM generate_series(TIMESTAMP '2024-10-01', TIMESTAMP '2026-10-05', INTERVAL 1 DAY) AS s(d)
    WHERE isodow(d) <= 5 AND d::DATE NOT IN (FROM off)
),
handed AS (
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
        ) AS touched_at,
        (SELECT max(occurred_at) FROM activities) AS end_at
    FROM handed h
),
worked AS (
    SELECT
        t.lead_id,
        t.handed_at,
        t.touched_at,
        sum(greatest(epoch_us(least(d.closes, t.touched_at)) - epoch_us(greatest(d.opens, t.handed_at)), 0))
            / 3.6e9 AS took_hours,
        sum(greatest(epoch_us(least(d.closes, t.end_at)) - epoch_us(greatest(d.opens, t.handed_at)), 0))
            / 3.6e9 AS passed_hours
    FROM touched t CROSS JOIN days d
    GROUP BY ALL
)
SELECT
    dayname(timezone('Europe/Berlin', timezone('UTC', handed_at))) AS weekday,
    count(*) AS n_mature,
    count(touched_at) AS n_touched,
    count(*) FILTER (touched_at IS NOT NULL AND took_hours <= 4) AS n_within
FROM worked
WHERE handed_at >= (SELECT min(touched_at) FROM touched)
    AND passed_hours >= 4
GROUP BY ALL
ORDER BY min(isodow(timezone('Europe/Berlin', timezone('UTC', handed_at))))
