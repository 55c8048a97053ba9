-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: audit_put
-- $1 n, $2 entry, $3 link, $4 seal.
INSERT INTO audit (n, entry, link, seal) VALUES ($1, $2, $3, $4);

-- name: audit_last
SELECT n, link FROM audit ORDER BY n DESC LIMIT 1;

-- name: audit_all
SELECT n, entry, link, seal FROM audit ORDER BY n;

-- name: audit_page
-- The newest first.  $1 only before this number, 0: all; $2 at most.
SELECT n, entry FROM audit WHERE $1 = 0 OR n < $1 ORDER BY n DESC LIMIT $2;
