-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Cases that may not be erased, who said so and why.
CREATE TABLE hold (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    by      TEXT NOT NULL,
    at_s    INTEGER NOT NULL,
    why     TEXT NOT NULL
) STRICT;
