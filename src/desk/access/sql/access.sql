-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: habit_get
SELECT idle_s, seen_day FROM habit WHERE member = $1;

-- name: habit_idle
-- $1 member, $2 seconds.
INSERT INTO habit (member, idle_s, seen_day) VALUES ($1, $2, 0)
ON CONFLICT (member) DO UPDATE SET idle_s = excluded.idle_s;

-- name: habit_seen
-- $1 member, $2 day.
INSERT INTO habit (member, idle_s, seen_day) VALUES ($1, 0, $2)
ON CONFLICT (member) DO UPDATE SET seen_day = excluded.seen_day;

-- name: factor_put
-- $1 factor, $2 member, $3 kind, $4 label, $5 added, $6 counter, $7 algorithm, $8 credential, $9 public.
INSERT INTO factor (factor, member, kind, label, added_day, used_day, counter, algorithm, credential, public)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9);

-- name: factor_list
SELECT factor, kind, label, added_day, used_day, counter, algorithm, credential, public FROM factor
WHERE member = $1 ORDER BY kind, added_day, factor;

-- name: factor_used
-- Nothing changes when the counter stands there already.  $1 factor, $2 counter, $3 day.
UPDATE factor SET counter = $2, used_day = $3 WHERE factor = $1 AND (counter < $2 OR ($2 = 0 AND counter = 0));

-- name: factor_erase
-- $1 factor, $2 member.
DELETE FROM factor WHERE factor = $1 AND member = $2;

-- name: recovery_put
INSERT INTO recovery (member, hash) VALUES ($1, $2);

-- name: recovery_use
DELETE FROM recovery WHERE member = $1 AND hash = $2;

-- name: recovery_erase
DELETE FROM recovery WHERE member = $1;

-- name: recovery_count
SELECT count(*) FROM recovery WHERE member = $1;

-- name: known_put
-- $1 hash, $2 member, $3 until.
INSERT INTO known_browser (hash, member, until_day) VALUES ($1, $2, $3)
ON CONFLICT (hash, member) DO UPDATE SET until_day = excluded.until_day;

-- name: known_find
-- $1 hash, $2 name of a member, $3 today.
SELECT 1 FROM known_browser k JOIN member m ON m.member = k.member WHERE k.hash = $1 AND m.name = $2 AND k.until_day >= $3;

-- name: known_count
SELECT count(*) FROM known_browser WHERE member = $1;

-- name: known_erase
DELETE FROM known_browser WHERE member = $1;

-- name: known_sweep
-- $1 today.
DELETE FROM known_browser WHERE until_day < $1 OR member NOT IN (SELECT member FROM member);

-- name: factor_sweep
DELETE FROM factor WHERE member NOT IN (SELECT member FROM member);

-- name: recovery_sweep
DELETE FROM recovery WHERE member NOT IN (SELECT member FROM member);

-- name: habit_sweep
DELETE FROM habit WHERE member NOT IN (SELECT member FROM member);

-- name: member_reseal
-- A new passphrase.  $1 member, $2 salt, $3 ops, $4 mem, $5 sealed.
UPDATE member SET salt = $2, ops = $3, mem = $4, sealed = $5 WHERE member = $1;

-- name: invitation_put
-- $1 invitation, $2 hash, $3 name, $4 roles, $5 by, $6 until.
INSERT INTO invitation (invitation, hash, name, roles, by_name, until_s, member, confirmed)
VALUES ($1, $2, $3, $4, $5, $6, NULL, 0);

-- name: invitation_by_hash
SELECT invitation, name, roles, by_name, until_s, member, confirmed FROM invitation WHERE hash = $1;

-- name: invitation_by_id
SELECT invitation, name, roles, by_name, until_s, member, confirmed FROM invitation WHERE invitation = $1;

-- name: invitation_list
SELECT invitation, name, roles, by_name, until_s, member, confirmed FROM invitation ORDER BY name;

-- name: invitation_begun
-- $1 invitation, $2 member.
UPDATE invitation SET member = $2, confirmed = 0 WHERE invitation = $1;

-- name: invitation_confirmed
UPDATE invitation SET confirmed = 1 WHERE invitation = $1 AND member IS NOT NULL;

-- name: invitation_erase
DELETE FROM invitation WHERE invitation = $1;

-- name: invitation_sweep
-- $1 now.  What was confirmed waits for the office however long it takes.
DELETE FROM invitation WHERE confirmed = 0 AND until_s < $1;

-- name: enrolled_erase
-- Somebody who began and was never let in.  $1 member.
DELETE FROM member WHERE member = $1 AND roles = 0;

-- name: travel_put
-- $1 member, $2 colleague, $3 digest, $4 day.
INSERT INTO travel (member, colleague, digest, since_day) VALUES ($1, $2, $3, $4);

-- name: travel_get
SELECT colleague, digest, since_day FROM travel WHERE member = $1;

-- name: travel_erase
DELETE FROM travel WHERE member = $1;

-- name: travel_sweep
DELETE FROM travel WHERE member NOT IN (SELECT member FROM member);

-- name: travel_list
-- Keys of vaults, and keys of what was shared with her alone.  $1 member.
SELECT purpose, object, epoch, sealed FROM wrap WHERE recipient = $1 AND purpose IN (1, 2) ORDER BY purpose DESC, object, epoch;

-- name: travel_erase_wraps
DELETE FROM wrap WHERE recipient = $1 AND purpose IN (1, 2);

-- name: travel_erase_kept
DELETE FROM kept WHERE vault = $1;

-- name: travel_others
-- Who else can open this epoch of a vault.  $1 vault, $2 epoch, $3 member.
SELECT count(*) FROM wrap WHERE purpose = 2 AND object = $1 AND epoch = $2 AND recipient <> $3;

-- name: travel_restore
-- What is there already stays.  $1 purpose, $2 object, $3 epoch, $4 recipient, $5 sealed.
INSERT INTO wrap (purpose, object, epoch, recipient, sealed) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING;

-- name: travel_alone
-- What nobody else can read, one epoch of a stream each.  $1 member.
SELECT count(*) FROM wrap w WHERE w.recipient = $1 AND w.purpose = 1 AND NOT EXISTS (SELECT 1 FROM wrap o
WHERE o.purpose = 1 AND o.object = w.object AND o.epoch = w.epoch AND o.recipient <> w.recipient);

-- name: travel_vault
-- Of an epoch that is still kept.  $1 vault, $2 epoch.
SELECT role FROM vault WHERE vault = $1 AND epoch = $2;

-- name: travel_stream
-- Can anybody still read it?  $1 stream, $2 epoch.
SELECT count(*) FROM wrap WHERE purpose = 1 AND object = $1 AND epoch = $2;
