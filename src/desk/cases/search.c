/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/search.h"
#include "base/text.h"
#include "text/fold.h"

enum { SCRATCH_BYTES = 4 << 20 };

const char *
search_query(struct arena *a, const char *typed)
{
    typed += strspn(typed, " \t\r\n");
    size_t n = utf8_prefix(bytes_of(typed), SEARCH_QUERY_MAX);
    while (n > 0 && strchr(" \t\r\n", typed[n - 1]))
        n--;
    return arena_text_n(a, typed, n);
}

/* Length of the piece at the start of a text: up to the end of a sentence or line, or between two
   words when that is far. */
static size_t
piece_length(const char *text)
{
    size_t blank = 0;
    size_t n = 0;

    for (; text[n] && text[n] != '\n'; n++) {
        bool ends = n > 0 && text[n] == ' ' && strchr(".!?", text[n - 1]);
        if (ends)
            return n;
        if (text[n] == ' ')
            blank = n;
        if (n >= SEARCH_PIECE_BYTES && blank > 0)
            return blank;
    }
    return n > 2 * SEARCH_PIECE_BYTES
               ? utf8_prefix((struct bytes){ (const uint8_t *)text, n }, SEARCH_PIECE_BYTES)
               : n;
}

const char *
search_piece(struct arena *a, const char *text, const char *query)
{
    const char *wanted = text_fold(a, query);

    while (wanted && *text) {
        size_t n = piece_length(text);
        const char *piece = arena_text_n(a, text, n);
        const char *folded = piece ? text_fold(a, piece) : NULL;
        if (folded && strstr(folded, wanted))
            return piece;
        text += n;
        text += strspn(text, " \n");
    }
    return NULL;
}

enum err
search_hit(struct db *p, int64_t id, const char *query, struct arena *a, const char **out)
{
    OWN(arena) scratch = arena_new(SCRATCH_BYTES);
    const char *bodies[MAX_BODIES];
    const char *piece = NULL;
    size_t n = 0;

    *out = "";
    enum err e = scratch ? case_bodies(p, id, query, scratch, bodies, &n) : ERR_INTERNAL;
    if (e == ERR_INTERNAL)
        return OK; /* too long to look at: the case is found all the same */
    for (size_t i = 0; !e && i < n && !piece; i++)
        piece = search_piece(scratch, bodies[i], query);
    const char *kept = !e && piece ? arena_text(a, piece) : NULL;
    if (kept)
        *out = kept;
    return e;
}
