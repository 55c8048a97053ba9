-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: stream_count
SELECT count(DISTINCT stream) FROM record;

-- name: outbox_erase_one
-- $1 content.
DELETE FROM outbox WHERE content = $1;

-- name: stream_list
SELECT DISTINCT stream FROM record;
