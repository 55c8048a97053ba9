/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/ring.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/crypto.h"
#include "desk/post/turns.h"
#include "postlink/letter.h"
#include "text/text.h"

enum { ARENA_BYTES = 1 << 20, LETTER_ROOM = 8192, PUSH_SLOT = CHANNEL_SLOTS - 1 };

/* What calls somebody later than that does not leave any more: others were called meanwhile. */
enum { RING_LIFE_S = 10 * 60 };

/* Says nothing of the desk, of requests, or of why. */
static const char *
words_for(const char *lang_word)
{
    enum lang lang = lang_of(lang_word);

    lang = lang == LANG_UNSET ? LANG_EN : lang;
    return T("Please have a look.");
}

/* The first of our channels of this kind. */
static uint8_t
slot_of(const struct post *p, enum channel_kind kind)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->ch[i].kind == kind)
            return p->ch[i].slot;
    return 0;
}

static enum err
send_command(struct post *p, const struct duty_row *who, uint64_t id)
{
    char body[DUTY_TEXT_MAX + 200];
    int n = snprintf(body, sizeof body, "%s\n%s", who->target, words_for(who->lang));

    if (n < 0 || (size_t)n >= sizeof body)
        return ERR_TOO_LARGE;
    return post_pipe_put(p->pipe, &(struct frame){ .kind = FRAME_ALERT,
                                      .id = id,
                                      .code = ALERT_COMMAND,
                                      .body = { (uint8_t *)body, (size_t)n } });
}

static enum err
send_letter(struct post *p, const struct duty_row *who, uint64_t id, uint8_t slot)
{
    uint8_t room[LETTER_ROOM];
    struct writer w = writer_of(room, sizeof room);
    uint8_t random[ID_BYTES];
    char hex[2 * ID_BYTES + 1];
    const char *text = words_for(who->lang);
    struct letter l = { .address = who->target,
        .subject = text,
        .text = text,
        .message_id = hex,
        .until_s = clock_now_s() + RING_LIFE_S };

    random_fill(random, sizeof random);
    hex_encode((struct bytes){ random, sizeof random }, hex);
    letter_encode(&l, &w);
    if (w.full || slot == 0)
        return slot ? ERR_TOO_LARGE : ERR_NOT_FOUND;
    return post_pipe_put(p->pipe,
        &(struct frame){ .kind = FRAME_SEND, .channel = slot, .id = id, .body = { room, w.n } });
}

enum err
ring_one(struct post *p, const struct duty_row *who)
{
    uint64_t id = RING_BIT | ++p->n_alerts;

    switch (who->way) {
    case ALERT_COMMAND: return send_command(p, who, id);
    case ALERT_PUSH: return send_letter(p, who, id, PUSH_SLOT);
    case ALERT_MAIL: return send_letter(p, who, id, slot_of(p, CHANNEL_MAIL));
    case ALERT_TELEGRAM: return send_letter(p, who, id, slot_of(p, CHANNEL_TELEGRAM));
    case ALERT_UNSET:
    case N_ALERT_WAYS: break;
    }
    return ERR_MALFORMED;
}

/* Those whose turn it is. */
static void
wake(struct post *p, const struct turns *t, uint64_t bits)
{
    for (size_t i = 0; i < t->n; i++)
        if (bits >> i & 1 && ring_one(p, &t->rows[i]))
            p->alert_failed = true;
}

/* Each climbs by its own clock; *bits: whom they wake together. */
static enum err
climb_all(struct db *records, const struct alert_due *due, size_t n, const struct turns *list,
    int64_t now_s, uint64_t *bits)
{
    enum err e = db_begin(records, TX_WRITE);

    if (e)
        return e;
    *bits = 0;
    for (size_t i = 0; !e && i < n; i++) {
        struct turns t = *list;
        uint64_t after = 0;
        turns_order(&t, due[i].holder, due[i].deputy);
        *bits |= turns_next(&t, due[i].called, &after);
        e = alert_climb(records, &due[i], now_s, after);
    }
    return db_end(records, e);
}

enum err
ring_step(struct post *p, const struct post_place *at, int64_t now_s)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    int64_t steady_ms = clock_steady_ms();
    struct alert_due due[ALERT_GROUPS];
    struct turns t;
    uint64_t bits = 0;
    size_t n = 0;

    if (p->ring_ms && steady_ms - p->ring_ms < p->rings_apart_ms)
        return OK;
    enum err e = a ? alert_due_list(at->records, now_s, a, due, &n) : ERR_INTERNAL;
    if (e || n == 0)
        return e;
    e = turns_read(at->keys, at->records, now_s, a, &t);
    if (e || t.n == 0) /* nobody can be woken: the alert stays, and the pages say so */
        return e;
    e = climb_all(at->records, due, n, &t, now_s, &bits);
    if (e)
        return e;
    p->ring_ms = steady_ms;
    wake(p, &t, bits);
    return OK;
}

/* One channel's settings, with what is sealed to. */
static enum err
give(struct post *p, const struct post_place *at, uint8_t slot, struct channel_conf conf)
{
    uint8_t room[CHANNEL_CONF_MAX];
    struct writer w = writer_of(room, sizeof room);

    conf.org = *at->org;
    conf.people = p->people;
    channel_conf_encode(&conf, &w);
    enum err e =
        w.full
            ? ERR_TOO_LARGE
            : post_pipe_put(p->pipe,
                  &(struct frame){ .kind = FRAME_CONFIG, .channel = slot, .body = { room, w.n } });
    secret_wipe(room, w.n);
    return e;
}

/* Pushes over HTTP need no settings of their own; they take the proxy of the first channel. */
static enum err
give_push(struct post *p, const struct post_place *at, const struct channel_row *rows, size_t n)
{
    struct channel_conf push;

    channel_conf_init(&push);
    push.kind = CHANNEL_PUSH;
    for (size_t i = 0; i < n; i++)
        if (rows[i].conf.kind == CHANNEL_PUSH)
            return OK;
    if (n > 0) {
        push.text[CT_PROXY] = rows[0].conf.text[CT_PROXY];
        push.text[CT_CA] = rows[0].conf.text[CT_CA];
    }
    return give(p, at, PUSH_SLOT, push);
}

enum err
ring_settings(struct post *p, const struct post_place *at)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct channel_row *rows = a ? arena_alloc(a, CHANNEL_SLOTS * sizeof *rows) : NULL;
    size_t n = 0;
    enum err e = rows ? channels_list(at->keys, a, rows, &n) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < n; i++)
        e = give(p, at, rows[i].slot, rows[i].conf);
    return e ? e : give_push(p, at, rows, n);
}
