-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: link_put
-- $1 case, $2 other stream, $3 why, $4 by, $5 at_s.
INSERT INTO case_link (case_id, other, why, by, at_s) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id, other) DO UPDATE SET why = excluded.why, by = excluded.by, at_s = excluded.at_s;

-- name: link_del
-- $1 case, $2 other stream.
DELETE FROM case_link WHERE case_id = $1 AND other = $2;

-- name: link_list
-- $1 case, $2 at most.
SELECT c.id, c.subject, c.lang, c.state, l.why, l.by, coalesce(w.frozen_s, 0) FROM case_link l
CROSS JOIN cases c ON c.stream = l.other LEFT JOIN work w ON w.case_id = c.id WHERE l.case_id = $1 ORDER BY c.id LIMIT $2;

-- name: work_acts_warned
-- Cases of this member, or of nobody, whose linked case or same matter is frozen.  $1 member, $2 at most.
SELECT DISTINCT c.id, c.subject, c.lang, c.urgency, w.frozen_s, CAST(o.id AS TEXT) FROM work w CROSS JOIN cases o ON o.id = w.case_id
CROSS JOIN cases c ON c.id IN (SELECT l.case_id FROM case_link l WHERE l.other = o.stream
    UNION SELECT m.case_id FROM case_merged m WHERE m.other = o.stream)
LEFT JOIN work own ON own.case_id = c.id
WHERE w.frozen_s > 0 AND c.state = 'open' AND c.assignee IN ($1, '') AND coalesce(own.frozen_s, 0) = 0
ORDER BY c.urgency, c.id LIMIT $2;

-- name: untrained_put
-- $1 case, $2 member, $3 why, $4 at_s.
INSERT INTO case_untrained (case_id, member, why, at_s) VALUES ($1, $2, $3, $4)
ON CONFLICT (case_id) DO UPDATE SET member = excluded.member, why = excluded.why, at_s = excluded.at_s;

-- name: untrained_del
DELETE FROM case_untrained WHERE case_id = $1;

-- name: untrained_get
-- While that member leads and it is urgent.  $1 case.
SELECT u.member, u.why FROM case_untrained u JOIN cases c ON c.id = u.case_id
WHERE u.case_id = $1 AND c.state = 'open' AND c.urgency <= 2 AND c.assignee = u.member;

-- name: work_acts_untrained
-- The same of all, for the duty lead.  $1 member, $2 at most.
SELECT c.id, c.subject, c.lang, c.urgency, u.at_s, u.member FROM case_untrained u CROSS JOIN cases c ON c.id = u.case_id
WHERE c.state = 'open' AND c.urgency <= 2 AND c.assignee = u.member AND u.member <> $1 ORDER BY c.urgency, u.at_s LIMIT $2;

-- name: head_link_get
SELECT case_id, other, why, by, at_s FROM case_link WHERE case_id = $1 ORDER BY other;

-- name: head_link_put
INSERT INTO case_link (case_id, other, why, by, at_s) VALUES ($1, $2, $3, $4, $5);

-- name: head_untrained_get
SELECT case_id, member, why, at_s FROM case_untrained WHERE case_id = $1;

-- name: head_untrained_put
INSERT INTO case_untrained (case_id, member, why, at_s) VALUES ($1, $2, $3, $4);

-- name: forget_links
DELETE FROM case_link WHERE case_id = $1;

-- name: forget_untrained
DELETE FROM case_untrained WHERE case_id = $1;
