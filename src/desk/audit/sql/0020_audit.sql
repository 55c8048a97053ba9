-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who did what, in one chain.  Entries are sealed whole: who worked when is itself sensitive.
CREATE TABLE audit (
    n     INTEGER PRIMARY KEY, -- from 1, without a gap
    entry @BYTES@ NOT NULL,
    link  @BYTES@ NOT NULL CHECK (length(link) = 32), -- SHA-256("audit/1", link before, entry)
    seal  @BYTES@ NOT NULL CHECK (length(seal) = 32)  -- of the link, by a key that lies in keys.db
) @STRICT@;
