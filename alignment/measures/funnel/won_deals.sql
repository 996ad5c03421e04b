-- Every deal of known leads won by settings.as_of, in the order of lead and time: its amount where that
-- is known in settings.currency. settings: one row (as_of, currency), handed in by money.py.
SELECT
    d.deal_id AS deal_id,
    d.lead_id AS lead_id,
    d.closed_at AS closed_at,
    CASE WHEN coalesce(d.currency, g.currency) = g.currency THEN d.amount END AS amount
FROM deals AS d
JOIN leads AS l ON l.lead_id = d.lead_id
CROSS JOIN settings AS g
WHERE d.is_won AND d.closed_at <= g.as_of AND d.created_at <= g.as_of AND l.created_at <= g.as_of
ORDER BY d.lead_id, d.closed_at, d.deal_id
