-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What members are writing and have not sent: no record yet, so it is overwritten.  Sealed under the
-- stream's key, so that erasing the stream erases it.

CREATE TABLE draft (
    stream @BYTES@ NOT NULL CHECK (length(stream) = 16),
    member @BYTES@ NOT NULL CHECK (length(member) = 16),
    form   INTEGER NOT NULL, -- enum case_form: answer or note
    epoch  INTEGER NOT NULL, -- of the stream's key
    at_s   INTEGER NOT NULL,
    sealed @BYTES@ NOT NULL,
    PRIMARY KEY (stream, member, form)
) @STRICT@;
