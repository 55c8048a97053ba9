-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a locked desk needs in order to wake somebody: copied out of the vaults while they are open.

-- When dates ring.  Hours and names, not what the date is or whose.
CREATE TABLE date_ring (
    vault  @BYTES@ NOT NULL,
    item   @BYTES@ NOT NULL CHECK (length(item) = 16),
    stage  INTEGER NOT NULL, -- enum ring_stage
    source @BYTES@ NOT NULL CHECK (length(source) = 16), -- of its alert
    from_s INTEGER NOT NULL, -- whoever looks from then on attended to it
    ring_s INTEGER NOT NULL,
    state  INTEGER NOT NULL, -- 0 waits, 1 attended to, 2 rang
    holder TEXT NOT NULL,
    deputy TEXT NOT NULL,
    PRIMARY KEY (vault, item, stage)
) @STRICT@;

CREATE INDEX date_ring_next ON date_ring (state, ring_s);
CREATE INDEX date_ring_source ON date_ring (source);
CREATE INDEX date_ring_item ON date_ring (item);

-- Who is on duty when, from the roster in the book.
CREATE TABLE duty_hours (
    vault  @BYTES@ NOT NULL,
    item   @BYTES@ NOT NULL CHECK (length(item) = 16),
    member TEXT NOT NULL,
    task   INTEGER NOT NULL,
    from_s INTEGER NOT NULL,
    to_s   INTEGER NOT NULL,
    PRIMARY KEY (vault, item)
) @STRICT@;

CREATE INDEX duty_hours_to ON duty_hours (to_s);
