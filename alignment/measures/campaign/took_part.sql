-- How many known leads took part in some campaigns by settings.as_of that another one brought, or none:
-- they did something of the campaign themselves, and no machine for them. asked: campaign_id;
-- settings: one row (as_of). Both are handed in by similar.py.
SELECT count(DISTINCT a.lead_id) AS n
FROM activities AS a
JOIN asked AS c ON c.campaign_id = a.campaign_id
JOIN leads AS l ON l.lead_id = a.lead_id
LEFT JOIN asked AS o ON o.campaign_id = l.campaign_id
CROSS JOIN settings AS g
WHERE a.team = 'lead' AND NOT coalesce(a.is_bot, FALSE) AND o.campaign_id IS NULL
    AND a.occurred_at <= g.as_of AND l.created_at <= g.as_of
