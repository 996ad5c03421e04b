-- What each team and the lead itself did in a lead's time before until_at, by settings.as_of; no
-- machine's. A date without a time counts at the end of its day, as everywhere: it is done before
-- until_at where its day is an earlier one than that of until_at, which begins at day_at. A span in which
-- nobody acted is left out. spans: span, lead_id, until_at, day_at; settings: as_of. Both are handed in
-- by touches.py.
SELECT
    s.span AS span,
    sum(CASE WHEN a.team = 'marketing' THEN 1 ELSE 0 END) AS n_marketing,
    sum(CASE WHEN a.team = 'sales' THEN 1 ELSE 0 END) AS n_sales,
    sum(CASE WHEN a.team = 'lead' THEN 1 ELSE 0 END) AS n_lead
FROM activities AS a
JOIN spans AS s ON s.lead_id = a.lead_id
CROSS JOIN settings AS g
WHERE NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
    AND a.occurred_at < CASE WHEN a.is_date_occurred_at THEN s.day_at ELSE s.until_at END
GROUP BY s.span
ORDER BY s.span
