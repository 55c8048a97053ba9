/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/words_fold.h"

enum {
    BREVE = 0x0306,
    CYR_I = 0x0438,       /* и */
    CYR_SHORT_I = 0x0439, /* й */
};

struct swap {
    uint16_t from, to;
};

/* Latin letters that look like Cyrillic ones. */
static const struct swap latin_to_cyrillic[] = {
    { 'a', 0x0430 },
    { 'b', 0x0432 },
    { 'c', 0x0441 },
    { 'e', 0x0435 },
    { 'h', 0x043D },
    { 'i', 0x0456 },
    { 'k', 0x043A },
    { 'm', 0x043C },
    { 'o', 0x043E },
    { 'p', 0x0440 },
    { 't', 0x0442 },
    { 'x', 0x0445 },
    { 'y', 0x0443 },
    { 0xEF, 0x0457 },
    { 0, 0 },
};

static const struct swap cyrillic_to_latin[] = {
    { 0x0430, 'a' },
    { 0x0432, 'b' },
    { 0x0441, 'c' },
    { 0x0435, 'e' },
    { 0x043D, 'h' },
    { 0x0456, 'i' },
    { 0x043A, 'k' },
    { 0x043C, 'm' },
    { 0x043E, 'o' },
    { 0x0440, 'p' },
    { 0x0442, 't' },
    { 0x0445, 'x' },
    { 0x0443, 'y' },
    { 0x0451, 'e' },
    { 0x0457, 'i' },
    { 0, 0 },
};

/* Letters of the neighbours' keyboards, after the look-alikes: ё е, і и ї, ґ г, ў у, є е, ы, э. */
static const struct swap to_russian[] = {
    { 0x0451, 0x0435 },
    { 0x0456, 0x0438 },
    { 0x0457, 0x0438 },
    { 0x0491, 0x0433 },
    { 0x045E, 0x0443 },
    { 0x0454, 0x0435 },
    { 0, 0 },
};

static const struct swap to_ukrainian[] = {
    { 0x0451, 0x0435 },
    { 0x0438, 0x0456 },
    { 0x0457, 0x0456 },
    { 0x0491, 0x0433 },
    { 0x045E, 0x0443 },
    { 0x044B, 0x0456 },
    { 0x044D, 0x0454 },
    { 0, 0 },
};

static const struct swap to_belarusian[] = {
    { 0x0451, 0x0435 },
    { 0x0438, 0x0456 },
    { 0x0457, 0x0456 },
    { 0x0491, 0x0433 },
    { 0x045E, 0x0443 },
    { 0x0454, 0x044D },
    { 0, 0 },
};

static uint16_t
swapped(uint16_t c, const struct swap *table)
{
    for (; table->from; table++)
        if (table->from == c)
            return table->to;
    return c;
}

