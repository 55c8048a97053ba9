/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/worker.h"
#include "base/clock.h"
#include "base/own.h"
#include "core/seal/post_box.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include <poll.h>

enum { IDLE_MS = 60 * 1000, SOURCE_ARENA = 64 << 10, LETTER_ARENA = 4 << 20 };

enum post_why
why_of(enum net_trouble t)
{
    switch (t) {
    case NET_FINE: return POST_GOOD;
    case NET_UNREACHABLE: return POST_UNREACHABLE;
    case NET_UNTRUSTED: return POST_UNTRUSTED;
    case NET_LOGIN: return POST_LOGIN;
    case NET_BUSY: return POST_BUSY;
    case NET_REFUSED: return POST_REFUSED;
    case NET_SERVER: return POST_SERVER;
    }
    return POST_SERVER;
}

static void
say(struct worker *w, const struct frame *f)
{
    if (post_pipe_put(w->pipe, f))
        w->ended = true;
}

/* How many letters there may be before this one. */
static size_t
room_for(const struct frame *f)
{
    OWN(arena) a = arena_new(LETTER_ARENA);
    struct letter l;

    if (f->id & RING_BIT)
        return OUTBOX_MAX;
    return a && !letter_decode(f->body, a, &l) && l.after_s > clock_now_s() ? OUTBOX_HELD
                                                                            : OUTBOX_USUAL;
}

/* What was sent is not sent again, also when the desk did not hear of it. */
static void
take_letter(struct worker *w, const struct frame *f)
{
    const struct letter_name name = { f->id, f->source };
    struct frame back = {
        .kind = FRAME_SENT, .channel = w->channel, .id = f->id, .source = f->source
    };

    if (!outbox_was_sent(&w->outbox, &name)) {
        if (!outbox_put(&w->outbox, &name, room_for(f), f->body))
            return;
        back.kind = FRAME_FAILED;
        back.code = POST_FULL;
        back.wait_s = wait_s_of(retry_wait_ms(w->first_wait_ms, 3));
    }
    say(w, &back);
}

/* Only what was here is said to be dropped: of what is not, the desk has heard. */
static void
drop_letter(struct worker *w, const struct frame *f)
{
    const struct letter_name name = { f->id, f->source };

    if (outbox_cancel(&w->outbox, &name))
        say(w,
            &(struct frame){
                .kind = FRAME_DROPPED, .channel = w->channel, .id = f->id, .source = f->source });
}

static void
take_frame(struct worker *w, const struct frame *f)
{
    switch (f->kind) {
    case FRAME_CONFIG:
        w->channel = f->channel;
        w->has_conf = !channel_conf_decode(f->body, w->life, &w->conf);
        w->ended = !w->has_conf;
        return;
    case FRAME_START: w->started = true; return;
    case FRAME_SEND: take_letter(w, f); return;
    case FRAME_DROP: drop_letter(w, f); return;
    case FRAME_KEPT: w->is_kept = w->is_kept || id_equal(f->source.b, w->waited.b); return;
    case FRAME_UNSET:
    case FRAME_ALERT:
    case FRAME_CAME:
    case FRAME_SENT:
    case FRAME_FAILED:
    case FRAME_DROPPED:
    case FRAME_HEALTH: break;
    }
    w->ended = true; /* not what a desk says to a worker */
}

void
worker_listen(struct worker *w, int wait_ms)
{
    struct frame f;
    enum err gone = post_pipe_wait(w->pipe, wait_ms);
    enum err e = OK;

    while (!w->ended && !(e = post_pipe_next(w->pipe, &f)))
        take_frame(w, &f);
    if (gone || e == ERR_MALFORMED)
        w->ended = true;
}

bool
worker_is_wanted(struct worker *w)
{
    struct pollfd wait = { post_pipe_fd(w->pipe), POLLIN, 0 };

    return w->ended || poll(&wait, 1, 0) > 0 || outbox_due(&w->outbox, clock_steady_ms()) != NULL;
}

struct content_id
worker_source(const struct worker *w, struct bytes what)
{
    struct digest d = digest_blake2b(what);
    uint8_t all[1 + sizeof d.b];

    all[0] = w->channel;
    memcpy(all + 1, d.b, sizeof d.b);
    return content_id_of((struct bytes){ all, sizeof all });
}

/* Shall it ring?  The desk rates it again when it is opened. */
static uint8_t
bell_of(struct worker *w, const struct letter *l)
{
    OWN(arena) a = arena_new(2 * LETTER_TEXT_MAX + SOURCE_ARENA);
    const char *all = a ? arena_printf(a, "%s\n%s", l->subject ? l->subject : "", l->text) : NULL;
    struct triage_ask ask;
    struct triage_result result;

    if (!all)
        return BELL_DANGER; /* rather once too often */
    triage_ask_init(&ask, bytes_of(all), clock_now_s());
    triage_run(&ask, w->scratch, &result);
    return (uint8_t)result.bell;
}

/* The sealed letter, in memory of the caller's to free; NULL: no memory or no key. */
static uint8_t *
seal(struct worker *w, const struct letter *l, size_t *n_box)
{
    size_t n = letter_size(l);
    uint8_t *plain = calloc(1, n + 1);
    uint8_t *box = calloc(1, post_box_size(n));
    struct writer out = writer_of(plain, plain ? n : 0);

    letter_encode(l, &out);
    bool good =
        plain && box && !out.full && out.n == n &&
        !post_box_seal(&w->conf.org, POST_CAME, &w->conf.people, (struct bytes){ plain, n }, box);
    if (plain)
        secret_wipe(plain, n);
    free(plain);
    *n_box = post_box_size(n);
    if (good)
        return box;
    free(box);
    return NULL;
}

