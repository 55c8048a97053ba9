-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The full-text index of one vault: trigrams of what src/text/find_words.h makes of the entries of each
-- case, one row a case, so that the words of a query may stand in different entries.  In memory like all
-- of the projection; it keeps no copy of the texts.

CREATE VIRTUAL TABLE case_words USING fts5(folded, content = '', tokenize = 'trigram case_sensitive 1');
-- Sixteen pieces are joined at once, not four: each text is moved half as often on its way.
INSERT INTO case_words (case_words, rank) VALUES ('automerge', 16), ('crisismerge', 64);

-- Which row a case has there: the number of its newest entry then, so that the latest are found first.
CREATE TABLE word_row (
    doc     INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL UNIQUE REFERENCES cases (id)
) STRICT;

-- Cases with entries that the index does not know yet.
CREATE TABLE word_wanted (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id)
) STRICT;
