/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Add the weights of a text up.  Each feature counts once in a window; the sum is divided by the
   square root of their number, so that a long stretch is no louder than a short one. */
#include "core/triage/hints.h"

#include <string.h>

enum { UNIT_BITS = 16, ROOT_BITS = 6, EVIDENCE_MIN = 6 };

void
hints_begin(struct hint_sum *h)
{
    memset(h, 0, sizeof *h);
    for (unsigned q = 0; q < N_HINTS; q++)
        h->best[q] = HINTS_UNKNOWN;
}

/* The largest whole number whose square is not above `x`. */
static uint32_t
root(uint32_t x)
{
    uint32_t r = 0;

    for (uint32_t bit = 1u << 15; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= x)
            r += bit;
    return r;
}

static void
judge(struct hint_sum *h, struct hint_window *w)
{
    int64_t divisor = root((uint32_t)(w->n + 1) << (2 * ROOT_BITS));

    for (unsigned q = 0; q < N_HINTS && w->n >= EVIDENCE_MIN; q++) {
        const struct hint_scale *s = &triage_hints.scale[q];
        int64_t sum = (int64_t)w->sum[q] * s->unit * (1 << ROOT_BITS) / divisor;
        int32_t score = s->bias + (int32_t)(sum * HINT_SCALE / (1 << UNIT_BITS));

        if (score > h->best[q])
            h->best[q] = score;
    }
    memset(w, 0, sizeof *w);
}

/* Where the hash stands in the table, or its length. */
static unsigned
find(uint32_t hash)
{
    unsigned from = 0, to = triage_hints.n;

    while (from < to) {
        unsigned middle = (from + to) / 2;

        if (triage_hints.hash[middle] < hash)
            from = middle + 1;
        else
            to = middle;
    }
    return from < triage_hints.n && triage_hints.hash[from] == hash ? from : triage_hints.n;
}

static void
note(struct hint_window *w, unsigned at)
{
    uint64_t bit = UINT64_C(1) << at % 64;

    if (w->seen[at / 64] & bit)
        return;
    w->seen[at / 64] |= bit;
    for (unsigned q = 0; q < N_HINTS; q++)
        w->sum[q] += triage_hints.weight[at][q];
    w->n++;
}

void
hints_add(struct hint_sum *h, const struct token *t, bool spoken)
{
    uint32_t hashes[HINTS_OF_WORD];
    unsigned n = hints_of_word(&h->trail, t, spoken, hashes);
    bool second = h->window[1].n_words || h->window[0].n_words >= HINT_WINDOW / 2;

    for (unsigned i = 0; i < n; i++) {
        unsigned at = find(hashes[i]);

        if (at == triage_hints.n)
            continue;
        note(&h->window[0], at);
        if (second)
            note(&h->window[1], at);
    }
    h->window[0].n_words++;
    h->window[1].n_words = (uint16_t)(h->window[1].n_words + second);
    for (unsigned i = 0; i < 2; i++)
        if (h->window[i].n_words == HINT_WINDOW)
            judge(h, &h->window[i]);
}

void
hints_end(struct hint_sum *h)
{
    for (unsigned i = 0; i < 2; i++)
        if (h->best[0] == HINTS_UNKNOWN || h->window[i].n_words >= HINT_WINDOW / 2)
            judge(h, &h->window[i]);
}
