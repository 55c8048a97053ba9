-- SPDX-License-Identifier: AGPL-3.0-or-later
-- One calendar address for a member: only its hash, so that no copy of this file gives one away.
CREATE TABLE feed (
    member @BYTES@ PRIMARY KEY CHECK (length(member) = 16),
    hash   @BYTES@ NOT NULL UNIQUE CHECK (length(hash) = 32),
    made_s INTEGER NOT NULL
) @STRICT@;
