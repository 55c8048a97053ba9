-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: work_need
INSERT OR IGNORE INTO work (case_id, stage, frozen_s, frozen_by, thaw_by, snooze, snooze_until_s, snooze_words,
    merged_into, offer_to, offer_by, offer_s, offer_note, offer_promise)
VALUES ($1, 1, 0, '', '', 0, 0, '', NULL, '', '', 0, '', '');

-- name: work_get
-- $1 case.
SELECT w.stage, w.frozen_s, w.frozen_by, w.thaw_by, w.snooze, w.snooze_until_s, w.snooze_words,
    coalesce((SELECT id FROM cases c WHERE c.stream = w.merged_into), 0), w.merged_into IS NOT NULL, w.offer_to, w.offer_by,
    w.offer_s, w.offer_note, w.offer_promise FROM work w WHERE w.case_id = $1;

-- name: work_facts
-- What the stage follows from.  CROSS JOIN, here and below: the left table is the small one, and SQLite must not turn
-- the join round.  $1 case, $2 form of assessments, $3 of goals, $4 of services, $5 the field of a service's
-- status, $6 not given yet, $7 given.
SELECT c.state = 'closed', c.decided_by <> '' OR c.out_seq > 0 OR c.assignee <> '',
    (SELECT count(*) FROM item WHERE case_id = $1 AND form = $2 AND withdrawn = 0),
    (SELECT count(*) FROM item WHERE case_id = $1 AND form = $3 AND withdrawn = 0),
    (SELECT count(*) FROM item i CROSS JOIN field f ON f.item = i.item AND f.field = $5 WHERE i.case_id = $1 AND i.form = $4
        AND i.withdrawn = 0 AND f.n = $6),
    (SELECT count(*) FROM item i CROSS JOIN field f ON f.item = i.item AND f.field = $5 WHERE i.case_id = $1 AND i.form = $4
        AND i.withdrawn = 0 AND f.n = $7),
    coalesce((SELECT stage FROM work WHERE case_id = $1), 0),
    c.state = 'open' AND EXISTS (SELECT 1 FROM entry WHERE case_id = $1 AND kind = 5)
FROM cases c WHERE c.id = $1;

-- name: work_set_stage
-- $1 case, $2 stage.
UPDATE work SET stage = $2 WHERE case_id = $1;

-- name: work_woken
-- The person wrote: whatever it was put off for, it is back.
UPDATE work SET snooze = 0, snooze_until_s = 0, snooze_words = '' WHERE case_id = $1 AND snooze <> 0;

-- name: work_happened
-- It was put off until an event.  $1 case, $2 at_s.
UPDATE work SET snooze_until_s = $2 WHERE case_id = $1 AND snooze = 3 AND (snooze_until_s = 0 OR snooze_until_s > $2);

-- name: work_set_snooze
-- $1 case, $2 until what, $3 moment, $4 words.
UPDATE work SET snooze = $2, snooze_until_s = $3, snooze_words = $4 WHERE case_id = $1;

-- name: work_freeze
-- $1 case, $2 at_s, $3 by.
UPDATE work SET frozen_s = $2, frozen_by = $3, thaw_by = '' WHERE case_id = $1;

-- name: work_ask_thaw
-- $1 case, $2 by.
UPDATE work SET thaw_by = $2 WHERE case_id = $1;

-- name: work_thaw
UPDATE work SET frozen_s = 0, frozen_by = '', thaw_by = '' WHERE case_id = $1;

-- name: work_offer
-- $1 case, $2 to, $3 by, $4 at_s, $5 note, $6 promise.
UPDATE work SET offer_to = $2, offer_by = $3, offer_s = $4, offer_note = $5, offer_promise = $6 WHERE case_id = $1;

-- name: work_set_merged
-- $1 case, $2 stream.
UPDATE work SET merged_into = $2 WHERE case_id = $1;

-- name: work_unset_merged
-- $1 case, $2 stream: only that merge is undone.
UPDATE work SET merged_into = NULL WHERE case_id = $1 AND merged_into = $2;

-- name: work_merged_put
-- $1 case, $2 other stream.
INSERT OR IGNORE INTO case_merged (case_id, other) VALUES ($1, $2);

