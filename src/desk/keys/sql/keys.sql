-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: fact_put
-- $1 name, $2 value.
INSERT INTO fact (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: fact_get
SELECT value FROM fact WHERE name = $1;

-- name: member_put
-- $1 member, $2 name, $3 lang, $4 roles, $5 salt, $6 ops, $7 mem, $8 public, $9 sealed.
INSERT INTO member (member, name, lang, roles, salt, ops, mem, public, sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: member_by_name
SELECT member, name, lang, roles, salt, ops, mem, public, sealed FROM member WHERE name = $1;

-- name: member_by_id
SELECT member, name, lang, roles, salt, ops, mem, public, sealed FROM member WHERE member = $1;

-- name: member_list
SELECT member, name, lang, roles, salt, ops, mem, public, sealed FROM member ORDER BY name;

-- name: member_set_lang
-- $1 member, $2 lang.
UPDATE member SET lang = $2 WHERE member = $1;

-- name: member_set_roles
-- $1 member, $2 roles.
UPDATE member SET roles = $2 WHERE member = $1;

-- name: member_set_seal
-- $1 member, $2 salt, $3 ops, $4 mem, $5 sealed.
UPDATE member SET salt = $2, ops = $3, mem = $4, sealed = $5 WHERE member = $1;

-- name: member_erase_wraps
-- Everything that was ever sealed to her.
DELETE FROM wrap WHERE recipient = $1;

-- name: member_erase_kept
DELETE FROM kept WHERE vault = $1;

-- name: member_erase_habit
DELETE FROM habit WHERE member = $1;

-- name: member_erase_factors
DELETE FROM factor WHERE member = $1;

-- name: member_erase_recovery
DELETE FROM recovery WHERE member = $1;

-- name: member_erase_browsers
DELETE FROM known_browser WHERE member = $1;

-- name: member_erase_travel
DELETE FROM travel WHERE member = $1;

-- name: member_travels
SELECT 1 FROM travel WHERE member = $1;

-- name: member_erase
DELETE FROM member WHERE member = $1;

-- name: vault_erase_before
-- $1 vault, $2 the first epoch that stays.
DELETE FROM vault WHERE vault = $1 AND epoch < $2;

-- name: vault_wraps_erase_before
-- $1 vault, $2 the first epoch that stays.
DELETE FROM wrap WHERE purpose IN (2, 5) AND object = $1 AND epoch < $2;

-- name: wrap_others
-- What else is sealed to a vault: doors, identity, referral secret.  $1 vault, $2 its epoch.
SELECT purpose, object, sealed FROM wrap WHERE recipient = $1 AND epoch = $2 AND purpose IN (3, 4, 7);

-- name: wrap_others_erase
-- $1 vault, $2 its epoch.
DELETE FROM wrap WHERE recipient = $1 AND epoch = $2 AND purpose IN (3, 4, 7);

-- name: vault_put
-- $1 vault, $2 epoch, $3 role, $4 public.
INSERT INTO vault (vault, epoch, role, public) VALUES ($1, $2, $3, $4);

-- name: vault_list
-- The current epoch of every vault.
SELECT vault, max(epoch), role, public FROM vault GROUP BY vault ORDER BY role;

-- name: vault_past
-- Epochs that are over.  $1 vault, $2 the current epoch.
SELECT vault, epoch, role, public FROM vault WHERE vault = $1 AND epoch < $2 ORDER BY epoch DESC;

-- name: wrap_put
-- $1 purpose, $2 object, $3 epoch, $4 recipient, $5 sealed.
INSERT INTO wrap (purpose, object, epoch, recipient, sealed) VALUES ($1, $2, $3, $4, $5);

-- name: wrap_get
-- $1 purpose, $2 object, $3 epoch, $4 recipient.
SELECT sealed FROM wrap WHERE purpose = $1 AND object = $2 AND epoch = $3 AND recipient = $4;

-- name: wrap_erase
-- $1 purpose, $2 object.
DELETE FROM wrap WHERE purpose = $1 AND object = $2;

-- name: wrap_fill
-- $1 stream, $2 epoch, $3 vault, $4 sealed.
UPDATE wrap SET sealed = $4 WHERE purpose = 1 AND object = $1 AND epoch = $2 AND recipient = $3;

-- name: due_put_vault
-- Every stream key of a vault.  $1 vault.
INSERT INTO wrap_due (vault, object, epoch) SELECT vault, object, epoch FROM kept WHERE vault = $1 ON CONFLICT DO NOTHING;

-- name: due_next
-- $1 vault.
SELECT object, epoch FROM wrap_due WHERE vault = $1 LIMIT 1;

-- name: due_done
-- $1 vault, $2 stream, $3 epoch.
DELETE FROM wrap_due WHERE vault = $1 AND object = $2 AND epoch = $3;

-- name: kept_put
-- $1 object, $2 epoch, $3 vault, $4 sealed.
INSERT INTO kept (object, epoch, vault, sealed) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- name: kept_list
-- Every stream key of a vault.  $1 vault.
SELECT object, epoch, sealed FROM kept WHERE vault = $1 ORDER BY object, epoch;

-- name: kept_get
-- $1 object, $2 vault, $3 epoch, 0: the newest.
SELECT epoch, sealed FROM kept WHERE vault = $2 AND object = $1 AND ($3 = 0 OR epoch = $3) ORDER BY epoch DESC LIMIT 1;

-- name: kept_erase
-- $1 object.
DELETE FROM kept WHERE object = $1;

-- name: kept_erase_for
-- $1 object, $2 vault.
DELETE FROM kept WHERE object = $1 AND vault = $2;

-- name: kept_erase_vault
-- $1 vault.
DELETE FROM kept WHERE vault = $1;

-- name: turning_put
-- $1 stream.
INSERT INTO turning (stream) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: turning_put_vault
-- Every stream that a vault or member can read.  $1 vault or member.
INSERT INTO turning (stream) SELECT DISTINCT object FROM wrap WHERE recipient = $1 AND purpose = 1
ON CONFLICT DO NOTHING;

-- name: turning_put_every
-- Every stream: which ones a member could read is not known while her keys are away.
INSERT INTO turning (stream) SELECT DISTINCT object FROM wrap WHERE purpose = 1 ON CONFLICT DO NOTHING;

-- name: turning_get
-- $1 stream.
SELECT 1 FROM turning WHERE stream = $1;

-- name: turning_erase
-- $1 stream.
DELETE FROM turning WHERE stream = $1;

-- name: wrap_readers
-- Who can read a stream now.  $1 stream.
SELECT recipient FROM wrap WHERE purpose = 1 AND object = $1
AND epoch = (SELECT max(epoch) FROM wrap WHERE purpose = 1 AND object = $1);

-- name: wrap_erase_for
-- $1 purpose, $2 object, $3 recipient.
DELETE FROM wrap WHERE purpose = $1 AND object = $2 AND recipient = $3;

-- name: wrap_erase_all_for
-- $1 purpose, $2 recipient.
DELETE FROM wrap WHERE purpose = $1 AND recipient = $2;

-- name: door_put
-- $1 week, $2 public, $3 secret or null.
INSERT INTO door (week, public, secret) VALUES ($1, $2, $3);

-- name: door_list
SELECT week, public, secret FROM door ORDER BY week;

-- name: door_free
-- $1 week, $2 secret.
UPDATE door SET secret = $2 WHERE week = $1;

-- name: door_erase_before
-- $1 first week that stays.
DELETE FROM door WHERE week < $1;

-- name: online_put
INSERT INTO online (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET secret = excluded.secret;

-- name: online_get
SELECT secret FROM online WHERE name = $1;

-- name: wrap_list_not_kept
-- Stream wraps of a vault that were never opened here.  $1 vault, only behind $2 object and $3 epoch.
SELECT w.object, w.epoch, w.sealed FROM wrap w
WHERE w.purpose = 1 AND w.recipient = $1 AND (w.object, w.epoch) > ($2, $3)
AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.object = w.object AND k.epoch = w.epoch AND k.vault = w.recipient)
ORDER BY w.object, w.epoch;

-- name: wrap_not_kept_of
-- The same for one stream.  $1 stream, $2 vault.
SELECT w.object, w.epoch, w.sealed FROM wrap w WHERE w.purpose = 1 AND w.object = $1 AND w.recipient = $2
AND NOT EXISTS (SELECT 1 FROM kept k WHERE k.object = w.object AND k.epoch = w.epoch AND k.vault = w.recipient)
ORDER BY w.epoch;

-- name: door_get
SELECT secret FROM door WHERE week = $1;

-- name: shedding_put
-- $1 stream, $2 the first epoch that stays.
INSERT INTO shedding (stream, epoch) VALUES ($1, $2) ON CONFLICT (stream) DO UPDATE SET epoch = excluded.epoch;

-- name: shedding_list
SELECT stream, epoch FROM shedding LIMIT 100;

-- name: shedding_erase
-- $1 stream.
DELETE FROM shedding WHERE stream = $1;

-- name: kept_erase_before
-- $1 stream, $2 the first epoch that stays.
DELETE FROM kept WHERE object = $1 AND epoch < $2;

-- name: wrap_erase_before
-- Keys of a stream.  $1 stream, $2 the first epoch that stays.
DELETE FROM wrap WHERE purpose = 1 AND object = $1 AND epoch < $2;
