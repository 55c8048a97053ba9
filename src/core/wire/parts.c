/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/parts.h"
#include "base/text.h"
#include <sodium.h>
#include <string.h>

enum { PART_FIELD_BYTES = 3 + 2 + PART_GROUP_BYTES };

void
parts_wipe(struct parts *p)
{
    sodium_memzero(p, sizeof *p);
}

/* Bytes that everything but the text takes. */
static enum err
overhead_of(const struct message *whole, size_t *out)
{
    uint8_t scratch[ENVELOPE_PLAIN_BYTES];
    struct writer w = writer_of(scratch, sizeof scratch);
    struct message m = *whole;

    m.text = bytes_of("x");
    m.has &= ~(uint32_t)HAS_PART;
    enum err e = message_encode(&m, &w);
    if (!e)
        *out = w.n - m.text.n;
    message_wipe(&m);
    sodium_memzero(scratch, sizeof scratch);
    return e;
}

static size_t
text_limit(size_t max)
{
    return max == REQUEST_MESSAGE_MAX ? REQUEST_TEXT_MAX : ANSWER_TEXT_MAX;
}

static enum err
cut(const struct message *whole, size_t room, const uint8_t group[PART_GROUP_BYTES],
    struct parts *out)
{
    struct bytes rest = whole->text;

    for (out->n = 0; rest.n > 0; out->n++) {
        if (out->n == PART_MAX_COUNT)
            return ERR_TOO_LARGE;
        size_t n = utf8_prefix(rest, room);
        struct message *m = &out->m[out->n];
        *m = *whole;
        m->has |= HAS_PART;
        m->part.index = (uint8_t)out->n;
        memcpy(m->part.group, group, PART_GROUP_BYTES);
        m->text = (struct bytes){ rest.p, n };
        rest = (struct bytes){ rest.p + n, rest.n - n };
    }
    for (size_t i = 0; i < out->n; i++)
        out->m[i].part.count = (uint8_t)out->n;
    return OK;
}

enum err
parts_plan(const struct message *whole, size_t max, const uint8_t group[PART_GROUP_BYTES],
    struct parts *out)
{
    enum { LEAST_ROOM = 1024 };
    size_t overhead = 0;

    if (!(whole->has & HAS_TEXT) || whole->text.n == 0 || !utf8_is_valid(whole->text))
        return ERR_MALFORMED;
    if (whole->text.n > text_limit(max))
        return ERR_TOO_LARGE;
    enum err e = overhead_of(whole, &overhead);
    if (e)
        return e;
    if (overhead + PART_FIELD_BYTES + LEAST_ROOM > max)
        return ERR_TOO_LARGE;
    struct parts p = { .n = 1 };
    if (whole->text.n <= max - overhead) {
        p.m[0] = *whole;
        p.m[0].has &= ~(uint32_t)HAS_PART;
    } else {
        e = cut(whole, max - overhead - PART_FIELD_BYTES, group, &p);
    }
    if (!e)
        *out = p;
    parts_wipe(&p);
    return e;
}

static bool
belong_together(const struct message *a, const struct message *b)
{
    const uint32_t need = HAS_TEXT | HAS_PART;

    if ((a->has & need) != need || (b->has & need) != need || a->type != b->type)
        return false;
    if (a->part.count != b->part.count || !psk_equal(&a->psk, &b->psk))
        return false;
    return sodium_memcmp(a->part.group, b->part.group, PART_GROUP_BYTES) == 0;
}

/* The parts in order; a second message for the same place must say the same. */
static enum err
sort_parts(const struct message *const *m, size_t n, struct bytes place[PART_MAX_COUNT])
{
    for (size_t i = 0; i < n; i++) {
        if (!belong_together(m[0], m[i]) || m[i]->part.index >= PART_MAX_COUNT)
            return ERR_CONFLICT;
        struct bytes *p = &place[m[i]->part.index];
        if (p->n > 0 && !bytes_equal(*p, m[i]->text))
            return ERR_CONFLICT;
        *p = m[i]->text;
    }
    return OK;
}

enum err
parts_join(const struct message *const *m, size_t n, struct arena *a, struct bytes *out)
{
    struct bytes place[PART_MAX_COUNT] = { 0 };
    size_t total = 0;

    if (n == 0)
        return ERR_NOT_FOUND;
    if (n == 1 && (m[0]->has & HAS_TEXT) && !(m[0]->has & HAS_PART)) {
        *out = m[0]->text;
        return OK;
    }
    enum err e = sort_parts(m, n, place);
    if (e)
        return e;
    for (size_t i = 0; i < m[0]->part.count; i++) {
        if (place[i].n == 0)
            return ERR_NOT_FOUND;
        total += place[i].n;
    }
    uint8_t *to = arena_alloc(a, total);
    if (!to)
        return ERR_INTERNAL;
    struct writer w = writer_of(to, total);
    for (size_t i = 0; i < m[0]->part.count; i++)
        write_bytes(&w, place[i]);
    *out = (struct bytes){ to, w.n };
    return OK;
}
