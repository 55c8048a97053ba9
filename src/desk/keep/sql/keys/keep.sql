-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The recovery key, and what a backup changes in its copy.

-- name: paper_erase
-- $1 purpose.
DELETE FROM wrap WHERE purpose = $1;

-- name: paper_erase_others
-- Those of an earlier recovery key.  $1 purpose, $2 recipient that stays.
DELETE FROM wrap WHERE purpose = $1 AND recipient <> $2;

-- name: paper_erase_past
-- Wraps of vault epochs that are forgotten.  $1 purpose.
DELETE FROM wrap WHERE purpose = $1 AND NOT EXISTS (
    SELECT 1 FROM vault v WHERE v.vault = wrap.object AND v.epoch = wrap.epoch);

-- name: door_shut_all
UPDATE door SET secret = NULL;

-- name: member_replace_key
-- $1 member, $2 salt, $3 ops, $4 mem, $5 public, $6 sealed.
UPDATE member SET salt = $2, ops = $3, mem = $4, public = $5, sealed = $6 WHERE member = $1;

-- name: streams_shed
-- Streams that gave up their first keys, and where they begin now.
SELECT object, min(epoch) FROM wrap WHERE purpose = 1 GROUP BY object HAVING min(epoch) > 1;

-- name: travel_in_way
-- Whose keys lie elsewhere, whoever left last first.  $1 after this day, $2 today.
SELECT m.name, t.since_day FROM travel t JOIN member m ON m.member = t.member
WHERE t.since_day > $1 AND t.since_day <= $2 ORDER BY t.since_day DESC LIMIT 1;
