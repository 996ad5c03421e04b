-- Every activity that can count towards a score: of a known lead, by no machine, from
-- settings.since_at to settings.as_of and before the lead's conversion; by lead, then time. An
-- activity that is a date without a time counts at the end of its day, when it had surely happened,
-- or at settings.as_of on the last day.
-- observed: lead_id → n_lead, until_at (nothing from then on counts); kinds: activity → kind; days:
-- starts_at → ends_at, the first and last instant of every local day. All are handed in by
-- timelines.py.
WITH timed AS (
    SELECT
        o.n_lead AS n_lead,
        k.kind AS kind,
        CASE
            WHEN a.is_date_occurred_at AND d.ends_at > g.as_of THEN g.as_of
            WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at)
            ELSE a.occurred_at
        END AS occurred_at,
        o.until_at AS until_at
    FROM activities AS a
    JOIN observed AS o ON o.lead_id = a.lead_id
    JOIN kinds AS k ON k.activity = a.activity
    CROSS JOIN settings AS g
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at AND a.is_date_occurred_at
    WHERE
        NOT coalesce(a.is_bot, FALSE)
        AND a.occurred_at <= g.as_of
        AND a.occurred_at >= g.since_at
)
SELECT
    t.n_lead AS n_lead,
    t.kind AS kind,
    t.occurred_at AS occurred_at
FROM timed AS t
WHERE t.occurred_at < t.until_at
ORDER BY t.n_lead, t.occurred_at
