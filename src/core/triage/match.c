/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Read the text once.  Each word gives hits (terms whose stems it begins with); hits make phrases;
 * hits and phrases complete patterns, and a pattern sets a fact.  Patterns are judged LOOK_AHEAD
 * words behind, so that "must not stand near" also sees what comes after.  Nothing is kept of the
 * text but the positions of terms.
 */
#include <string.h>

#include "core/triage/work.h"

enum { EXACT_ENOUGH = 5 };

static const struct triage_table *const tab = &triage_table;

bool
fact_is(const struct work *w, unsigned fact)
{
    return (w->facts[fact / 64] >> (fact % 64)) & 1;
}

void
fact_set(struct work *w, unsigned fact)
{
    w->facts[fact / 64] |= UINT64_C(1) << (fact % 64);
}

static uint16_t
child(uint16_t node, uint8_t letter)
{
    for (uint16_t i = tab->nodes[node].child; i; i = tab->nodes[i].next)
        if (tab->nodes[i].letter == letter)
            return i;
    return 0;
}

static void
add_hit(struct hits *h, uint16_t term)
{
    for (unsigned i = 0; i < h->n; i++)
        if (h->at[i].term == term)
            return;
    if (h->n < TOKEN_HITS)
        h->at[h->n++] = (struct hit){ .term = term };
}

static void
add_list(struct hits *h, uint16_t list, uint8_t mask)
{
    if (!list)
        return;
    for (uint16_t i = 0; i < tab->pool[list]; i++) {
        uint16_t v = tab->pool[list + 1 + i];

        if ((v >> HIT_MASK_SHIFT) & mask)
            add_hit(h, v & HIT_TERM);
    }
}

/* What is looked for in a trie. */
struct walk {
    const uint8_t *letters;
    unsigned n;
    uint8_t mask;
    uint16_t root;
    struct hits *hits;
};

/* Walk from `node` at letter `i` to the end.  Fuzzy walks take only nodes that forgive a slip, and
   not the first: after a slip at least one letter must fit, or every ending would be a slip. */
static unsigned
descend(const struct walk *k, uint16_t node, unsigned i, bool fuzzy)
{
    unsigned longest = 0;
    unsigned from = i;

    for (;;) {
        const struct triage_node *n = &tab->nodes[node];
        bool wanted = !fuzzy || (n->fuzzy && i > from);
        uint8_t before = k->hits->n;

        if (wanted) {
            add_list(k->hits, n->prefix_hits, k->mask);
            if (i == k->n)
                add_list(k->hits, n->exact_hits, k->mask);
            if (k->hits->n != before)
                longest = i;
        }
        if (i == k->n)
            return longest;
        node = child(node, k->letters[i++]);
        if (!node)
            return longest;
    }
}

/* One slip at letter `i`, where `node` was reached: swap, loss, addition, change. */
static void
slip_at(const struct walk *k, uint16_t node, unsigned i)
{
    uint16_t swapped = i + 1 < k->n ? child(node, k->letters[i + 1]) : 0;

    swapped = swapped ? child(swapped, k->letters[i]) : 0;
    if (swapped)
        descend(k, swapped, i + 2, true);
    if (i + 1 < k->n && child(node, k->letters[i + 1]))
        descend(k, child(node, k->letters[i + 1]), i + 2, true);
    for (uint16_t c = tab->nodes[node].child; c; c = tab->nodes[c].next) {
        uint16_t next = child(c, k->letters[i]);

        if (next)
            descend(k, next, i + 1, true);
        descend(k, c, i + 1, true);
    }
}

/* A word of which nothing long was found may be misspelt in one place, not in its first letter. */
static void
match_slips(const struct walk *k)
{
    uint16_t node = k->root;

    for (unsigned i = 0; i < k->n; i++) {
        if (i > 0)
            slip_at(k, node, i);
        node = child(node, k->letters[i]);
        if (!node)
            return;
    }
}

static void
match_letters(struct walk *k)
{
    unsigned longest = descend(k, k->root, 0, false);

    if (k->n >= FUZZY_MIN && (longest == 0 || (longest < EXACT_ENOUGH && k->n >= FUZZY_MIN + 2)))
        match_slips(k);
}

static void
find_hits(struct work *w, struct hits *h)
{
    const struct token *t = &w->token;
    struct walk k = { .letters = t->fold, .n = t->n_fold, .root = tab->root_fold, .hits = h };

    h->n = 0;
    h->pos = t->pos;
    k.mask = t->is_number ? UINT8_MAX : t->latin ? w->latin_mask : MASK_SLAVIC;
    match_letters(&k);
    if (t->latin && w->transliterated) {
        k.letters = w->skeleton;
        k.n = lex_skeleton(t, w->skeleton);
        k.root = tab->root_skeleton;
        match_letters(&k);
    }
}

static const struct hit *
hit_of(const struct hits *h, uint16_t term)
{
    for (unsigned i = 0; i < h->n; i++)
        if (h->at[i].term == term)
            return &h->at[i];
    return NULL;
}

static bool
has_kind(const struct hits *h, enum term_kind kind)
{
    for (unsigned i = 0; i < h->n; i++)
        if (tab->terms[h->at[i].term].kind == kind)
            return true;
    return false;
}

/* The hits `back` words before the newest word. */
static const struct hits *
before(const struct work *w, unsigned back)
{
    return &w->ring[(w->n_words + RING - back) % RING];
}

