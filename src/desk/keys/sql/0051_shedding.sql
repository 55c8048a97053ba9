-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Streams that are being written anew without some of their words: earlier keys go when the records
-- stand under this epoch.
CREATE TABLE shedding (
    stream @BYTES@ PRIMARY KEY CHECK (length(stream) = 16),
    epoch  INTEGER NOT NULL
) @STRICT@;
