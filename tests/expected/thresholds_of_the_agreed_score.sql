-- Whom the sample's agreed score would have handed over at 40, 50 and 60 points, asked another way
-- than the replay asks it: the score counted afresh at every lead's creation and at each of its
-- activities (no activity has negative points, so it can rise at no other instant). As of the end of
-- the history; won within 120 days.
WITH points AS (
    FROM (VALUES
        ('web_visit', 1, 10), ('email_click', 2, 5), ('white_paper', 5, 3), ('form_fill', 10, 1),
        ('pricing_page', 10, 2), ('webinar', 20, 2), ('event_stand', 30, 1)
    ) AS p(activity, each, at_most)
),
known AS (
    SELECT
        l.lead_id,
        l.created_at,
        (SELECT min(d.closed_at) FROM deals d WHERE d.lead_id = l.lead_id AND d.is_won) AS won_at,
        CASE WHEN l.n_employees >= 50 THEN 10 ELSE 0 END
        + CASE WHEN l.seniority IN ('c_level', 'director') THEN 10 ELSE 0 END
        + CASE WHEN l.budget THEN 5 ELSE 0 END
        - CASE WHEN l.seniority = 'student' THEN 20 ELSE 0 END AS fit
    FROM leads l
),
counting AS (
    SELECT a.lead_id, a.occurred_at, p.*
    FROM activities a
    JOIN points p USING (activity)
    JOIN known k USING (lead_id)
    WHERE NOT a.is_bot AND (k.won_at IS NULL OR a.occurred_at < k.won_at)
),
instants AS (
    SELECT lead_id, created_at AS x FROM known WHERE won_at IS NULL OR created_at < won_at
    UNION
    SELECT c.lead_id, c.occurred_at FROM counting c JOIN known k USING (lead_id)
    WHERE c.occurred_at >= k.created_at
),
lines AS (
    SELECT i.lead_id, i.x, c.activity, least(count(*), c.at_most) * c.each AS points
    FROM instants i
    JOIN counting c
        ON c.lead_id = i.lead_id AND c.occurred_at <= i.x AND c.occurred_at > i.x - INTERVAL 30 DAY
    GROUP BY i.lead_id, i.x, c.activity, c.at_most, c.each
),
scores AS (
    SELECT i.lead_id, i.x, any_value(k.fit) + coalesce(sum(l.points), 0) AS score
    FROM instants i
    JOIN known k USING (lead_id)
    LEFT JOIN lines l ON l.lead_id = i.lead_id AND l.x = i.x
    GROUP BY i.lead_id, i.x
),
handed AS (
    SELECT t.threshold, s.lead_id, min(s.x) AS x
    FROM scores s
    JOIN (VALUES (40), (50), (60)) AS t(threshold) ON s.score >= t.threshold
    GROUP BY t.threshold, s.lead_id
)
SELECT
    h.threshold,
    count(*) AS n_handed_off,
    count(*) FILTER (h.x + INTERVAL 120 DAY <= e.as_of) AS n_mature,
    count(*) FILTER (
        h.x + INTERVAL 120 DAY <= e.as_of AND k.won_at <= h.x + INTERVAL 120 DAY
    ) AS n_converted,
    count(*) FILTER (h.x + INTERVAL 120 DAY > e.as_of) AS n_immature,
    count(k.won_at) / any_value(e.n_won) AS recall
FROM handed h
JOIN known k USING (lead_id)
CROSS JOIN (
    SELECT (SELECT max(occurred_at) FROM activities) AS as_of, count(won_at) AS n_won FROM known
) AS e
GROUP BY h.threshold
ORDER BY h.threshold
