/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/answers.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/open/envelope_open.h"
#include "core/wire/content.h"
#include "core/wire/parts.h"

enum { HOUR_S = 3600 };

struct told {                   /* a whole answer */
    const struct message *from; /* its first part */
    struct bytes text;
    bool whole;    /* no part is missing */
    uint32_t hour; /* never before an answer of the same organisation with a lower number */
};

struct opening {
    const struct book *book;
    const struct seeker_keys *keys;
    struct arena *a;
    uint32_t now;       /* hour */
    struct message **m; /* every message for this seeker, in the order of the slots */
    size_t n;
    struct told *told;
    size_t n_told;
};

/* From one of our organisations, and it shares our secret? */
static bool
is_genuine(const struct opening *o, const struct message *m)
{
    struct psk psk;

    if (m->type != MESSAGE_ANSWER || !root_org_find(o->book->root, &m->org))
        return false;
    seeker_psk(o->keys, &m->org, &psk);
    bool same = psk_equal(&psk, &m->psk);
    secret_wipe(&psk, sizeof psk);
    return same;
}

static enum err
keep_message(struct opening *o, const struct opened *from)
{
    struct message *m = arena_alloc(o->a, sizeof *m);
    uint8_t *body = arena_alloc(o->a, from->n + 1);

    if (!m || !body)
        return ERR_INTERNAL;
    memcpy(body, from->body, from->n);
    if (message_decode(from->type, (struct bytes){ body, from->n }, m))
        return OK;
    if (!is_genuine(o, m)) {
        message_wipe(m);
        return OK;
    }
    if (m->hour > o->now)
        m->hour = o->now;
    o->m[o->n++] = m;
    return OK;
}

static enum err
open_slots(struct opening *o, const uint8_t *slots, size_t n_slots)
{
    struct opened *room = arena_alloc(o->a, sizeof *room);
    struct envelope *e = arena_alloc(o->a, sizeof *e);
    enum err failed = room && e ? OK : ERR_INTERNAL;

    for (size_t i = 0; !failed && i < n_slots; i++) {
        memcpy(e->b, slots + i * ENVELOPE_BYTES, sizeof e->b);
        if (!drop_open(e, &o->book->network, &o->keys->secret, &o->keys->pk, room))
            failed = keep_message(o, room);
    }
    if (room)
        opened_wipe(room);
    return failed;
}

static bool
same_group(const struct message *a, const struct message *b)
{
    return (a->has & b->has & HAS_PART) && id_equal(a->org.b, b->org.b) &&
           bytes_equal((struct bytes){ a->part.group, PART_GROUP_BYTES },
               (struct bytes){ b->part.group, PART_GROUP_BYTES });
}

/* A part is still missing: show the others, with a mark at the gap. */
static struct bytes
join_with_gaps(const struct message *const *m, size_t n, struct arena *a)
{
    static const char gap[] = "[\xe2\x80\xa6]\n";
    struct out o = out_in(a);

    for (unsigned k = 0; k < m[0]->part.count; k++) {
        const struct message *found = NULL;
        for (size_t i = 0; i < n && !found; i++)
            found = m[i]->part.index == k ? m[i] : NULL;
        if (found)
            out_lit(&o, (const char *)found->text.p, found->text.n);
        else
            out_lit(&o, gap, sizeof gap - 1);
    }
    return (struct bytes){ (const uint8_t *)o.buf, o.failed ? 0 : o.n };
}

/* The answer that message i belongs to, unless an earlier message has told it already. */
static enum err
tell(struct opening *o, size_t i, const struct message **set)
{
    struct told t = { .from = o->m[i], .whole = true, .hour = o->m[i]->hour };
    size_t n = 0;

    for (size_t k = 0; k < o->n; k++) {
        bool mine = k == i || same_group(o->m[k], o->m[i]);
        if (mine && k < i)
            return OK;
        if (mine)
            set[n++] = o->m[k];
    }
    enum err e = parts_join(set, n, o->a, &t.text);
    if (e == ERR_INTERNAL)
        return e;
    if (e) {
        t.text = join_with_gaps(set, n, o->a);
        t.whole = false;
    }
    o->told[o->n_told++] = t;
    return OK;
}

