/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/find.h"
#include "base/text.h"
#include "text/find_words.h"
#include <string.h>

/* ---- The page of the edition. */

/* Cut `line` at its tabs. */
static bool
cut_line(char *line, struct arena *a, struct find_guide *g)
{
    char *heading = strchr(line, '\t');
    char *words = heading ? strchr(heading + 1, '\t') : NULL;
    uint64_t number;

    if (!words)
        return false;
    *heading++ = *words++ = '\0';
    g->row = (struct index_row){ line, heading };
    g->words = words;
    g->folded_heading = find_fold(a, heading);
    return g->folded_heading && !text_u64(line, 1, FIND_MAX_GUIDES, &number);
}

enum err
find_read(struct bytes page, struct arena *a, struct find_list *out)
{
    struct find_list list = { arena_alloc(a, FIND_MAX_GUIDES * sizeof *list.guides), 0 };
    char *text = arena_text_n(a, page.p, page.n);

    if (!list.guides || !text)
        return ERR_INTERNAL;
    if (!utf8_is_valid(page))
        return ERR_MALFORMED;
    while (*text) {
        char *end = strchr(text, '\n');
        if (!end || list.n == FIND_MAX_GUIDES)
            return ERR_MALFORMED;
        *end = '\0';
        if (!cut_line(text, a, &list.guides[list.n++]))
            return ERR_MALFORMED;
        text = end + 1;
    }
    *out = list;
    return OK;
}

/* The text of a page without its tags; character references become blanks. */
static const char *
text_of(struct arena *a, struct html body)
{
    char *to = arena_alloc(a, body.n + 1);
    size_t n = 0;
    char until = '\0';

    for (size_t i = 0; to && i < body.n; i++) {
        char c = body.s[i];
        if (until) {
            until = c == until ? '\0' : until;
        } else if (c == '<' || c == '&') {
            until = c == '<' ? '>' : ';';
            to[n++] = ' ';
        } else {
            to[n++] = c == '\t' || c == '\n' ? ' ' : c;
        }
    }
    if (to)
        to[n] = '\0';
    return to;
}

/* Every word once, in the order of first coming. */
static const char *
each_once(struct arena *a, const char *folded)
{
    size_t n = 1;
    char *to = arena_alloc(a, strlen(folded) + 2);

    if (!to)
        return NULL;
    to[0] = ' ';
    to[1] = '\0';
    for (const char *p = folded; *p;) {
        size_t len = strcspn(p + 1, " ") + 1; /* with the blank in front */
        if (len > 1 && p[len]) {
            memcpy(to + n - 1, p, len + 1);
            to[n + len] = '\0';
            char *known = strstr(to, to + n - 1);
            if (known == to + n - 1)
                n += len;
            else
                to[n] = '\0';
        }
        p += len;
    }
    return to;
}

const char *
find_line(struct arena *a, const struct index_row *row, struct html body)
{
    const char *text = text_of(a, body);
    const char *folded = text ? find_fold(a, text) : NULL;
    const char *words = folded ? each_once(a, folded) : NULL;

    return words ? arena_printf(a, "%s\t%s\t%s\n", row->number, row->heading, words) : NULL;
}

enum err
find_fill_index(const struct find_list *list, struct arena *a, struct index_view *v)
{
    struct index_row *rows = arena_alloc(a, (list->n + 1) * sizeof *rows);
    size_t n = 0;

    if (!rows)
        return ERR_INTERNAL;
    for (size_t i = 0; i < list->n; i++) {
        uint64_t number = 0;
        if (text_u64(list->guides[i].row.number, 1, FIND_MAX_GUIDES, &number))
            return ERR_INTERNAL;
        v->n_rows += number < GUIDE_COUNTRY_FIRST;
        rows[n++] = list->guides[i].row;
    }
    v->rows = rows;
    v->countries = rows + v->n_rows;
    v->n_countries = n - v->n_rows;
    return OK;
}

const struct index_row *
find_guide(const struct find_list *list, uint64_t number)
{
    for (size_t i = 0; i < list->n; i++) {
        uint64_t n;
        if (!text_u64(list->guides[i].row.number, number, number, &n))
            return &list->guides[i].row;
    }
    return NULL;
}

/* ---- A question. */

struct asking {
    const char *match[FIND_MAX_ASKED]; /* a word in any of its forms */
    size_t n;
};

static bool
split_question(const char *asked, struct arena *a, struct asking *out)
{
    const char *folded = find_fold(a, asked);

    if (!folded)
        return false;
    for (const char *p = folded; *p && out->n < FIND_MAX_ASKED;) {
        size_t len = strcspn(p, " ");
        char *word = len > 0 ? arena_text_n(a, p, len) : NULL;
        if (len > 0 && !word)
            return false;
        const char *match = word ? find_word_match(a, word) : NULL;
        if (match)
            out->match[out->n++] = match;
        p += len + (p[len] == ' ');
    }
    return true;
}

static unsigned
points(const struct asking *q, const struct find_guide *g)
{
    unsigned sum = 0;

    for (size_t i = 0; i < q->n; i++)
        if (find_match_is_in(q->match[i], g->folded_heading))
            sum += 3;
        else if (find_match_is_in(q->match[i], g->words))
            sum += 1;
    return sum;
}

const struct index_row *
find_guides(const struct find_list *list, const char *asked, struct arena *a, size_t *n)
{
    struct index_row *found = arena_alloc(a, FIND_MAX_FOUND * sizeof *found);
    unsigned best[FIND_MAX_FOUND];
    struct asking q = { .n = 0 };

    *n = 0;
    if (!found || !split_question(asked, a, &q))
        return NULL;
    for (size_t i = 0; i < list->n; i++) {
        unsigned p = points(&q, &list->guides[i]);
        size_t at = *n;
        while (at > 0 && best[at - 1] < p)
            at--;
        if (p == 0 || at == FIND_MAX_FOUND)
            continue;
        *n += *n < FIND_MAX_FOUND;
        for (size_t k = *n - 1; k > at; k--) {
            best[k] = best[k - 1];
            found[k] = found[k - 1];
        }
        best[at] = p;
        found[at] = list->guides[i].row;
    }
    return found;
}
