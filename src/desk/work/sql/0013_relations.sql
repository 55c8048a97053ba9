-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Cases that members linked: relatives, a group.  Both sides have a row; streams, for rows may be read later.
CREATE TABLE case_link (
    case_id INTEGER NOT NULL,
    other   BLOB NOT NULL,
    why     TEXT NOT NULL,
    by      TEXT NOT NULL,
    at_s    INTEGER NOT NULL,
    PRIMARY KEY (case_id, other)
) STRICT;

CREATE INDEX case_link_other ON case_link (other);

-- An urgent case that somebody took without having been trained, and why.
CREATE TABLE case_untrained (
    case_id INTEGER PRIMARY KEY,
    member  TEXT NOT NULL,
    why     TEXT NOT NULL,
    at_s    INTEGER NOT NULL
) STRICT;