-- name: work_merged_del
-- $1 case, $2 other stream.
DELETE FROM case_merged WHERE case_id = $1 AND other = $2;

-- name: work_merged_list
-- What came into a case.
SELECT c.id, c.subject, c.waiting_s > 0, coalesce(w.frozen_s, 0) FROM case_merged m JOIN cases c ON c.stream = m.other
LEFT JOIN work w ON w.case_id = c.id WHERE m.case_id = $1 ORDER BY c.id LIMIT 32;

-- name: work_number_of
-- The number of a case by its stream.
SELECT id FROM cases WHERE stream = $1;

-- name: label_put
-- $1 case, $2 label, $3 folded.
INSERT INTO case_label (case_id, label, folded) VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET label = excluded.label;

-- name: label_del
-- $1 case, $2 folded.
DELETE FROM case_label WHERE case_id = $1 AND folded = $2;

-- name: label_list
SELECT label FROM case_label WHERE case_id = $1 ORDER BY folded LIMIT 16;

-- name: label_count
SELECT count(*) FROM case_label WHERE case_id = $1;

-- name: label_all
-- Labels in use, with how many open cases carry each.  $1 at most, $2 skip.
SELECT min(l.label), l.folded, sum(c.state = 'open') FROM case_label l JOIN cases c ON c.id = l.case_id
GROUP BY l.folded ORDER BY l.folded LIMIT $1 OFFSET $2;

-- name: label_all_count
SELECT count(DISTINCT folded) FROM case_label;

-- name: watch_put
-- $1 case, $2 member.
INSERT OR IGNORE INTO case_watch (case_id, member) VALUES ($1, $2);

-- name: watch_del
DELETE FROM case_watch WHERE case_id = $1 AND member = $2;

-- name: watch_list
SELECT member FROM case_watch WHERE case_id = $1 ORDER BY member LIMIT 32;

-- name: translation_put
-- $1 entry, $2 case, $3 at_s, $4 by, $5 body.
INSERT INTO translation (entry_id, case_id, at_s, by, body) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (entry_id) DO UPDATE SET at_s = excluded.at_s, by = excluded.by, body = excluded.body;

-- name: translation_of
-- $1 entry, $2 case.
SELECT body, by FROM translation WHERE entry_id = $1 AND case_id = $2;

-- name: entry_is_text
-- Is it something the person wrote, or that was written to her?  $1 entry, $2 case.
SELECT kind FROM entry WHERE id = $1 AND case_id = $2;

-- name: work_duty_ahead
-- Duty hours that are not over, those that end first first.  $1 form, $2 field of the end, $3 the end, on the clock of
-- whatever place, $4 at most.
SELECT i.item FROM item i CROSS JOIN field f ON f.item = i.item AND f.field = $2
WHERE i.case_id = 0 AND i.form = $1 AND i.withdrawn = 0 AND f.n > $3 ORDER BY f.n, i.id LIMIT $4;

-- name: work_view
-- Cases by what a saved view asks.  $1 state, $2 only waiting, $3 mask of urgencies (0: all), $4 language, $5 country,
-- $6 situation (0: all), $7 label folded, $8 only without a lead, $9 now, $10 among these ids
-- (a list in JSON; '' all), $11 at most, $12 skip.
SELECT c.id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who, safe
FROM cases c
WHERE state = $1 AND ($2 = 0 OR waiting_s > 0) AND ($3 = 0 OR ($3 & (1 << urgency)) <> 0) AND ($4 = '' OR lang = $4)
    AND ($5 = '' OR country = $5) AND ($6 = 0 OR situation = $6)
    AND ($7 = '' OR EXISTS (SELECT 1 FROM case_label l WHERE l.case_id = c.id AND l.folded = $7))
    AND ($8 = 0 OR assignee = '')
    AND ($10 = '' OR c.id IN (SELECT value FROM json_each(CASE WHEN $10 = '' THEN '[]' ELSE $10 END)))
    AND NOT EXISTS (SELECT 1 FROM work w WHERE w.case_id = c.id AND waiting_s = 0 AND (w.merged_into IS NOT NULL
        OR (w.snooze <> 0 AND (w.snooze_until_s = 0 OR w.snooze_until_s > $9))))
