-- The deals of known leads opened or closed from settings.start_at to before settings.end_at, as
-- settings.as_of knows them: one closed later is open. The amount where it is known in
-- settings.currency. settings: one row (as_of, currency, start_at, end_at), handed in by ground.py.
SELECT
    d.lead_id AS lead_id,
    d.created_at AS created_at,
    CASE WHEN d.closed_at <= g.as_of THEN d.closed_at END AS closed_at,
    CASE WHEN d.closed_at <= g.as_of THEN d.is_won END AS is_won,
    CASE WHEN coalesce(d.currency, g.currency) = g.currency THEN d.amount END AS amount
FROM deals AS d
JOIN leads AS l ON l.lead_id = d.lead_id
CROSS JOIN settings AS g
WHERE d.created_at <= g.as_of
    AND l.created_at <= g.as_of
    AND ((d.created_at >= g.start_at AND d.created_at < g.end_at)
        OR (d.closed_at >= g.start_at AND d.closed_at < g.end_at))
ORDER BY d.lead_id, d.created_at, d.deal_id
