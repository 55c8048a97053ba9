-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: date_put
-- A date, or one that moved: then nobody has confirmed it and how it was found is open again.
-- $1 item, $2 record, $3 case, $4 kind, $5 local_s, $6 zone, $7 until_s, $8 unsure, $9 binding, $10 words, $11 at_s.
INSERT INTO deadline (item, id, case_id, kind, local_s, zone, until_s, unsure, binding, words, state, deputy,
    confirmed_by, ended_by, changed_s, sequence, explained)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', '', '', $11, 0, NULL)
ON CONFLICT (item) DO UPDATE SET kind = $4, local_s = $5, zone = $6, until_s = $7, unsure = $8, binding = $9, words = $10,
    state = CASE WHEN until_s = $7 AND kind = $4 AND state <> 3 THEN state ELSE 0 END,
    confirmed_by = CASE WHEN until_s = $7 AND kind = $4 AND state <> 3 THEN confirmed_by ELSE '' END,
    explained = CASE WHEN until_s = $7 AND kind = $4 THEN explained ELSE NULL END,
    changed_s = $11, sequence = sequence + 1;

-- name: date_drop
-- The form was withdrawn, or a step has no hearing any more.  $1 item, $2 who, $3 at_s.
UPDATE deadline SET state = 3, ended_by = $2, changed_s = $3, sequence = sequence + 1 WHERE item = $1;

-- name: date_explained
-- $1 item, $2 explanation.
UPDATE deadline SET explained = $2 WHERE item = $1;

-- name: date_state
-- $1 item, $2 state, $3 at_s, $4 confirmed_by, $5 ended_by.
UPDATE deadline SET state = $2, changed_s = $3, confirmed_by = $4, ended_by = $5, sequence = sequence + 1 WHERE item = $1;

-- name: date_deputy
-- $1 item, $2 name, $3 at_s.
UPDATE deadline SET deputy = $2, changed_s = $3 WHERE item = $1;

-- name: date_of_item
-- $1 item.
SELECT id, case_id, state, confirmed_by FROM deadline WHERE item = $1;

-- name: date_get
-- $1 number.
SELECT d.id, d.case_id, d.kind, d.state, d.local_s, d.zone, d.until_s, d.unsure, d.binding, d.words, c.subject, c.lang,
    coalesce(t.assignee, c.assignee) AS holder, d.deputy, d.changed_s, d.sequence, d.item, d.confirmed_by, d.ended_by,
    d.explained
FROM deadline d JOIN cases c ON c.id = d.case_id
    LEFT JOIN work w ON w.case_id = d.case_id LEFT JOIN cases t ON t.stream = w.merged_into
WHERE d.id = $1;

-- name: date_due
-- What ends in a span, soonest first.  Of a case that went into another, the lead of that one holds the dates.  $1 from, $2 to, $3 member or '' for all, $4 done ones too, $5 at most,
-- $6 also what nobody leads.
SELECT d.id, d.case_id, d.kind, d.state, d.local_s, d.zone, d.until_s, d.unsure, d.binding, d.words, c.subject, c.lang,
    coalesce(t.assignee, c.assignee) AS holder, d.deputy, d.changed_s, d.sequence, d.item
FROM deadline d JOIN cases c ON c.id = d.case_id
    LEFT JOIN work w ON w.case_id = d.case_id LEFT JOIN cases t ON t.stream = w.merged_into
WHERE d.until_s >= $1 AND d.until_s < $2 AND (d.state < 2 OR ($4 AND d.state = 2))
    AND ($3 = '' OR coalesce(t.assignee, c.assignee) = $3 OR d.deputy = $3 OR ($6 AND coalesce(t.assignee, c.assignee) = ''))
ORDER BY d.until_s, d.id LIMIT $5;

-- name: date_near_count
-- Dates that end before a moment, or are over, and ask for this member.  $1 moment, $2 member.
SELECT count(*) FROM deadline d JOIN cases c ON c.id = d.case_id
    LEFT JOIN work w ON w.case_id = d.case_id LEFT JOIN cases t ON t.stream = w.merged_into
WHERE d.until_s < $1 AND d.state < 2 AND (coalesce(t.assignee, c.assignee) = $2 OR d.deputy = $2);

-- name: date_of_case
-- All of a case and of those that came into it, those that still ask for something first.  $1 case, $2 at most.
WITH RECURSIVE down (id, n) AS (
    SELECT $1, 0
    UNION ALL
    SELECT o.id, n + 1 FROM down JOIN case_merged m ON m.case_id = down.id JOIN cases o ON o.stream = m.other WHERE n < 8
)
SELECT d.id, d.case_id, d.kind, d.state, d.local_s, d.zone, d.until_s, d.unsure, d.binding, d.words, c.subject, c.lang,
    coalesce(t.assignee, c.assignee) AS holder, d.deputy, d.changed_s, d.sequence, d.item
FROM deadline d JOIN cases c ON c.id = d.case_id
    LEFT JOIN work w ON w.case_id = d.case_id LEFT JOIN cases t ON t.stream = w.merged_into
WHERE d.case_id IN (SELECT id FROM down) ORDER BY d.state >= 2, d.until_s, d.id LIMIT $2;

-- name: date_root
-- The case that this one went into, or itself.  $1 case.
WITH RECURSIVE up (id, n) AS (
    SELECT $1, 0
    UNION ALL
    SELECT t.id, n + 1 FROM up JOIN work w ON w.case_id = up.id JOIN cases t ON t.stream = w.merged_into WHERE n < 8
)
SELECT id FROM up ORDER BY n DESC LIMIT 1;

-- name: date_head_get
-- Those that still ask for something: an unlock shows them before the records are read.  $1 case.
SELECT item, id, case_id, kind, local_s, zone, until_s, unsure, binding, words, state, deputy, confirmed_by, ended_by,
    changed_s, sequence FROM deadline WHERE case_id = $1 AND state < 2 ORDER BY until_s LIMIT 20;

-- name: date_head_put
INSERT INTO deadline (item, id, case_id, kind, local_s, zone, until_s, unsure, binding, words, state, deputy, confirmed_by,
    ended_by, changed_s, sequence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: forget_dates
DELETE FROM deadline WHERE case_id = $1;
