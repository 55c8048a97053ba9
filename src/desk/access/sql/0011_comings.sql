-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who is about to come, and whose keys travel apart from this machine.

-- A one-time link: only the hash of its token is kept.  `member` is set when the invited person has
-- begun, `confirmed` when she has typed her words back; after that a member of the office decides.
CREATE TABLE invitation (
    invitation @BYTES@ PRIMARY KEY CHECK (length(invitation) = 16),
    hash       @BYTES@ NOT NULL UNIQUE CHECK (length(hash) = 32),
    name       TEXT NOT NULL UNIQUE,
    roles      INTEGER NOT NULL,
    by_name    TEXT NOT NULL,
    until_s    INTEGER NOT NULL,
    member     @BYTES@ CHECK (member IS NULL OR length(member) = 16),
    confirmed  INTEGER NOT NULL
) @STRICT@;

-- Whose wraps a colleague keeps: `digest` is of what went into the package, so that no other one is
-- taken for it.
CREATE TABLE travel (
    member    @BYTES@ PRIMARY KEY CHECK (length(member) = 16),
    colleague @BYTES@ NOT NULL CHECK (length(colleague) = 16),
    digest    @BYTES@ NOT NULL CHECK (length(digest) = 32),
    since_day INTEGER NOT NULL
) @STRICT@;
