-- SPDX-License-Identifier: AGPL-3.0-or-later
-- By which ways the people of a case write, other than by hub: where an answer goes.
CREATE TABLE contact (
    case_id    INTEGER NOT NULL REFERENCES cases (id),
    channel    INTEGER NOT NULL, -- enum channel_kind
    address    TEXT NOT NULL,    -- as the answer needs it; '' none
    folded     TEXT NOT NULL,    -- as senders are compared
    slot       INTEGER NOT NULL, -- which of our own channels; 0 none
    name       TEXT NOT NULL,    -- as they call themselves
    subject    TEXT NOT NULL,
    message_id TEXT NOT NULL,    -- of their last mail
    refs       TEXT NOT NULL,    -- the thread's mails, the last one last
    pgp        BLOB NOT NULL,    -- their OpenPGP key, empty none
    wants_pgp  INTEGER NOT NULL,
    last_s     INTEGER NOT NULL, -- when they wrote last
    new_pgp    BLOB NOT NULL,    -- another key that came later: not used until a member accepts it
    PRIMARY KEY (case_id, channel, address)
) STRICT;

CREATE INDEX contact_who ON contact (channel, folded);

-- What is special about single entries: bits of enum letter_flags.
CREATE TABLE contact_entry (
    entry_id INTEGER PRIMARY KEY,
    case_id  INTEGER NOT NULL,
    channel  INTEGER NOT NULL,
    address  TEXT NOT NULL,
    flags    INTEGER NOT NULL,
    after_s  INTEGER NOT NULL, -- an answer that waited for the person's safe hours: when they begin; 0
    taken    INTEGER NOT NULL  -- 1: taken back before it left
) STRICT;
