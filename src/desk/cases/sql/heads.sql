-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Rows that an unlock takes from the heads of streams, and the order in which the records are read.

-- name: head_case_get
-- All columns; the first, `loaded`, is not kept.  $1 case.
SELECT * FROM cases WHERE id = $1;

-- name: head_case_put
-- In the order of the columns: whoever adds a column to `cases` adds a parameter here.
INSERT INTO cases VALUES (0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
    $23, $24, $25, $26, $27, $28, $29);

-- name: head_named_get
-- $1 case.
SELECT * FROM named WHERE case_id = $1 ORDER BY day DESC LIMIT 20;

-- name: head_named_put
INSERT INTO named VALUES ($1, $2, $3, $4, $5);

-- name: forget_named
DELETE FROM named WHERE case_id = $1;

-- name: case_loaded
-- $1 case.
SELECT loaded, stream FROM cases WHERE id = $1;

-- name: case_unread_count
SELECT count(*) FROM cases WHERE loaded = 0;

-- name: case_unread_ids
-- Open and recent cases first.
SELECT id FROM cases WHERE loaded = 0 ORDER BY state = 'closed', last_s DESC;

-- name: forget_entries
DELETE FROM entry WHERE case_id = $1;

-- name: forget_likeness
DELETE FROM likeness WHERE case_id = $1;

-- name: forget_parts
DELETE FROM part WHERE case_id = $1;

-- name: forget_case
DELETE FROM cases WHERE id = $1;

-- name: book_forget
-- What stands in a book replaces itself when it is read again.  $1 stream.
DELETE FROM book WHERE stream = $1;
