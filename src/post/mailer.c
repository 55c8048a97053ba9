/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* E-mail: IMAP brings, SMTP takes.  A mail is marked as read only when the desk has it on its
   disk. */
#include "base/clock.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "net/imap.h"
#include "net/smtp.h"
#include "post/compose.h"
#include "post/parser.h"
#include "post/worker.h"
#include <string.h>

enum {
    RAW_MAX = 20 << 20,     /* what the parser takes */
    RAW_OF_GIANT = 1 << 20, /* of a larger mail only its beginning is fetched */
    MAIL_ARENA = RAW_MAX + (64 << 20),
    TIMEOUT_MS = 60 * 1000,
    MAILS_AT_ONCE = 20, /* then the desk is listened to */
    IDLE_S = 60,
};

/* The mailbox while it is watched. */
struct mailbox {
    struct imap *imap; /* NULL: no connection */
    bool no_idle;      /* the server says it can wait, and does not */
    bool more;         /* mail was left for the next round */
};

/* "imaps://host:port": host and port, and whether TLS; NULL for what is not allowed. */
static const char *
host_of(const char *url, const char *plain, const char *secure, bool *tls)
{
    size_t n = strlen(secure);

    *tls = strncmp(url, secure, n) == 0;
    if (*tls)
        return url + n;
    n = strlen(plain);
    return strncmp(url, plain, n) == 0 && net_is_local(url) ? url + n : NULL;
}

static enum post_why
connect_imap(struct worker *w, struct imap **out)
{
    const struct channel_conf *c = &w->conf;
    enum net_trouble trouble = NET_UNREACHABLE;
    char why[IMAP_WHY_BYTES] = "";
    bool tls = false;
    const char *host = host_of(c->text[CT_FETCH], "imap://", "imaps://", &tls);
    struct imap_account a = { { host, tls, c->text[CT_PROXY], c->text[CT_CA], TIMEOUT_MS },
        c->text[CT_USER], c->text[CT_SECRET], c->text[CT_FOLDER] };

    if (!host) {
        (void)snprintf(w->why, sizeof w->why, "not an imaps:// address");
        return POST_SERVER;
    }
    enum err e = imap_open(&a, out, &trouble, why);
    (void)snprintf(w->why, sizeof w->why, "%s", why);
    return e ? why_of(trouble ? trouble : NET_UNREACHABLE) : POST_GOOD;
}

/* What the parser could not make anything of is kept whole: nothing that came is lost. */
static struct letter
unread_letter(struct bytes raw)
{
    struct letter l = { .address = "",
        .name = "",
        .subject = "",
        .text = "",
        .lang = "",
        .message_id = "",
        .references = "",
        .flags = LETTER_UNREAD,
        .n_files = 1 };

    l.files[0] = (struct letter_file){ "message.eml", "message/rfc822", raw };
    return l;
}

static enum err
take_mail(struct worker *w, struct imap *i, uint32_t uid)
{
    OWN(arena) a = arena_new(MAIL_ARENA);
    struct letter *l = a ? arena_alloc(a, sizeof *l) : NULL;
    struct bytes raw;
    bool cut = false;

    if (!l)
        return ERR_INTERNAL;
    enum err e = imap_fetch(i, uid, RAW_MAX, a, &raw, &cut);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e; /* somebody moved it away */
    struct content_id source = worker_source(w, raw);
    if (cut)
        raw.n = RAW_OF_GIANT;
    e = raw.n > 0 ? parser_ask(w->parser, raw, a, l) : ERR_MALFORMED;
    if (e == ERR_INTERNAL) {
        w->ended = true; /* without a parser nothing can be read: begin anew */
        return e;
    }
    if (e)
        *l = unread_letter(raw);
    if (cut)
        l->flags |= LETTER_FILES_LEFT;
    e = worker_came(w, &source, l);
    e = e ? e : imap_noop(i); /* the desk may have taken its time */
    return e ? e : imap_mark_seen(i, uid);
}

static enum err
take_new(struct worker *w, struct imap *i, bool *more)
{
    uint32_t uids[IMAP_MAX_NEW];
    size_t n = 0;
    enum err e = imap_new_mails(i, uids, &n);

    for (size_t k = 0; !e && k < n && k < MAILS_AT_ONCE && !w->ended; k++)
        e = take_mail(w, i, uids[k]);
    *more = n > MAILS_AT_ONCE;
    return e;
}

