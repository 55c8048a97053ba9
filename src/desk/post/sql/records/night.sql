-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: date_ring_put
-- What did not change writes nothing.  $1 vault, $2 item, $3 stage, $4 source, $5 from_s, $6 ring_s, $7 state,
-- $8 holder, $9 deputy.
INSERT INTO date_ring (vault, item, stage, source, from_s, ring_s, state, holder, deputy)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (vault, item, stage) DO UPDATE SET source = $4, from_s = $5, ring_s = $6, holder = $8, deputy = $9,
    state = CASE WHEN date_ring.source <> $4 OR date_ring.state = 0 THEN $7 ELSE date_ring.state END
WHERE date_ring.source <> $4 OR date_ring.holder <> $8 OR date_ring.deputy <> $9 OR (date_ring.state = 0 AND $7 = 1);

-- name: date_ring_same
-- What one vault says of a date holds for all: others may be closed and know an older lead, or an older day.
-- $1 vault, $2 item, $3 stage, $4 source, $5 from_s, $6 ring_s, $7 state, $8 holder, $9 deputy.
UPDATE date_ring SET source = $4, from_s = $5, ring_s = $6, holder = $8, deputy = $9,
    state = CASE WHEN date_ring.source <> $4 OR date_ring.state = 0 THEN $7 ELSE date_ring.state END
WHERE vault <> $1 AND item = $2 AND stage = $3 AND (date_ring.source <> $4 OR date_ring.holder <> $8
    OR date_ring.deputy <> $9 OR (date_ring.state = 0 AND $7 = 1));

-- name: date_ring_items
-- What is known of a vault.  $1 vault, $2 after this item, $3 at most.
SELECT item FROM date_ring WHERE vault = $1 AND item > $2 GROUP BY item ORDER BY item LIMIT $3;

-- name: date_ring_drop
-- $1 vault, $2 item.
DELETE FROM date_ring WHERE vault = $1 AND item = $2;

-- name: date_ring_over
-- A vault knows that it is over: for all.  $1 item.
DELETE FROM date_ring WHERE item = $1;

-- name: date_ring_due
SELECT count(*) FROM date_ring WHERE state = 0 AND ring_s <= $1;

-- name: date_ring_raise
-- $1 now.
INSERT INTO alert (source, since_s, step, next_s, at_s, kind)
SELECT source, $1, 0, $1, $1, 1 FROM date_ring WHERE state = 0 AND ring_s <= $1 ON CONFLICT DO NOTHING;

-- name: date_ring_rang
UPDATE date_ring SET state = 2 WHERE state = 0 AND ring_s <= $1;

-- name: date_ring_attended
-- $1 item, $2 now.
UPDATE date_ring SET state = 1 WHERE item = $1 AND state = 0 AND from_s <= $2;

-- name: alert_answered_by_item
-- $1 item, $2 now.
UPDATE alert SET next_s = 0, at_s = $2 WHERE next_s > 0 AND source IN (SELECT source FROM date_ring WHERE item = $1);

-- name: alert_looked_by_item
-- $1 item, $2 now, $3 until.
UPDATE alert SET next_s = $3, quiet_s = $3, pauses = pauses + 1, at_s = $2
WHERE next_s > 0 AND next_s <= $3 AND quiet_s <= $2 AND pauses < 2
    AND source IN (SELECT source FROM date_ring WHERE item = $1);

-- name: alert_orphaned
-- The date was done, withdrawn or moved.  $1 now.
UPDATE alert SET next_s = 0, at_s = $1 WHERE next_s > 0 AND kind = 1
    AND NOT EXISTS (SELECT 1 FROM date_ring r WHERE r.source = alert.source);

-- name: duty_hours_put
-- $1 vault, $2 item, $3 member, $4 task, $5 from_s, $6 to_s.
INSERT INTO duty_hours (vault, item, member, task, from_s, to_s) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (vault, item) DO UPDATE SET member = $3, task = $4, from_s = $5, to_s = $6
WHERE duty_hours.member <> $3 OR duty_hours.task <> $4 OR duty_hours.from_s <> $5 OR duty_hours.to_s <> $6;

-- name: duty_hours_items
-- $1 vault, $2 after this item, $3 at most.
SELECT item FROM duty_hours WHERE vault = $1 AND item > $2 ORDER BY item LIMIT $3;

-- name: duty_hours_drop
-- $1 vault, $2 item.
DELETE FROM duty_hours WHERE vault = $1 AND item = $2;

-- name: duty_hours_now
-- The duty lead first, then counsellors, then cover.  $1 now.
SELECT member FROM duty_hours WHERE from_s <= $1 AND to_s > $1 ORDER BY task, from_s, member LIMIT 32;
