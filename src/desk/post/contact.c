/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/contact.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/cases/named.h"
#include "text/fold.h"

enum { KEY_ARENA_BYTES = 1 << 20 };

/* Addresses of mail are compared without regard to case, numbers as they are. */
static const char *
folded_address(struct arena *a, const char *address)
{
    return *address ? text_fold(a, address) : "";
}

static enum err
copy_bytes(struct arena *a, struct bytes from, struct bytes *out)
{
    uint8_t *to = arena_alloc(a, from.n + 1);

    if (!to)
        return ERR_INTERNAL;
    if (from.n)
        memcpy(to, from.p, from.n);
    *out = (struct bytes){ to, from.n };
    return OK;
}

/* The key that answers to this address are encrypted to; *out stays when there is none. */
static enum err
known_key(const struct applying *x, const char *folded, struct bytes *out)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CONTACT_KEY);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    db_bind_text(s, 3, folded);
    enum err e = db_one(s);
    return e ? e == ERR_NOT_FOUND ? OK : e : copy_bytes(x->a, db_bytes(s, 0), out);
}

/* What stood inside an encrypted mail, its subject too, may be somebody else's words, sent again by
   whoever took them on the way: the subject of an answer, which is never encrypted, does not repeat
   it. */
static const char neutral[] = "...";

/* Anybody can write under any address: the first key stays, another one waits for a member. */
static enum err
put_contact(const struct applying *x, const struct contact_body *c)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CONTACT_PUT);
    const struct letter *l = &c->l;
    const char *folded = folded_address(x->a, l->address);
    const struct bytes none = { (const uint8_t *)"", 0 };
    struct bytes known = none;

    if (!folded)
        return ERR_INTERNAL;
    enum err e = known_key(x, folded, &known);
    if (e)
        return e;
    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    db_bind_text(s, 3, l->address);
    db_bind_text(s, 4, folded);
    db_bind_i64(s, 5, c->slot);
    db_bind_text(s, 6, l->name);
    db_bind_text(s, 7, l->flags & LETTER_OPENED && *l->subject ? neutral : l->subject);
    db_bind_text(s, 8, l->message_id);
    db_bind_text(s, 9, l->references);
    db_bind_bytes(s, 10, known.n ? known : l->key.n ? l->key : none);
    db_bind_i64(s, 11, (l->flags & LETTER_WANTS_PGP) != 0);
    db_bind_i64(s, 12, x->r->at_s);
    db_bind_bytes(s, 13, l->key.n && known.n && !bytes_equal(known, l->key) ? l->key : none);
    return db_run(s);
}

static enum err
put_note(const struct applying *x, const struct letter *l)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CONTACT_ENTRY_PUT);

    db_bind_i64(s, 1, x->id);
    db_bind_i64(s, 2, x->case_id);
    db_bind_i64(s, 3, x->r->number);
    db_bind_text(s, 4, l->address);
    db_bind_i64(s, 5, l->flags);
    db_bind_i64(s, 6, l->after_s);
    return db_run(s);
}

/* A subject without the marks of answers in front of it. */
static const char *
bare_subject(const char *s)
{
    static const char *const marks[] = {
        "re:", "aw:", "fw:", "fwd:", "wg:", "ha:", "На:", "Отв:", "Ответ:", "Re[2]:"
    };

    for (bool again = true; again;) {
        again = false;
        s += strspn(s, " ");
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
            if (strncasecmp(s, marks[i], strlen(marks[i])) == 0) {
                s += strlen(marks[i]);
                again = true;
            }
    }
    return s;
}

/* Is it the subject that this case had before? */
static enum err
is_old_subject(const struct applying *x, const char *subject, bool *out)
{
    struct contact before;
    enum err e = contact_of_case(x->p, x->case_id, x->a, &before);

    *out = !*subject || (!e && strcmp(bare_subject(before.subject), bare_subject(subject)) == 0);
    return e == ERR_NOT_FOUND ? OK : e;
}

/* What a person reads: a new subject stands above the text. */
static enum err
entry_text(const struct applying *x, const struct contact_body *c, struct bytes *out)
{
    const struct letter *l = &c->l;
    bool old = c->part > 0;
    enum err e = old ? OK : is_old_subject(x, l->subject, &old);
    const char *text = old ? l->text : arena_printf(x->a, "%s\n\n%s", l->subject, l->text);

    if (!e && !text)
        e = ERR_INTERNAL;
    *out = bytes_of(text ? text : "");
    return e;
}

/* A case that no hub knows has no secret of its own: the conversation is named after its
   stream. */
static enum err
new_case(struct applying *x)
{
    const struct psk none = { { 0 } };
    struct content_id id = content_id_of((struct bytes){ x->stream->b, ID_BYTES });
    struct thread_id thread;

    memcpy(thread.b, id.b, sizeof thread.b);
    return applying_new_case(x, &thread, &none);
}

/* The person waits from now on, unless a machine wrote. */
static enum err
mark_waiting(const struct applying *x, const struct letter *l)
{
    if (l->flags & LETTER_AUTOMATIC && !x->is_new)
        return applying_run(x, CASES_CONTACT_AUTOMATIC);
    enum err e = applying_run_number(x, CASES_CASE_MESSAGE, x->r->at_s);
    return e ? e : applying_clock(x);
}

