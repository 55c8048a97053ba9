-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: channel_put
-- $1 slot, $2 kind, $3 conf.
INSERT INTO channel (slot, kind, conf) VALUES ($1, $2, $3)
ON CONFLICT (slot) DO UPDATE SET kind = excluded.kind, conf = excluded.conf;

-- name: channel_list
SELECT slot, kind, conf FROM channel ORDER BY slot;

-- name: channel_erase
DELETE FROM channel WHERE slot = $1;

-- name: channel_key_put
-- $1 slot, $2 sealed.
INSERT INTO channel_key (slot, sealed) VALUES ($1, $2) ON CONFLICT (slot) DO UPDATE SET sealed = excluded.sealed;

-- name: channel_key_get
SELECT sealed FROM channel_key WHERE slot = $1;

-- name: channel_key_list
SELECT slot, sealed FROM channel_key ORDER BY slot;

-- name: channel_key_erase
DELETE FROM channel_key WHERE slot = $1;

-- name: duty_put
-- $1 place, $2 member, $3 lang, $4 way, $5 target.
INSERT INTO duty (place, member, lang, way, target) VALUES ($1, $2, $3, $4, $5);

-- name: duty_list
SELECT id, place, member, lang, way, target FROM duty ORDER BY place, id;

-- name: duty_erase
DELETE FROM duty WHERE id = $1;
