-- One row a lead: the first time it entered each stage, and what its deals came to. Only what had
-- happened by settings.as_of. A stage counts from its own change or from its deal, whichever came
-- first. settings: one row (as_of, currency), handed in by journeys.py.
WITH entries AS (
    SELECT
        s.lead_id AS lead_id,
        min(CASE WHEN s.stage = 'mql' THEN s.changed_at END) AS mql_at,
        min(CASE WHEN s.stage = 'sal' THEN s.changed_at END) AS sal_at,
        min(CASE WHEN s.stage = 'sql' THEN s.changed_at END) AS sql_at,
        min(CASE WHEN s.stage = 'opportunity' THEN s.changed_at END) AS opportunity_at,
        min(CASE WHEN s.stage = 'customer' THEN s.changed_at END) AS customer_at
    FROM stage_changes AS s
    CROSS JOIN settings AS g
    WHERE s.changed_at <= g.as_of
    GROUP BY s.lead_id
),
known_deals AS (
    SELECT
        d.lead_id AS lead_id,
        d.created_at AS created_at,
        CASE WHEN d.closed_at <= g.as_of AND d.is_won THEN d.closed_at END AS won_at,
        CASE WHEN d.closed_at <= g.as_of AND NOT d.is_won THEN d.closed_at END AS lost_at,
        CASE WHEN coalesce(d.currency, g.currency) = g.currency THEN d.amount END AS amount
    FROM deals AS d
    CROSS JOIN settings AS g
    WHERE d.created_at <= g.as_of
),
deal_sums AS (
    SELECT
        k.lead_id AS lead_id,
        count(*) AS n_deals,
        count(k.won_at) AS n_deals_won,
        count(k.lost_at) AS n_deals_lost,
        min(k.created_at) AS deal_at,
        min(k.won_at) AS won_at,
        sum(CASE WHEN k.won_at IS NOT NULL THEN k.amount END) AS won_amount
    FROM known_deals AS k
    GROUP BY k.lead_id
)
SELECT
    l.lead_id AS lead_id,
    l.created_at AS created_at,
    l.source AS source,
    l.campaign_id AS campaign_id,
    l.owner AS owner,
    e.mql_at AS mql_at,
    e.sal_at AS sal_at,
    e.sql_at AS sql_at,
    CASE
        WHEN e.opportunity_at IS NULL OR d.deal_at < e.opportunity_at THEN d.deal_at
        ELSE e.opportunity_at
    END AS opportunity_at,
    CASE
        WHEN e.customer_at IS NULL OR d.won_at < e.customer_at THEN d.won_at
        ELSE e.customer_at
    END AS customer_at,
    coalesce(d.n_deals, 0) AS n_deals,
    coalesce(d.n_deals_won, 0) AS n_deals_won,
    coalesce(d.n_deals_lost, 0) AS n_deals_lost,
    d.won_amount AS won_amount
FROM leads AS l
CROSS JOIN settings AS g
LEFT JOIN entries AS e ON e.lead_id = l.lead_id
LEFT JOIN deal_sums AS d ON d.lead_id = l.lead_id
WHERE l.created_at <= g.as_of
ORDER BY l.lead_id
