-- Every deal of known leads closed by settings.as_of, within settings' period (start included, end
-- not), in the order of lead and time. amount: missing in another currency. settings: one row (start_at,
-- end_at, as_of, currency), handed in by closed_deals.py.
SELECT
    d.deal_id AS deal_id,
    d.lead_id AS lead_id,
    d.closed_at AS closed_at,
    d.is_won AS is_won,
    d.loss_reason AS reason,
    CASE WHEN coalesce(d.currency, g.currency) = g.currency THEN d.amount END AS amount
FROM deals AS d
JOIN leads AS l ON l.lead_id = d.lead_id
CROSS JOIN settings AS g
WHERE d.is_won IS NOT NULL AND d.closed_at >= g.start_at AND d.closed_at < g.end_at
    AND d.closed_at <= g.as_of AND d.created_at <= g.as_of AND l.created_at <= g.as_of
ORDER BY d.lead_id, d.closed_at, d.deal_id
