/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/words_find.h"
#include "core/open/words_table.h"
#include <sodium.h>
#include <string.h>

enum { PREFIX = 4, WORD_BITS = 11, CODE_BYTES = 17, CHECK_BITS = 12, SEED_BITS = 120 };

static uint64_t
key_of(const struct token *t, size_t n)
{
    uint64_t key = 0;

    for (size_t i = 0; i < PREFIX; i++)
        key = key << 16 | (i < n ? t->c[i] : 0);
    return key;
}

/* The first entry whose key is not below `key`. */
static size_t
lower_bound(const struct words_key *keys, uint64_t key)
{
    size_t low = 0, high = WORDS_LIST;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (keys[mid].first4 < key)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool
is_whole(const struct token *typed, enum words_lang lang, uint16_t index)
{
    struct bytes word = bytes_of(words_tables[lang].word[index]);
    struct token letters, plain;

    (void)token_next(&word, &letters);
    token_fold(&letters, lang, &plain);
    bool whole = token_equal(&plain, typed);
    sodium_memzero(&letters, sizeof letters);
    sodium_memzero(&plain, sizeof plain);
    return whole;
}

static struct found
find_folded(const struct token *t, enum words_lang lang)
{
    const struct words_key *keys = words_tables[lang].keys;
    struct found none = { WORD_NOT_FOUND, false };

    if (t->n < PREFIX)
        return none;
    uint64_t key = key_of(t, PREFIX);
    size_t i = lower_bound(keys, key);
    if (i == WORDS_LIST || keys[i].first4 != key)
        return none;
    return (struct found){ keys[i].index, is_whole(t, lang, keys[i].index) };
}

/* Three letters that were four with an umlaut written out: only if one word begins so. */
static struct found
find_three(const struct token *t, enum words_lang lang)
{
    const struct words_key *keys = words_tables[lang].keys;
    struct found none = { WORD_NOT_FOUND, false };

    if (t->n != PREFIX - 1)
        return none;
    uint64_t key = key_of(t, PREFIX - 1);
    size_t i = lower_bound(keys, key);
    bool there = i < WORDS_LIST && keys[i].first4 >> 16 == key >> 16;
    bool twice = i + 1 < WORDS_LIST && keys[i + 1].first4 >> 16 == key >> 16;
    return there && !twice ? (struct found){ keys[i].index, false } : none;
}

struct found
word_find(const struct token *typed, enum words_lang lang)
{
    struct token plain, joined;

    token_fold(typed, lang, &plain);
    struct found f = find_folded(&plain, lang);
    if (!f.whole && lang == WORDS_DE && token_join_umlauts(&plain, &joined)) {
        struct found other = find_folded(&joined, lang);
        if (other.index == WORD_NOT_FOUND)
            other = find_three(&joined, lang);
        if (other.whole || f.index == WORD_NOT_FOUND)
            f = other;
    }
    sodium_memzero(&plain, sizeof plain);
    sodium_memzero(&joined, sizeof joined);
    return f;
}

/* The first 12 bits of BLAKE2b-256("words/1" || seed). */
static uint16_t
check_of(const uint8_t seed[SEED_BYTES])
{
    static const uint8_t label[] = { 'w', 'o', 'r', 'd', 's', '/', '1' };
    uint8_t in[sizeof label + SEED_BYTES], h[32];

    memcpy(in, label, sizeof label);
    memcpy(in + sizeof label, seed, SEED_BYTES);
    (void)crypto_generichash(h, sizeof h, in, sizeof in, NULL, 0);
    uint16_t check = (uint16_t)((h[0] << 8 | h[1]) >> 4);
    sodium_memzero(in, sizeof in);
    sodium_memzero(h, sizeof h);
    return check;
}

void
indexes_of_seed(const struct seed *s, uint16_t out[WORDS_COUNT])
{
    uint8_t code[CODE_BYTES];
    uint16_t check = check_of(s->b);

    memcpy(code, s->b, SEED_BYTES);
    code[SEED_BYTES] = (uint8_t)(check >> 4);
    code[SEED_BYTES + 1] = (uint8_t)(check << 4);
    for (size_t i = 0; i < WORDS_COUNT; i++) {
        unsigned v = 0;
        for (size_t bit = i * WORD_BITS; bit < (i + 1) * WORD_BITS; bit++)
            v = v << 1 | ((unsigned)code[bit / 8] >> (7 - bit % 8) & 1u);
        out[i] = (uint16_t)v;
    }
    sodium_memzero(code, sizeof code);
}

bool
seed_of_indexes(const uint16_t in[WORDS_COUNT], struct seed *out)
{
    uint8_t code[CODE_BYTES] = { 0 };

    for (size_t i = 0; i < WORDS_COUNT * WORD_BITS; i++) {
        unsigned bit = (unsigned)in[i / WORD_BITS] >> (WORD_BITS - 1 - i % WORD_BITS) & 1u;
        code[i / 8] = (uint8_t)(code[i / 8] | bit << (7 - i % 8));
    }
    uint16_t check = (uint16_t)(code[SEED_BYTES] << 4 | code[SEED_BYTES + 1] >> 4);
    bool good = check == check_of(code);
    if (good)
        memcpy(out->b, code, SEED_BYTES);
    sodium_memzero(code, sizeof code);
    return good;
}