static bool
phrase_ends_here(const struct work *w, const struct triage_phrase *p)
{
    for (unsigned back = 1; back < p->n; back++) {
        const struct hits *h = before(w, back);

        if (w->n_words < back || h->pos + 1 != before(w, back - 1)->pos ||
            !hit_of(h, p->part[p->n - 1 - back]))
            return false;
    }
    return true;
}

/* Whether the word before the last `n_words` words denies what they say ("not been beaten"). */
static bool
is_denied(const struct work *w, unsigned n_words)
{
    for (unsigned back = n_words; back <= n_words + 1 && back <= w->n_words; back++) {
        const struct hits *h = before(w, back);

        if (h->pos + 1 != before(w, back - 1)->pos)
            return false;
        if (has_kind(h, TERM_DENY))
            return true;
        if (!has_kind(h, TERM_TRANSPARENT))
            return false;
    }
    return false;
}

/* Phrases may be parts of nothing else, so one round over the word's own hits is enough; the
   terms that a phrase gives are appended and looked at in turn. */
static void
add_phrases(struct work *w, struct hits *h)
{
    uint8_t n_own = h->n;
    bool denied = is_denied(w, 1);

    for (unsigned i = 0; i < n_own; i++)
        h->at[i].denied = denied;
    for (unsigned i = 0; i < h->n; i++) {
        uint16_t list = tab->terms[h->at[i].term].phrases;

        for (uint16_t j = 0; list && j < tab->pool[list]; j++) {
            const struct triage_phrase *p = &tab->phrases[tab->pool[list + 1 + j]];
            uint8_t from = h->n;

            if (!phrase_ends_here(w, p))
                continue;
            add_list(h, p->hits, UINT8_MAX);
            for (unsigned k = from; k < h->n; k++)
                h->at[k].denied = is_denied(w, p->n);
        }
    }
}

/* Where in the world: "in" or "reached" shortly before the name of a country or city. */
static void
note_place(struct work *w, const struct hits *h)
{
    bool located = false;

    for (unsigned back = 1; back <= 3 && back <= w->n_words; back++) {
        if (before(w, back)->pos + back != h->pos)
            break;
        if (back == 1 && has_kind(before(w, back), TERM_FROM))
            return;
        located = located || (back <= 2 && has_kind(before(w, back), TERM_LOCATIVE)) ||
                  has_kind(before(w, back), TERM_ARRIVE);
    }
    for (unsigned i = 0; located && i < h->n; i++)
        if (tab->terms[h->at[i].term].kind == TERM_PLACE)
            w->country = tab->terms[h->at[i].term].value;
}

/* Whether the term stood last between `window` words before `from` and as many after `to`. */
static bool
stands(const uint16_t *last, uint16_t term, uint16_t from, uint16_t to, uint16_t window)
{
    return last[term] != 0 && last[term] + window >= from && last[term] <= to + window;
}

static bool
pattern_holds(const struct work *w, const struct triage_pattern *p, uint16_t pos)
{
    const uint16_t *terms = &tab->pool[p->terms];

    uint16_t from = pos;

    for (unsigned i = 0; i < p->n_need; i++) {
        if (!stands(w->last, terms[i], pos, pos, p->window))
            return false;
        if (w->last[terms[i]] < from)
            from = w->last[terms[i]];
    }
    for (unsigned i = 0; i < p->n_not; i++) {
        uint16_t t = terms[p->n_need + i];

        if (stands(w->last, t, from, pos, p->window) || stands(w->ahead, t, from, pos, p->window))
            return false;
    }
    return true;
}

static void
judge(struct work *w, const struct hits *h)
{
    for (unsigned i = 0; i < h->n; i++)
        if (!h->at[i].denied)
            w->last[h->at[i].term] = h->pos;
    for (unsigned i = 0; i < h->n; i++) {
        uint16_t list = h->at[i].denied ? 0 : tab->terms[h->at[i].term].patterns;

        for (uint16_t j = 0; list && j < tab->pool[list]; j++) {
            const struct triage_pattern *p = &tab->patterns[tab->pool[list + 1 + j]];

            if (!fact_is(w, p->fact) && pattern_holds(w, p, h->pos))
                fact_set(w, p->fact);
        }
    }
}

void
work_match(struct work *w)
{
    struct lexer lx;

    w->country = -1;
    hints_begin(&w->hints);
    lexer_init(&lx, w->ask->text);
    lx.latin_shouts_are_cyrillic =
        w->lang >= TRIAGE_LANG_RU && w->lang <= TRIAGE_LANG_BE && !w->transliterated;
    for (; lexer_next(&lx, &w->token); w->n_words++) {
        struct hits *h = &w->ring[w->n_words % RING];

        if (w->n_words >= RING)
            judge(w, h);
        find_hits(w, h);
        add_phrases(w, h);
        for (unsigned i = 0; i < h->n; i++)
            if (!h->at[i].denied)
                w->ahead[h->at[i].term] = h->pos;
        note_place(w, h);
        hints_add(&w->hints, &w->token, w->transliterated);
        dates_step(&w->dates, &w->token, h, w->lang);
    }
    for (unsigned i = w->n_words < RING ? 0 : w->n_words - RING; i < w->n_words; i++)
        judge(w, &w->ring[i % RING]);
    dates_finish(&w->dates);
    hints_end(&w->hints);
    if (lx.asks)
        fact_set(w, FACT_ASKS);
}
