-- SPDX-License-Identifier: AGPL-3.0-or-later
-- records.db: sealed records and sealed envelopes only; may be backed up for ever and lie anywhere.

-- One immutable fact each.  The stream's key opens `sealed`; stream, epoch, seq, kind and the record
-- before are bound to it.
CREATE TABLE record (
    id     @ID@,
    stream @BYTES@ NOT NULL CHECK (length(stream) = 16),
    seq    INTEGER NOT NULL,
    epoch  INTEGER NOT NULL,
    kind   INTEGER NOT NULL,
    sealed @BYTES@ NOT NULL,
    UNIQUE (stream, seq)
) @STRICT@;

-- What the records of a stream come to, sealed anew in the transaction of each record: only so that an
-- unlock need not read them all at once.  The records decide.
CREATE TABLE head (
    id     INTEGER PRIMARY KEY, -- of the stream's first record
    stream @BYTES@ NOT NULL UNIQUE CHECK (length(stream) = 16),
    epoch  INTEGER NOT NULL,    -- of the last record, and its number
    seq    INTEGER NOT NULL,
    link   @BYTES@ NOT NULL CHECK (length(link) = 32), -- to the last record
    sealed @BYTES@ NOT NULL
) @STRICT@;

-- Inner boxes that came while nobody could open them: sealed to the people key.  `lane` is the door
-- layer's whole plaintext (header and box).  arrived_s: when this desk pulled it.
CREATE TABLE filed (
    id        @ID@,
    content   @BYTES@ NOT NULL UNIQUE CHECK (length(content) = 16),
    bell      INTEGER NOT NULL,
    arrived_s INTEGER NOT NULL,
    tries     INTEGER NOT NULL, -- how often opening failed for a reason that may pass
    lane      @BYTES@ NOT NULL CHECK (length(lane) = 4044)
) @STRICT@;

CREATE INDEX filed_order ON filed (tries, bell DESC, id);

-- Boxes that an unlocked desk could not open: kept, counted on the status page, never silently lost.
CREATE TABLE unreadable (
    content   @BYTES@ PRIMARY KEY CHECK (length(content) = 16),
    arrived_s INTEGER NOT NULL,
    lane      @BYTES@ NOT NULL
) @STRICT@;

-- Envelopes already taken, for as long as a door key could open them again.
CREATE TABLE seen (
    content @BYTES@ PRIMARY KEY CHECK (length(content) = 16),
    week    INTEGER NOT NULL
) @STRICT@;

-- How far each hub has been read.
CREATE TABLE hub_state (
    hub   @BYTES@ PRIMARY KEY CHECK (length(hub) = 16),
    store @BYTES@ NOT NULL CHECK (length(store) = 16),
    batch INTEGER NOT NULL
) @STRICT@;

-- The highest version of the edition that any hub has shown: an older one is not believed again.
CREATE TABLE edition_seen (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
) @STRICT@;

-- Sealed answers and where they must go.  Shelves keep an envelope for 30 days: an answer that the
-- person may not have read yet goes there again, from copies that were sealed with it, so that a
-- locked desk can do it.  made_day: not before this day; copy_of: the answer's (last) envelope; answer: the same for the
-- parts of a long one.
CREATE TABLE outbox (
    id         @ID@,
    content    @BYTES@ NOT NULL UNIQUE CHECK (length(content) = 16),
    shelf16    INTEGER NOT NULL,
    urgency    INTEGER NOT NULL,
    made_day   INTEGER NOT NULL,
    copy_of    @BYTES@ CHECK (copy_of IS NULL OR length(copy_of) = 16),
    answer     @BYTES@ CHECK (answer IS NULL OR length(answer) = 16),
    envelope   @BYTES@ NOT NULL CHECK (length(envelope) = 4096)
) @STRICT@;

CREATE INDEX outbox_copies ON outbox (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX outbox_parts ON outbox (answer) WHERE answer IS NOT NULL;

CREATE TABLE delivered (
    outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    hub       @BYTES@ NOT NULL CHECK (length(hub) = 16),
    PRIMARY KEY (outbox_id, hub)
) @STRICT@;
