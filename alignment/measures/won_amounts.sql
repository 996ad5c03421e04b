-- What won deals brought by settings.as_of, of those in settings.currency whose amount is known.
-- settings: one row (as_of, currency), handed in by tuning.py.
SELECT
    count(d.amount) AS n_won,
    sum(d.amount) AS won_amount
FROM deals AS d
CROSS JOIN settings AS g
WHERE d.is_won AND d.closed_at <= g.as_of AND coalesce(d.currency, g.currency) = g.currency
