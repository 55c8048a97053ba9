-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Where casework stands in each case.  A case of which nothing of this is known has no row.

CREATE TABLE work (
    case_id        INTEGER PRIMARY KEY,
    stage          INTEGER NOT NULL, -- enum work_stage
    frozen_s       INTEGER NOT NULL, -- 0: not frozen
    frozen_by      TEXT NOT NULL,
    thaw_by        TEXT NOT NULL,    -- who asks to thaw; '' nobody
    snooze         INTEGER NOT NULL, -- enum snooze_until
    snooze_until_s INTEGER NOT NULL, -- 0: no moment
    snooze_words   TEXT NOT NULL,
    merged_into    BLOB,             -- stream of the case it went into
    offer_to       TEXT NOT NULL,    -- a hand-over that waits; '' none
    offer_by       TEXT NOT NULL,
    offer_s        INTEGER NOT NULL,
    offer_note     TEXT NOT NULL,
    offer_promise  TEXT NOT NULL
) STRICT;

CREATE INDEX work_offer ON work (offer_to) WHERE offer_to <> '';
CREATE INDEX work_hidden ON work (case_id) WHERE merged_into IS NOT NULL OR snooze <> 0;
CREATE INDEX work_frozen ON work (frozen_s) WHERE frozen_s > 0;
CREATE INDEX work_snooze ON work (snooze_until_s) WHERE snooze <> 0;

CREATE TABLE case_label (
    case_id INTEGER NOT NULL,
    label   TEXT NOT NULL,
    folded  TEXT NOT NULL, -- label as search compares it
    PRIMARY KEY (case_id, folded)
) STRICT;

CREATE INDEX case_label_label ON case_label (folded, case_id);

CREATE TABLE case_watch (
    case_id INTEGER NOT NULL,
    member  TEXT NOT NULL,
    PRIMARY KEY (case_id, member)
) STRICT;

CREATE INDEX case_watch_member ON case_watch (member);

-- What came into a case by a merge: streams, for their rows may be read later.
CREATE TABLE case_merged (
    case_id INTEGER NOT NULL,
    other   BLOB NOT NULL,
    PRIMARY KEY (case_id, other)
) STRICT;

-- Beside an entry, never instead of it.
CREATE TABLE translation (
    entry_id INTEGER PRIMARY KEY,
    case_id  INTEGER NOT NULL,
    at_s     INTEGER NOT NULL,
    by       TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;

CREATE INDEX translation_case ON translation (case_id);
