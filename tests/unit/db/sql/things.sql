-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: thing_add
INSERT INTO thing (body, name) VALUES ($2, $1);

-- name: thing_get
SELECT id, name, body, weight, NULL FROM thing WHERE name = $1;

-- name: thing_all
SELECT id, name FROM thing ORDER BY id;

-- name: thing_drop
DELETE FROM thing WHERE name = $1;

-- name: alter
ALTER TABLE thing ADD COLUMN colour TEXT;
