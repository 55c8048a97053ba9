-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: stream_count
SELECT count(DISTINCT stream) FROM record;

-- name: stream_list
SELECT DISTINCT stream FROM record;

-- name: tombstone_put
-- $1 hash, $2 day.
INSERT INTO tombstone (stream, day) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: tombstone_count
SELECT count(*) FROM tombstone;

-- name: unreadable_erase_before
-- $1 seconds.
DELETE FROM unreadable WHERE arrived_s < $1;
