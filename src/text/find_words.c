/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "text/find_words.h"
#include "base/out.h"
#include "base/text.h"
#include "text/fold.h"
#include <unictype.h>
#include <unistr.h>

/* ---- Folding. */

/* German umlauts as their vowels: Pass and Pässe are one word. */
static ucs4_t
plain_vowel(ucs4_t c)
{
    switch (c) {
    case 0xE4: return 'a';
    case 0xF6: return 'o';
    case 0xFC: return 'u';
    default: return c;
    }
}

struct copying {
    const uint8_t *from;
    uint8_t *to;
    size_t left;
    bool blank; /* the last thing written */
};

static void
copy_n(struct copying *c, size_t n)
{
    for (c->left -= n, c->blank = false; n > 0; n--)
        *c->to++ = *c->from++;
}

static void
copy_blank(struct copying *c, size_t n)
{
    if (!c->blank)
        *c->to++ = ' ';
    c->blank = true;
    c->from += n;
    c->left -= n;
}

/* Any character.  False: not UTF-8. */
static bool
copy_any(struct copying *c)
{
    ucs4_t u = 0;
    int used = u8_mbtoucr(&u, c->from, c->left);

    if (used <= 0)
        return false;
    if (uc_is_alnum(u) || uc_combining_class(u) != 0) {
        int wrote = u8_uctomb(c->to, plain_vowel(u), 6);
        if (wrote <= 0)
            return false;
        c->to += wrote;
        c->from += used;
        c->left -= (size_t)used;
        c->blank = false;
    } else {
        copy_blank(c, (size_t)used);
    }
    return true;
}

