-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Filled forms as they stand now, value by value, and every earlier state beside them.

CREATE TABLE item (
    item      BLOB PRIMARY KEY,  -- 16 random bytes
    id        INTEGER NOT NULL UNIQUE, -- the record that made it
    case_id   INTEGER NOT NULL,  -- 0: it stands in the book
    form      INTEGER NOT NULL,
    first_s   INTEGER NOT NULL,
    first_by  TEXT NOT NULL,
    at_s      INTEGER NOT NULL,  -- of the state in force
    by        TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    revision  INTEGER NOT NULL   -- from 1
) STRICT;

CREATE INDEX item_case ON item (case_id, form, id);
CREATE INDEX item_form ON item (form, case_id);

-- A field that holds several values has a row for each.
CREATE TABLE field (
    item   BLOB NOT NULL REFERENCES item (item),
    field  INTEGER NOT NULL,
    ix     INTEGER NOT NULL,
    n      INTEGER NOT NULL,  -- number of a choice, day, seconds, number, yes or no
    more   INTEGER NOT NULL,  -- precision of a date
    value  TEXT NOT NULL,
    folded TEXT NOT NULL,     -- value as search compares it
    PRIMARY KEY (item, field, ix)
) STRICT;

-- Every state a form was in; an empty body is a withdrawal.
CREATE TABLE item_past (
    item     BLOB NOT NULL REFERENCES item (item),
    revision INTEGER NOT NULL,
    at_s     INTEGER NOT NULL,
    by       TEXT NOT NULL,
    body     BLOB NOT NULL,
    PRIMARY KEY (item, revision)
) STRICT;
