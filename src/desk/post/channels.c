/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/channels.h"
#include "core/wire/crypto.h"
#include "keys.gen.h"

enum err
channels_put(struct db *keys, const struct channel_row *row)
{
    OWN(db_stmt) s = db_use(keys, KEYS_CHANNEL_PUT);
    uint8_t conf[CHANNEL_CONF_MAX];
    struct writer w = writer_of(conf, sizeof conf);

    channel_conf_encode(&row->conf, &w);
    if (w.full || row->slot == 0 || row->slot >= CHANNEL_SLOTS)
        return ERR_MALFORMED;
    db_bind_i64(s, 1, row->slot);
    db_bind_i64(s, 2, row->conf.kind);
    db_bind_bytes(s, 3, (struct bytes){ conf, w.n });
    enum err e = db_run(s);
    secret_wipe(conf, w.n);
    return e;
}

enum err
channels_list(struct db *keys, struct arena *a, struct channel_row to[CHANNEL_SLOTS], size_t *n)
{
    OWN(db_stmt) s = db_use(keys, KEYS_CHANNEL_LIST);
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < CHANNEL_SLOTS && !(e = db_step(s, &row)) && row; (*n)++) {
        to[*n].slot = (uint8_t)db_i64(s, 0);
        e = channel_conf_decode(db_bytes(s, 2), a, &to[*n].conf);
    }
    return e;
}

enum err
channels_get(struct db *keys, uint8_t slot, struct arena *a, struct channel_conf *out)
{
    struct channel_row *rows = arena_alloc(a, CHANNEL_SLOTS * sizeof *rows);
    size_t n = 0;
    enum err e = rows ? channels_list(keys, a, rows, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++)
        if (rows[i].slot == slot) {
            *out = rows[i].conf;
            return OK;
        }
    return e ? e : ERR_NOT_FOUND;
}

enum err
channels_for_answer(
    struct db *keys, enum channel_kind kind, uint8_t slot, struct arena *a, struct channel_row *out)
{
    struct channel_row *rows = arena_alloc(a, CHANNEL_SLOTS * sizeof *rows);
    const struct channel_row *found = NULL;
    size_t n = 0;
    enum err e = rows ? channels_list(keys, a, rows, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++) {
        bool same = rows[i].slot == slot;
        if (rows[i].conf.kind == kind && (same || (!found && kind != CHANNEL_TELEGRAM)))
            found = &rows[i];
        if (found && same)
            break;
    }
    if (!e && !found)
        e = ERR_NOT_FOUND;
    if (!e)
        *out = *found;
    return e;
}

/* A bot is its number, the beginning of its token. */
static bool
is_same_bot(const char *one, const char *other)
{
    size_t n = strcspn(one, ":");

    return n == strcspn(other, ":") && strncmp(one, other, n) == 0;
}

/* The same mailbox, bot or number: what comes there would be fetched twice. */
static bool
is_same(const struct channel_conf *one, const struct channel_conf *other)
{
    const char *const *a = one->text;
    const char *const *b = other->text;

    if (one->kind != other->kind)
        return false;
    switch (one->kind) {
    case CHANNEL_MAIL:
        return strcasecmp(a[CT_ADDRESS], b[CT_ADDRESS]) == 0 ||
               (strcasecmp(a[CT_FETCH], b[CT_FETCH]) == 0 && strcmp(a[CT_USER], b[CT_USER]) == 0);
    case CHANNEL_TELEGRAM: return is_same_bot(a[CT_SECRET], b[CT_SECRET]);
    case CHANNEL_SIGNAL:
        return *a[CT_USER] && *b[CT_USER] ? strcmp(a[CT_USER], b[CT_USER]) == 0
                                          : strcmp(a[CT_FETCH], b[CT_FETCH]) == 0;
    case CHANNEL_HUB:
    case CHANNEL_PHONE:
    case CHANNEL_IN_PERSON:
    case CHANNEL_PARTNER:
    case CHANNEL_PUSH:
    case N_CHANNEL_KINDS: break;
    }
    return false;
}

uint8_t
channels_twin(const struct channel_row *rows, size_t n, const struct channel_row *row)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].slot != row->slot && is_same(&rows[i].conf, &row->conf))
            return rows[i].slot;
    return 0;
}

enum err
channels_erase(struct db *keys, uint8_t slot)
{
    OWN(db_stmt) s = db_use(keys, KEYS_CHANNEL_ERASE);

    db_bind_i64(s, 1, slot);
    enum err e = db_run(s);
    return !e && db_n_changed(keys) == 0 ? ERR_NOT_FOUND : e;
}

enum err
duty_put(struct db *keys, const struct duty_row *row)
{
    OWN(db_stmt) s = db_use(keys, KEYS_DUTY_PUT);

    db_bind_i64(s, 1, row->place);
    db_bind_text(s, 2, row->member);
    db_bind_text(s, 3, row->lang);
    db_bind_i64(s, 4, row->way);
    db_bind_text(s, 5, row->target);
    return db_run(s);
}

enum err
duty_list(struct db *keys, struct arena *a, struct duty_row to[DUTY_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(keys, KEYS_DUTY_LIST);
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < DUTY_MAX && !(e = db_step(s, &row)) && row; (*n)++) {
        to[*n] = (struct duty_row){ db_i64(s, 0), db_i64(s, 1), arena_text(a, db_text(s, 2)),
            arena_text(a, db_text(s, 3)), (enum alert_way)db_i64(s, 4),
            arena_text(a, db_text(s, 5)) };
        if (!to[*n].member || !to[*n].lang || !to[*n].target)
            e = ERR_INTERNAL;
    }
    return e;
}

enum err
duty_any(struct db *keys, bool *out)
{
    OWN(db_stmt) s = db_use(keys, KEYS_DUTY_LIST);
    bool row = false;
    enum err e = db_step(s, &row);

    if (!e)
        *out = row;
    return e;
}

enum err
duty_erase(struct db *keys, int64_t id)
{
    OWN(db_stmt) s = db_use(keys, KEYS_DUTY_ERASE);

    db_bind_i64(s, 1, id);
    enum err e = db_run(s);
    return !e && db_n_changed(keys) == 0 ? ERR_NOT_FOUND : e;
}
