-- What the sample's leads came to by source, asked another way than the measure asks it:
-- one correlated question a figure. As of the end of the history; won within 120 days; leads from
-- before 2025-01-15, the first recorded win, stand in no rate.
SELECT
    coalesce(l.source, '(not recorded)') AS source,
    count(*) AS n_leads,
    count(*) FILTER (EXISTS (
        FROM deals d WHERE d.lead_id = l.lead_id AND d.is_won
    )) AS n_won,
    sum((SELECT sum(d.amount) FROM deals d WHERE d.lead_id = l.lead_id AND d.is_won)) AS won_amount,
    count(*) FILTER (
        l.created_at >= (SELECT min(closed_at) FROM deals WHERE is_won)
        AND l.created_at + INTERVAL 120 DAY <= (SELECT max(occurred_at) FROM activities)
    ) AS n_mature,
    count(*) FILTER (
        l.created_at >= (SELECT min(closed_at) FROM deals WHERE is_won)
        AND l.created_at + INTERVAL 120 DAY <= (SELECT max(occurred_at) FROM activities)
        AND EXISTS (
            FROM deals d
            WHERE d.lead_id = l.lead_id AND d.is_won
                AND d.closed_at <= l.created_at + INTERVAL 120 DAY
        )
    ) AS n_converted
FROM leads l
GROUP BY ALL
ORDER BY n_leads DESC
