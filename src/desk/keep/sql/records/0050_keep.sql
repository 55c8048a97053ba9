-- SPDX-License-Identifier: AGPL-3.0-or-later
-- That something was erased, and on which day; nothing of what it was.
CREATE TABLE tombstone (
    stream @BYTES@ PRIMARY KEY CHECK (length(stream) = 16), -- a hash: the name itself is gone
    day    INTEGER NOT NULL
) @STRICT@;
