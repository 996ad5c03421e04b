-- All that happened to some leads by settings.as_of, of leads known by then: their creation, what
-- was done (by no machine), stages entered, deals opened and closed; by lead, then time, and of one
-- instant in that order. A date without a time stands at the start of its local day, marked is_date.
-- wanted: lead_id, each once; stage_order: stage → place. All are handed in by events.py.
WITH asked AS (
    SELECT l.lead_id AS lead_id
    FROM leads AS l
    JOIN wanted AS w ON w.lead_id = l.lead_id
    CROSS JOIN settings AS g
    WHERE l.created_at <= g.as_of
),
known_deals AS (
    SELECT
        d.deal_id AS deal_id,
        d.lead_id AS lead_id,
        d.created_at AS created_at,
        d.is_date_created_at AS is_date_created_at,
        d.closed_at AS closed_at,
        d.is_date_closed_at AS is_date_closed_at,
        d.is_won AS is_won,
        d.loss_reason AS loss_reason,
        d.amount AS amount,
        d.currency AS currency,
        d.campaign_id AS campaign_id
    FROM deals AS d
    JOIN asked AS k ON k.lead_id = d.lead_id
    CROSS JOIN settings AS g
    WHERE d.created_at <= g.as_of
),
found AS (
    SELECT
        l.lead_id AS lead_id,
        l.created_at AS at,
        l.is_date_created_at AS is_date,
        '' AS team,
        'created' AS kind,
        0 AS place,
        'created' AS what,
        CAST(NULL AS VARCHAR) AS asset,
        l.campaign_id AS campaign_id,
        CAST(NULL AS VARCHAR) AS actor,
        CAST(NULL AS VARCHAR) AS reason,
        CAST(NULL AS DOUBLE) AS amount,
        CAST(NULL AS VARCHAR) AS currency,
        CAST(NULL AS VARCHAR) AS deal_id
    FROM leads AS l
    JOIN asked AS k ON k.lead_id = l.lead_id
    UNION ALL
    SELECT
        a.lead_id AS lead_id,
        a.occurred_at AS at,
        a.is_date_occurred_at AS is_date,
        a.team AS team,
        'activity' AS kind,
        1 AS place,
        a.activity AS what,
        a.asset AS asset,
        a.campaign_id AS campaign_id,
        a.actor AS actor,
        CAST(NULL AS VARCHAR) AS reason,
        CAST(NULL AS DOUBLE) AS amount,
        CAST(NULL AS VARCHAR) AS currency,
        CAST(NULL AS VARCHAR) AS deal_id
    FROM activities AS a
    JOIN asked AS k ON k.lead_id = a.lead_id
    CROSS JOIN settings AS g
    WHERE a.occurred_at <= g.as_of AND NOT coalesce(a.is_bot, FALSE)
    UNION ALL
    SELECT
        s.lead_id AS lead_id,
        s.changed_at AS at,
        s.is_date_changed_at AS is_date,
        coalesce(s.team, '') AS team,
        'stage' AS kind,
        10 + o.place AS place,
        s.stage AS what,
        CAST(NULL AS VARCHAR) AS asset,
        CAST(NULL AS VARCHAR) AS campaign_id,
        CAST(NULL AS VARCHAR) AS actor,
        s.reason AS reason,
        CAST(NULL AS DOUBLE) AS amount,
        CAST(NULL AS VARCHAR) AS currency,
        CAST(NULL AS VARCHAR) AS deal_id
    FROM stage_changes AS s
    JOIN asked AS k ON k.lead_id = s.lead_id
    JOIN stage_order AS o ON o.stage = s.stage
    CROSS JOIN settings AS g
    WHERE s.changed_at <= g.as_of
    UNION ALL
    SELECT
        d.lead_id AS lead_id,
        d.created_at AS at,
        d.is_date_created_at AS is_date,
        '' AS team,
        'deal' AS kind,
        50 AS place,
        'deal opened' AS what,
        CAST(NULL AS VARCHAR) AS asset,
        d.campaign_id AS campaign_id,
        CAST(NULL AS VARCHAR) AS actor,
        CAST(NULL AS VARCHAR) AS reason,
        d.amount AS amount,
        d.currency AS currency,
        d.deal_id AS deal_id
    FROM known_deals AS d
    UNION ALL
    SELECT
        d.lead_id AS lead_id,
        d.closed_at AS at,
        d.is_date_closed_at AS is_date,
        '' AS team,
        'deal' AS kind,
        51 AS place,
        CASE WHEN d.is_won THEN 'deal won' ELSE 'deal lost' END AS what,
        CAST(NULL AS VARCHAR) AS asset,
        d.campaign_id AS campaign_id,
        CAST(NULL AS VARCHAR) AS actor,
        CASE WHEN NOT d.is_won THEN d.loss_reason END AS reason,
        d.amount AS amount,
        d.currency AS currency,
        d.deal_id AS deal_id
    FROM known_deals AS d
    CROSS JOIN settings AS g
    WHERE d.closed_at <= g.as_of AND d.is_won IS NOT NULL
)
SELECT
    f.lead_id AS lead_id,
    f.at AS at,
    f.is_date AS is_date,
    f.team AS team,
    f.kind AS kind,
    f.what AS what,
    f.asset AS asset,
    coalesce(c.name, f.campaign_id) AS campaign,
    f.actor AS actor,
    f.reason AS reason,
    f.amount AS amount,
    f.currency AS currency
FROM found AS f
LEFT JOIN campaigns AS c ON c.campaign_id = f.campaign_id
ORDER BY
    f.lead_id, f.at, f.place, f.what, f.team, f.actor, f.asset, f.campaign_id, f.reason, f.deal_id