enum err
worker_came(struct worker *w, const struct content_id *source, const struct letter *l)
{
    int64_t end_ms = clock_steady_ms() + KEPT_WAIT_MS;
    size_t n = 0;
    uint8_t *box = seal(w, l, &n);

    if (!box)
        return ERR_INTERNAL;
    w->waited = *source;
    w->is_kept = false;
    say(w, &(struct frame){ .kind = FRAME_CAME,
               .channel = w->channel,
               .source = *source,
               .code = bell_of(w, l),
               .body = { box, n } });
    free(box);
    while (!w->is_kept && !w->ended && clock_steady_ms() < end_ms)
        worker_listen(w, (int)(end_ms - clock_steady_ms()));
    memset(&w->waited, 0, sizeof w->waited);
    return w->is_kept ? OK : ERR_BUSY;
}

/* Tell the desk how the channel is, when that is news. */
static void
tell(struct worker *w, enum post_why why, uint32_t wait_s)
{
    struct bytes words = bytes_of(why == POST_GOOD ? "" : w->why);
    struct frame f = { .kind = FRAME_HEALTH,
        .channel = w->channel,
        .code = (uint8_t)why,
        .wait_s = wait_s,
        .body = words };

    if (w->was_told && w->told == why)
        return;
    w->was_told = true;
    w->told = why;
    say(w, &f);
}

static bool
is_for_good(enum post_why why)
{
    return why == POST_REFUSED || why == POST_BLOCKED || why == POST_NO_KEY;
}

/* How long after a failure: what the server asked for, else longer each time. */
static int64_t
wait_after(const struct worker *w, unsigned tries)
{
    return w->retry_s ? (int64_t)w->retry_s * 1000 : retry_wait_ms(w->first_wait_ms, tries);
}

/* Not outside the hours in which the person may be written to.  POST_NOT_YET: later. */
static enum post_why
hours_allow(const struct letter *l, int64_t now_s)
{
    if (l->after_s > now_s)
        return POST_NOT_YET;
    return l->until_s && l->until_s <= now_s ? POST_LATE : POST_GOOD;
}

/* The clock may be set meanwhile: it is looked at again every minute. */
static void
wait_for_hours(struct outgoing_letter *o, const struct letter *l, int64_t now_s)
{
    int64_t wait_ms = (l->after_s - now_s) * 1000;

    o->next_ms = clock_steady_ms() + (wait_ms < IDLE_MS ? wait_ms : IDLE_MS);
}

/* Send what is due: one, so that the desk is listened to in between. */
static void
send_due(struct worker *w)
{
    struct outgoing_letter *o = outbox_due(&w->outbox, clock_steady_ms());
    struct letter l;

    if (!o)
        return;
    OWN(arena) a = arena_new(LETTER_ARENA);
    struct letter_name name = o->name;
    struct frame f = {
        .kind = FRAME_SENT, .channel = w->channel, .id = name.id, .source = name.source
    };
    enum post_why why = POST_REFUSED;

    w->retry_s = 0;
    bool good = a && w->role->send && !letter_decode((struct bytes){ o->p, o->n }, a, &l);
    if (good)
        why = hours_allow(&l, clock_now_s());
    if (why == POST_NOT_YET) {
        wait_for_hours(o, &l, clock_now_s());
        return;
    }
    if (good && !why)
        why = w->role->send(w, &l);
    if (why) {
        int64_t wait_ms = wait_after(w, o->tries++);
        f.kind = FRAME_FAILED;
        f.code = (uint8_t)why;
        f.wait_s = is_for_good(why) ? 0 : wait_s_of(wait_ms);
        o->next_ms = clock_steady_ms() + wait_ms;
    }
    if (!why)
        outbox_note_sent(&w->outbox, &name);
    if (f.wait_s == 0 || why == POST_LATE) /* the desk gives it again with the next hours */
        outbox_drop(&w->outbox, o);
    say(w, &f);
}

/* How long until the channel is asked again. */
static int64_t
fetch_wait_ms(struct worker *w, enum post_why why)
{
    if (why)
        return wait_after(w, w->failures++);
    w->failures = 0;
    if (w->waits)
        return 0;
    return 1000 * (w->conf.poll_s ? w->conf.poll_s : CHANNEL_POLL_USUAL_S);
}

static int
until(const struct worker *w, int64_t fetch_ms)
{
    int64_t now = clock_steady_ms();
    int64_t next = outbox_next_ms(&w->outbox);
    int64_t wait = w->role->fetch ? fetch_ms - now : IDLE_MS;

    if (next >= 0 && next - now < wait)
        wait = next - now;
    return wait < 0 ? 0 : wait > IDLE_MS ? IDLE_MS : (int)wait;
}

static void
probe(struct worker *w)
{
    enum post_why why = w->role->probe(w);

    tell(w, why, 0);
    while (!w->ended)
        worker_listen(w, IDLE_MS);
}

void
worker_run(struct worker *w)
{
    int64_t fetch_ms = 0;

    if (w->conf.probe)
        probe(w);
    while (!w->ended) {
        worker_listen(w, until(w, fetch_ms));
        send_due(w);
        if (!w->role->fetch || w->ended || clock_steady_ms() < fetch_ms)
            continue;
        w->retry_s = 0;
        w->why[0] = '\0';
        enum post_why why = w->role->fetch(w);
        int64_t wait_ms = fetch_wait_ms(w, why);
        tell(w, why, wait_s_of(wait_ms));
        fetch_ms = clock_steady_ms() + wait_ms;
    }
    outbox_done(&w->outbox);
}
