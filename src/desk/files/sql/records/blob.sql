-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: blob_put
-- $1 id, $2 n, $3 stream, $4 sealed.
INSERT INTO blob (id, n, stream, sealed) VALUES ($1, $2, $3, $4);

-- name: blob_get
-- $1 id, $2 n.
SELECT sealed FROM blob WHERE id = $1 AND n = $2;

-- name: blob_count
-- How many pieces are there.  $1 id.
SELECT count(*) FROM blob WHERE id = $1;

-- name: blob_erase_stream
-- $1 stream.
DELETE FROM blob WHERE stream = $1;
