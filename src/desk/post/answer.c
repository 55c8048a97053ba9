/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An answer on the way the person wrote last: one record, and one sealed row to send from. */
#include "base/text.h"
#include "core/seal/post_box.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/post/channels.h"
#include "desk/post/contact.h"
#include "desk/post/post.h"
#include "desk/post/safe.h"
#include "desk/work/work.h"

enum { ARENA_BYTES = 2 << 20, REFERENCES_KEPT = 3000 };

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* "Re: theirs", unless the channel has a neutral subject of its own, or the person wants none. */
static const char *
subject_of(const struct contact *c, const struct channel_conf *conf, const struct safe_reply *safe,
    struct arena *a)
{
    const char *own = conf->text[CT_SUBJECT];

    if (safe->no_name)
        return "Re:";
    if (*own || !*c->subject || strncasecmp(c->subject, "re:", 3) == 0)
        return *own ? own : c->subject;
    return arena_printf(a, "Re: %s", c->subject);
}

/* The mails of the thread, theirs last; the oldest are left out when it grows long. */
static const char *
references_of(const struct contact *c, struct arena *a)
{
    const char *all = arena_printf(
        a, "%s%s%s", c->references, *c->references && *c->message_id ? " " : "", c->message_id);

    while (all && strlen(all) > REFERENCES_KEPT)
        all = strchr(all, ' ') ? strchr(all, ' ') + 1 : "";
    return all;
}

static enum err
make_letter(const struct casebook *b, const struct contact *c, const struct safe_reply *safe,
    const char *text, const struct content_id *content, struct arena *a, struct letter *out)
{
    struct channel_conf conf;
    char *id = arena_alloc(a, 2 * ID_BYTES + 1);
    enum err e = channels_get(b->at.keys, c->slot, a, &conf);

    if (e || !id)
        return e == ERR_NOT_FOUND ? ERR_CONFLICT : e ? e : ERR_INTERNAL;
    hex_encode((struct bytes){ content->b, ID_BYTES }, id);
    *out = (struct letter){ .address = c->address,
        .text = text,
        .message_id = id,
        .sender = safe->sender,
        .hours = safe->only,
        .zone = safe->zone,
        .flags = safe->no_name ? LETTER_NO_NAME : 0 };
    if (c->channel == CHANNEL_MAIL) {
        out->subject = subject_of(c, &conf, safe, a);
        out->references = references_of(c, a);
        if (!out->subject || !out->references)
            return ERR_INTERNAL;
    }
    return OK;
}

/* The row that the channel sends from; the other side's key goes along.  It is sealed to intake in
   whatever vault the answer is written: hand_over() opens it with that key. */
static enum err
put_row(const struct casebook *b, const struct contact *c, const struct letter *l,
    const struct content_id *content, int64_t now_s, struct arena *a)
{
    const struct vault *intake = vaults_by_role(b->vaults, "intake");
    struct letter with = *l;

    with.key = c->pgp;
    with.flags |= c->pgp.n ? LETTER_ENCRYPTED : 0;
    size_t n = letter_size(&with);
    uint8_t *plain = arena_alloc(a, n);
    uint8_t *box = arena_alloc(a, post_box_size(n));
    struct writer w = writer_of(plain, plain ? n : 0);

    if (!plain || !box || !intake)
        return ERR_INTERNAL;
    letter_encode(&with, &w);
    enum err e = w.full ? ERR_TOO_LARGE
                        : post_box_seal(&b->at.org, POST_TO_SEND, &intake->row.public,
                              (struct bytes){ plain, n }, box);
    return e ? e
             : posting_put(
                   b->at.records, content, c->slot, now_s, (struct bytes){ box, post_box_size(n) });
}

static enum err
append(const struct casebook *b, const struct case_full *full, const struct contact *c,
    const struct letter *l, const struct content_id *content, const struct actor *by)
{
    uint8_t plain[RECORD_PLAIN_MAX];
    struct writer w = writer_of(plain, sizeof plain);
    struct contact_body body = { .slot = c->slot, .n_parts = 1, .l = *l };
    struct safe_window open;

    if (safe_window_at(l->hours, l->zone, by->now_s, &open) && open.after_s > by->now_s)
        body.l.after_s = open.after_s;
    body.l.flags = c->pgp.n ? LETTER_ENCRYPTED : 0;
    enum err e = contact_body_encode(&body, &w);
    struct record r = { .kind = RECORD_SENT,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = (uint32_t)c->channel,
        .content = *content,
        .body = { plain, w.n } };
    e = e ? e : case_act(b, &full->stream, &r);
    secret_wipe(plain, w.n);
    return e;
}

