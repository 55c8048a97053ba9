-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Messages by other channels than hubs, sealed to the intake vault before they came here.
CREATE TABLE came (
    id        @ID@,
    source    @BYTES@ NOT NULL UNIQUE CHECK (length(source) = 16),
    slot      INTEGER NOT NULL,
    kind      INTEGER NOT NULL,
    bell      INTEGER NOT NULL,
    arrived_s INTEGER NOT NULL,
    tries     INTEGER NOT NULL, -- how often opening failed for a reason that may pass
    is_bad    INTEGER NOT NULL, -- 1: it never opens; kept, and counted on the status page
    box       @BYTES@ NOT NULL
) @STRICT@;

CREATE INDEX came_order ON came (is_bad, tries, bell DESC, id);

-- What was taken before, so that nothing comes twice.
CREATE TABLE came_seen (
    source @BYTES@ PRIMARY KEY CHECK (length(source) = 16),
    day    INTEGER NOT NULL
) @STRICT@;

-- Answers that a channel has still to send: sealed to the vault, for a start after a crash.
-- state: 0 waits, 1 sent, 2 never will be, 3 taken back.
CREATE TABLE posting (
    id      @ID@,
    content @BYTES@ NOT NULL UNIQUE CHECK (length(content) = 16),
    slot    INTEGER NOT NULL,
    state   INTEGER NOT NULL,
    why     INTEGER NOT NULL, -- enum post_why of the last failure
    at_s    INTEGER NOT NULL, -- of the last change
    given   INTEGER NOT NULL, -- 1: the channel has it
    give_s  INTEGER NOT NULL, -- else not before this
    unsure  INTEGER NOT NULL, -- 1: nobody knows whether an earlier try got through
    box     @BYTES@           -- null once it is sent
) @STRICT@;

-- Somebody on duty must look.  `source` is the message that rang, or the hour of a date; it says nothing of whom or what.
CREATE TABLE alert (
    id      @ID@,
    source  @BYTES@ NOT NULL UNIQUE CHECK (length(source) = 16),
    since_s INTEGER NOT NULL,
    step    INTEGER NOT NULL, -- how many places of the duty list were woken
    next_s  INTEGER NOT NULL, -- when the next one is; 0: it was answered
    at_s    INTEGER NOT NULL, -- of the last change
    kind    INTEGER NOT NULL, -- 0 a message, 1 a date
    called  INTEGER NOT NULL DEFAULT 0, -- bits of the list of ways: woken in this round
    pauses  INTEGER NOT NULL DEFAULT 0, -- how often somebody made it wait
    quiet_s INTEGER NOT NULL DEFAULT 0  -- it waits until then
) @STRICT@;

CREATE INDEX alert_next ON alert (next_s);
