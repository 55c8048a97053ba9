-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: came_seen_put
-- $1 source, $2 day.
INSERT INTO came_seen (source, day) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: came_seen_erase_before
DELETE FROM came_seen WHERE day < $1;

-- name: came_put
-- $1 source, $2 slot, $3 kind, $4 bell, $5 arrived_s, $6 box.
INSERT INTO came (source, slot, kind, bell, arrived_s, tries, is_bad, box) VALUES ($1, $2, $3, $4, $5, 0, 0, $6);

-- name: came_next
-- The loudest first, in the order they came; what failed before comes last.
SELECT id, source, slot, kind, bell, arrived_s, box FROM came WHERE is_bad = 0 ORDER BY tries, bell DESC, id LIMIT 1;

-- name: came_waiting
SELECT count(*), coalesce(max(bell), 0), coalesce(min(arrived_s), 0) FROM came WHERE is_bad = 0;

-- name: came_bad
SELECT count(*) FROM came WHERE is_bad = 1;

-- name: came_tried
UPDATE came SET tries = tries + 1 WHERE id = $1;

-- name: came_set_bad
UPDATE came SET is_bad = 1 WHERE id = $1;

-- name: came_erase
DELETE FROM came WHERE id = $1;

-- name: posting_put
-- $1 content, $2 slot, $3 at_s, $4 box.
INSERT INTO posting (content, slot, state, why, at_s, given, give_s, unsure, box) VALUES ($1, $2, 0, 1, $3, 0, 0, 0, $4);

-- name: posting_next
-- The oldest that is to be given to its channel; a clock that was set back does not hold it.  $1 now.
SELECT id, slot, content, box FROM posting
WHERE state = 0 AND given = 0 AND (give_s <= $1 OR give_s > $1 + 3600) ORDER BY id LIMIT 1;

-- name: posting_given
UPDATE posting SET given = 1 WHERE content = $1;

-- name: posting_later
-- $1 content, $2 not before.
UPDATE posting SET given = 0, give_s = $2 WHERE content = $1;

-- name: posting_lost
-- $1 slot; 0: all.
UPDATE posting SET given = 0, give_s = 0, why = 10, unsure = 1 WHERE state = 0 AND given = 1 AND ($1 = 0 OR slot = $1);

-- name: posting_hurry
-- $1 slot.
UPDATE posting SET give_s = 0 WHERE state = 0 AND given = 0 AND slot = $1;

-- name: posting_by_content
SELECT state, why, at_s, slot, id FROM posting WHERE content = $1;

-- name: posting_counts
SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 2), 0) FROM posting;

-- name: posting_sent
-- $1 content, $2 at_s.
UPDATE posting SET state = 1, why = 0, at_s = $2, box = NULL WHERE content = $1 AND state <> 1;

-- name: posting_take_back
-- $1 content, $2 at_s.  4: until the channel says that it had not begun.
UPDATE posting SET state = CASE WHEN given = 1 OR unsure = 1 THEN 4 ELSE 3 END, at_s = $2, box = NULL
WHERE content = $1 AND state = 0;

-- name: posting_dropped
-- Nobody took it back after all (that was not kept): it is given again.  $1 content.
UPDATE posting SET state = CASE WHEN state = 4 AND unsure = 0 THEN 3 ELSE state END, given = 0, give_s = 0
WHERE content = $1 AND state IN (0, 4);

-- name: posting_failed
-- $1 content, $2 why, $3 at_s, $4 state: 0 goes on, 2 never, $5 given, $6 give_s, $7 unsure.
UPDATE posting SET state = CASE WHEN state = 0 THEN $4 WHEN $4 = 2 AND unsure = 0 AND $7 = 0 THEN 3 ELSE 4 END,
    why = $2, at_s = CASE WHEN state = 0 THEN $3 ELSE at_s END, box = CASE WHEN $4 = 2 THEN NULL ELSE box END,
    given = $5, give_s = $6, unsure = max(unsure, $7)
WHERE content = $1 AND state IN (0, 4);

-- name: posting_erase
DELETE FROM posting WHERE content = $1;

-- name: posting_erase_before
-- $1 at_s.
DELETE FROM posting WHERE state <> 0 AND at_s < $1;

-- name: alert_put
-- $1 source, $2 now.
INSERT INTO alert (source, since_s, step, next_s, at_s, kind) VALUES ($1, $2, 0, $2, $2, 0) ON CONFLICT DO NOTHING;

-- name: alert_due
-- Those that are due, by whom they call and whom they called: each climbs by its own clock, whoever waited longest
-- first.  Several vaults may know a date: one of them says whose it is.  $1 now, $2 at most.
SELECT d.holder, d.deputy, d.called FROM (
    SELECT coalesce((SELECT r.holder FROM date_ring r WHERE r.source = a.source ORDER BY r.vault LIMIT 1), '') AS holder,
        coalesce((SELECT r.deputy FROM date_ring r WHERE r.source = a.source ORDER BY r.vault LIMIT 1), '') AS deputy,
        a.called AS called, a.next_s AS next_s FROM alert a WHERE a.next_s > 0 AND a.next_s <= $1
) d GROUP BY d.holder, d.deputy, d.called ORDER BY min(d.next_s) LIMIT $2;

-- name: alert_open
SELECT coalesce(sum(kind = 0), 0), coalesce(sum(kind = 1), 0), coalesce(min(since_s), 0), coalesce(max(step), 0),
    coalesce(min(next_s), 0), coalesce(sum(step > 0 AND pauses < 2), 0) FROM alert WHERE next_s > 0;

-- name: alert_step
-- $1 now, $2 called before, $3 called now, $4 next, $5 holder, $6 deputy.
UPDATE alert SET step = step + 1, called = $3, next_s = $4, at_s = $1
WHERE next_s > 0 AND next_s <= $1 AND called = $2
    AND coalesce((SELECT r.holder FROM date_ring r WHERE r.source = alert.source ORDER BY r.vault LIMIT 1), '') = $5
    AND coalesce((SELECT r.deputy FROM date_ring r WHERE r.source = alert.source ORDER BY r.vault LIMIT 1), '') = $6;

-- name: alert_hurry
-- Whoever was woken could not be reached: the next one at once.  $1 now.
UPDATE alert SET next_s = $1 WHERE next_s > $1 AND quiet_s <= $1;

-- name: alert_pause
-- Somebody says she saw it: what called somebody waits, twice at most.  $1 now, $2 until.
UPDATE alert SET next_s = $2, quiet_s = $2, pauses = pauses + 1, at_s = $1
WHERE next_s > 0 AND next_s <= $2 AND quiet_s <= $1 AND step > 0 AND pauses < 2;

-- name: alert_looked
-- Somebody looks at what it rang for: it waits for what she does, twice at most.  $1 source, $2 now, $3 until.
UPDATE alert SET next_s = $3, quiet_s = $3, pauses = pauses + 1, at_s = $2
WHERE source = $1 AND next_s > 0 AND next_s <= $3 AND quiet_s <= $2 AND pauses < 2;

-- name: alert_answered
-- $1 source, $2 now.
UPDATE alert SET next_s = 0, at_s = $2 WHERE source = $1 AND next_s > 0;

-- name: alert_erase_before
DELETE FROM alert WHERE next_s = 0 AND at_s < $1;
