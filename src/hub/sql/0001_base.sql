-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a hub keeps: envelopes of one size in numbered batches.  No clock time, no address, no name.

CREATE TABLE envelope (
    seq        @ID@,              -- in the order of id within a batch: tells nothing of arrival
    id         @BYTES@ NOT NULL UNIQUE CHECK (length(id) = 16), -- first half of BLAKE2b-256 of the envelope
    batch      INTEGER NOT NULL CHECK (batch > 0),              -- counter of batches that were not empty
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),         -- 0 lane, 1 drop
    p          INTEGER NOT NULL CHECK (p BETWEEN 0 AND 16),     -- drops: the shelves are 2^p
    n          INTEGER NOT NULL CHECK (n >= 0 AND n < (1 << p)),
    expiry_day INTEGER NOT NULL CHECK (expiry_day > 0),         -- last day of its life, since 1970
    envelope   @BYTES@ NOT NULL CHECK (length(envelope) = 4096),
    CHECK (kind = 1 OR p = 0)
) @STRICT@;

CREATE INDEX envelope_shelf ON envelope (kind, p, n, batch);
CREATE INDEX envelope_expiry ON envelope (expiry_day);

-- One row, made at the first start.
CREATE TABLE store (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    id         @BYTES@ NOT NULL CHECK (length(id) = 16),       -- random; a new one tells desks to start from zero
    junk_key   @BYTES@ NOT NULL CHECK (length(junk_key) = 32), -- what empty slots of a shelf are made from
    last_batch INTEGER NOT NULL CHECK (last_batch >= 0)
) @STRICT@;
