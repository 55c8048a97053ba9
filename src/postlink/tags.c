/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "postlink/tags.h"
#include "base/text.h"
#include <string.h>

void
tag_write(struct writer *w, uint8_t tag, struct bytes value)
{
    if (value.n == 0)
        return;
    if (value.n > UINT32_MAX) {
        w->full = true;
        return;
    }
    write_u8(w, tag);
    write_u32(w, (uint32_t)value.n);
    write_bytes(w, value);
}

void
tag_write_text(struct writer *w, uint8_t tag, const char *text)
{
    tag_write(w, tag, bytes_of(text ? text : ""));
}

void
tag_write_u64(struct writer *w, uint8_t tag, uint64_t v)
{
    uint8_t b[8];
    struct writer in = writer_of(b, sizeof b);

    write_u64(&in, v);
    if (v)
        tag_write(w, tag, (struct bytes){ b, sizeof b });
}

size_t
tag_size(struct bytes value)
{
    return value.n ? 5 + value.n : 0;
}

struct tags
tags_of(struct bytes in)
{
    return (struct tags){ .r = reader_of(in) };
}

bool
tags_next(struct tags *t, uint8_t many, struct tag *out)
{
    if (t->r.bad || t->r.left == 0)
        return false;
    uint8_t tag = read_u8(&t->r);
    uint32_t n = read_u32(&t->r);
    struct bytes value = read_n(&t->r, n);
    bool order = tag > t->last || (tag == t->last && tag == many && many != 0);

    if (t->r.bad || n == 0 || !order) {
        t->r.bad = true;
        return false;
    }
    t->last = tag;
    *out = (struct tag){ tag, value };
    return true;
}

bool
tags_good(const struct tags *t)
{
    return reader_end(&t->r);
}

enum err
tag_text(const struct tag *t, struct arena *a, size_t max, const char **out)
{
    if (t->value.n > max || !utf8_is_valid(t->value))
        return ERR_MALFORMED;
    const char *text = arena_text_n(a, t->value.p, t->value.n);
    if (!text)
        return ERR_INTERNAL;
    *out = text;
    return OK;
}

enum err
tag_u64(const struct tag *t, uint64_t *out)
{
    struct reader r = reader_of(t->value);
    uint64_t v = read_u64(&r);

    if (!reader_end(&r) || v == 0)
        return ERR_MALFORMED;
    *out = v;
    return OK;
}
