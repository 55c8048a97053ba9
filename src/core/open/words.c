/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/words.h"
#include "core/open/words_find.h"
#include "core/open/words_table.h"
#include <sodium.h>
#include <string.h>

enum { GROUPS = 4, WORDS_IN_GROUP = 3, GROUP_DIGITS = 10, DIGITS = GROUPS * GROUP_DIGITS };

enum words_lang
words_lang_of(const char *code)
{
    static const char codes[WORDS_N_LANGS][3] = { "", "ru", "uk", "be", "en", "de" };

    for (unsigned i = WORDS_UNSET + 1; i < WORDS_N_LANGS; i++)
        if (strcmp(codes[i], code) == 0)
            return (enum words_lang)i;
    return WORDS_UNSET;
}

const char *
words_at(enum words_lang lang, unsigned index)
{
    bool there = lang > WORDS_UNSET && lang < WORDS_N_LANGS && index < WORDS_LIST;

    return there ? words_tables[lang].word[index] : "";
}

enum err
words_encode(const struct seed *s, enum words_lang lang, struct words *out)
{
    uint16_t index[WORDS_COUNT];

    if (lang == WORDS_UNSET || lang >= WORDS_N_LANGS)
        return ERR_INTERNAL;
    indexes_of_seed(s, index);
    for (size_t i = 0; i < WORDS_COUNT; i++)
        out->word[i] = words_tables[lang].word[index[i]];
    sodium_memzero(index, sizeof index);
    return OK;
}

void
digits_encode(const struct seed *s, char out[DIGITS_CAP])
{
    uint16_t index[WORDS_COUNT];
    size_t at = 0;

    indexes_of_seed(s, index);
    for (size_t g = 0; g < GROUPS; g++) {
        const uint16_t *three = index + g * WORDS_IN_GROUP;
        uint64_t v = (uint64_t)three[0] << 22 | (uint64_t)three[1] << 11 | three[2];
        if (g > 0)
            out[at++] = ' ';
        for (size_t d = GROUP_DIGITS; d-- > 0; v /= 10)
            out[at + d] = (char)('0' + v % 10);
        at += GROUP_DIGITS;
    }
    out[at] = '\0';
    sodium_memzero(index, sizeof index);
}

/* Collect digits from runs of at least `least_run`;
   returns how many there are, keeps the first 40. */
static size_t
collect_digits(struct bytes typed, size_t least_run, char to[DIGITS])
{
    size_t n = 0;

    for (size_t i = 0; i < typed.n;) {
        size_t run = 0;
        while (i + run < typed.n && typed.p[i + run] >= '0' && typed.p[i + run] <= '9')
            run++;
        for (size_t k = 0; run >= least_run && k < run; k++, n++)
            if (n < DIGITS)
                to[n] = (char)typed.p[i + k];
        i += run > 0 ? run : 1;
    }
    return n;
}

/* Forty digits to a seed.  *bad_group is 1 to 4 for a group that no words give. */
static bool
seed_of_digits(const char digits[DIGITS], struct seed *out, unsigned *bad_group)
{
    uint16_t index[WORDS_COUNT];
    bool good = true;

    for (unsigned g = 0; good && g < GROUPS; g++) {
        uint64_t v = 0;
        for (unsigned d = 0; d < GROUP_DIGITS; d++)
            v = v * 10 + (uint64_t)(digits[g * GROUP_DIGITS + d] - '0');
        good = v >> 33 == 0;
        *bad_group = good ? 0 : g + 1;
        for (unsigned k = 0; k < WORDS_IN_GROUP; k++)
            index[g * WORDS_IN_GROUP + k] = (uint16_t)(v >> (22 - 11 * k) & 2047);
    }
    good = good && seed_of_indexes(index, out);
    sodium_memzero(index, sizeof index);
    return good;
}

/* Forty digits in all, or forty when "1." and "2." before the groups are left out. */
static size_t
forty_digits(struct bytes typed, char to[DIGITS])
{
    size_t n = collect_digits(typed, 1, to);

    if (n != DIGITS && collect_digits(typed, 3, to) == DIGITS)
        n = DIGITS;
    return n;
}

static bool
digits_decode(struct bytes typed, struct seed *out, struct words_problem *why)
{
    char digits[DIGITS];
    struct words_problem w = { .state = WORDS_GOOD, .digits = true };
    bool good = false;

    w.n_found = (unsigned)forty_digits(typed, digits);
    if (w.n_found != DIGITS)
        w.state = w.n_found == 0 ? WORDS_EMPTY : WORDS_WRONG_COUNT;
    else
        good = seed_of_digits(digits, out, &w.position);
    if (w.n_found == DIGITS && !good)
        w.state = w.position ? WORDS_WRONG_DIGITS : WORDS_CHECK;
    sodium_memzero(digits, sizeof digits);
    *why = w;
    return good;
}

/* The words as one list reads them. */
struct reading {
    uint16_t index[WORDS_COUNT];
    unsigned n_known, n_whole, first_unknown; /* of the first twelve; position from 1 */
};

static void
read_in(
    const struct token tokens[WORDS_COUNT], unsigned n, enum words_lang lang, struct reading *out)
{
    *out = (struct reading){ .n_known = 0 };
    for (unsigned i = 0; i < n; i++) {
        struct found f = word_find(&tokens[i], lang);
        if (f.index == WORD_NOT_FOUND) {
            if (out->first_unknown == 0)
                out->first_unknown = i + 1;
            continue;
        }
        out->index[i] = (uint16_t)f.index;
        out->n_known++;
        out->n_whole += f.whole;
    }
}

