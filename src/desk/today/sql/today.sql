-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: today_answers
-- People who wait for this member's answer, or for anybody's.  $1 member's name, $2 at most.
SELECT id, subject, lang, urgency, due_s, assignee, waiting_s FROM cases
WHERE state = 'open' AND waiting_s > 0 AND (assignee = $1 OR assignee = '')
ORDER BY urgency, due_s, id LIMIT $2;

-- name: today_late
-- Answers that somebody else owes and that are over time: a duty lead must see them.  $1 member's name,
-- $2 now, $3 at most.
SELECT id, subject, lang, urgency, due_s, assignee, waiting_s FROM cases
WHERE state = 'open' AND waiting_s > 0 AND assignee <> $1 AND assignee <> '' AND due_s < $2
ORDER BY urgency, due_s, id LIMIT $3;

-- name: today_stream
-- $1 stream.
SELECT id, subject, lang, urgency FROM cases WHERE stream = $1;
