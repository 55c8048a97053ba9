-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: export_entry
-- The text of an entry as the thread shows it.  $1 id.
SELECT body FROM entry WHERE id = $1;

-- name: export_list
-- What identifies nobody.
SELECT opened_s, lang, country, situation, who, proposed, urgency, state, waiting_s,
    (SELECT min(e.at_s) FROM entry e WHERE e.case_id = c.id AND e.kind IN (2, 17)),
    (SELECT t.channel FROM contact t WHERE t.case_id = c.id ORDER BY t.last_s DESC LIMIT 1)
FROM cases c ORDER BY opened_s / 2592000, lang, country, situation, urgency;

-- name: bring_known
-- What tells entries again that came by another channel, or by hub, and their cases.
SELECT content, case_id FROM entry WHERE kind IN (1, 2, 16, 17) AND content IS NOT NULL;

-- name: hold_put
-- $1 case, $2 by, $3 at_s, $4 why.
INSERT INTO hold (case_id, by, at_s, why) VALUES ($1, $2, $3, $4)
ON CONFLICT (case_id) DO UPDATE SET by = excluded.by, at_s = excluded.at_s, why = excluded.why;

-- name: hold_get
-- $1 case.
SELECT by, at_s, why FROM hold WHERE case_id = $1;

-- name: head_hold_get
SELECT * FROM hold WHERE case_id = $1;

-- name: head_hold_put
INSERT INTO hold VALUES ($1, $2, $3, $4);

-- name: forget_hold
DELETE FROM hold WHERE case_id = $1;

-- name: hold_list
SELECT c.id, c.subject, c.lang, h.by, h.at_s, h.why FROM hold h JOIN cases c ON c.id = h.case_id ORDER BY h.at_s LIMIT 200;

-- name: keep_due
-- Closed cases without a hold, the longest closed first.  $1 closed before, $2 at most.
SELECT c.id, c.subject, c.lang, c.last_s, (SELECT max(e.at_s) FROM entry e WHERE e.case_id = c.id AND e.kind = 5) AS closed
FROM cases c WHERE c.state = 'closed' AND c.last_s <= $1 AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.case_id = c.id)
ORDER BY c.last_s LIMIT $2;

-- name: keep_closed
-- When a case was closed; null when it is open.  $1 case.
SELECT CASE WHEN state = 'closed' THEN last_s END FROM cases WHERE id = $1;

-- name: keep_answers
-- The next answer that was sent.  $1 case, $2 behind this entry.
SELECT content, id FROM entry WHERE case_id = $1 AND kind IN (2, 17) AND content IS NOT NULL AND id > $2
ORDER BY id LIMIT 1;

-- name: talk_said
-- $1 case, $2 when.
INSERT INTO talk (case_id, last_s, erased_id, erased_s) VALUES ($1, $2, 0, 0)
ON CONFLICT (case_id) DO UPDATE SET last_s = max(last_s, excluded.last_s);

-- name: talk_brought
-- The clock of what came along begins here.  $1 case, $2 when.
UPDATE talk SET last_s = max(last_s, $2) WHERE case_id = $1 AND last_s > 0;

-- name: talk_erased
-- $1 case, $2 record, $3 when.
UPDATE talk SET last_s = 0, erased_id = $2, erased_s = $3 WHERE case_id = $1;

-- name: talk_blank
-- What stands in the place of words is nothing to read.  $1 case, $2 record.
UPDATE entry SET body = '' WHERE case_id = $1 AND id < $2 AND kind IN (1, 2, 16, 17);

-- name: talk_get
-- $1 case.
SELECT t.last_s, t.erased_id, t.erased_s, c.waiting_s FROM talk t JOIN cases c ON c.id = t.case_id WHERE t.case_id = $1;

-- name: talk_stuck_put
-- $1 case.
INSERT INTO talk_stuck (case_id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: talk_stuck_get
-- $1 case.
SELECT 1 FROM talk_stuck k JOIN talk t ON t.case_id = k.case_id WHERE k.case_id = $1 AND t.last_s > 0;

-- name: talk_stuck_list
-- $1 at most.
SELECT c.id, c.subject, c.lang, t.last_s FROM talk_stuck k JOIN talk t ON t.case_id = k.case_id JOIN cases c ON c.id = k.case_id
WHERE t.last_s > 0 ORDER BY t.last_s, c.id LIMIT $1;

-- name: talk_due
-- Cases without a hold in which nobody waits and nothing was said since, the longest silent first;
-- not those that were tried in vain.  $1 before, $2 at most.
SELECT c.id, c.subject, c.lang, t.last_s FROM talk t JOIN cases c ON c.id = t.case_id
WHERE t.last_s > 0 AND t.last_s <= $1 AND c.waiting_s = 0
    AND NOT EXISTS (SELECT 1 FROM talk_stuck k WHERE k.case_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.case_id = c.id)
ORDER BY t.last_s, c.id LIMIT $2;

-- name: head_talk_get
SELECT * FROM talk WHERE case_id = $1;

-- name: head_talk_put
INSERT INTO talk VALUES ($1, $2, $3, $4);

-- name: forget_talk
DELETE FROM talk WHERE case_id = $1;
