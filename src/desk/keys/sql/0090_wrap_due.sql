-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Wraps of a vault's stream keys that are still to be sealed to its new key: the row in `wrap` is there and empty,
-- `kept` has the key.  So a removal does not hold up everybody for as long as the sealing takes.
CREATE TABLE wrap_due (
    vault  @BYTES@ NOT NULL CHECK (length(vault) = 16),
    object @BYTES@ NOT NULL CHECK (length(object) = 16),
    epoch  INTEGER NOT NULL,
    PRIMARY KEY (vault, object, epoch)
) STRICT, WITHOUT ROWID;
