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
