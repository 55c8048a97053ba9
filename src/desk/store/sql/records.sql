-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: record_put
-- $1 stream, $2 seq, $3 epoch, $4 kind, $5 sealed.
INSERT INTO record (stream, seq, epoch, kind, sealed) VALUES ($1, $2, $3, $4, $5);

-- name: record_of_stream
-- $1 stream.
SELECT id, seq, epoch, kind, sealed FROM record WHERE stream = $1 ORDER BY seq;

-- name: record_last
-- $1 stream.
SELECT seq, epoch, sealed FROM record WHERE stream = $1 ORDER BY seq DESC LIMIT 1;

-- name: record_first
-- $1 stream.
SELECT id FROM record WHERE stream = $1 ORDER BY seq LIMIT 1;

-- name: head_put
-- $1 id, $2 stream, $3 epoch, $4 seq, $5 link, $6 sealed.
INSERT INTO head (id, stream, epoch, seq, link, sealed) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, seq = excluded.seq, link = excluded.link, sealed = excluded.sealed;

-- name: head_list
SELECT id, stream, epoch, seq, link, sealed FROM head ORDER BY id;

-- name: head_erase
DELETE FROM head WHERE stream = $1;

-- name: record_count
SELECT count(*) FROM record;

-- name: record_erase_stream
DELETE FROM record WHERE stream = $1;

-- name: filed_put
-- $1 content, $2 bell, $3 arrived_s, $4 lane.
INSERT INTO filed (content, bell, arrived_s, tries, lane) VALUES ($1, $2, $3, 0, $4);

-- name: filed_waiting
-- How many wait, and the loudest bell.
SELECT count(*), coalesce(max(bell), 0), coalesce(min(arrived_s), 0) FROM filed;

-- name: filed_next
-- The loudest first, in the order they came; what failed before comes last.
SELECT id, content, bell, arrived_s, lane FROM filed ORDER BY tries, bell DESC, id LIMIT 1;

-- name: filed_tried
UPDATE filed SET tries = tries + 1 WHERE id = $1;

-- name: filed_erase
DELETE FROM filed WHERE id = $1;

-- name: unreadable_put
-- $1 content, $2 arrived_s, $3 lane.
INSERT INTO unreadable (content, arrived_s, lane) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: unreadable_count
SELECT count(*) FROM unreadable;

-- name: seen_put
-- $1 content, $2 week.
INSERT INTO seen (content, week) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: seen_erase_before
DELETE FROM seen WHERE week < $1;

-- name: hub_state_put
-- $1 hub, $2 store, $3 batch.
INSERT INTO hub_state (hub, store, batch) VALUES ($1, $2, $3)
ON CONFLICT (hub) DO UPDATE SET store = excluded.store, batch = excluded.batch;

-- name: hub_state_get
SELECT store, batch FROM hub_state WHERE hub = $1;

-- name: outbox_put
-- $1 content, $2 shelf16, $3 urgency, $4 made_day, $5 envelope, $6 copy_of or null.
INSERT INTO outbox (content, shelf16, urgency, made_day, envelope, copy_of) VALUES ($1, $2, $3, $4, $5, $6);

-- name: outbox_due
-- What a hub has not got yet, most urgent first.  $1 hub, $2 at most, $3 today.
SELECT o.id, o.shelf16, o.envelope FROM outbox o
WHERE o.made_day <= $3 AND NOT EXISTS (SELECT 1 FROM delivered d WHERE d.outbox_id = o.id AND d.hub = $1)
ORDER BY o.urgency, o.id LIMIT $2;

-- name: outbox_undelivered
-- How many envelopes no hub has yet.  $1 today.
SELECT count(*) FROM outbox o WHERE o.made_day <= $1 AND NOT EXISTS (SELECT 1 FROM delivered d WHERE d.outbox_id = o.id);

-- name: outbox_part
-- An earlier part of an answer.  $1 content, $2 the answer's last envelope.
UPDATE outbox SET answer = $2 WHERE content = $1;

-- name: outbox_erase_answer
-- With its parts and copies, wherever they have been.  $1 the answer's last envelope.
DELETE FROM outbox WHERE content = $1 OR copy_of = $1 OR answer = $1;

-- name: outbox_erase_copies
-- The copies of an answer that have not left yet.  $1 the answer's envelope.
DELETE FROM outbox WHERE copy_of = $1 AND NOT EXISTS (SELECT 1 FROM delivered d WHERE d.outbox_id = outbox.id);

-- name: outbox_is_delivered
-- Does it wait for no hub any more?  $1 content.
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.content = $1
    AND NOT EXISTS (SELECT 1 FROM delivered d WHERE d.outbox_id = o.id));

-- name: edition_seen_put
-- $1 version.
INSERT INTO edition_seen (one, version) VALUES (1, $1)
ON CONFLICT (one) DO UPDATE SET version = excluded.version WHERE excluded.version > version;

-- name: edition_seen_get
SELECT version FROM edition_seen WHERE one = 1;

-- name: outbox_erase_before
-- Only what some hub has had: an answer that never left goes on waiting.  $1 day.
DELETE FROM outbox WHERE made_day < $1 AND EXISTS (SELECT 1 FROM delivered d WHERE d.outbox_id = outbox.id);

-- name: delivered_put
-- $1 outbox id, $2 hub.
INSERT INTO delivered (outbox_id, hub) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: delivered_forget
-- A hub lost its store: give it everything again.  $1 hub.
DELETE FROM delivered WHERE hub = $1;

-- name: record_ids_of_stream
-- $1 stream.
SELECT id FROM record WHERE stream = $1 ORDER BY seq;

-- name: record_get
-- $1 id.
SELECT seq, epoch, kind, sealed FROM record WHERE id = $1;

-- name: record_replace
-- $1 id, $2 seq, $3 epoch, $4 sealed.
UPDATE record SET seq = $2, epoch = $3, sealed = $4 WHERE id = $1;

-- name: record_erase_one
-- $1 id.
DELETE FROM record WHERE id = $1;

-- name: record_first_epoch
-- $1 stream.
SELECT epoch FROM record WHERE stream = $1 ORDER BY seq LIMIT 1;
