-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the driver itself runs.

-- name: settings
-- For every handle: no surprises from a crafted file, nothing spilled into temporary files.
PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;

-- name: settings_store
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 0;

-- name: settings_keys
PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA;

-- name: settings_read_only
PRAGMA query_only = ON;

-- name: settings_projection
-- What stands here was checked when its record was written: foreign keys would check it again at every unlock.
PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;

-- name: journal_mode
PRAGMA journal_mode;

-- name: begin_read
BEGIN DEFERRED;

-- name: begin_write
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: fold
-- Shorten the write-ahead log to nothing; the first column says if a reader was in the way.
PRAGMA wal_checkpoint(TRUNCATE);

-- name: log_create
-- The text of each migration is kept whole: it says more than a hash of it.
CREATE TABLE IF NOT EXISTS db_migration (n INTEGER PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL) STRICT;

-- name: log_is_there
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'db_migration';

-- name: log_all
SELECT name, sql FROM db_migration ORDER BY n;

-- name: log_add
INSERT INTO db_migration (n, name, sql) VALUES ($1, $2, $3);

-- name: schema_all
-- Everything that was made by a CREATE; SQLite's own statistics tables may come and go.
SELECT type, name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_stat%' ORDER BY type, name;
