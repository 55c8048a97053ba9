/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A letter becomes records of a case: its sender's open one, or a new one. */
#include "base/clock.h"
#include "base/text.h"
#include "cases.gen.h"
#include "desk/cases/rating.h"
#include "desk/post/contact.h"
#include "text/fold.h"

enum { SAME_MATTER_S = 30 * DAY_S, ARENA_BYTES = 1 << 20 };

/* The case to go on with.  ERR_NOT_FOUND: begin a new one. */
static enum err
find_case(const struct casebook *b, const struct contact_came *came, const struct letter *l,
    struct arena *a, int64_t *id, struct stream_id *stream)
{
    OWN(db_stmt) s = db_use(b->p, CASES_CONTACT_FIND);
    const char *folded = text_fold(a, l->address);

    if (!*l->address || came->by)
        return ERR_NOT_FOUND;
    if (!folded)
        return ERR_INTERNAL;
    db_bind_i64(s, 1, came->channel);
    db_bind_text(s, 2, folded);
    enum err e = db_one(s);
    if (e)
        return e;
    bool open = strcmp(db_text(s, 2), "open") == 0;
    if (!open && came->arrived_s - db_i64(s, 3) > SAME_MATTER_S)
        return ERR_NOT_FOUND; /* long over: who writes now may be another matter */
    *id = db_i64(s, 0);
    return db_fixed(s, 1, stream->b, sizeof stream->b);
}

static void
rate(const struct letter *l, int64_t arrived_s, struct arena *a, struct rating *out)
{
    const struct message none = { 0 };
    const char *all = arena_printf(a, "%s\n%s", l->subject, l->text);

    rating_make(&none, bytes_of(all ? all : l->text), arrived_s, out);
}

/* One record of the letter: part k of n, from `at` of its text. */
static enum err
append_part(const struct casebook *b, const struct contact_came *came,
    const struct stream_id *stream, const struct contact_body *body, const struct rating *rating)
{
    uint8_t plain[RECORD_PLAIN_MAX];
    struct writer w = writer_of(plain, sizeof plain);
    enum err e = contact_body_encode(body, &w);

    if (e)
        return e;
    struct record r = { .kind = RECORD_CONTACT,
        .at_s = came->arrived_s,
        .number = (uint32_t)came->channel,
        .content = came->source,
        .body = { plain, w.n },
        .rating = *rating };
    if (came->by) {
        r.by = came->by->id;
        r.by_name = came->by->name;
    }
    e = case_act(b, stream, &r);
    secret_wipe(plain, w.n);
    return e;
}

enum {
    AROUND_BODY = 300, /* what a record holds beside its body, and the body's own head */
    AROUND_TEXT = LETTER_ADDRESS_MAX + 3 * LETTER_LINE_MAX + LETTER_REFERENCES_MAX +
                  LETTER_KEY_MAX + 100 /* tags, flags, time */
};
_Static_assert(RECORD_PLAIN_MAX - AROUND_BODY - AROUND_TEXT >= 4000,
    "whatever letter_decode() takes fits into records with its key and references");

/* Where the part of a text that goes with this letter's other fields ends. */
static size_t
part_bytes(const struct letter *l, const char *text)
{
    struct letter without = *l;
    without.text = "";
    size_t around = AROUND_BODY + letter_size(&without);
    size_t left = around < RECORD_PLAIN_MAX ? RECORD_PLAIN_MAX - around : 0;
    size_t n = utf8_prefix(bytes_of(text), left < CONTACT_TEXT_MAX ? left : CONTACT_TEXT_MAX);

    return n ? n : strlen(text);
}

/* Only the first part carries the key and the thread. */
static void
leave_out(struct letter *l)
{
    l->key = (struct bytes){ NULL, 0 };
    l->references = "";
}

static size_t
count_parts(const struct letter *l)
{
    struct letter now = *l;
    size_t n = 0;

    for (const char *p = l->text; n == 0 || *p; n++) {
        p += part_bytes(&now, p);
        leave_out(&now);
    }
    return n;
}

static enum err
append_all(const struct casebook *b, const struct contact_came *came,
    const struct stream_id *stream, const struct letter *l, struct arena *a)
{
    struct contact_body body = { .slot = came->slot, .l = *l };
    struct rating rating;
    const char *p = l->text;
    enum err e = OK;

    rate(l, came->arrived_s, a, &rating);
    body.l.n_files = 0; /* they are records of their own */
    size_t n_parts = count_parts(&body.l);
    if (n_parts > UINT8_MAX)
        return ERR_TOO_LARGE;
    body.n_parts = (uint8_t)n_parts;
    for (; !e && body.part < body.n_parts; body.part++) {
        size_t n = part_bytes(&body.l, p);
        body.l.text = arena_text_n(a, p, n);
        e = body.l.text ? append_part(b, came, stream, &body, &rating) : ERR_INTERNAL;
        leave_out(&body.l);
        p += n;
    }
    return e;
}

static enum err
case_of_stream(const struct casebook *b, const struct stream_id *stream, int64_t *id)
{
    OWN(db_stmt) s = db_use(b->p, CASES_STREAM_FIND);

    db_bind_bytes(s, 1, (struct bytes){ stream->b, ID_BYTES });
    enum err e = db_one(s);
    if (!e)
        *id = db_i64(s, 0);
    return e;
}

enum err
contact_receive(
    const struct casebook *b, const struct contact_came *came, const struct letter *l, int64_t *id)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct stream_id stream;
    enum err e = a ? find_case(b, came, l, a, id, &stream) : ERR_INTERNAL;
    bool is_new = e == ERR_NOT_FOUND;

    if (is_new)
        e = stream_new(&b->at, &stream);
    else
        e = e ? e : casebook_need(b, *id);
    e = e ? e : append_all(b, came, &stream, l, a);
    return !e && is_new ? case_of_stream(b, &stream, id) : e;
}
