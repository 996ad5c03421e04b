-- How often each reason was given for a recycled or disqualified lead. period: one row (start_at,
-- end_at, as_of); start included, end not, nothing after as_of nor of leads not known by then. It is
-- handed in by reasons.py.
SELECT
    s.stage AS kind,
    s.reason AS reason,
    count(*) AS n
FROM stage_changes AS s
JOIN leads AS l ON l.lead_id = s.lead_id
CROSS JOIN period AS p
WHERE s.stage IN ('recycled', 'disqualified')
    AND s.changed_at >= p.start_at AND s.changed_at < p.end_at AND s.changed_at <= p.as_of
    AND l.created_at <= p.as_of
GROUP BY s.stage, s.reason
ORDER BY
    CASE s.stage WHEN 'recycled' THEN 1 ELSE 2 END,
    n DESC,
    reason
