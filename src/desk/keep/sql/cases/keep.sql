-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: export_entry
-- The text of an entry as the thread shows it.  $1 id.
SELECT body FROM entry WHERE id = $1;

-- name: export_list
-- What identifies nobody.
SELECT opened_s, lang, country, situation, who, proposed, urgency, state, waiting_s,
    (SELECT min(e.at_s) FROM entry e WHERE e.case_id = c.id AND e.kind IN (2, 17)),
    (SELECT t.channel FROM contact t WHERE t.case_id = c.id ORDER BY t.last_s DESC LIMIT 1)
FROM cases c ORDER BY opened_s / 2592000, lang, country, situation, urgency;
