-- How often every activity happened by settings.as_of, no machine's; how often a team did it, and
-- how often it came at or after its lead's conversion. observed: lead_id → converted_at (missing:
-- it did not); days: starts_at → ends_at, the first and last instant of every local day, since a date
-- without a time counts at the end of its day. All are handed in by leakage.py.
SELECT
    a.activity AS activity,
    count(*) AS n,
    CAST(sum(CASE WHEN a.team = 'lead' THEN 0 ELSE 1 END) AS BIGINT) AS n_by_teams,
    CAST(
        sum(
            CASE
                WHEN a.is_date_occurred_at AND coalesce(d.ends_at, a.occurred_at) >= o.converted_at
                    THEN 1
                WHEN a.occurred_at >= o.converted_at THEN 1
                ELSE 0
            END
        ) AS BIGINT
    ) AS n_after
FROM activities AS a
JOIN observed AS o ON o.lead_id = a.lead_id
CROSS JOIN settings AS g
LEFT JOIN days AS d ON d.starts_at = a.occurred_at
WHERE NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
GROUP BY a.activity
ORDER BY a.activity
