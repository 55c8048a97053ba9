-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Dates as they stand now: one row for each form "deadline", and for each step of a proceeding that has a
-- hearing.

CREATE TABLE deadline (
    item         BLOB PRIMARY KEY,        -- the form
    id           INTEGER NOT NULL UNIQUE, -- the record that made it: the number people see
    case_id      INTEGER NOT NULL,
    kind         INTEGER NOT NULL,        -- enum date_kind
    local_s      INTEGER NOT NULL,        -- the first moment too late, on the clock of the place
    zone         TEXT NOT NULL,
    until_s      INTEGER NOT NULL,        -- the same in UTC
    unsure       INTEGER NOT NULL,
    binding      INTEGER NOT NULL,
    words        TEXT NOT NULL,           -- what must be done
    state        INTEGER NOT NULL,        -- enum date_state
    deputy       TEXT NOT NULL,
    confirmed_by TEXT NOT NULL,           -- '' nobody
    ended_by     TEXT NOT NULL,           -- who did it or withdrew it
    changed_s    INTEGER NOT NULL,
    sequence     INTEGER NOT NULL,        -- grows with every change: for calendars
    explained    BLOB                     -- how it was found; NULL: typed
) STRICT;

CREATE INDEX deadline_until ON deadline (until_s, id);
CREATE INDEX deadline_case ON deadline (case_id, until_s);
