-- SPDX-License-Identifier: AGPL-3.0-or-later
ALTER TABLE thing ADD COLUMN weight INTEGER NOT NULL DEFAULT 7;
CREATE INDEX thing_weight ON thing (weight);
