-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: item_get
-- $1 item.
SELECT item, id, case_id, form, first_s, first_by, at_s, by, withdrawn, revision FROM item WHERE item = $1;

-- name: item_put
-- $1 item, $2 record, $3 case, $4 form, $5 at_s, $6 by, $7 withdrawn.
INSERT INTO item (item, id, case_id, form, first_s, first_by, at_s, by, withdrawn, revision)
VALUES ($1, $2, $3, $4, $5, $6, $5, $6, $7, 1)
ON CONFLICT (item) DO UPDATE SET at_s = excluded.at_s, by = excluded.by, withdrawn = excluded.withdrawn,
    revision = revision + 1;

-- name: item_past_put
-- The state just put.  $1 item, $2 at_s, $3 by, $4 body.
INSERT INTO item_past (item, revision, at_s, by, body)
VALUES ($1, (SELECT revision FROM item WHERE item = $1), $2, $3, $4);

-- name: item_past_list
-- The newest first.  $1 item, $2 at most.
SELECT revision, at_s, by, body FROM item_past WHERE item = $1 ORDER BY revision DESC LIMIT $2;

-- name: field_clear
-- $1 item.
DELETE FROM field WHERE item = $1;

-- name: field_put
-- $1 item, $2 field, $3 index, $4 n, $5 more, $6 value, $7 folded.
INSERT INTO field (item, field, ix, n, more, value, folded) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: field_list
-- $1 item.
SELECT field, n, more, value FROM field WHERE item = $1 ORDER BY field, ix;

-- name: item_list
-- What stands in a case, or in the book (case 0).  $1 case, $2 form or 0 for all, $3 withdrawn ones too,
-- $4 at most, $5 only records after this one.
SELECT item, id, case_id, form, first_s, first_by, at_s, by, withdrawn, revision FROM item
WHERE case_id = $1 AND ($2 = 0 OR form = $2) AND ($3 OR withdrawn = 0) AND id > $5 ORDER BY id LIMIT $4;

-- name: item_count
-- $1 case or 0 for the book, $2 form.
SELECT count(*) FROM item WHERE case_id = $1 AND form = $2 AND withdrawn = 0;

-- name: forget_fields
-- A case leaves the projection: $1.
DELETE FROM field WHERE item IN (SELECT item FROM item WHERE case_id = $1);

-- name: forget_item_past
DELETE FROM item_past WHERE item IN (SELECT item FROM item WHERE case_id = $1);

-- name: forget_items
DELETE FROM item WHERE case_id = $1;

-- name: forget_book_fields
-- A book is read again: what stood in it goes first.  $1 its stream; of another stream nothing goes.
DELETE FROM field WHERE item IN (SELECT item FROM item WHERE case_id = 0)
    AND EXISTS (SELECT 1 FROM book WHERE stream = $1);

-- name: forget_book_past
DELETE FROM item_past WHERE item IN (SELECT item FROM item WHERE case_id = 0)
    AND EXISTS (SELECT 1 FROM book WHERE stream = $1);

-- name: forget_book_items
DELETE FROM item WHERE case_id = 0 AND EXISTS (SELECT 1 FROM book WHERE stream = $1);