static unsigned
collect_tokens(struct bytes typed, struct token tokens[WORDS_COUNT])
{
    struct token t;
    unsigned n = 0;

    for (; token_next(&typed, &t); n++)
        if (n < WORDS_COUNT)
            tokens[n] = t;
    sodium_memzero(&t, sizeof t);
    return n;
}

struct search {
    struct token tokens[WORDS_COUNT];
    struct reading reading;
    struct seed seed, best_seed;
};

/* Try every list; the one that checks wins, among several the one with most words in full. */
static bool
search_lists(struct search *s, struct words_problem *why)
{
    unsigned n = why->n_found < WORDS_COUNT ? why->n_found : WORDS_COUNT;
    unsigned best_known = 0, best_whole = 0;
    bool good = false;

    for (unsigned i = WORDS_UNSET + 1; i < WORDS_N_LANGS; i++) {
        struct reading *r = &s->reading;
        read_in(s->tokens, n, (enum words_lang)i, r);
        bool checks = why->n_found == WORDS_COUNT && r->n_known == WORDS_COUNT &&
                      seed_of_indexes(r->index, &s->seed);
        bool fits_better =
            r->n_known > best_known || (r->n_known == best_known && r->n_whole > best_whole);
        bool better = checks ? !good || r->n_whole > best_whole : !good && fits_better;
        if (!better)
            continue;
        good = checks;
        best_known = r->n_known;
        best_whole = r->n_whole;
        why->lang = (enum words_lang)i;
        why->position = r->first_unknown;
        if (checks)
            s->best_seed = s->seed;
    }
    return good;
}

static enum words_state
state_of(const struct words_problem *w, bool good)
{
    if (good)
        return WORDS_GOOD;
    if (w->n_found != WORDS_COUNT)
        return WORDS_WRONG_COUNT;
    return w->position || w->lang == WORDS_UNSET ? WORDS_UNKNOWN : WORDS_CHECK;
}

enum err
words_decode(struct bytes typed, struct seed *out, struct words_problem *why)
{
    struct search s;

    if (typed.n > WORDS_IN_MAX) {
        *why = (struct words_problem){ .state = WORDS_TOO_LONG };
        return ERR_MALFORMED;
    }
    if (digits_decode(typed, out, why))
        return OK;
    struct words_problem w = { .n_found = collect_tokens(typed, s.tokens) };
    if (w.n_found == 0)
        return ERR_MALFORMED; /* why is about digits, or nothing was typed */
    bool good = search_lists(&s, &w);
    w.state = state_of(&w, good);
    if (w.state == WORDS_UNKNOWN && w.position == 0)
        w.position = 1;
    if (good)
        *out = s.best_seed;
    sodium_memzero(&s, sizeof s);
    *why = w;
    return good ? OK : ERR_MALFORMED;
}

bool
words_match(const struct seed *s, unsigned position, struct bytes typed)
{
    uint16_t index[WORDS_COUNT];
    struct token t, more;
    bool match = false;

    if (position == 0 || position > WORDS_COUNT || typed.n > WORDS_IN_MAX)
        return false;
    if (!token_next(&typed, &t) || token_next(&typed, &more))
        return false;
    indexes_of_seed(s, index);
    for (unsigned i = WORDS_UNSET + 1; i < WORDS_N_LANGS; i++)
        match |= word_find(&t, (enum words_lang)i).index == index[position - 1];
    sodium_memzero(index, sizeof index);
    sodium_memzero(&t, sizeof t);
    return match;
}

/* The last twelve words as one list reads them. */
struct window {
    uint16_t index[WORDS_COUNT];
    unsigned n_known, n_whole; /* in a row, up to now */
};

static bool
window_add(struct window *w, struct found f)
{
    struct seed seed;

    if (f.index == WORD_NOT_FOUND) {
        *w = (struct window){ .n_known = 0 };
        return false;
    }
    memmove(w->index, w->index + 1, sizeof w->index - sizeof w->index[0]);
    w->index[WORDS_COUNT - 1] = (uint16_t)f.index;
    w->n_known++;
    w->n_whole = f.whole ? w->n_whole + 1 : 0;
    bool checks = w->n_known >= WORDS_COUNT && seed_of_indexes(w->index, &seed);
    sodium_memzero(&seed, sizeof seed);
    return checks || w->n_whole >= WORDS_COUNT;
}

/* Forty digits in a row, with anything that is no letter between. */
static bool
digits_stand_in(struct bytes text)
{
    char digits[DIGITS];
    struct seed seed;
    unsigned bad = 0;
    size_t n = 0;
    bool found = false;

    for (size_t i = 0; !found && i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c >= '0' && c <= '9') {
            if (n == DIGITS)
                memmove(digits, digits + 1, DIGITS - 1);
            n += n < DIGITS;
            digits[n - 1] = (char)c;
            found = n == DIGITS && seed_of_digits(digits, &seed, &bad);
        } else if (c >= 0x80 || (c | 0x20) >= 'a') {
            n = 0;
        }
    }
    sodium_memzero(digits, sizeof digits);
    sodium_memzero(&seed, sizeof seed);
    return found;
}

bool
words_stand_in(struct bytes text)
{
    struct window w[WORDS_N_LANGS] = { { .n_known = 0 } };
    struct token t = { .n = 0 };
    struct bytes rest = text;
    bool found = digits_stand_in(text);

    while (!found && token_next(&rest, &t))
        for (unsigned i = WORDS_UNSET + 1; i < WORDS_N_LANGS; i++)
            found |= window_add(&w[i], word_find(&t, (enum words_lang)i));
    sodium_memzero(w, sizeof w);
    sodium_memzero(&t, sizeof t);
    return found;
}