/* The channel she wrote to may be gone since: then another one of ours. */
static enum err
find_way(const struct casebook *b, struct contact *c, struct arena *a)
{
    struct channel_row way;
    enum err e = channels_for_answer(b->at.keys, c->channel, c->slot, a, &way);

    if (!e)
        c->slot = way.slot;
    return e == ERR_NOT_FOUND ? ERR_CONFLICT : e;
}

/* Is there a way, and is it safe? */
static enum err
check(const struct casebook *b, int64_t id, const struct contact *c, struct arena *a,
    struct safe_reply *safe)
{
    enum desk_problem why = PROBLEM_NONE;
    bool way = c->slot != 0 && *c->address &&
               (c->channel == CHANNEL_MAIL || c->channel == CHANNEL_TELEGRAM ||
                   c->channel == CHANNEL_SIGNAL);
    enum err e = way ? safe_reply_of(b->p, id, c->channel, a, safe) : ERR_CONFLICT;

    if (!e && safe->verdict != SAFE_TO_WRITE)
        return ERR_FORBIDDEN;
    e = e ? e : work_answer_problem(b->p, id, a, &why); /* it may be frozen */
    return !e && why ? ERR_CONFLICT : e;
}

enum err
contact_answer(const struct casebook *b, int64_t id, const char *text, const struct actor *by)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct content_id content;
    struct case_full full;
    struct safe_reply safe = { .verdict = SAFE_NOT_AT_ALL };
    struct contact c;
    struct letter *l = a ? arena_alloc(a, sizeof *l) : NULL;

    if (is_blank(text))
        return ERR_MALFORMED;
    if (strlen(text) > CONTACT_ANSWER_MAX)
        return ERR_TOO_LARGE;
    enum err e = l ? case_get(b->p, id, a, &full) : ERR_INTERNAL;
    if (e)
        return e;
    case_wipe(&full);
    e = strcmp(full.row.state, "open") == 0 ? contact_of_case(b->p, id, a, &c) : ERR_CONFLICT;
    e = e == ERR_NOT_FOUND ? ERR_CONFLICT : e;
    e = e ? e : check(b, id, &c, a, &safe);
    e = e ? e : find_way(b, &c, a);
    bool room = false;
    e = e ? e : contact_has_room(b, id, by, &room);
    e = !e && !room ? ERR_BUSY : e;
    random_fill(content.b, sizeof content.b);
    e = e ? e : make_letter(b, &c, &safe, text, &content, a, l);
    e = e ? e : put_row(b, &c, l, &content, by->now_s, a);
    return e ? e : append(b, &full, &c, l, &content, by);
}

enum err
contact_spoken(const struct casebook *b, int64_t id, const char *text, const struct actor *by)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct letter *l = a ? arena_alloc(a, sizeof *l) : NULL;
    struct content_id content;
    struct case_full full;
    struct contact c;

    if (is_blank(text))
        return ERR_MALFORMED;
    if (strlen(text) > CONTACT_ANSWER_MAX)
        return ERR_TOO_LARGE;
    enum err e = l ? case_get(b->p, id, a, &full) : ERR_INTERNAL;
    if (e)
        return e;
    case_wipe(&full);
    e = strcmp(full.row.state, "open") == 0 ? contact_of_case(b->p, id, a, &c) : ERR_CONFLICT;
    if (!e && !contact_by_voice(c.channel))
        e = ERR_CONFLICT;
    if (e)
        return e == ERR_NOT_FOUND ? ERR_CONFLICT : e;
    *l = (struct letter){ .address = c.address, .text = text };
    random_fill(content.b, sizeof content.b);
    return append(b, &full, &c, l, &content, by);
}

bool
contact_by_voice(enum channel_kind k)
{
    return k == CHANNEL_PHONE || k == CHANNEL_IN_PERSON;
}
