/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/ring.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/crypto.h"
#include "desk/post/turns.h"
#include "postlink/letter.h"
#include "text/text.h"

enum { ARENA_BYTES = 1 << 20, LETTER_ROOM = 8192, PUSH_SLOT = CHANNEL_SLOTS - 1 };

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
    struct letter l = { .address = who->target, .subject = text, .text = text, .message_id = hex };

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
wake_place(struct post *p, const struct turns *t, int64_t k)
{
    int64_t at = -1;

    for (size_t i = 0; i < t->n; i++) {
        at += i == 0 || t->rows[i].place != t->rows[i - 1].place;
        if (at == k && ring_one(p, &t->rows[i]))
            p->alert_failed = true;
    }
}

enum err
ring_step(struct post *p, const struct post_place *at, int64_t now_s)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    int64_t steady_ms = clock_steady_ms();
    struct alert_due due;
    struct turns t;
    int64_t place = -1;

    if (p->ring_ms && steady_ms - p->ring_ms < p->rings_apart_ms)
        return OK;
    enum err e = a ? alert_due_get(at->records, now_s, a, &due) : ERR_INTERNAL;
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = turns_get(at->keys, at->records, &due, now_s, a, &t);
    if (e || t.n == 0) /* nobody can be woken: the alert stays, and the pages say so */
        return e;
    e = alert_climb(at->records, &due, now_s, t.n_places, &place);
    if (e)
        return e;
    p->ring_ms = steady_ms;
    wake_place(p, &t, place);
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
