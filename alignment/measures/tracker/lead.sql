-- One lead with all its attributes, where it was known by settings.as_of. wanted: lead_id. Both are
-- handed in by followed.py.
SELECT l.*
FROM leads AS l
JOIN wanted AS w ON w.lead_id = l.lead_id
CROSS JOIN settings AS g
WHERE l.created_at <= g.as_of