enum err
contact_apply(struct applying *x)
{
    struct contact_body c;
    struct bytes text = { NULL, 0 };
    enum err e = contact_body_decode(x->r->body, x->a, &c);

    if (e || x->r->number >= N_CHANNEL_KINDS)
        return e ? e : ERR_MALFORMED;
    e = x->is_new ? new_case(x) : OK;
    e = e ? e : entry_text(x, &c, &text);
    e = e || c.part > 0 ? e : put_contact(x, &c); /* the first part says all of the way */
    e = e ? e : applying_rating(x, c.l.lang);
    e = e ? e : named_apply(x, NULL);
    e = e ? e : applying_entry(x, x->id, text);
    e = e ? e : put_note(x, &c.l);
    e = !e && x->is_new ? applying_subject(x, *c.l.subject ? bytes_of(c.l.subject) : text) : e;
    e = !e && x->is_new ? applying_likeness(x, text) : e;
    return e ? e : mark_waiting(x, &c.l);
}

enum err
contact_apply_sent(struct applying *x)
{
    struct contact_body c;
    enum err e = contact_body_decode(x->r->body, x->a, &c);

    if (e)
        return e;
    e = applying_run_text(x, CASES_CONTACT_ANSWERED, x->r->by_name ? x->r->by_name : "");
    e = e ? e : applying_entry(x, x->id, bytes_of(c.l.text));
    return e ? e : put_note(x, &c.l);
}

/* ---- Reading. */

enum err
contact_of_case(struct db *p, int64_t case_id, struct arena *a, struct contact *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_OF_CASE);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    if (e)
        return e;
    struct contact c = { .channel = (enum channel_kind)db_i64(s, 0),
        .address = arena_text(a, db_text(s, 1)),
        .slot = (uint8_t)db_i64(s, 2),
        .name = arena_text(a, db_text(s, 3)),
        .subject = arena_text(a, db_text(s, 4)),
        .message_id = arena_text(a, db_text(s, 5)),
        .references = arena_text(a, db_text(s, 6)),
        .wants_pgp = db_i64(s, 8) != 0,
        .last_s = db_i64(s, 9) };
    if (!c.address || !c.name || !c.subject || !c.message_id || !c.references)
        return ERR_INTERNAL;
    e = copy_bytes(a, db_bytes(s, 7), &c.pgp);
    e = e ? e : copy_bytes(a, db_bytes(s, 10), &c.new_pgp);
    if (!e)
        *out = c;
    return e;
}

enum err
contact_channel(struct db *p, int64_t case_id, enum channel_kind *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_CHANNEL);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = e ? CHANNEL_HUB : (enum channel_kind)db_i64(s, 0);
    return OK;
}

enum err
contact_note_get(struct db *p, int64_t entry_id, struct arena *a, struct contact_note *out)
{
    OWN(db_stmt) s = db_use(p, CASES_CONTACT_ENTRY_GET);

    db_bind_i64(s, 1, entry_id);
    enum err e = db_one(s);
    if (e)
        return e;
    const char *address = arena_text(a, db_text(s, 1));
    if (!address)
        return ERR_INTERNAL;
    *out = (struct contact_note){ .channel = (enum channel_kind)db_i64(s, 0),
        .flags = (uint32_t)db_i64(s, 2),
        .address = address,
        .after_s = db_i64(s, 3),
        .taken = db_i64(s, 4) != 0 };
    return OK;
}

/* ---- Another key of the person. */

static enum err
accept(const struct applying *x, const char *folded, struct bytes key)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CONTACT_KEY_ACCEPT);

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    db_bind_text(s, 3, folded);
    db_bind_bytes(s, 4, key);
    return db_run(s);
}

/* The key with this id among those that wait. */
static enum err
waiting_key(const struct applying *x, const char **folded, struct bytes *key)
{
    OWN(db_stmt) s = db_use(x->p, CASES_CONTACT_NEW_KEYS);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, x->case_id);
    db_bind_i64(s, 2, x->r->number);
    while (!e && !(e = db_step(s, &row)) && row) {
        struct content_id id = content_id_of(db_bytes(s, 1));
        if (!bytes_equal(
                (struct bytes){ id.b, ID_BYTES }, (struct bytes){ x->r->content.b, ID_BYTES }))
            continue;
        *folded = arena_text(x->a, db_text(s, 0));
        return *folded ? copy_bytes(x->a, db_bytes(s, 1), key) : ERR_INTERNAL;
    }
    return e ? e : ERR_NOT_FOUND;
}

enum err
contact_apply_key(struct applying *x)
{
    const char *folded = "";
    struct bytes key = { NULL, 0 };
    enum err e = waiting_key(x, &folded, &key);

    if (e == ERR_NOT_FOUND)
        return ERR_MALFORMED;
    e = e ? e : accept(x, folded, key);
    return e ? e : applying_entry(x, x->id, x->r->body);
}

enum err
contact_accept_key(
    const struct casebook *b, int64_t id, const struct content_id *key, const struct actor *by)
{
    OWN(arena) a = arena_new(KEY_ARENA_BYTES);
    struct stream_id stream;
    struct contact c;
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;

    e = e ? e : casebook_stream(b, id, &stream);
    e = e ? e : contact_of_case(b->p, id, a, &c);
    if (e)
        return e;
    struct content_id now = content_id_of(c.new_pgp);
    if (c.new_pgp.n == 0 ||
        !bytes_equal((struct bytes){ now.b, ID_BYTES }, (struct bytes){ key->b, ID_BYTES }))
        return ERR_CONFLICT;
    return case_act(b, &stream,
        &(struct record){ .kind = RECORD_PGP_KEY,
            .at_s = by->now_s,
            .by = by->id,
            .by_name = by->name,
            .number = (uint32_t)c.channel,
            .content = *key,
            .body = bytes_of(c.address) });
}
