-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: find_want
-- $1 case.
INSERT INTO word_wanted (case_id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: find_wanted
-- In the order of the rows to come: the index starts a new piece whenever a row is smaller than the last.  $1 at most.
SELECT w.case_id, coalesce((SELECT max(e.id) FROM entry e WHERE e.case_id = w.case_id), w.case_id) AS newest
FROM (SELECT case_id FROM word_wanted LIMIT $1) w ORDER BY newest;

-- name: find_wanted_count
-- $1 count no further than this.
SELECT count(*) FROM (SELECT 1 FROM word_wanted LIMIT $1);

-- name: find_want_done
-- $1 case.
DELETE FROM word_wanted WHERE case_id = $1;

-- name: find_row
-- $1 case.
SELECT doc FROM word_row WHERE case_id = $1;

-- name: find_row_put
-- $1 row, $2 case.
INSERT INTO word_row (doc, case_id) VALUES ($1, $2);

-- name: find_row_erase
-- $1 row.
DELETE FROM word_row WHERE doc = $1;

-- name: find_texts
-- What the index knows of a case, or is to know.  $1 case, $2 entries up to this one.
SELECT id, body FROM entry WHERE case_id = $1 AND id <= $2 AND body <> '' ORDER BY id;

-- name: find_index
-- $1 row, $2 folded texts.
INSERT INTO case_words (rowid, folded) VALUES ($1, $2);

-- name: find_unindex
-- Takes exactly the text that was put in.  $1 row, $2 folded texts.
INSERT INTO case_words (case_words, rowid, folded) VALUES ('delete', $1, $2);

-- name: find_cases
-- Cases that fit everything asked but words, the latest opened first.  Texts: '' is not asked; $1 country,
-- $2 language, $3 set of urgencies as bits 1 to 4 or 0, $4 state, $5 who leads ('-' nobody), $6 1: a person waits,
-- $7 1: somebody has not read, $8 now for answers over time or 0, $9 last day of a date or 0, $10 first day
-- of a date or 0, $11 opened after, $12 opened before or 0, $13 waits since before or 0, $14 at most.
SELECT c.id, c.country, c.lang, c.urgency, c.state, c.assignee, c.last_s FROM cases c
WHERE ($1 = '' OR c.country = $1) AND ($2 = '' OR c.lang = $2) AND ($3 = 0 OR ($3 >> c.urgency) & 1)
    AND ($4 = '' OR c.state = $4) AND ($5 = '' OR c.assignee = $5 OR ($5 = '-' AND c.assignee = ''))
    AND ($6 = 0 OR (c.state = 'open' AND c.waiting_s > 0)) AND ($7 = 0 OR c.unread > 0)
    AND ($8 = 0 OR (c.state = 'open' AND c.due_s > 0 AND c.due_s < $8))
    AND ($9 = 0 OR (c.day > 0 AND c.day <= $9)) AND ($10 = 0 OR c.day >= $10)
    AND ($11 = 0 OR c.opened_s >= $11) AND ($12 = 0 OR c.opened_s <= $12)
    AND ($13 = 0 OR (c.waiting_s > 0 AND c.waiting_s <= $13))
ORDER BY c.id DESC LIMIT $14;

-- name: find_words
-- The same with words, $14 as the index wants them: all cases that have them, the latest entry first, and whether
-- they fit the rest too.  Whoever asks stops when it is enough.
SELECT c.id, c.country, c.lang, c.urgency, c.state, c.assignee, c.last_s, ($1 = '' OR c.country = $1) AND ($2 = '' OR c.lang = $2) AND ($3 = 0 OR ($3 >> c.urgency) & 1)
    AND ($4 = '' OR c.state = $4) AND ($5 = '' OR c.assignee = $5 OR ($5 = '-' AND c.assignee = ''))
    AND ($6 = 0 OR (c.state = 'open' AND c.waiting_s > 0)) AND ($7 = 0 OR c.unread > 0)
    AND ($8 = 0 OR (c.state = 'open' AND c.due_s > 0 AND c.due_s < $8))
    AND ($9 = 0 OR (c.day > 0 AND c.day <= $9)) AND ($10 = 0 OR c.day >= $10)
    AND ($11 = 0 OR c.opened_s >= $11) AND ($12 = 0 OR c.opened_s <= $12)
    AND ($13 = 0 OR (c.waiting_s > 0 AND c.waiting_s <= $13))
FROM case_words w CROSS JOIN word_row d ON d.doc = w.rowid CROSS JOIN cases c ON c.id = d.case_id
WHERE w.folded MATCH $14 ORDER BY w.rowid DESC;

-- name: find_bodies
-- What a case holds, the newest first, to show where it was found.  $1 case, $2 at most.
SELECT body FROM entry WHERE case_id = $1 AND body <> '' ORDER BY id DESC LIMIT $2;
