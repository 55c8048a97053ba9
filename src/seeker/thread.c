/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How answers are cut into sheets of one size. */
#include "base/text.h"
#include "seeker/frame.h"
#include <string.h>

enum { MIN_PIECE = 480 }; /* a shorter piece at the end of a sheet is not worth beginning */

struct layout {
    struct arena *a;
    const struct thread_view *v;
    size_t room, left; /* bytes for parts on a sheet; still free on this one */
    struct answer_part *parts;
    size_t n_parts, cap_parts;
    size_t *first_of;
    size_t n_sheets, cap_sheets;
    bool failed;
};

void
page_pad(struct out *o, size_t unit_bytes)
{
    static const char blanks[64] =
        "                                                               \n";
    size_t missing = (unit_bytes - o->n % unit_bytes) % unit_bytes;

    while (missing > 0 && !o->failed) {
        size_t n = missing < sizeof blanks ? missing : sizeof blanks;
        out_lit(o, blanks + sizeof blanks - n, n);
        missing -= n;
    }
}

static size_t
escaped_bytes(char c)
{
    switch (c) {
    case '<':
    case '>': return 4;
    case '&':
    case '"':
    case '\'': return 5;
    default: return 1;
    }
}

/* Bytes of the text that take at most `room` bytes once escaped; cut where a reader would. */
static size_t
piece_of(const char *text, size_t n_text, size_t room)
{
    size_t n = 0, used = 0, blank = 0;

    while (n < n_text && used + escaped_bytes(text[n]) <= room)
        used += escaped_bytes(text[n++]);
    if (n == n_text)
        return n;
    n = utf8_prefix((struct bytes){ (const uint8_t *)text, n_text }, n);
    for (blank = n; blank > n / 2 && text[blank - 1] != '\n';)
        blank--;
    if (blank == n / 2)
        for (blank = n; blank > n / 2 && text[blank - 1] != ' ';)
            blank--;
    return blank > n / 2 ? blank : n;
}

static void *
grown(struct arena *a, const void *from, size_t n, size_t item_bytes, size_t *cap)
{
    void *to = arena_alloc(a, (*cap * 2 + 8) * item_bytes);

    if (to && n > 0)
        memcpy(to, from, n * item_bytes);
    if (to)
        *cap = *cap * 2 + 8;
    return to;
}

static void
next_sheet(struct layout *l)
{
    if (l->n_sheets + 1 >= l->cap_sheets) {
        size_t *to = grown(l->a, l->first_of, l->n_sheets, sizeof *to, &l->cap_sheets);
        l->failed |= !to;
        if (!to)
            return;
        l->first_of = to;
    }
    l->first_of[l->n_sheets++] = l->n_parts;
    l->first_of[l->n_sheets] = l->n_parts;
    l->left = l->room;
}

static size_t
part_bytes(struct layout *l, const struct answer_part *p)
{
    struct out o = out_in(l->a);
    struct answer_part bare = *p;

    bare.n = 0;
    page_answer(&o, &bare, l->v);
    l->failed |= o.failed;
    return o.n;
}

/* Put a piece of the answer, from byte `from`, on the sheet; the number of bytes placed. */
static size_t
place_piece(struct layout *l, const struct answer *answer, size_t from)
{
    struct answer_part p = { answer, from, 0, from == 0, false };
    size_t frame = part_bytes(l, &p);
    size_t n_text = strlen(answer->text + from);

    if (frame >= l->left)
        return 0;
    p.n = piece_of(answer->text + from, n_text, l->left - frame);
    p.ends = p.n == n_text;
    if (!p.ends && (l->left < l->room && l->left - frame < MIN_PIECE))
        return 0;
    if (l->n_parts == l->cap_parts) {
        struct answer_part *to = grown(l->a, l->parts, l->n_parts, sizeof *to, &l->cap_parts);
        l->failed |= !to;
        if (!to)
            return 0;
        l->parts = to;
    }
    l->parts[l->n_parts++] = p;
    l->first_of[l->n_sheets] = l->n_parts;
    for (size_t i = 0; i < p.n; i++)
        l->left -= escaped_bytes(answer->text[from + i]);
    l->left -= frame;
    return p.n;
}

static void
place_answer(struct layout *l, const struct answer *answer)
{
    size_t from = 0, n = strlen(answer->text);

    do {
        size_t placed = place_piece(l, answer, from);
        bool empty_done = n == 0 && l->n_parts > 0 && l->parts[l->n_parts - 1].answer == answer;
        from += placed;
        if (from == n && (n > 0 || empty_done))
            return;
        if (placed == 0 && l->left == l->room)
            l->failed = true; /* not even an empty sheet takes a piece */
        next_sheet(l);
    } while (!l->failed);
}

/* Bytes of a sheet's page without its parts, with every link and line it can have. */
static size_t
bare_page_bytes(struct layout *l)
{
    static const struct answer none = { "", "", 0 };
    struct answer_part part = { &none, 0, 0, true, false };
    size_t first_of[] = { 0, 1 };
    struct thread_plan plan = { &part, first_of, 9999 };
    struct thread_view v = *l->v;
    struct out o = out_in(l->a);
    size_t frame;

    v.plan = &plan;
    v.sheet = 0;
    v.older = v.newer = v.again;
    frame = part_bytes(l, &part);
    page_thread(&o, &v);
    l->failed |= o.failed;
    return o.n - frame + 16; /* "Sheet 1" may become "Sheet 999" */
}

const struct thread_plan *
thread_plan(
    const struct thread_view *v, const struct answer *answers, size_t n_answers, struct arena *a)
{
    struct layout l = { .a = a, .v = v };
    struct thread_plan *plan = arena_alloc(a, sizeof *plan);
    size_t bare = bare_page_bytes(&l);

    if (!plan || l.failed || bare + 2 * MIN_PIECE > PAGE_PRIVATE_BYTES)
        return NULL;
    l.room = PAGE_PRIVATE_BYTES - bare;
    next_sheet(&l);
    for (size_t i = 0; i < n_answers && !l.failed; i++)
        place_answer(&l, &answers[i]);
    if (l.failed)
        return NULL;
    *plan = (struct thread_plan){ l.parts, l.first_of, l.n_sheets };
    return plan;
}
