-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: case_new
-- $1 id, $2 stream, $3 thread, $4 psk, $5 opened_s.
INSERT INTO cases (id, stream, thread, psk, opened_s, card, subject, lang, country, situation, flags, reasons,
    proposed, urgency, decided_by, state, assignee, waiting_s, due_s, last_s, unread, out_seq, out_last,
    day_kind, day, day_binding, who, safe, lines)
VALUES ($1, $2, $3, $4, $5, NULL, '', '', '', '', 0, '', 4, 4, '', 'open', '', 0, 0, $5, 0, 0, NULL, 0, 0, 0, 0, 0, 0);

-- name: case_of_thread
SELECT id, stream FROM cases WHERE thread = $1;

-- name: case_line
-- A record was applied.  $1 case, $2 at_s.
UPDATE cases SET lines = lines + 1, last_s = max(last_s, $2) WHERE id = $1;

-- name: case_set_card
-- $1 case, $2 card.
UPDATE cases SET card = $2 WHERE id = $1;

-- name: case_set_rating
-- $1 case, $2 lang, $3 country, $4 situation, $5 flags, $6 reasons, $7 proposed.  A later message never
-- lowers what an earlier one said.
UPDATE cases SET
    lang = CASE WHEN $2 = '' THEN lang ELSE $2 END,
    country = CASE WHEN $3 = '' THEN country ELSE $3 END,
    situation = CASE WHEN lines = 0 OR $7 < proposed THEN $4 ELSE situation END,
    reasons = CASE WHEN lines = 0 OR $7 < proposed THEN $6 ELSE reasons END,
    flags = flags | $5,
    urgency = CASE WHEN decided_by = '' THEN CASE WHEN lines = 0 THEN $7 ELSE min(proposed, $7) END ELSE urgency END,
    proposed = CASE WHEN lines = 0 THEN $7 ELSE min(proposed, $7) END
WHERE id = $1;

-- name: case_set_day
-- The day that lists show.  $1 case, $2 kind, $3 day, $4 binding.
UPDATE cases SET day_kind = $2, day = $3, day_binding = $4 WHERE id = $1;

-- name: near_days
-- First the dates of a case that were not withdrawn, then what was named and is the day of none.  $1 case.
SELECT 1 AS recorded, (d.local_s - 1) / 86400 AS day, d.kind, d.binding, d.state FROM deadline d
WHERE d.case_id = $1 AND d.state < 3
UNION ALL
SELECT 0, n.day, n.kind, n.binding, 0 FROM named n JOIN cases c ON c.id = n.case_id
WHERE n.case_id = $1 AND n.day >= c.opened_s / 86400 - 1
    AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.case_id = $1 AND (d.local_s - 1) / 86400 = n.day)
ORDER BY 1 DESC, 2;

-- name: named_put
-- $1 case, $2 day, $3 typed, $4 kind, $5 binding.  The same day typed and found is one date, and what says more counts.
INSERT INTO named (case_id, day, typed, kind, binding) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (case_id, day) DO UPDATE SET typed = max(typed, $3), kind = CASE WHEN kind = 0 THEN $4 ELSE kind END,
    binding = max(binding, $5);

-- name: named_of_case
-- $1 case, $2 at most.
SELECT case_id, day, typed, kind, binding FROM named WHERE case_id = $1 ORDER BY typed DESC, day LIMIT $2;

-- name: named_open
-- Of open requests, unless the request has a date on that day or the day was over when it came.  $1 who leads them or nobody does, '' for all;
-- $2 last day, $3 at most.
SELECT n.case_id, n.day, n.typed, n.kind, n.binding, c.subject, c.lang, c.country, c.assignee, c.urgency
FROM cases c CROSS JOIN named n ON n.case_id = c.id
WHERE c.state = 'open' AND n.day <= $2 AND n.day >= c.opened_s / 86400 - 1 AND ($1 = '' OR c.assignee IN ($1, ''))
    AND NOT EXISTS (SELECT 1 FROM deadline d WHERE d.case_id = c.id AND (d.local_s - 1) / 86400 = n.day)
ORDER BY n.day, n.typed DESC, c.urgency, c.id LIMIT $3;

-- name: case_set_answers
-- $1 case, $2 who, $3 safe.  What is not said later stays as it was.
UPDATE cases SET who = CASE WHEN $2 = 0 THEN who ELSE $2 END, safe = CASE WHEN $3 = 0 THEN safe ELSE $3 END WHERE id = $1;

-- name: case_message
-- The person wrote.  $1 case, $2 at_s.
UPDATE cases SET unread = unread + 1, state = 'open',
    waiting_s = CASE WHEN waiting_s = 0 THEN $2 ELSE waiting_s END WHERE id = $1;

-- name: case_set_subject
-- $1 case, $2 subject.
UPDATE cases SET subject = $2 WHERE id = $1;

-- name: case_answered
-- $1 case, $2 seq, $3 envelope id, $4 assignee if there is none.
UPDATE cases SET waiting_s = 0, due_s = 0, unread = 0, out_seq = $2, out_last = $3,
    assignee = CASE WHEN assignee = '' THEN $4 ELSE assignee END WHERE id = $1;

-- name: case_set_due
-- $1 case, $2 due_s.
UPDATE cases SET due_s = $2 WHERE id = $1;

-- name: case_clock
-- What the reply clock is made of.
SELECT urgency, waiting_s FROM cases WHERE id = $1;

-- name: case_decide
-- $1 case, $2 urgency, $3 who.
UPDATE cases SET urgency = $2, decided_by = $3 WHERE id = $1;

