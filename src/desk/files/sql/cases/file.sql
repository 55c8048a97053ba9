-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: file_put
-- $1 id, $2 case, $3 blob, $4 name, $5 type, $6 size, $7 key, $8 sha256, $9 at_s, $10 by.
INSERT INTO file (id, case_id, blob, name, type, size, key, sha256, at_s, by, n_taken)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0);

-- name: file_get
-- $1 case, $2 blob.
SELECT id, name, type, size, key, sha256, at_s, by, n_taken FROM file WHERE case_id = $1 AND blob = $2;

-- name: file_list_all
SELECT case_id, blob FROM file ORDER BY id;

-- name: file_taken
-- $1 case, $2 blob.
UPDATE file SET n_taken = n_taken + 1 WHERE case_id = $1 AND blob = $2;

-- name: forget_files
-- $1 case.
DELETE FROM file WHERE case_id = $1;