/* One character; 0 for bytes that are no UTF-8, and 0 parts words. */
static uint32_t
char_next(struct bytes *rest)
{
    uint8_t first = rest->p[0];
    size_t n = first < 0x80 ? 1 : (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4;
    uint32_t c = n == 1 ? first : first & (0xFFu >> (n + 1));
    size_t used = 1;

    for (; used < n && used < rest->n && (rest->p[used] & 0xC0) == 0x80; used++)
        c = c << 6 | (rest->p[used] & 0x3Fu);
    *rest = (struct bytes){ rest->p + used, rest->n - used };
    bool stray = n > 1 && (first < 0xC0 || first > 0xF4);
    return used < n || stray ? 0 : c;
}

static bool
is_passed_over(uint32_t c)
{
    bool mark = c >= 0x0300 && c <= 0x036F;
    bool apostrophe = c == '\'' || c == '`' || c == 0xB4 || (c >= 0x02B9 && c <= 0x02BF) ||
                      c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032 || c == 0x2035 ||
                      c == 0xFF07;
    bool invisible = c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
    return mark || apostrophe || invisible;
}

/* The small letter, or 0 if it is no letter that we know. */
static uint16_t
letter_of(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return (uint16_t)(c + 0x20);
    if (c >= 'a' && c <= 'z')
        return (uint16_t)c;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        return (uint16_t)(c + 0x20);
    if (c >= 0xDF && c <= 0xFF && c != 0xF7)
        return (uint16_t)c;
    if (c >= 0x0410 && c <= 0x042F)
        return (uint16_t)(c + 0x20);
    if (c >= 0x0400 && c <= 0x040F)
        return (uint16_t)(c + 0x50);
    if (c >= 0x0430 && c <= 0x045F)
        return (uint16_t)c;
    if (c == 0x0490 || c == 0x0491)
        return 0x0491;
    return c == 0x1E9E ? 0xDF : 0;
}

static void
token_add(struct token *t, uint16_t c)
{
    if (t->n < TOKEN_MAX)
        t->c[t->n] = c;
    t->n++;
}

bool
token_next(struct bytes *rest, struct token *out)
{
    out->n = 0;
    while (rest->n > 0) {
        uint32_t c = char_next(rest);
        uint16_t letter = letter_of(c);
        if (letter)
            token_add(out, letter);
        else if (c == BREVE && out->n > 0 && out->n <= TOKEN_MAX && out->c[out->n - 1] == CYR_I)
            out->c[out->n - 1] = CYR_SHORT_I;
        else if (!is_passed_over(c) && out->n > 0)
            break;
    }
    return out->n > 0;
}

/* Latin letters with marks become plain; 0xDF (sharp s) is left to the caller. */
static uint16_t
plain_latin(uint16_t c)
{
    if (c >= 0xE0 && c <= 0xE5)
        return 'a';
    if (c >= 0xE8 && c <= 0xEB)
        return 'e';
    if (c >= 0xEC && c <= 0xEF)
        return 'i';
    if ((c >= 0xF2 && c <= 0xF6) || c == 0xF8)
        return 'o';
    if (c >= 0xF9 && c <= 0xFC)
        return 'u';
    if (c == 0xFD || c == 0xFF)
        return 'y';
    return c == 0xE7 ? 'c' : c == 0xF1 ? 'n' : c;
}

static uint16_t
folded(uint16_t c, enum words_lang lang)
{
    switch (lang) {
    case WORDS_RU: return swapped(swapped(c, latin_to_cyrillic), to_russian);
    case WORDS_UK: return swapped(swapped(c, latin_to_cyrillic), to_ukrainian);
    case WORDS_BE: return swapped(swapped(c, latin_to_cyrillic), to_belarusian);
    case WORDS_EN:
    case WORDS_DE: return plain_latin(swapped(c, cyrillic_to_latin));
    case WORDS_UNSET:
    case WORDS_N_LANGS: return c;
    }
    return c;
}

static size_t
kept(const struct token *t)
{
    return t->n < TOKEN_MAX ? t->n : TOKEN_MAX;
}

void
token_fold(const struct token *t, enum words_lang lang, struct token *out)
{
    out->n = 0;
    for (size_t i = 0; i < kept(t); i++) {
        uint16_t c = folded(t->c[i], lang);
        if (c == 0xDF)
            token_add(out, 's');
        token_add(out, c == 0xDF ? 's' : c);
    }
}

bool
token_join_umlauts(const struct token *t, struct token *out)
{
    out->n = 0;
    for (size_t i = 0; i < kept(t); i++) {
        uint16_t c = t->c[i];
        bool vowel = c == 'a' || c == 'o' || c == 'u';
        token_add(out, c);
        if (vowel && i + 1 < kept(t) && t->c[i + 1] == 'e')
            i++;
    }
    return out->n < t->n;
}

bool
token_equal(const struct token *a, const struct token *b)
{
    uint16_t diff = 0;

    if (a->n != b->n || a->n > TOKEN_MAX)
        return false;
    for (size_t i = 0; i < a->n; i++)
        diff |= (uint16_t)(a->c[i] ^ b->c[i]);
    return diff == 0;
}