-- name: case_close
UPDATE cases SET state = 'closed', waiting_s = 0, due_s = 0, unread = 0 WHERE id = $1;

-- name: case_reopen
UPDATE cases SET state = 'open' WHERE id = $1;

-- name: case_assign
-- $1 case, $2 name.
UPDATE cases SET assignee = $2 WHERE id = $1;

-- name: case_opened
UPDATE cases SET unread = 0 WHERE id = $1;

-- name: case_get
-- The columns of a list, and behind them what only the case itself needs.
SELECT id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who,
    safe, stream, card, psk, opened_s, out_seq, out_last, lines FROM cases WHERE id = $1;

-- name: case_inbox
-- Open cases whose person waits, most urgent first; then the other open ones, in the order of an index.
-- $1 at most, $2 skip, $3 now, $4 assignee or '' for all, $5 only waiting (1) or all (0).  What was put off or went into
-- another case is not among them, unless somebody waits in it.
SELECT id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who,
    safe FROM cases
WHERE state = 'open' AND ($4 = '' OR assignee = $4) AND ($5 = 0 OR waiting_s > 0)
    AND (waiting_s > 0 OR NOT EXISTS (SELECT 1 FROM work w WHERE w.case_id = cases.id AND (w.merged_into IS NOT NULL
        OR (w.snooze <> 0 AND (w.snooze_until_s = 0 OR w.snooze_until_s > $3)))))
ORDER BY waiting_s = 0, urgency, CASE WHEN due_s = 0 THEN last_s ELSE due_s END, id LIMIT $1 OFFSET $2;

-- name: case_closed_list
-- $1 at most, $2 skip.
SELECT id, subject, lang, country, situation, reasons, proposed, urgency, decided_by, state, assignee, waiting_s,
    due_s, last_s, unread, day_kind, day, day_binding, flags, who,
    safe FROM cases
WHERE state = 'closed' ORDER BY last_s DESC, id DESC LIMIT $1 OFFSET $2;

-- name: case_counts
-- $1 member's name, $2 now.  `hidden`: put off or gone into another case, and nobody waits.
-- The closed ones are all but the open ones: to count all takes no look at them.
WITH hidden AS (SELECT c.assignee, w.merged_into IS NULL AS off FROM work w CROSS JOIN cases c ON c.id = w.case_id
    WHERE (w.merged_into IS NOT NULL OR w.snooze <> 0)
        AND (w.merged_into IS NOT NULL OR w.snooze_until_s = 0 OR w.snooze_until_s > $2)
        AND c.state = 'open' AND c.waiting_s = 0)
SELECT coalesce(sum(waiting_s > 0), 0), coalesce(sum(assignee = $1), 0) - (SELECT count(*) FROM hidden WHERE assignee = $1),
    coalesce(sum(waiting_s = 0), 0) - (SELECT count(*) FROM hidden),
    (SELECT count(*) FROM cases) - count(*), coalesce(sum(unread > 0), 0),
    coalesce(sum(due_s > 0 AND due_s < $2), 0), coalesce(sum(waiting_s > 0 AND urgency = 1), 0),
    (SELECT count(*) FROM hidden WHERE off)
FROM cases WHERE state = 'open';

-- name: entry_put
-- $1 id, $2 case, $3 kind, $4 at_s, $5 who, $6 number, $7 body, $8 content.
INSERT INTO entry (id, case_id, kind, at_s, who, number, body, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET body = excluded.body;

-- name: entry_answers
-- Envelopes of the answers of a case.  $1 case.
SELECT content FROM entry WHERE case_id = $1 AND kind = 2;

-- name: entry_list
-- The newest first.  $1 case, $2 only those before this id, or 0.
SELECT id, kind, at_s, who, number, body, content FROM entry WHERE case_id = $1 AND ($2 = 0 OR id < $2)
ORDER BY id DESC;

-- name: likeness_put
-- $1 case, $2 result, $3 sketch.
INSERT INTO likeness (case_id, result, sketch) VALUES ($1, $2, $3)
ON CONFLICT (case_id) DO UPDATE SET result = excluded.result, sketch = excluded.sketch;

-- name: likeness_get
SELECT result, sketch FROM likeness WHERE case_id = $1;

-- name: likeness_near
-- Cases opened within a span around this one, the newest of them.  $1 case, $2 seconds.
SELECT l.case_id, l.result, l.sketch, c.subject FROM cases t
JOIN cases c ON c.opened_s BETWEEN t.opened_s - $2 AND t.opened_s + $2 JOIN likeness l ON l.case_id = c.id
WHERE t.id = $1 AND c.id <> $1 ORDER BY c.opened_s DESC LIMIT 500;

-- name: part_put
-- $1 case, $2 group, $3 index, $4 count, $5 body, $6 entry id.
INSERT INTO part (case_id, group8, ix, count, body, entry_id) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING;

-- name: part_list
-- $1 case, $2 group.
SELECT ix, count, body, entry_id FROM part WHERE case_id = $1 AND group8 = $2 ORDER BY ix;

-- name: stream_find
-- The case of a stream, or 0 when it is a book.  $1 stream.
SELECT id FROM cases WHERE stream = $1 UNION ALL SELECT 0 FROM book WHERE stream = $1;

-- name: book_new
-- $1 stream, $2 which book.
INSERT INTO book (stream, book) VALUES ($1, $2);

-- name: book_find
-- $1 which book.
SELECT stream FROM book WHERE book = $1;
