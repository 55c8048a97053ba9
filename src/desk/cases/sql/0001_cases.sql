-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The projection of one vault: ordinary tables in memory, rebuilt from records at every unlock.
-- Only the apply functions of src/desk write here.

CREATE TABLE cases (
    loaded      INTEGER NOT NULL DEFAULT 1, -- 0: the row comes from the stream's head, its records are not read yet
    id          INTEGER PRIMARY KEY, -- the number people see: the record id of the stream's first record
    stream      BLOB NOT NULL UNIQUE,
    thread      BLOB NOT NULL UNIQUE, -- BLAKE2b-256(psk)[0..15]
    card        BLOB,                 -- where an answer goes: 34 bytes; NULL until the person gave one
    psk         BLOB NOT NULL,
    subject     TEXT NOT NULL,        -- the first words of the first message
    lang        TEXT NOT NULL,        -- language of the person
    country     TEXT NOT NULL,        -- ISO code of the stay, '' unknown
    situation   TEXT NOT NULL,
    flags       INTEGER NOT NULL,
    reasons     TEXT NOT NULL,        -- numbers of triage reasons, separated by blanks
    proposed    INTEGER NOT NULL,     -- urgency by the rules: 1..4
    urgency     INTEGER NOT NULL,     -- in force: proposed, until a person decided
    decided_by  TEXT NOT NULL,        -- '' while the proposal stands
    state       TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    assignee    TEXT NOT NULL,        -- '' nobody
    opened_s    INTEGER NOT NULL,
    waiting_s   INTEGER NOT NULL,     -- since when the person waits for a human; 0 nobody waits
    due_s       INTEGER NOT NULL,     -- when the answer is due; 0 not due
    last_s      INTEGER NOT NULL,     -- last entry
    unread      INTEGER NOT NULL,     -- messages nobody has opened
    out_seq     INTEGER NOT NULL,     -- number of the last answer
    out_last    BLOB,                 -- its envelope id
    day_kind    INTEGER NOT NULL,     -- the nearest open date or day named; day 0: none
    day         INTEGER NOT NULL,
    day_binding INTEGER NOT NULL,
    who         INTEGER NOT NULL,     -- who writes, as answered: enum triage_who; 0 not said
    safe        INTEGER NOT NULL,     -- may an answer name the matter: enum reply_safety; 0 not said
    lines       INTEGER NOT NULL      -- records in the stream
) STRICT;

-- The order of the lists, the numbers of the side bar, who wrote in the same days, and the dates of the day.  With
-- `state` in it SQLite counts in the index alone, without a look at each row.
CREATE INDEX cases_inbox ON cases (waiting_s = 0, urgency, CASE WHEN due_s = 0 THEN last_s ELSE due_s END, id)
WHERE state = 'open';
CREATE INDEX cases_counts ON cases (waiting_s, assignee, unread, due_s, urgency, state) WHERE state = 'open';
CREATE INDEX cases_closed ON cases (last_s, id) WHERE state = 'closed';
CREATE INDEX cases_opened ON cases (opened_s);
CREATE INDEX cases_day ON cases (day) WHERE state = 'open' AND day > 0;

-- Everything that happened in a case, in order.
CREATE TABLE entry (
    id      INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    kind    INTEGER NOT NULL,
    at_s    INTEGER NOT NULL,
    who     TEXT NOT NULL,      -- member's name; '' the person
    number  INTEGER NOT NULL,
    body    TEXT NOT NULL,
    content BLOB                -- envelope id of a message or answer
) STRICT;

CREATE INDEX entry_case ON entry (case_id, id);

-- Dates that stand in a request, of which nobody has confirmed one.
CREATE TABLE named (
    case_id INTEGER NOT NULL REFERENCES cases (id),
    day     INTEGER NOT NULL, -- days since 1970
    typed   INTEGER NOT NULL, -- 1: typed into the form as a date; 0: found in the text
    kind    INTEGER NOT NULL,
    binding INTEGER NOT NULL,
    PRIMARY KEY (case_id, day)
) STRICT;

-- What a person wrote, to compare requests: hashed word beginnings, in memory only.
CREATE TABLE likeness (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    result  BLOB NOT NULL,
    sketch  BLOB NOT NULL
) STRICT;

-- Parts of a long message, shown together under the entry of the part that came first.
CREATE TABLE part (
    case_id  INTEGER NOT NULL REFERENCES cases (id),
    group8   BLOB NOT NULL,
    ix       INTEGER NOT NULL,
    count    INTEGER NOT NULL,
    body     TEXT NOT NULL,
    entry_id INTEGER NOT NULL,
    PRIMARY KEY (case_id, group8, ix)
) STRICT;

-- Streams that are no cases: what the organisation keeps for all of them.
CREATE TABLE book (
    stream BLOB PRIMARY KEY,
    book   INTEGER NOT NULL UNIQUE
) STRICT;
