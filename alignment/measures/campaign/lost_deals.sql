-- Every deal of known leads lost by settings.as_of, within settings' period (start included, end not).
-- settings: one row (start_at, end_at, as_of), handed in by objections.py.
SELECT
    d.lead_id AS lead_id,
    d.loss_reason AS reason
FROM deals AS d
JOIN leads AS l ON l.lead_id = d.lead_id
CROSS JOIN settings AS g
WHERE NOT d.is_won AND d.closed_at >= g.start_at AND d.closed_at < g.end_at
    AND d.closed_at <= g.as_of AND d.created_at <= g.as_of AND l.created_at <= g.as_of
ORDER BY d.lead_id, d.deal_id
