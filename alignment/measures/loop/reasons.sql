-- How often each reason was given for a recycled or disqualified lead or a lost deal.
-- period: one row (start_at, end_at, as_of); start included, end not, nothing after as_of
-- nor of leads that were not known by then.
WITH given AS (
    SELECT s.stage AS kind, s.reason AS reason
    FROM stage_changes AS s
    JOIN leads AS l ON l.lead_id = s.lead_id
    CROSS JOIN period AS p
    WHERE s.stage IN ('recycled', 'disqualified')
        AND s.changed_at >= p.start_at AND s.changed_at < p.end_at AND s.changed_at <= p.as_of
        AND l.created_at <= p.as_of
    UNION ALL
    SELECT 'lost' AS kind, d.loss_reason AS reason
    FROM deals AS d
    JOIN leads AS l ON l.lead_id = d.lead_id
    CROSS JOIN period AS p
    WHERE NOT d.is_won
        AND d.closed_at >= p.start_at AND d.closed_at < p.end_at AND d.closed_at <= p.as_of
        AND d.created_at <= p.as_of AND l.created_at <= p.as_of
)
SELECT g.kind AS kind, g.reason AS reason, count(*) AS n
FROM given AS g
GROUP BY g.kind, g.reason
ORDER BY
    CASE g.kind WHEN 'recycled' THEN 1 WHEN 'disqualified' THEN 2 ELSE 3 END,
    n DESC,
    reason
