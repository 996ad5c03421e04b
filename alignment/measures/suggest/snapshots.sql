-- What leads had done in the window up to past moments, as distinct patterns with how often each
-- was seen and how often it converted. An activity that is a date without a time counts at the end
-- of its day; no machine's counts. moments: one row a lead and instant (n_moment, n_lead, begins_at
-- to at: the window, without its start and with its end, profile, fold, part, is_converted);
-- kinds: activity → at_most, place (how much one of it adds to the code, so that the capped counts
-- of all kinds make one number); days: starts_at → ends_at, the first and last instant of every
-- local day; observed: lead_id → n_lead. All are handed in by patterns.py.
WITH timed AS (
    SELECT
        o.n_lead AS n_lead,
        k.at_most AS at_most,
        k.place AS place,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS occurred_at
    FROM activities AS a
    JOIN observed AS o ON o.lead_id = a.lead_id
    JOIN kinds AS k ON k.activity = a.activity
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at
    WHERE NOT coalesce(a.is_bot, FALSE)
),
counted AS (
    SELECT m.n_moment AS n_moment, t.place AS place, t.at_most AS at_most, count(*) AS n
    FROM timed AS t
    JOIN moments AS m ON m.n_lead = t.n_lead
    WHERE t.occurred_at > m.begins_at AND t.occurred_at <= m.at
    GROUP BY m.n_moment, t.place, t.at_most
),
codes AS (
    SELECT
        c.n_moment AS n_moment,
        sum(CASE WHEN c.n < c.at_most THEN c.n ELSE c.at_most END * c.place) AS code
    FROM counted AS c
    GROUP BY c.n_moment
)
SELECT
    CAST(coalesce(c.code, 0) AS BIGINT) AS code,
    m.profile AS profile,
    m.fold AS fold,
    m.part AS part,
    count(*) AS n,
    CAST(sum(m.is_converted) AS BIGINT) AS n_converted
FROM moments AS m
LEFT JOIN codes AS c ON c.n_moment = m.n_moment
GROUP BY coalesce(c.code, 0), m.profile, m.fold, m.part
ORDER BY code, profile, fold, part
