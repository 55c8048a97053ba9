/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Features of words.  The rules' weights and the tool that learns them both come through here. */
#include "core/triage/hints.h"
#include "core/triage/table.h"

enum {
    SHORT_STEM = 4,
    LONG_STEM = 6,
    PIECE = 4,
    KIND_STEM = 1,
    KIND_PIECE,
    KIND_PAIR,
    KIND_SKIP,
    EDGE = LETTER_END,
};

static const uint32_t fnv_start = 2166136261u, fnv_prime = 16777619u;

static uint32_t
hash(uint32_t h, const uint8_t *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        h = (h ^ p[i]) * fnv_prime;
    return h;
}

static uint32_t
hash_stem(uint32_t h, const uint8_t *p, unsigned n, unsigned most)
{
    const uint8_t edge = EDGE;

    return n > most ? hash(h, p, most) : hash(hash(h, p, n), &edge, 1);
}

/* Letters of the word between two edges; Slavic ones as sounds, with "o" as "a", as it is heard
   and misspelt.  What is Slavic carries a mark, so that it meets no English word. */
static unsigned
spell(const struct token *t, bool spoken, uint8_t *to)
{
    const uint8_t a = LETTER_LATIN, o = LETTER_LATIN + 'o' - 'a';
    unsigned n;

    if (t->is_number) {
        to[0] = LETTER_DIGIT;
        return 1;
    }
    if (t->latin && !spoken) {
        for (n = 0; n < t->n_fold; n++)
            to[n] = t->fold[n];
        return n;
    }
    n = t->latin ? lex_skeleton(t, to) : lex_sounds(t, to);
    for (unsigned i = 0; i < n; i++)
        if (to[i] == o)
            to[i] = a;
    return n;
}

static uint32_t
start(unsigned kind, bool slavic)
{
    const uint8_t marks[] = { (uint8_t)kind, slavic };

    return hash(fnv_start, marks, sizeof marks);
}

static uint32_t
pair(unsigned kind, uint32_t first, uint32_t second)
{
    uint8_t bytes[8];

    for (unsigned i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(first >> 8 * i);
        bytes[4 + i] = (uint8_t)(second >> 8 * i);
    }
    return hash(start(kind, false), bytes, sizeof bytes);
}

unsigned
hints_of_word(
    struct hint_trail *trail, const struct token *t, bool spoken, uint32_t to[HINTS_OF_WORD])
{
    uint8_t word[TOKEN_LETTERS + 2];
    bool slavic = !t->is_number && (spoken || !t->latin);
    unsigned n = spell(t, spoken, word + 1), n_to = 0;
    uint32_t stem = start(KIND_STEM, slavic);

    word[0] = word[n + 1] = EDGE;
    if (t->pos != trail->pos + 1)
        trail->last = trail->last_but_one = 0;
    to[n_to++] = hash_stem(stem, word + 1, n, LONG_STEM);
    stem = hash_stem(stem, word + 1, n, SHORT_STEM);
    to[n_to++] = stem;
    for (unsigned i = 0; i + PIECE <= n + 2; i++)
        to[n_to++] = hash(start(KIND_PIECE, slavic), word + i, PIECE);
    if (trail->last)
        to[n_to++] = pair(KIND_PAIR, trail->last, stem);
    if (trail->last_but_one)
        to[n_to++] = pair(KIND_SKIP, trail->last_but_one, stem);
    *trail = (struct hint_trail){ .last = stem, .last_but_one = trail->last, .pos = t->pos };
    return n_to;
}
