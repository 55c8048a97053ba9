-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: contact_put
-- $1 case, $2 channel, $3 address, $4 folded, $5 slot, $6 name, $7 subject, $8 message_id, $9 refs, $10 pgp,
-- $11 wants_pgp, $12 last_s, $13 new_pgp.  An empty key or name leaves what is known.
INSERT INTO contact (case_id, channel, address, folded, slot, name, subject, message_id, refs, pgp, wants_pgp, last_s, new_pgp)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (case_id, channel, address) DO UPDATE SET slot = excluded.slot,
    name = CASE WHEN excluded.name = '' THEN name ELSE excluded.name END,
    subject = CASE WHEN excluded.subject = '' THEN subject ELSE excluded.subject END,
    message_id = excluded.message_id, refs = excluded.refs,
    pgp = CASE WHEN length(pgp) = 0 THEN excluded.pgp ELSE pgp END,
    wants_pgp = CASE WHEN length(excluded.pgp) = 0 THEN wants_pgp ELSE excluded.wants_pgp END,
    last_s = max(last_s, excluded.last_s),
    new_pgp = CASE WHEN length(excluded.new_pgp) = 0 THEN new_pgp ELSE excluded.new_pgp END;

-- name: contact_key
-- The key that is known of an address, however it is written.  $1 case, $2 channel, $3 folded.
SELECT pgp FROM contact WHERE case_id = $1 AND channel = $2 AND folded = $3 AND length(pgp) > 0 LIMIT 1;

-- name: contact_new_keys
-- $1 case, $2 channel.
SELECT folded, new_pgp FROM contact WHERE case_id = $1 AND channel = $2 AND length(new_pgp) > 0 ORDER BY address;

-- name: contact_key_accept
-- $1 case, $2 channel, $3 folded, $4 key.
UPDATE contact SET pgp = $4, new_pgp = CASE WHEN new_pgp = $4 THEN x'' ELSE new_pgp END
WHERE case_id = $1 AND channel = $2 AND folded = $3;

-- name: contact_of_case
-- The way the person wrote last.  $1 case.
SELECT channel, address, slot, name, subject, message_id, refs, pgp, wants_pgp, last_s, new_pgp FROM contact WHERE case_id = $1
ORDER BY last_s DESC, rowid DESC LIMIT 1;

-- name: contact_find
-- The newest case of a sender.  $1 channel, $2 folded address.
SELECT c.id, c.stream, c.state, c.last_s FROM contact t JOIN cases c ON c.id = t.case_id
WHERE t.channel = $1 AND t.folded = $2 ORDER BY c.state = 'open' DESC, c.last_s DESC, c.id DESC LIMIT 1;

-- name: contact_channel
-- $1 case.
SELECT channel FROM contact WHERE case_id = $1 ORDER BY last_s DESC, rowid DESC LIMIT 1;

-- name: contact_entry_put
-- $1 entry, $2 case, $3 channel, $4 address, $5 flags, $6 after_s.
INSERT INTO contact_entry (entry_id, case_id, channel, address, flags, after_s, taken) VALUES ($1, $2, $3, $4, $5, $6, 0)
ON CONFLICT DO NOTHING;

-- name: contact_entry_get
SELECT channel, address, flags, after_s, taken FROM contact_entry WHERE entry_id = $1;

-- name: contact_answered
-- $1 case, $2 assignee if there is none.
UPDATE cases SET waiting_s = 0, due_s = 0, unread = 0, assignee = CASE WHEN assignee = '' THEN $2 ELSE assignee END WHERE id = $1;

-- name: contact_taken
-- An answer did not leave.  $1 case, $2 content of the answer.
UPDATE contact_entry SET taken = 1
WHERE case_id = $1 AND entry_id = (SELECT id FROM entry WHERE case_id = $1 AND kind = 17 AND content = $2);

-- name: contact_waits_again
-- Unless a later answer left.  $1 case, $2 when she wrote if it is not known.
UPDATE cases SET waiting_s = coalesce((SELECT max(last_s) FROM contact WHERE case_id = $1), $2)
WHERE id = $1 AND waiting_s = 0 AND state = 'open' AND NOT EXISTS (
    SELECT 1 FROM entry e LEFT JOIN contact_entry k ON k.entry_id = e.id WHERE e.case_id = $1 AND e.kind IN (2, 17)
    AND coalesce(k.taken, 0) = 0 AND e.at_s >= coalesce((SELECT max(last_s) FROM contact WHERE case_id = $1), 0));

-- name: contact_not_taken
-- Answers that were not taken back, the newest first.  $1 case, $2 before this entry.
SELECT e.content, e.id FROM contact_entry k JOIN entry e ON e.id = k.entry_id
WHERE k.case_id = $1 AND e.kind = 17 AND k.taken = 0 AND e.id < $2 ORDER BY e.id DESC LIMIT 1;

-- name: contact_of_member
-- The newest answers of a member by any channel, in all that is open.  $1 name, $2 before this entry.
SELECT e.content, e.id FROM entry e JOIN contact_entry k ON k.entry_id = e.id
WHERE e.who = $1 AND e.kind = 17 AND k.taken = 0 AND e.id < $2 ORDER BY e.id DESC LIMIT 1;

-- name: contact_answer_body
-- $1 case, $2 content.
SELECT body FROM entry WHERE case_id = $1 AND kind = 17 AND content = $2;

-- name: contact_automatic
-- A machine wrote: somebody should see it, nobody waits.  $1 case.
UPDATE cases SET unread = unread + 1 WHERE id = $1;

-- name: contact_sources
-- Which of its entries may have rung.  $1 case.
SELECT content FROM entry WHERE case_id = $1 AND kind IN (1, 16);

-- name: head_contact_get
SELECT * FROM contact WHERE case_id = $1;

-- name: head_contact_put
INSERT INTO contact VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: forget_contacts
DELETE FROM contact WHERE case_id = $1;

-- name: forget_contact_entries
DELETE FROM contact_entry WHERE case_id = $1;
