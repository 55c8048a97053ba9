/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/store/record.h"
#include "base/text.h"

enum { RECORD_VERSION = 1 };

static bool
kind_is_known(enum record_kind kind)
{
    return kind >= RECORD_MESSAGE && kind < RECORD_KIND_END;
}

/* What comes from the person carries what the rules proposed. */
static bool
has_rating(enum record_kind kind)
{
    return kind == RECORD_MESSAGE || kind == RECORD_CONTACT;
}

static void
rating_encode(const struct rating *r, struct writer *w)
{
    write_u8(w, r->urgency);
    write_u8(w, r->lang);
    write_u8(w, r->situation);
    write_u8(w, r->bell);
    write_n(w, (const uint8_t *)r->country, 2);
    write_u64(w, r->flags);
    write_n(w, r->reasons, sizeof r->reasons);
    write_u8(w, r->date_kind);
    write_u32(w, (uint32_t)r->date_day);
    write_u8(w, r->date_binding);
}

static void
rating_decode(struct reader *r, struct rating *out)
{
    out->urgency = read_u8(r);
    out->lang = read_u8(r);
    out->situation = read_u8(r);
    out->bell = read_u8(r);
    read_fixed(r, (uint8_t *)out->country, 2);
    out->flags = read_u64(r);
    read_fixed(r, out->reasons, sizeof out->reasons);
    out->date_kind = read_u8(r);
    out->date_day = (int32_t)read_u32(r);
    out->date_binding = read_u8(r);
}

enum err
record_encode(const struct record *r, struct writer *w)
{
    struct bytes name = bytes_of(r->by_name ? r->by_name : "");

    if (!kind_is_known(r->kind) || name.n > RECORD_NAME_MAX || r->body.n > UINT16_MAX)
        return ERR_MALFORMED;
    write_u8(w, RECORD_VERSION);
    write_u64(w, (uint64_t)r->at_s);
    write_n(w, r->by.b, sizeof r->by.b);
    write_u8(w, (uint8_t)name.n);
    write_bytes(w, name);
    write_u32(w, r->number);
    write_n(w, r->content.b, sizeof r->content.b);
    if (has_rating(r->kind))
        rating_encode(&r->rating, w);
    write_u16(w, (uint16_t)r->body.n);
    write_bytes(w, r->body);
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
record_decode(enum record_kind kind, struct bytes in, struct arena *a, struct record *out)
{
    struct reader r = reader_of(in);
    struct record x = { .kind = kind };
    uint8_t version = read_u8(&r);

    x.at_s = (int64_t)read_u64(&r);
    read_fixed(&r, x.by.b, sizeof x.by.b);
    struct bytes name = read_n(&r, read_u8(&r));
    x.number = read_u32(&r);
    read_fixed(&r, x.content.b, sizeof x.content.b);
    if (has_rating(kind))
        rating_decode(&r, &x.rating);
    x.body = read_n(&r, read_u16(&r));
    if (!reader_end(&r) || version != RECORD_VERSION || !kind_is_known(kind))
        return ERR_MALFORMED;
    if (name.n > RECORD_NAME_MAX || !utf8_is_valid(name))
        return ERR_MALFORMED;
    x.by_name = arena_text_n(a, name.p, name.n);
    if (!x.by_name)
        return ERR_INTERNAL;
    *out = x;
    return OK;
}
