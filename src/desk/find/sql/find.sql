-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: find_index
-- $1 entry, $2 folded text.
INSERT INTO entry_words (rowid, folded) VALUES ($1, $2);

-- name: find_unindex
-- Takes exactly the text that was put in.  $1 entry, $2 folded text.
INSERT INTO entry_words (entry_words, rowid, folded) VALUES ('delete', $1, $2);

-- name: find_entry_body
-- $1 entry.
SELECT body FROM entry WHERE id = $1;

-- name: find_cases
-- Cases that fit everything asked, the latest first.  Texts: '' is not asked; $1 country, $2 language,
-- $3 set of urgencies as bits 1 to 4 or 0, $4 state, $5 who leads ('-' nobody), $6 1: a person waits,
-- $7 1: somebody has not read, $8 now for answers over time or 0, $9 last day of a date or 0, $10 first day
-- of a date or 0, $11 opened after, $12 opened before or 0, $13 waits since before or 0, $14 to $19 words as the
-- index wants them, $20 a word that must not be there, $21 at most.
SELECT c.id, c.country, c.lang, c.urgency, c.state, c.assignee FROM cases c
WHERE ($1 = '' OR c.country = $1) AND ($2 = '' OR c.lang = $2) AND ($3 = 0 OR ($3 >> c.urgency) & 1)
    AND ($4 = '' OR c.state = $4) AND ($5 = '' OR c.assignee = $5 OR ($5 = '-' AND c.assignee = ''))
    AND ($6 = 0 OR (c.state = 'open' AND c.waiting_s > 0)) AND ($7 = 0 OR c.unread > 0)
    AND ($8 = 0 OR (c.state = 'open' AND c.due_s > 0 AND c.due_s < $8))
    AND ($9 = 0 OR (c.day > 0 AND c.day <= $9)) AND ($10 = 0 OR c.day >= $10)
    AND ($11 = 0 OR c.opened_s >= $11) AND ($12 = 0 OR c.opened_s <= $12)
    AND ($13 = 0 OR (c.waiting_s > 0 AND c.waiting_s <= $13))
    AND ($14 = '' OR c.id IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $14))
    AND ($15 = '' OR c.id IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $15))
    AND ($16 = '' OR c.id IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $16))
    AND ($17 = '' OR c.id IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $17))
    AND ($18 = '' OR c.id IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $18))
    AND ($19 = '' OR c.id IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $19))
    AND ($20 = '' OR c.id NOT IN (SELECT e.case_id FROM entry_words w JOIN entry e ON e.id = w.rowid WHERE w.folded MATCH $20))
ORDER BY c.last_s DESC, c.id DESC LIMIT $21;

-- name: find_bodies
-- What a case holds, the newest first, to show where it was found.  $1 case, $2 at most.
SELECT body FROM entry WHERE case_id = $1 AND body <> '' ORDER BY id DESC LIMIT $2;