static bool
stop_waiting(void *closure)
{
    return worker_is_wanted(closure);
}

/* Until the server tells of mail.  It is looked after that time all the same: news that came
   between looking and waiting are told nobody. */
static enum err
wait_for_mail(struct worker *w, struct mailbox *box)
{
    int64_t wait_s = w->conf.poll_s && w->conf.poll_s < IDLE_S ? w->conf.poll_s : IDLE_S;
    enum err e = imap_idle(box->imap, wait_s * 1000, stop_waiting, w);

    box->no_idle = e == ERR_FORBIDDEN;
    return box->no_idle ? OK : e;
}

static struct mailbox *
box_of(struct worker *w)
{
    if (!w->own)
        w->own = arena_alloc(w->life, sizeof(struct mailbox));
    return w->own;
}

/* A connection stays where the server tells of mail by itself; else each look makes one. */
static enum post_why
fetch(struct worker *w)
{
    struct mailbox *box = box_of(w);
    enum post_why why = POST_GOOD;
    enum err e = OK;
    bool more = false;

    if (!box)
        return POST_SERVER;
    if (box->imap && !box->more)
        e = wait_for_mail(w, box);
    if (e == ERR_BUSY) { /* servers end long connections: that alone is no trouble */
        imap_drop(&box->imap);
        e = OK;
    }
    if (!e && !box->imap)
        why = connect_imap(w, &box->imap);
    if (!why && !e)
        e = take_new(w, box->imap, &more);
    box->more = more;
    w->waits = !why && !e && imap_can_idle(box->imap) && !box->no_idle;
    if (!w->waits)
        imap_drop(&box->imap);
    if (why || !e)
        return why;
    return e == ERR_BUSY ? POST_UNREACHABLE : POST_SERVER;
}

static struct smtp_mail
account_of(const struct channel_conf *c)
{
    return (struct smtp_mail){ .url = c->text[CT_SEND],
        .proxy = c->text[CT_PROXY],
        .ca = c->text[CT_CA],
        .user = c->text[CT_USER],
        .password = c->text[CT_SECRET],
        .from = c->text[CT_ADDRESS],
        .timeout_ms = TIMEOUT_MS };
}

static enum post_why
told(struct worker *w, enum err e, enum net_trouble trouble, const char *why)
{
    if (!e)
        return POST_GOOD;
    (void)snprintf(w->why, sizeof w->why, "%s", why);
    return e == ERR_FORBIDDEN ? POST_REFUSED : why_of(trouble ? trouble : NET_UNREACHABLE);
}

/* To the key of the other side, or not at all. */
static enum post_why
encrypt(struct worker *w, const struct letter *l, struct arena *a, const char **armour)
{
    struct bytes inner;

    if (mail_inner(l, a, &inner))
        return POST_SERVER;
    enum err e = pgp_ask(w->pgp, l->key, inner, a, armour);
    if (e == ERR_INTERNAL)
        w->ended = true; /* without the helper nothing can be encrypted: begin anew */
    return e == ERR_INTERNAL ? POST_STOPPED : e ? POST_NO_KEY : POST_GOOD;
}

static enum post_why
send_mail(struct worker *w, const struct letter *l)
{
    OWN(arena) a = arena_new(16 << 20);
    struct smtp_mail m = account_of(&w->conf);
    enum net_trouble trouble = NET_UNREACHABLE;
    char why[SMTP_WHY_BYTES] = "";

    if (!a)
        return POST_SERVER;
    m.to = l->address;
    const char *armour = NULL;
    enum post_why bad = l->key.n > 0 ? encrypt(w, l, a, &armour) : POST_GOOD;
    if (bad)
        return bad;
    if (mail_compose(&w->conf, l, armour, clock_now_s(), a, &m.content))
        return POST_REFUSED;
    enum err e = smtp_send(&m, &trouble, why);
    return told(w, e, trouble, why);
}

static enum post_why
probe(struct worker *w)
{
    OWN(imap) i = NULL;
    struct smtp_mail m = account_of(&w->conf);
    enum net_trouble trouble = NET_UNREACHABLE;
    char why[SMTP_WHY_BYTES] = "";
    enum post_why here = connect_imap(w, &i);

    if (here)
        return here;
    enum err e = smtp_try(&m, &trouble, why);
    return told(w, e, trouble, why);
}

const struct role role_mail = { .fetch = fetch, .send = send_mail, .probe = probe };
