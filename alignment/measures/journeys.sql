-- One row a lead: the first time it entered each stage, what its deals came to, and Sales' first
-- touch after the hand-off. Only what had happened by settings.as_of.
-- settings: one row (as_of, hand_off_stage, currency); days: starts_at → ends_at, the first and last
-- instant of every local day. Both are handed in by journeys.py. A touch that is a date without a
-- time counts at the end of its day, so that it is never missed and never flatters.
-- A stage counts from its own change or from its deal, whichever came first.
WITH entries AS (
    SELECT
        s.lead_id AS lead_id,
        min(CASE WHEN s.stage = 'mql' THEN s.changed_at END) AS mql_at,
        min(CASE WHEN s.stage = 'sal' THEN s.changed_at END) AS sal_at,
        min(CASE WHEN s.stage = 'sql' THEN s.changed_at END) AS sql_at,
        min(CASE WHEN s.stage = 'opportunity' THEN s.changed_at END) AS opportunity_at,
        min(CASE WHEN s.stage = 'customer' THEN s.changed_at END) AS customer_at,
        min(CASE WHEN s.stage = 'recycled' THEN s.changed_at END) AS recycled_at,
        min(CASE WHEN s.stage = 'disqualified' THEN s.changed_at END) AS disqualified_at,
        min(CASE WHEN s.stage = g.hand_off_stage THEN s.changed_at END) AS handed_off_at
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
    WHERE d.created_at <= g.as_of OR d.closed_at <= g.as_of
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
),
dated_hand_offs AS (
    SELECT s.lead_id AS lead_id, count(*) AS n
    FROM stage_changes AS s
    JOIN entries AS e ON e.lead_id = s.lead_id AND e.handed_off_at = s.changed_at
    CROSS JOIN settings AS g
    WHERE s.stage = g.hand_off_stage AND s.is_date_changed_at
    GROUP BY s.lead_id
),
touches AS (
    SELECT
        a.lead_id AS lead_id,
        CASE WHEN a.is_date_occurred_at THEN coalesce(d.ends_at, a.occurred_at) ELSE a.occurred_at
        END AS touched_at,
        CASE WHEN NOT a.is_date_occurred_at THEN a.occurred_at END AS timed_at
    FROM activities AS a
    CROSS JOIN settings AS g
    LEFT JOIN days AS d ON d.starts_at = a.occurred_at
    WHERE a.team = 'sales' AND NOT coalesce(a.is_bot, FALSE) AND a.occurred_at <= g.as_of
),
first_touches AS (
    SELECT
        t.lead_id AS lead_id,
        min(t.touched_at) AS first_touch_at,
        min(t.timed_at) AS first_timed_at
    FROM touches AS t
    JOIN entries AS e ON e.lead_id = t.lead_id
    WHERE t.touched_at >= e.handed_off_at
    GROUP BY t.lead_id
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
    e.recycled_at AS recycled_at,
    e.disqualified_at AS disqualified_at,
    e.handed_off_at AS handed_off_at,
    t.first_touch_at AS first_touch_at,
    CASE
        WHEN h.n > 0 THEN TRUE
        WHEN t.first_touch_at IS NULL OR t.first_touch_at = t.first_timed_at THEN FALSE
        ELSE TRUE
    END AS is_date_response,
    coalesce(d.n_deals, 0) AS n_deals,
    coalesce(d.n_deals_won, 0) AS n_deals_won,
    coalesce(d.n_deals_lost, 0) AS n_deals_lost,
    d.won_amount AS won_amount
FROM leads AS l
CROSS JOIN settings AS g
LEFT JOIN entries AS e ON e.lead_id = l.lead_id
LEFT JOIN deal_sums AS d ON d.lead_id = l.lead_id
LEFT JOIN first_touches AS t ON t.lead_id = l.lead_id
LEFT JOIN dated_hand_offs AS h ON h.lead_id = l.lead_id
WHERE l.created_at <= g.as_of
ORDER BY l.lead_id