ORDER BY waiting_s = 0, urgency, CASE WHEN due_s = 0 THEN last_s ELSE due_s END, c.id LIMIT $11 OFFSET $12;

-- name: work_view_count
-- How many there are in all.  $1 to $10 as above.
SELECT count(*) FROM cases c
WHERE state = $1 AND ($2 = 0 OR waiting_s > 0) AND ($3 = 0 OR ($3 & (1 << urgency)) <> 0) AND ($4 = '' OR lang = $4)
    AND ($5 = '' OR country = $5) AND ($6 = 0 OR situation = $6)
    AND ($7 = '' OR EXISTS (SELECT 1 FROM case_label l WHERE l.case_id = c.id AND l.folded = $7))
    AND ($8 = 0 OR assignee = '')
    AND ($10 = '' OR c.id IN (SELECT value FROM json_each(CASE WHEN $10 = '' THEN '[]' ELSE $10 END)))
    AND NOT EXISTS (SELECT 1 FROM work w WHERE w.case_id = c.id AND waiting_s = 0 AND (w.merged_into IS NOT NULL
        OR (w.snooze <> 0 AND (w.snooze_until_s = 0 OR w.snooze_until_s > $9))));

-- name: work_open_goals
-- Goals nobody has looked at.  $1 case, $2 form of goals, $3 field of the state, $4 open.
SELECT count(*) FROM item i CROSS JOIN field f ON f.item = i.item AND f.field = $3 AND f.n = $4
WHERE i.case_id = $1 AND i.form = $2 AND i.withdrawn = 0;

-- name: work_open_dates
-- Time limits that are neither done nor withdrawn.  $1 case, $2 the first state that has ended.
SELECT count(*) FROM deadline WHERE case_id = $1 AND state < $2;

-- name: work_acts_back
-- What was put off until now.  $1 member, $2 now, $3 at most.
SELECT c.id, c.subject, c.lang, c.urgency, w.snooze_until_s, w.snooze_words FROM work w CROSS JOIN cases c ON c.id = w.case_id
WHERE w.snooze <> 0 AND w.snooze_until_s > 0 AND w.snooze_until_s <= $2 AND c.state = 'open' AND c.assignee IN ($1, '')
ORDER BY w.snooze_until_s LIMIT $3;

-- name: work_acts_offers
-- Hand-overs to this member.  $1 member, $2 at most.
SELECT c.id, c.subject, c.lang, c.urgency, w.offer_s, w.offer_by FROM work w CROSS JOIN cases c ON c.id = w.case_id
WHERE w.offer_to = $1 AND w.offer_to <> '' AND c.state = 'open' ORDER BY c.urgency, w.offer_s LIMIT $2;

-- name: work_acts_thaws
-- Somebody else asks to thaw.  $1 member, $2 at most.
SELECT c.id, c.subject, c.lang, c.urgency, w.frozen_s, w.thaw_by FROM work w CROSS JOIN cases c ON c.id = w.case_id
WHERE w.frozen_s > 0 AND w.thaw_by <> '' AND w.thaw_by <> $1 ORDER BY w.frozen_s LIMIT $2;

-- name: work_acts_follow_ups
-- Follow-ups due today or before and not done.  $1 member, $2 today, $3 form, $4 field due, $5 field done, $6 field who,
-- $7 at most.
SELECT c.id, c.subject, c.lang, c.urgency, d.n * 86400, '' FROM item i CROSS JOIN field d ON d.item = i.item AND d.field = $4
CROSS JOIN cases c ON c.id = i.case_id
LEFT JOIN field w ON w.item = i.item AND w.field = $6 AND w.ix = 0
WHERE i.form = $3 AND i.withdrawn = 0 AND i.case_id > 0 AND d.n <= $2 AND c.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM field f WHERE f.item = i.item AND f.field = $5)
    AND coalesce(w.value, CASE WHEN c.assignee = '' THEN $1 ELSE c.assignee END) = $1
ORDER BY d.n LIMIT $7;

