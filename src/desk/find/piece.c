/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Where in a text something was found. */
#include "base/text.h"
#include "cases.gen.h"
#include "desk/find/find.h"
#include "text/find_words.h"

enum { BODIES_MAX = 200, SCRATCH_BYTES = 4 << 20 };

/* What to look for, as expressions. */
struct wanted {
    const char *match[FIND_PARTS_MAX];
    size_t n;
};

static struct wanted
wanted_of(const struct find_query *q, struct arena *a)
{
    struct wanted w = { .n = 0 };

    for (size_t i = 0; i < q->n; i++) {
        const struct find_part *p = &q->p[i];
        const char *match = p->kind == FIND_WORD || p->kind == FIND_UNKNOWN
                                ? find_word_match(a, p->value)
                            : p->kind == FIND_PHRASE ? find_exact_match(a, p->value)
                                                     : NULL;
        if (match)
            w.match[w.n++] = match;
    }
    return w;
}

static bool
is_wanted(const struct wanted *w, const char *folded)
{
    for (size_t i = 0; i < w->n; i++)
        if (find_match_is_in(w->match[i], folded))
            return true;
    return false;
}

/* Bytes that divide words for sure; letters of any alphabet are other bytes. */
static bool
is_divider(char c)
{
    return strchr(" \t\r\n.,;:!?()[]\"<>/", c) != NULL;
}

/* Mark each word of the piece that fits by itself.  A phrase marks nothing: its piece is shown. */
static void
mark_words(const struct wanted *w, struct arena *a, struct find_piece *piece)
{
    size_t from = 0;

    while (piece->text[from] && piece->n_marks < MARKS_MAX) {
        size_t n = 0;
        while (piece->text[from + n] && !is_divider(piece->text[from + n]))
            n++;
        const char *word = n > 0 ? arena_text_n(a, (const uint8_t *)piece->text + from, n) : NULL;
        const char *folded = word ? find_fold(a, word) : NULL;
        if (folded && is_wanted(w, folded)) {
            piece->marks[piece->n_marks].from = from;
            piece->marks[piece->n_marks++].to = from + n;
        }
        from += n + (piece->text[from + n] != '\0');
    }
}

/* The end of the line or of about a sentence's length, between two words. */
static size_t
piece_length(const char *text)
{
    size_t n = utf8_prefix(bytes_of(text), PIECE_BYTES);
    size_t line = strcspn(text, "\n");

    if (line <= n)
        return line;
    if (!text[n])
        return n;
    size_t blank = n;
    while (blank > 0 && text[blank] != ' ')
        blank--;
    return blank > 0 ? blank : n;
}

bool
find_piece_of(const char *text, const struct find_query *q, struct arena *a, struct find_piece *out)
{
    struct wanted w = wanted_of(q, a);

    while (*(text += strspn(text, " \n"))) {
        size_t n = piece_length(text);
        const char *piece = arena_text_n(a, (const uint8_t *)text, n);
        const char *folded = piece ? find_fold(a, piece) : NULL;
        if (folded && is_wanted(&w, folded)) {
            *out = (struct find_piece){ .text = piece };
            mark_words(&w, a, out);
            return true;
        }
        text += n;
    }
    return false;
}

/* Keep in `a` what was found with the scratch memory. */
static enum err
keep(struct find_piece *piece, struct arena *a)
{
    piece->text = arena_text(a, piece->text);
    return piece->text ? OK : ERR_INTERNAL;
}

enum err
find_piece(
    struct db *p, int64_t id, const struct find_query *q, struct arena *a, struct find_piece *out)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_BODIES);
    OWN(arena) scratch = arena_new(SCRATCH_BYTES);
    bool row = true;
    enum err e = scratch ? OK : ERR_INTERNAL;

    *out = (struct find_piece){ .text = "" };
    db_bind_i64(s, 1, id);
    db_bind_i64(s, 2, BODIES_MAX);
    while (!e && !(e = db_step(s, &row)) && row) {
        if (find_piece_of(db_text(s, 0), q, scratch, out))
            return keep(out, a);
        arena_clear(scratch);
    }
    return e;
}
