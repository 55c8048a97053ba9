-- SPDX-License-Identifier: AGPL-3.0-or-later
CREATE TABLE thing (
    id    @ID@,
    name  TEXT NOT NULL UNIQUE CHECK (length(name) <= 20), -- a name
    body  @BYTES@ CHECK (length(body) <= 100000)
) @STRICT@;
