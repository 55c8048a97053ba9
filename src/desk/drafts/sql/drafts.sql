-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: draft_put
-- $1 stream, $2 member, $3 form, $4 epoch, $5 at_s, $6 sealed.
INSERT INTO draft (stream, member, form, epoch, at_s, sealed) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (stream, member, form) DO UPDATE SET epoch = excluded.epoch, at_s = excluded.at_s, sealed = excluded.sealed;

-- name: draft_erase
-- $1 stream, $2 member, $3 form.
DELETE FROM draft WHERE stream = $1 AND member = $2 AND form = $3;

-- name: draft_list
-- The drafts of a case, the newest first.  $1 stream.
SELECT member, form, at_s, sealed, epoch FROM draft WHERE stream = $1 ORDER BY at_s DESC;

-- name: draft_of_member
-- Where a member has drafts, the newest first.  $1 member.
SELECT stream, form, at_s FROM draft WHERE member = $1 ORDER BY at_s DESC LIMIT 100;

-- name: draft_erase_stream
DELETE FROM draft WHERE stream = $1;
