-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The way in: what a member set for herself, her second factors, browsers that are known.  Nothing here
-- is key material; the secret of an app's codes lies in `wrap`, sealed to the member.

-- The day of her last way in, never the hour.  idle_s 0: as the desk is set.
CREATE TABLE habit (
    member   @BYTES@ PRIMARY KEY CHECK (length(member) = 16),
    idle_s   INTEGER NOT NULL,
    seen_day INTEGER NOT NULL
) @STRICT@;

-- kind 1: codes of an app; counter is the last time step that was taken.  kind 2: a passkey; counter is
-- its own.
CREATE TABLE factor (
    factor     @BYTES@ PRIMARY KEY CHECK (length(factor) = 16),
    member     @BYTES@ NOT NULL CHECK (length(member) = 16),
    kind       INTEGER NOT NULL CHECK (kind IN (1, 2)),
    label      TEXT NOT NULL,
    added_day  INTEGER NOT NULL,
    used_day   INTEGER NOT NULL,
    counter    INTEGER NOT NULL,
    algorithm  INTEGER NOT NULL,
    credential @BYTES@ NOT NULL,
    public     @BYTES@ NOT NULL
) @STRICT@;
CREATE INDEX factor_of ON factor (member);

-- Hashes of recovery codes that were not used yet.
CREATE TABLE recovery (
    member @BYTES@ NOT NULL CHECK (length(member) = 16),
    hash   @BYTES@ NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (member, hash)
) @STRICT@;

-- Browsers in which this member got in before.
CREATE TABLE known_browser (
    hash      @BYTES@ NOT NULL CHECK (length(hash) = 32),
    member    @BYTES@ NOT NULL CHECK (length(member) = 16),
    until_day INTEGER NOT NULL,
    PRIMARY KEY (hash, member)
) @STRICT@;
