/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_CHANNELS_H
#define DESK_POST_CHANNELS_H
/* What keys.db holds of channels, and of who is woken.  The caller holds the transaction for
   writing. */
#include "db/db.h"
#include "postlink/channel.h"
#include "postlink/frame.h"

enum { CHANNEL_SLOTS = 32, DUTY_MAX = 64, DUTY_TEXT_MAX = 500 };

struct channel_row {
    uint8_t slot;
    struct channel_conf conf; /* texts in the arena; they hold passwords */
};

/* Put or replace one.  ERR_MALFORMED: too long, or no such number. */
MUST_USE enum err channels_put(struct db *keys, const struct channel_row *row);
/* All, by slot; at most CHANNEL_SLOTS.  Rows that do not decode are ERR_MALFORMED. */
MUST_USE enum err channels_list(
    struct db *keys, struct arena *a, struct channel_row to[CHANNEL_SLOTS], size_t *n);
/* ERR_NOT_FOUND. */
MUST_USE enum err channels_get(
    struct db *keys, uint8_t slot, struct arena *a, struct channel_conf *out);
/* By which channel somebody is answered who wrote to `slot`: by the same, or, when that is not set
   up any more, by the first of its kind.  Not by another bot: Telegram lets none write first.
   ERR_NOT_FOUND. */
MUST_USE enum err channels_for_answer(struct db *keys, enum channel_kind kind, uint8_t slot,
    struct arena *a, struct channel_row *out);
/* The number of another channel with the same mailbox, bot or number, by which everything would
   come twice; 0: none. */
uint8_t channels_twin(const struct channel_row *rows, size_t n, const struct channel_row *row);
MUST_USE enum err channels_erase(struct db *keys, uint8_t slot);

/* One way to wake one person.  Rows of the same place are woken together. */
struct duty_row {
    int64_t id, place;
    const char *member, *lang;
    enum alert_way way;
    const char *target; /* path of a command, address of a topic, mail address, number of a chat */
};
MUST_USE enum err duty_put(struct db *keys, const struct duty_row *row);
MUST_USE enum err duty_list(
    struct db *keys, struct arena *a, struct duty_row to[DUTY_MAX], size_t *n);
/* Is there any way to wake anybody? */
MUST_USE enum err duty_any(struct db *keys, bool *out);
MUST_USE enum err duty_erase(struct db *keys, int64_t id);

#endif
