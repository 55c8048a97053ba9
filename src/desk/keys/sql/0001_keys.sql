-- SPDX-License-Identifier: AGPL-3.0-or-later
-- keys.db: every wrap and every secret of a desk.  Local, one overwritten backup generation, so that
-- erasing a row here erases what it opened.

-- One row for each small fact: org_id, network_id.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value @BYTES@ NOT NULL
) @STRICT@;

-- Who works here.  `sealed` is the member's box secret under the key made from her passphrase.
CREATE TABLE member (
    member  @BYTES@ PRIMARY KEY CHECK (length(member) = 16),
    name    TEXT NOT NULL UNIQUE,
    lang    TEXT NOT NULL,
    roles   INTEGER NOT NULL,
    salt    @BYTES@ NOT NULL CHECK (length(salt) = 16),
    ops     INTEGER NOT NULL,
    mem     INTEGER NOT NULL,
    public  @BYTES@ NOT NULL CHECK (length(public) = 32),
    sealed  @BYTES@ NOT NULL CHECK (length(sealed) = 72)
) @STRICT@;

-- Compartments.  An epoch begins when somebody loses access.
CREATE TABLE vault (
    vault  @BYTES@ NOT NULL CHECK (length(vault) = 16),
    epoch  INTEGER NOT NULL,
    role   TEXT NOT NULL,
    public @BYTES@ NOT NULL CHECK (length(public) = 32),
    PRIMARY KEY (vault, epoch)
) @STRICT@;

-- 32-byte keys sealed to a public key; the purposes are numbered in docs/formats/wrap.md.
CREATE TABLE wrap (
    purpose   INTEGER NOT NULL,
    object    @BYTES@ NOT NULL CHECK (length(object) = 16),
    epoch     INTEGER NOT NULL,
    recipient @BYTES@ NOT NULL CHECK (length(recipient) = 16),
    sealed    @BYTES@ NOT NULL CHECK (length(sealed) = 80),
    PRIMARY KEY (purpose, object, epoch, recipient)
) @STRICT@;

-- The same stream keys once more, symmetrically under the vault's secret: 1 us instead of 50.  In the
-- order in which an unlock reads them.
CREATE TABLE kept (
    vault  @BYTES@ NOT NULL CHECK (length(vault) = 16),
    object @BYTES@ NOT NULL CHECK (length(object) = 16),
    epoch  INTEGER NOT NULL,
    sealed @BYTES@ NOT NULL CHECK (length(sealed) = 72),
    PRIMARY KEY (vault, object, epoch)
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_object ON kept (object);
CREATE INDEX wrap_recipient ON wrap (recipient, purpose, object);

-- Streams that somebody could read who may not any more: the next record begins a new epoch.
CREATE TABLE turning (
    stream @BYTES@ PRIMARY KEY CHECK (length(stream) = 16)
) STRICT;

-- Weekly door keys.  `secret` is plain for the weeks that must open while the desk is locked; later
-- weeks are only in `wrap`; past ones are erased.
CREATE TABLE door (
    week   INTEGER PRIMARY KEY,
    public @BYTES@ NOT NULL CHECK (length(public) = 32),
    secret @BYTES@ CHECK (secret IS NULL OR length(secret) = 32)
) @STRICT@;

-- Secrets that work while locked: the key that signs requests to hubs.
CREATE TABLE online (
    name   TEXT PRIMARY KEY,
    secret @BYTES@ NOT NULL
) @STRICT@;
