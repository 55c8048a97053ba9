-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The full-text index of one vault: trigrams of what src/text/find_words.h makes of each entry.  In
-- memory like all of the projection; it keeps no copy of the texts.

CREATE VIRTUAL TABLE entry_words USING fts5(folded, content = '', tokenize = 'trigram case_sensitive 1');
