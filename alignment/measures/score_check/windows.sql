-- What leads did in the windows up to some moments. One row a moment and lead (activity missing): its
-- units of points for what it did. And one row a moment and activity (n_lead −1): the units that it
-- brought, how often it was done and by how many leads. A lead counts while it is known and open;
-- only what leads did themselves, or what has points, and no machine's. An activity that is a date
-- without a time counts at the end of its day.
-- calendar: day (UTC), n_moment, from_at and dates_from_at (the first instant of the window, and the
-- first of the local day that holds it), until_at (the first instant after the moment); moments:
-- n_moment, until_at; kinds: activity → units, at_most; observed: lead_id → n_lead, created_at,
-- open_until_at. All are handed in by scored.py.
WITH counted AS (
    SELECT
        c.n_moment AS n_moment,
        a.lead_id AS lead_id,
        a.activity AS activity,
        count(*) AS n
    FROM activities AS a
    JOIN calendar AS c ON CAST(c.day AS DATE) = CAST(a.occurred_at AS DATE)
    LEFT JOIN kinds AS k ON k.activity = a.activity
    WHERE
        NOT coalesce(a.is_bot, FALSE)
        AND (k.activity IS NOT NULL OR a.team = 'lead')
        AND a.occurred_at < c.until_at
        AND a.occurred_at
        >= CASE WHEN a.is_date_occurred_at THEN c.dates_from_at ELSE c.from_at END
    GROUP BY c.n_moment, a.lead_id, a.activity
),
known AS (
    SELECT
        c.n_moment AS n_moment,
        o.n_lead AS n_lead,
        c.activity AS activity,
        c.n AS n,
        coalesce(CASE WHEN c.n < k.at_most THEN c.n ELSE k.at_most END * k.units, 0) AS units
    FROM counted AS c
    JOIN moments AS m ON m.n_moment = c.n_moment
    JOIN observed AS o ON o.lead_id = c.lead_id
    LEFT JOIN kinds AS k ON k.activity = c.activity
    WHERE o.created_at < m.until_at AND o.open_until_at >= m.until_at
)
SELECT
    k.n_moment AS n_moment,
    k.n_lead AS n_lead,
    CAST(NULL AS VARCHAR(9)) AS activity,
    CAST(sum(k.units) AS BIGINT) AS units,
    CAST(sum(k.n) AS BIGINT) AS n_done,
    1 AS n_leads
FROM known AS k
GROUP BY k.n_moment, k.n_lead
UNION ALL
SELECT
    k.n_moment AS n_moment,
    -1 AS n_lead,
    k.activity AS activity,
    CAST(sum(k.units) AS BIGINT) AS units,
    CAST(sum(k.n) AS BIGINT) AS n_done,
    count(*) AS n_leads
FROM known AS k
GROUP BY k.n_moment, k.activity
ORDER BY n_moment, n_lead