-- name: work_acts_meetings
-- Appointments of help that was not given yet.  $1 member, $2 and $3 from and to, on the clock of whatever place, $4 form,
-- $5 field of the appointment, $6 field of the status, $7 not given yet, $8 field of who gives it, $9 at most.
SELECT c.id, c.subject, c.lang, c.urgency, d.n, coalesce(w.value, ''), d.value FROM item i
CROSS JOIN field d ON d.item = i.item AND d.field = $5 CROSS JOIN cases c ON c.id = i.case_id
LEFT JOIN field w ON w.item = i.item AND w.field = $8 AND w.ix = 0
WHERE i.form = $4 AND i.case_id > 0 AND d.n BETWEEN $2 AND $3 AND i.withdrawn = 0 AND c.state = 'open'
    AND EXISTS (SELECT 1 FROM field f WHERE f.item = i.item AND f.field = $6 AND f.n = $7)
    AND c.assignee IN ($1, '')
ORDER BY d.n LIMIT $9;

-- name: work_snoozed
-- Put off, what comes back next first.  $1 at most, $2 skip, $3 now.
SELECT c.id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who, safe
FROM work w CROSS JOIN cases c ON c.id = w.case_id
WHERE w.snooze <> 0 AND (w.snooze_until_s = 0 OR w.snooze_until_s > $3) AND c.state = 'open'
ORDER BY w.snooze_until_s = 0, w.snooze_until_s, c.id LIMIT $1 OFFSET $2;

-- name: work_late
-- Those who wait beyond their time, the longest first.  $1 at most, $2 skip, $3 now.
SELECT c.id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who, safe
FROM cases c WHERE state = 'open' AND due_s > 0 AND due_s < $3
ORDER BY urgency, due_s, c.id LIMIT $1 OFFSET $2;

-- name: work_watched
-- $1 at most, $2 skip, $3 member.
SELECT c.id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who, safe
FROM case_watch w CROSS JOIN cases c ON c.id = w.case_id WHERE w.member = $3
ORDER BY state = 'closed', waiting_s = 0, last_s DESC, c.id LIMIT $1 OFFSET $2;

-- name: work_watched_count
-- $1 member.
SELECT count(*) FROM case_watch w CROSS JOIN cases c ON c.id = w.case_id WHERE w.member = $1;

-- name: work_mine_open
-- Open cases a member leads, for the hand-over of a shift.  $1 member.
SELECT id FROM cases WHERE state = 'open' AND assignee = $1 ORDER BY waiting_s = 0, urgency, id LIMIT 100;

-- name: head_work_get
SELECT case_id, stage, frozen_s, frozen_by, thaw_by, snooze, snooze_until_s, snooze_words, merged_into,
    offer_to, offer_by, offer_s, offer_note, offer_promise FROM work WHERE case_id = $1;

-- name: head_work_put
INSERT INTO work (case_id, stage, frozen_s, frozen_by, thaw_by, snooze, snooze_until_s, snooze_words,
    merged_into, offer_to, offer_by, offer_s, offer_note, offer_promise)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: head_label_get
SELECT case_id, label, folded FROM case_label WHERE case_id = $1 ORDER BY folded;

-- name: head_label_put
INSERT INTO case_label (case_id, label, folded) VALUES ($1, $2, $3);

-- name: head_watch_get
SELECT case_id, member FROM case_watch WHERE case_id = $1 ORDER BY member;

-- name: head_watch_put
INSERT INTO case_watch (case_id, member) VALUES ($1, $2);

-- name: head_merged_get
SELECT case_id, other FROM case_merged WHERE case_id = $1 ORDER BY other;

-- name: head_merged_put
INSERT INTO case_merged (case_id, other) VALUES ($1, $2);

-- name: forget_work
DELETE FROM work WHERE case_id = $1;

-- name: forget_labels
DELETE FROM case_label WHERE case_id = $1;

-- name: forget_watches
DELETE FROM case_watch WHERE case_id = $1;

-- name: forget_merged
DELETE FROM case_merged WHERE case_id = $1;

-- name: forget_translations
DELETE FROM translation WHERE case_id = $1;
