/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/fold.h"
#include "base/text.h"
#include <stdlib.h>
#include <unicase.h>
#include <uninorm.h>

/* Two spellings of one letter or mark, each of the same length in bytes or shorter. */
static const struct {
    const char *from, *to;
} same[] = {
    { "ё", "е" },
    { "’", "'" },
    { "ʼ", "'" },
    { "‘", "'" },
    { "`", "'" },
};

static void
unify(char *s)
{
    char *to = s;

    while (*s) {
        size_t i = 0;
        while (
            i < sizeof same / sizeof *same && strncmp(s, same[i].from, strlen(same[i].from)) != 0)
            i++;
        if (i == sizeof same / sizeof *same) {
            *to++ = *s++;
            continue;
        }
        s += strlen(same[i].from);
        for (const char *c = same[i].to; *c; c++)
            *to++ = *c;
    }
    *to = '\0';
}

/* ---- The letters that nearly all texts are made of: folded without asking the library.

   Only characters that stand alone: none of them joins with a mark that follows, for marks are not
   among them.  tests/unit/text compares every one with the library. */

struct folding {
    const uint8_t *from;
    uint8_t *to;
};

static void
take(struct folding *f, size_t n)
{
    for (; n > 0; n--)
        *f->to++ = *f->from++;
}

static void
put_pair(struct folding *f, unsigned a, unsigned b)
{
    *f->to++ = (uint8_t)a;
    *f->to++ = (uint8_t)b;
    f->from += 2;
}

static void
put_apostrophe(struct folding *f, size_t n)
{
    *f->to++ = '\'';
    f->from += n;
}

static bool
within(uint8_t b, uint8_t low, uint8_t high)
{
    return b >= low && b <= high;
}

/* U+00C0..U+00FF. */
static bool
fold_latin(struct folding *f)
{
    uint8_t b = f->from[1];

    if (!within(b, 0x80, 0xBF))
        return false;
    if (b == 0x9F)
        put_pair(f, 's', 's');
    else
        put_pair(f, 0xC3, within(b, 0x80, 0x9E) && b != 0x97 ? b + 0x20u : b);
    return true;
}

/* U+0400..U+043F. */
static bool
fold_cyrillic(struct folding *f)
{
    uint8_t b = f->from[1];

    if (!within(b, 0x80, 0xBF))
        return false;
    if (b == 0x81)
        put_pair(f, 0xD0, 0xB5);
    else if (b < 0x90)
        put_pair(f, 0xD1, b + 0x10u);
    else if (b < 0xA0)
        put_pair(f, 0xD0, b + 0x20u);
    else if (b < 0xB0)
        put_pair(f, 0xD1, b - 0x20u);
    else
        take(f, 2);
    return true;
}

/* U+0440..U+045F. */
static bool
fold_more_cyrillic(struct folding *f)
{
    if (!within(f->from[1], 0x80, 0x9F))
        return false;
    if (f->from[1] == 0x91)
        put_pair(f, 0xD0, 0xB5);
    else
        take(f, 2);
    return true;
}

/* Dashes, quotation marks, currencies, the number sign, symbols. */
static bool
fold_sign(struct folding *f)
{
    uint8_t b = f->from[1];
    uint8_t c = b ? f->from[2] : 0;
    bool known = (b == 0x80 && (c == 0x8D || within(c, 0x90, 0xA7))) ||
                 (b == 0x82 && within(c, 0xA0, 0xBF)) || (b == 0x84 && c == 0x96) ||
                 (within(b, 0x98, 0x9E) && within(c, 0x80, 0xBF) && !(b == 0x9D && c == 0x9C));

    if (!known)
        return false;
    if (b == 0x80 && (c == 0x98 || c == 0x99))
        put_apostrophe(f, 3);
    else
        take(f, 3);
    return true;
}

/* U+1F300..U+1F67F, U+1F900..U+1F9FF. */
static bool
fold_picture(struct folding *f)
{
    const uint8_t *s = f->from;

    if (s[1] != 0x9F || !(within(s[2], 0x8C, 0x99) || within(s[2], 0xA4, 0xA7)) ||
        !within(s[3], 0x80, 0xBF))
        return false;
    take(f, 4);
    return true;
}

/* Fold one character and go on behind it; false: not one of these. */
static bool
fold_common(struct folding *f)
{
    uint8_t b = *f->from;

    if (b < 0x80) {
        *f->to++ = b == '`' ? '\'' : within(b, 'A', 'Z') ? (uint8_t)(b + 0x20) : b;
        f->from++;
        return true;
    }
    switch (b) {
    case 0xC2:
        if (!within(f->from[1], 0xA0, 0xBF) || f->from[1] == 0xB5)
            return false;
        take(f, 2);
        return true;
    case 0xC3: return fold_latin(f);
    case 0xCA:
        if (f->from[1] != 0xBC)
            return false;
        put_apostrophe(f, 2);
        return true;
    case 0xD0: return fold_cyrillic(f);
    case 0xD1: return fold_more_cyrillic(f);
    case 0xD2:
        if (!within(f->from[1], 0x90, 0x91))
            return false;
        put_pair(f, 0xD2, 0x91);
        return true;
    case 0xE2: return fold_sign(f);
    case 0xF0: return fold_picture(f);
    default: return false;
    }
}

/* NULL: not only of these letters, or no memory. */
static const char *
fold_fast(struct arena *a, const char *text)
{
    size_t cap = strlen(text) + 1;
    uint8_t *folded = arena_alloc(a, cap);
    struct folding f = { (const uint8_t *)text, folded };

    if (!folded)
        return NULL;
    while (*f.from)
        if (!fold_common(&f))
            return NULL;
    *f.to = '\0';
    return (const char *)folded;
}

/* ---- Every other text. */

static const char *
fold_slowly(struct arena *a, const char *text)
{
    size_t cap = strlen(text) * 3 + 16;
    uint8_t *folded = arena_alloc(a, cap);
    size_t n = cap - 1;

    if (!folded || !utf8_is_valid(bytes_of(text)))
        return NULL;
    uint8_t *result =
        u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFC, folded, &n);
    if (result == folded && n < cap) {
        folded[n] = '\0';
        unify((char *)folded);
        return (const char *)folded;
    }
    if (result && result != folded)
        free(result);
    return NULL;
}

const char *
text_fold(struct arena *a, const char *text)
{
    const char *folded = fold_fast(a, text);

    return folded ? folded : fold_slowly(a, text);
}
