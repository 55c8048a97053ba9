/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words as sounds: Cyrillic of three languages and its transliterations meet in one spelling. */
#include <string.h>

#include "core/triage/lex.h"
#include "core/triage/table.h"

enum { A = LETTER_LATIN };

/* Append a sound.  Both spellings of a word come through here, so the rules need only agree. */
static uint8_t
sound(uint8_t *to, uint8_t n, char c)
{
    char last = 0;

    if (n)
        last = (char)(to[n - 1] - A + 'a');
    if (c == last || n >= TOKEN_LETTERS)
        return n;
    if ((last == 'i' && (c == 'e' || c == 'o')) || (last == 't' && (c == 's' || c == 'c'))) {
        to[n - 1] = (uint8_t)(A + (last == 't' ? 'c' : 'e') - 'a');
        return n;
    }
    to[n] = (uint8_t)(A + c - 'a');
    return (uint8_t)(n + 1);
}

/* Two and more letters that spell one sound: how many letters, and which sound. */
static unsigned
digraph(const uint8_t *p, unsigned left, char *c)
{
    static const struct {
        char text[5];
        char to;
    } pairs[] = {
        { "shch", 'w' },
        { "sch", 'w' },
        { "sh", 'w' },
        { "ch", 'q' },
        { "zh", 'j' },
        { "kh", 'g' },
        { "tz", 'c' },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        unsigned n = (unsigned)strlen(pairs[i].text);
        unsigned same = 0;

        while (same < n && same < left && p[same] == A + pairs[i].text[same] - 'a')
            same++;
        if (same == n) {
            *c = pairs[i].to;
            return n;
        }
    }
    *c = "abcdefggiiklmnopkrstuvvgiz"[p[0] - A];
    return 1;
}

/* Spell a Cyrillic letter, folded, as sounds. */
static uint8_t
sound_cyrillic(uint8_t *to, uint8_t n, uint8_t letter)
{
    static const char *const sounds[] = { "a", "b", "v", "g", "d", "e", "j", "z", "i", "i", "k",
        "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "g", "c", "q", "w", "w", "", "i", "", "e",
        "iu", "ia" };

    for (const char *s = sounds[letter - LETTER_CYRILLIC]; *s; s++)
        n = sound(to, n, *s);
    return n;
}

uint8_t
lex_sounds(const struct token *t, uint8_t *to)
{
    uint8_t n = 0;

    for (unsigned i = 0; i < t->n_fold; i++)
        if (t->fold[i] >= LETTER_CYRILLIC && t->fold[i] < LETTER_CYRILLIC + 32)
            n = sound_cyrillic(to, n, t->fold[i]);
    return n;
}

uint8_t
lex_skeleton(const struct token *t, uint8_t *to)
{
    uint8_t n = 0;

    for (unsigned i = 0; i < t->n_fold;) {
        char c;

        if (t->fold[i] < A || t->fold[i] >= A + 26)
            return 0;
        i += digraph(t->fold + i, t->n_fold - i, &c);
        n = sound(to, n, c);
    }
    return n;
}
