-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: store_get
SELECT id, junk_key, last_batch FROM store;

-- name: store_add
INSERT INTO store (one, id, junk_key, last_batch) VALUES (1, $1, $2, 0);

-- name: store_set_last_batch
UPDATE store SET last_batch = $1;

-- name: envelope_add
INSERT INTO envelope (id, batch, kind, p, n, expiry_day, envelope) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: envelope_is_known
SELECT 1 FROM envelope WHERE id = $1;

-- name: envelope_count
-- All that take room, expired or not.
SELECT count(*) FROM envelope;

-- name: envelope_count_lane
SELECT count(*) FROM envelope WHERE kind = 0;

-- name: envelope_count_expired_lane
SELECT count(*) FROM envelope WHERE kind = 0 AND expiry_day < $1;

-- name: envelope_drop_expired
DELETE FROM envelope WHERE expiry_day < $1;

-- name: shelf_count
-- Live envelopes on one shelf, up to a bound.
SELECT count(*) FROM (SELECT 1 FROM envelope WHERE kind = 1 AND p = $1 AND n = $2 AND expiry_day >= $3 LIMIT 1024) AS live;

-- name: shelf_all
SELECT id, envelope FROM envelope WHERE kind = 1 AND p = $1 AND n = $2 AND expiry_day >= $3 ORDER BY batch, seq LIMIT 256;

-- name: lane_batches
-- How many envelopes each batch after $1 has for the lane, oldest first.
SELECT batch, count(*) FROM envelope WHERE kind = 0 AND p = 0 AND n = 0 AND batch > $1 GROUP BY batch ORDER BY batch;

-- name: lane_rows
SELECT batch, expiry_day, envelope FROM envelope WHERE kind = 0 AND p = 0 AND n = 0 AND batch > $1 AND batch <= $2 ORDER BY batch, seq;
