/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/drafts/drafts.h"
#include "core/open/record.h"
#include "core/wire/content.h"
#include "records.gen.h"

/* No record has this kind or the number 0: what is sealed here can never stand in a chain. */
enum { DRAFT_KIND = 0x7000, DRAFT_PLAIN_MAX = ID_BYTES + DRAFT_TEXT_MAX };

static struct bytes
id_bytes(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

static struct record_about
about_draft(const struct stream_place *at, const struct stream_id *stream, enum case_form form,
    uint32_t epoch)
{
    return (struct record_about){
        .org = at->org, .stream = *stream, .epoch = epoch, .kind = (uint16_t)(DRAFT_KIND + form)
    };
}

enum err
draft_erase(struct db *records, const struct stream_id *stream, const struct member_id *member,
    enum case_form form)
{
    OWN(db_stmt) s = db_use(records, RECORDS_DRAFT_ERASE);

    db_bind_bytes(s, 1, id_bytes(stream->b));
    db_bind_bytes(s, 2, id_bytes(member->b));
    db_bind_i64(s, 3, form);
    return db_run(s);
}

static enum err
put_sealed(struct db *records, const struct record_about *about, const struct draft *d,
    struct bytes sealed)
{
    OWN(db_stmt) s = db_use(records, RECORDS_DRAFT_PUT);

    db_bind_bytes(s, 1, id_bytes(about->stream.b));
    db_bind_bytes(s, 2, id_bytes(d->member.b));
    db_bind_i64(s, 3, d->form);
    db_bind_i64(s, 4, about->epoch);
    db_bind_i64(s, 5, d->at_s);
    db_bind_bytes(s, 6, sealed);
    return db_run(s);
}

enum err
draft_put(const struct stream_place *at, const struct stream_id *stream, const struct draft *d)
{
    OWN(record_key) key = record_key_new();
    uint8_t plain[DRAFT_PLAIN_MAX];
    uint8_t sealed[DRAFT_PLAIN_MAX + RECORD_EXTRA_BYTES];
    struct writer w = writer_of(plain, sizeof plain);
    uint32_t epoch = 0;

    if (!key)
        return ERR_INTERNAL;
    if (!*d->text)
        return draft_erase(at->records, stream, &d->member, d->form);
    write_n(&w, d->member.b, ID_BYTES); /* a draft of one is not shown as another's */
    write_bytes(&w, bytes_of(d->text));
    enum err e = w.full ? ERR_TOO_LARGE : stream_epoch_now(at, stream, &epoch);
    e = e ? e : stream_epoch_key(at, stream, epoch, key);
    struct record_about about = about_draft(at, stream, d->form, epoch);
    e = e ? e : record_seal(key, &about, (struct bytes){ plain, w.n }, NULL, sealed);
    secret_wipe(plain, sizeof plain);
    return e ? e
             : put_sealed(
                   at->records, &about, d, (struct bytes){ sealed, w.n + RECORD_EXTRA_BYTES });
}

/* ERR_FORGED: it does not open, or is not this member's. */
static enum err
open_row(const struct stream_place *at, const struct record_about *about, struct bytes sealed,
    struct arena *a, struct draft *d)
{
    OWN(record_key) key = record_key_new();
    size_t n = sealed.n < RECORD_EXTRA_BYTES ? 0 : sealed.n - RECORD_EXTRA_BYTES;
    uint8_t *plain = arena_alloc(a, n + 1);
    enum err e =
        key && plain ? stream_epoch_key(at, &about->stream, about->epoch, key) : ERR_INTERNAL;

    if (e)
        return e == ERR_NOT_FOUND ? ERR_FORGED : e;
    if (n < ID_BYTES || record_open(key, about, sealed, plain) || !id_equal(plain, d->member.b))
        return ERR_FORGED;
    d->text = arena_text_n(a, plain + ID_BYTES, n - ID_BYTES);
    return d->text ? OK : ERR_INTERNAL;
}

enum err
draft_list(const struct stream_place *at, const struct stream_id *stream, struct arena *a,
    struct draft to[DRAFTS_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(at->records, RECORDS_DRAFT_LIST);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(stream->b));
    *n = 0;
    while (!e && *n < DRAFTS_MAX && !(e = db_step(s, &row)) && row) {
        struct draft d = { .form = (enum case_form)db_i64(s, 1), .at_s = db_i64(s, 2) };
        struct record_about about = about_draft(at, stream, d.form, (uint32_t)db_i64(s, 4));
        e = db_fixed(s, 0, d.member.b, ID_BYTES);
        e = e ? e : open_row(at, &about, db_bytes(s, 3), a, &d);
        if (!e)
            to[(*n)++] = d;
        e = e == ERR_FORGED ? OK : e;
    }
    return e;
}

enum err
draft_places(struct db *records, const struct member_id *member, struct draft_place to[DRAFTS_MAX],
    size_t *n)
{
    OWN(db_stmt) s = db_use(records, RECORDS_DRAFT_OF_MEMBER);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(member->b));
    for (*n = 0; !e && *n < DRAFTS_MAX && !(e = db_step(s, &row)) && row; (*n)++) {
        to[*n].at_s = db_i64(s, 2);
        e = db_fixed(s, 0, to[*n].stream.b, ID_BYTES);
    }
    return e;
}
