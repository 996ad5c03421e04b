-- When won leads first and last met each campaign before they were won: activities of the lead or of
-- Marketing that name one, no machine's. A date without a time counts at the end of its day, as everywhere.
-- won: place, lead_id, won_at, none after as-of; days: starts_at → ends_at, the first and last instant of
-- every local day. Both are handed in by touched.py.
WITH touches AS (
    SELECT
        w.place AS place,
        w.won_at AS won_at,
        a.campaign_id AS campaign_id,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS touched_at
    FROM activities AS a
    JOIN won AS w ON w.lead_id = a.lead_id
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at
    WHERE a.campaign_id IS NOT NULL AND a.team IN ('lead', 'marketing')
        AND NOT coalesce(a.is_bot, FALSE) AND a.occurred_at < w.won_at
)
SELECT
    t.place AS place,
    t.campaign_id AS campaign_id,
    min(t.touched_at) AS first_at,
    max(t.touched_at) AS last_at
FROM touches AS t
WHERE t.touched_at < t.won_at
GROUP BY t.place, t.campaign_id
ORDER BY t.place, t.campaign_id
