-- What leads had themselves looked at, read or visited before until_at, by settings.as_of, no machine's:
-- by kind of activity and asset, how many leads, and how many of them converted. A date without a time
-- counts at the end of its day: before until_at where its day is an earlier one, which begins at day_at.
-- handed: lead_id, n_lead (a number for each, lighter than its id), until_at, day_at, is_converted (1 or
-- 0); settings: one row (as_of). Both are handed in by materials.py.
WITH looked AS (
    SELECT DISTINCT
        h.n_lead AS n_lead,
        h.is_converted AS is_converted,
        a.activity AS kind,
        a.asset AS label
    FROM activities AS a
    JOIN handed AS h ON h.lead_id = a.lead_id
    CROSS JOIN settings AS g
    WHERE a.team = 'lead' AND a.asset IS NOT NULL AND NOT coalesce(a.is_bot, FALSE)
        AND a.occurred_at <= g.as_of
        AND a.occurred_at < CASE WHEN a.is_date_occurred_at THEN h.day_at ELSE h.until_at END
)
SELECT
    k.label AS label,
    k.kind AS kind,
    count(*) AS n_seen,
    CAST(sum(k.is_converted) AS BIGINT) AS n_converted_seen
FROM looked AS k
GROUP BY k.label, k.kind
ORDER BY n_converted_seen DESC, n_seen DESC, label, kind
