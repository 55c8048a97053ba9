-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: feed_put
-- A new address ends the old one.  $1 member, $2 hash, $3 made_s.
INSERT INTO feed (member, hash, made_s) VALUES ($1, $2, $3)
ON CONFLICT (member) DO UPDATE SET hash = excluded.hash, made_s = excluded.made_s;

-- name: feed_of
-- $1 member.
SELECT made_s FROM feed WHERE member = $1;

-- name: feed_find
-- $1 hash.
SELECT member FROM feed WHERE hash = $1;

-- name: feed_erase
-- $1 member.
DELETE FROM feed WHERE member = $1;
