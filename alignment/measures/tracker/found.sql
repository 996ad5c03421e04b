-- The leads known by asked.as_of that hold asked.text, those that are called so first: by id, then at
-- the beginning of an entry, then anywhere. named: lead_id, created_at, source, name, email, company,
-- held (all that is searched, each entry behind asked.edge), put before this by found.py, which hands
-- asked in: text, edge, as_of.
SELECT
    m.lead_id AS lead_id,
    m.name AS name,
    m.email AS email,
    m.company AS company,
    m.source AS source,
    m.created_at AS created_at,
    count(*) OVER () AS n_found
FROM (
    SELECT
        n.lead_id AS lead_id,
        n.name AS name,
        n.email AS email,
        n.company AS company,
        n.source AS source,
        n.created_at AS created_at,
        CASE
            WHEN lower(n.lead_id) = lower(x.text) THEN 0
            WHEN position(lower(x.edge || x.text) IN n.held) > 0 THEN 1
            ELSE 2
        END AS place
    FROM named AS n
    CROSS JOIN asked AS x
    WHERE n.created_at <= x.as_of AND position(lower(x.text) IN n.held) > 0
) AS m
ORDER BY m.place, coalesce(m.name, m.company, ''), m.lead_id
LIMIT 1000
