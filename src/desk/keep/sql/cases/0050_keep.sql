-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Cases that may not be erased, who said so and why.
CREATE TABLE hold (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    by      TEXT NOT NULL,
    at_s    INTEGER NOT NULL,
    why     TEXT NOT NULL
) STRICT;

-- When the last word was said in a case, and what was erased of it.
CREATE TABLE talk (
    case_id   INTEGER PRIMARY KEY REFERENCES cases (id),
    last_s    INTEGER NOT NULL, -- the last message or answer; 0: all that was said is erased
    erased_id INTEGER NOT NULL, -- the words of messages before this record are gone; 0: none
    erased_s  INTEGER NOT NULL  -- when that was
) STRICT;

CREATE INDEX talk_last ON talk (last_s) WHERE last_s > 0;

-- Cases whose words could not be erased since this vault was opened: a record does not open.  No
-- reference: reading a case again does not make it go.
CREATE TABLE talk_stuck (
    case_id INTEGER PRIMARY KEY
) STRICT;