/* What most texts are made of, without asking the library: ASCII, and U+0400..U+045F. */
static bool
copy_one(struct copying *c)
{
    uint8_t b = *c->from;

    if ((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') ||
        (b == '\'' && !c->blank && c->left > 1)) {
        copy_n(c, 1);
        return true;
    }
    if (b < 0x80 && !(b >= 'A' && b <= 'Z')) {
        copy_blank(c, 1);
        return true;
    }
    if (c->left > 1 && (c->from[1] & 0xC0) == 0x80 &&
        (b == 0xD0 || (b == 0xD1 && c->from[1] < 0xA0))) {
        copy_n(c, 2);
        return true;
    }
    return copy_any(c);
}

/* Copy one text letter by letter; *to has room for as many bytes and two more. */
static bool
copy_words(const uint8_t *s, size_t n, uint8_t *to)
{
    struct copying c = { s, to, n, true };

    *c.to++ = ' ';
    while (c.left > 0)
        if (!copy_one(&c))
            return false;
    if (!c.blank)
        *c.to++ = ' ';
    *c.to = '\0';
    return true;
}

const char *
find_fold(struct arena *a, const char *text)
{
    const char *folded = text_fold(a, text);
    size_t n = folded ? strlen(folded) : 0;
    uint8_t *to = folded ? arena_alloc(a, n + 9) : NULL;

    return to && copy_words((const uint8_t *)folded, n, to) ? (const char *)to : NULL;
}

/* ---- One word and its spellings. */

struct word {
    ucs4_t c[FIND_WORD_LETTERS];
    size_t n;
};

struct spellings {
    struct word w[FIND_SPELLINGS];
    size_t n;
};

static bool
word_equal(const struct word *a, const struct word *b)
{
    return a->n == b->n && u32_cmp(a->c, b->c, a->n) == 0;
}

static void
add(struct spellings *to, const struct word *w)
{
    for (size_t i = 0; i < to->n; i++)
        if (word_equal(&to->w[i], w))
            return;
    if (to->n < FIND_SPELLINGS && w->n >= 2)
        to->w[to->n++] = *w;
}

/* Long words are cut to what is kept of them anyway. */
static struct word
word_of(const char *text)
{
    const uint8_t *s = (const uint8_t *)text;
    size_t left = strlen(text);
    struct word w = { .n = 0 };

    while (left > 0 && w.n < FIND_WORD_LETTERS) {
        int used = u8_mbtoucr(&w.c[w.n], s, left);
        if (used <= 0)
            break;
        w.n++;
        s += used;
        left -= (size_t)used;
    }
    return w;
}

/* U+0430..U+0457 without the signs: Cyrillic vowels, and the Latin ones. */
static bool
is_vowel(ucs4_t c)
{
    static const ucs4_t vowels[] = { 'a', 'e', 'i', 'o', 'u', 'y', 0x430, 0x435, 0x438, 0x43E,
        0x443, 0x44B, 0x44D, 0x44E, 0x44F, 0x454, 0x456, 0x457 };

    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
        if (vowels[i] == c)
            return true;
    return false;
}

static bool
is_cyrillic(ucs4_t c)
{
    return c >= 0x400 && c < 0x530;
}

/* How many letters an ending takes at most, by the length of the word: Latin ones are shorter. */
static size_t
ending_of(const struct word *w)
{
    static const size_t cyrillic[] = { 0, 0, 0, 0, 1, 2, 2, 2, 3, 3, 4 };
    static const size_t latin[] = { 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3 };
    size_t n = w->n < 10 ? w->n : 10;

    if (w->n == 3 && is_cyrillic(w->c[0]) && is_vowel(w->c[2]))
        return 1;
    return is_cyrillic(w->c[0]) ? cyrillic[n] : latin[n];
}

/* Pairs of letters that stand for each other at the end of a stem: Ukrainian and Belarusian nouns
   in the locative (рука, руці; нага, назе), Russian verbs (писать, пишу), wife and wives. */
static const struct {
    ucs4_t a, b;
} softened[] = {
    { 0x43A, 0x446 },
    { 0x43A, 0x447 },
    { 0x433, 0x437 },
    { 0x433, 0x436 },
    { 0x445, 0x441 },
    { 0x445, 0x448 },
    { 0x441, 0x448 },
    { 0x437, 0x436 },
    { 0x442, 0x446 },
    { 0x442, 0x447 },
    { 0x434, 0x436 },
    { 0x432, 0x45E },
    { 0x44C, 0x456 },
    { 0x44C, 0x435 },
    { 'f', 'v' },
};

/* Vowels that change in a stem when its syllable opens: ніч, ночі; кінь, коня; вока, вачэй. */
static const struct {
    ucs4_t a, b;
} changing[] = {
    { 0x456, 0x43E },
    { 0x456, 0x435 },
    { 0x430, 0x43E },
    { 0x435, 0x44F },
    { 0x44D, 0x430 },
};

static void
add_changed(struct spellings *to, const struct word *stem)
{
    size_t at = stem->n;

    while (at > 0 && !is_vowel(stem->c[at - 1]))
        at--;
    if (at == 0)
        return;
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++) {
        struct word other = *stem;
        ucs4_t *c = &other.c[at - 1];
        if (*c != changing[i].a && *c != changing[i].b)
            continue;
        *c = *c == changing[i].a ? changing[i].b : changing[i].a;
        add(to, &other);
    }
}

static void
add_softened(struct spellings *to, const struct word *stem)
{
    for (size_t i = 0; i < sizeof softened / sizeof *softened; i++) {
        struct word other = *stem;
        ucs4_t *last = &other.c[other.n - 1];
        if (*last != softened[i].a && *last != softened[i].b)
            continue;
        *last = *last == softened[i].a ? softened[i].b : softened[i].a;
        add(to, &other);
        add_changed(to, &other);
    }
}

/* A vowel between the last two consonants that is there in one form and not in the other:
   отец, отца; день, дня; повістка, повісток. */
static void
add_fleeting(struct spellings *to, const struct word *w, const struct word *stem)
{
    struct word other = *w;
    size_t end = w->n > 2 && w->c[w->n - 1] == 0x44C ? w->n - 1 : w->n; /* before a soft sign */

    if (!is_cyrillic(w->c[0]))
        return;
    if (end >= 3 && is_vowel(w->c[end - 2]) && !is_vowel(w->c[end - 1]) &&
        !is_vowel(w->c[end - 3])) {
        other.c[end - 2] = w->c[end - 1];
        other.n = end - 1;
        add(to, &other);
    }
    if (stem->n < 2 || is_vowel(stem->c[stem->n - 1]) || is_vowel(stem->c[stem->n - 2]))
        return;
    static const ucs4_t fleeting[] = { 0x435, 0x43E, 0x430, 0x44D };
    for (size_t i = 0; i < sizeof fleeting / sizeof *fleeting && stem->n < FIND_WORD_LETTERS; i++) {
        other = *stem;
        other.c[other.n] = other.c[other.n - 1];
        other.c[other.n - 1] = fleeting[i];
        other.n++;
        add(to, &other);
    }
}

