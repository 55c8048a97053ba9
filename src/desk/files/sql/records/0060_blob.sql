-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Attachments: sealed pieces under a key of their own, which stands in a record of the stream.  With
-- the stream's key that record is gone, and so is the file, before these rows are.
CREATE TABLE blob (
    id     @BYTES@ NOT NULL CHECK (length(id) = 16),
    n      INTEGER NOT NULL CHECK (n >= 0), -- of the piece, from 0
    stream @BYTES@ NOT NULL CHECK (length(stream) = 16),
    sealed @BYTES@ NOT NULL,
    PRIMARY KEY (id, n)
) @STRICT@;

CREATE INDEX blob_stream ON blob (stream);
