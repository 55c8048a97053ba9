-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Attachments of cases: what their records say.
CREATE TABLE file (
    id      INTEGER PRIMARY KEY, -- of the record
    case_id INTEGER NOT NULL,
    blob    BLOB NOT NULL CHECK (length(blob) = 16),
    name    TEXT NOT NULL,
    type    TEXT NOT NULL,       -- as the sender says
    size    INTEGER NOT NULL,
    key     BLOB NOT NULL CHECK (length(key) = 32),
    sha256  BLOB NOT NULL CHECK (length(sha256) = 32),
    at_s    INTEGER NOT NULL,
    by      TEXT NOT NULL,       -- '' the person
    n_taken INTEGER NOT NULL     -- how often the original was taken out
) STRICT;

CREATE INDEX file_blob ON file (case_id, blob);