/* Words whose forms share no beginning: the few that requests are full of. */
static void
add_irregular(struct spellings *to, const char *word)
{
    static const char *const groups[][4] = {
        { "человек", "люди", "людей", "людям" },
        { "ребен", "дети", "детей", "детям" },
        { "дзень", "дзен", "дня", "дні" },
        { "чалавек", "людзі", "людзей", "людзям" },
        { "дзіця", "дзеці", "дзяцей", "дзецям" },
        { "людина", "люди", "людей", "людям" },
        { "man", "men", NULL, NULL },
        { "woman", "women", NULL, NULL },
        { "person", "people", NULL, NULL },
    };

    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        bool here = false;
        for (size_t k = 0; k < 4 && groups[i][k]; k++)
            here = here || strncmp(word, groups[i][k], strlen(groups[i][k])) == 0;
        for (size_t k = 0; here && k < 4 && groups[i][k]; k++) {
            struct word other = word_of(groups[i][k]);
            add(to, &other);
        }
    }
}

/* The word without its ending: at most so many letters, and never a whole syllable of a short one;
   a vowel that would end the stem goes too. */
static struct word
stem_of(const struct word *w)
{
    struct word stem = *w;

    stem.n -= ending_of(w);
    if (stem.n > 3 && stem.n < w->n && is_vowel(stem.c[stem.n - 1]) && is_cyrillic(w->c[0]))
        stem.n--;
    return stem;
}

/* Where a stem of this length may begin: a long one within a word too, as German compounds and
   prefixed verbs need; a short one at its beginning. */
enum { FREE_LETTERS = 5 };

static void
write_spelling(struct out *o, const struct word *w)
{
    uint8_t bytes[6];

    if (o->n > 0)
        out_lit(o, " OR ", 4);
    out_lit(o, "\"", 1);
    if (w->n < FREE_LETTERS)
        out_lit(o, " ", 1);
    for (size_t i = 0; i < w->n; i++) {
        int n = u8_uctomb(bytes, w->c[i], sizeof bytes);
        out_lit(o, (const char *)bytes, n > 0 ? (size_t)n : 0);
    }
    out_lit(o, "\"", 1);
}

const char *
find_word_match(struct arena *a, const char *word)
{
    struct word w = word_of(word);
    struct spellings all = { .n = 0 };
    struct out o = out_in(a);

    if (w.n == 0)
        return NULL;
    if (w.n < 2) { /* one letter: the word itself */
        out_lit(&o, "\" ", 2);
        out_lit(&o, word, strlen(word));
        out_lit(&o, " \"", 2);
        return o.failed ? NULL : out_text_of(&o);
    }
    struct word stem = stem_of(&w);
    add(&all, &stem);
    if (w.n > 2) {
        add_irregular(&all, word);
        add_fleeting(&all, &w, &stem);
        add_changed(&all, &stem);
        add_softened(&all, &stem);
    }
    for (size_t i = 0; i < all.n; i++)
        write_spelling(&o, &all.w[i]);
    return o.failed ? NULL : out_text_of(&o);
}

const char *
find_exact_match(struct arena *a, const char *text)
{
    struct out o = out_in(a);

    if (u8_mbsnlen((const uint8_t *)text, strlen(text)) < 3)
        return NULL;
    out_lit(&o, "\"", 1);
    out_lit(&o, text, strlen(text)); /* folded: holds no quotation mark */
    out_lit(&o, "\"", 1);
    return o.failed ? NULL : out_text_of(&o);
}

/* Is the string between two quotation marks part of the text? */
static bool
holds(const char *folded, const char *s, size_t n)
{
    for (size_t left = strlen(folded); left >= n; folded++, left--)
        if (strncmp(folded, s, n) == 0)
            return true;
    return false;
}

bool
find_match_is_in(const char *match, const char *folded)
{
    for (const char *p = strchr(match, '"'); p; p = strchr(p, '"')) {
        size_t n = strcspn(++p, "\"");
        if (holds(folded, p, n))
            return true;
        p += n + (p[n] == '"');
    }
    return false;
}