/* The desk puts an answer on the shelf again before it expires, sealed anew: b says what a says. */
static bool
says_the_same(const struct told *a, const struct told *b)
{
    bool numbered = a->from->has & b->from->has & HAS_SEQ;

    if (!id_equal(a->from->org.b, b->from->org.b) || (numbered && a->from->seq != b->from->seq))
        return false;
    return bytes_equal(a->text, b->text) || (numbered && a->whole && !b->whole);
}

static void
drop_copies(struct opening *o)
{
    size_t kept = 0;

    for (size_t i = 0; i < o->n_told; i++) {
        bool copy = false;
        for (size_t k = 0; k < o->n_told && !copy; k++)
            copy = k != i && says_the_same(&o->told[k], &o->told[i]) &&
                   (k < i || !says_the_same(&o->told[i], &o->told[k]));
        if (!copy)
            o->told[kept++] = o->told[i];
    }
    o->n_told = kept;
}

/* Clocks of desks may go back; their numbers do not. */
static void
settle_hours(struct opening *o)
{
    for (size_t i = 0; i < o->n_told; i++)
        for (size_t k = 0; k < o->n_told; k++) {
            const struct message *a = o->told[i].from, *b = o->told[k].from;
            if ((a->has & b->has & HAS_SEQ) && id_equal(a->org.b, b->org.b) && b->seq < a->seq &&
                b->hour > o->told[i].hour)
                o->told[i].hour = b->hour;
        }
}

static bool
is_newer(const struct told *a, const struct told *b)
{
    if (a->hour != b->hour)
        return a->hour > b->hour;
    return id_equal(a->from->org.b, b->from->org.b) && a->from->seq > b->from->seq;
}

static void
sort_told(struct opening *o)
{
    for (size_t i = 1; i < o->n_told; i++)
        for (size_t k = i; k > 0 && is_newer(&o->told[k], &o->told[k - 1]); k--) {
            struct told t = o->told[k];
            o->told[k] = o->told[k - 1];
            o->told[k - 1] = t;
        }
}

static enum err
make_list(struct opening *o, const char *lang, struct heard *out)
{
    struct answer *list = arena_alloc(o->a, o->n_told * sizeof *list + 1);

    if (!list)
        return ERR_INTERNAL;
    *out = (struct heard){ .list = list, .n = o->n_told };
    for (size_t i = 0; i < o->n_told; i++) {
        const struct message *m = o->told[i].from;
        list[i].org = book_org_name(o->book, &m->org, lang, o->a);
        list[i].text = arena_text_n(o->a, o->told[i].text.p, o->told[i].text.n);
        list[i].day = day_of((int64_t)m->hour * HOUR_S);
        if (!list[i].org || !list[i].text)
            return ERR_INTERNAL;
    }
    if (o->n_told > 0)
        out->org = o->told[0].from->org;
    out->one_org = o->n_told > 0;
    for (size_t i = 1; i < o->n_told; i++)
        out->one_org = out->one_org && id_equal(o->told[i].from->org.b, out->org.b);
    return OK;
}

enum err
answers_open(const struct book *b, const struct seeker_keys *keys, const char *lang, int64_t now_s,
    const uint8_t *slots, size_t n_slots, struct arena *a, struct heard *out)
{
    struct opening o = { .book = b, .keys = keys, .a = a, .now = (uint32_t)(now_s / HOUR_S) };
    const struct message **set = arena_alloc(a, n_slots * sizeof(struct message *) + 1);

    o.m = arena_alloc(a, n_slots * sizeof(struct message *) + 1);
    o.told = arena_alloc(a, n_slots * sizeof *o.told + 1);
    if (!set || !o.m || !o.told)
        return ERR_INTERNAL;
    enum err e = open_slots(&o, slots, n_slots);
    for (size_t i = 0; !e && i < o.n; i++)
        e = tell(&o, i, set);
    if (!e) {
        drop_copies(&o);
        settle_hours(&o);
        sort_told(&o);
        e = make_list(&o, lang, out);
    }
    for (size_t i = 0; i < o.n; i++)
        message_wipe(o.m[i]);
    return e;
}
