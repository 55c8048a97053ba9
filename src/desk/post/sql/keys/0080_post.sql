-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Ways to people other than hubs.  Their passwords stand here like the key that signs requests to
-- hubs: a locked desk must still fetch and ring.

-- `conf` is the encoded settings (docs/formats/channel.md).  A number is never used again: records
-- name it.
CREATE TABLE channel (
    slot INTEGER PRIMARY KEY CHECK (slot BETWEEN 1 AND 31),
    kind INTEGER NOT NULL,
    conf @BYTES@ NOT NULL
) @STRICT@;

-- The secret half of a mailbox's OpenPGP key, sealed to the intake vault: a locked desk has it not.
CREATE TABLE channel_key (
    slot   INTEGER PRIMARY KEY,
    sealed @BYTES@ NOT NULL
) @STRICT@;

-- Who is woken, in this order; several ways may stand at one place.  way: enum alert_way.
CREATE TABLE duty (
    id     @ID@,
    place  INTEGER NOT NULL,
    member TEXT NOT NULL,
    lang   TEXT NOT NULL,
    way    INTEGER NOT NULL,
    target TEXT NOT NULL
) @STRICT@;
