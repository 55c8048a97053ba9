/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/lex.h"

#include <string.h>

#include "core/triage/letters.h"
#include "core/triage/table.h"
#include "core/triage/triage.h"

enum {
    CP_END = 0x110000,
    CP_BAD = 0xfffd,
    FIRST_POS = 16,
    DIGITS_MAX = 9,
};

void
lexer_init(struct lexer *lx, struct bytes text)
{
    memset(lx, 0, sizeof *lx);
    lx->text = text;
    if (lx->text.n > TRIAGE_TEXT_MAX)
        lx->text.n = TRIAGE_TEXT_MAX;
    lx->pos = FIRST_POS;
}

/* Decode one character at `at`; bytes that are not UTF-8 are CP_BAD, one at a time. */
static uint32_t
peek(const struct lexer *lx, size_t at, size_t *len)
{
    size_t left = at < lx->text.n ? lx->text.n - at : 0;
    size_t n = 1;
    const uint8_t *p;
    uint32_t c;

    *len = left ? 1 : 0;
    if (left == 0)
        return CP_END;
    p = lx->text.p + at;
    if (p[0] < 0x80)
        return p[0];
    if (p[0] >= 0xc2 && p[0] < 0xe0) {
        n = 2;
        c = p[0] & 0x1fu;
    } else if (p[0] >= 0xe0 && p[0] < 0xf0) {
        n = 3;
        c = p[0] & 0x0fu;
    } else if (p[0] >= 0xf0 && p[0] < 0xf5) {
        n = 4;
        c = p[0] & 0x07u;
    } else {
        return CP_BAD;
    }
    if (left < n)
        return CP_BAD;
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return CP_BAD;
        c = c << 6 | (p[i] & 0x3fu);
    }
    *len = n;
    return c;
}

static bool
is_latin(uint8_t letter)
{
    return letter >= LETTER_LATIN && letter <= LETTER_SZ;
}

static uint16_t
mark_of(uint8_t raw)
{
    switch (raw) {
    case LETTER_I: return MARK_I;
    case LETTER_YI:
    case LETTER_UK_IE:
    case LETTER_GHE: return MARK_YI_IE;
    case LETTER_SHORT_U: return MARK_SHORT_U;
    case LETTER_IO: return MARK_IO;
    case LETTER_CYRILLIC + 8: return MARK_RU_I;
    case LETTER_CYRILLIC + 25: return MARK_SHCH;
    case LETTER_CYRILLIC + 26: return MARK_HARD;
    case LETTER_CYRILLIC + 27: return MARK_Y;
    case LETTER_CYRILLIC + 29: return MARK_E;
    case LETTER_AE:
    case LETTER_OE:
    case LETTER_UE:
    case LETTER_SZ: return MARK_UMLAUT;
    default: return 0;
    }
}

/* A word of both scripts is meant in one: turn the look-alikes of the minority. */
static void
mend_script(struct token *t, bool force_cyrillic)
{
    unsigned n_latin = 0;
    bool to_cyrillic;

    for (unsigned i = 0; i < t->n_raw; i++)
        n_latin += is_latin(t->raw[i]);
    to_cyrillic = force_cyrillic || (n_latin < t->n_raw && n_latin * 2 <= (unsigned)t->n_raw + 1);
    t->latin = !to_cyrillic;
    if (!force_cyrillic && (n_latin == 0 || n_latin == t->n_raw))
        return;
    for (unsigned i = 0; i < t->n_raw; i++) {
        uint8_t other = letter_twin(t->raw[i], to_cyrillic);

        if (is_latin(t->raw[i]) == to_cyrillic && other)
            t->raw[i] = other;
    }
}

static bool
all_have_twins(const struct token *t)
{
    for (unsigned i = 0; i < t->n_raw; i++)
        if (!letter_twin(t->raw[i], true))
            return false;
    return true;
}

static void
fold_push(struct token *t, uint8_t letter)
{
    if (t->n_fold < TOKEN_LETTERS)
        t->fold[t->n_fold++] = letter;
}

static void
fold(struct token *t)
{
    for (unsigned i = 0; i < t->n_raw; i++) {
        uint8_t c = t->raw[i];

        t->marks |= mark_of(c);
        switch (c) {
        case LETTER_IO:
        case LETTER_UK_IE: fold_push(t, LETTER_CYRILLIC + 5); break;
        case LETTER_I:
        case LETTER_YI: fold_push(t, LETTER_CYRILLIC + 8); break;
        case LETTER_GHE: fold_push(t, LETTER_CYRILLIC + 3); break;
        case LETTER_SHORT_U: fold_push(t, LETTER_CYRILLIC + 19); break;
        case LETTER_AE:
        case LETTER_OE:
        case LETTER_UE:
            fold_push(t, (uint8_t)(LETTER_LATIN + "aou"[c - LETTER_AE] - 'a'));
            fold_push(t, LETTER_LATIN + 'e' - 'a');
            break;
        case LETTER_SZ:
            fold_push(t, LETTER_LATIN + 's' - 'a');
            fold_push(t, LETTER_LATIN + 's' - 'a');
            break;
        default: fold_push(t, c);
        }
    }
}

/* Whether a letter follows at `at`, so that what stands before it is inside a word. */
static bool
letter_follows(const struct lexer *lx, size_t at)
{
    size_t len;
    bool upper;

    return letter_of(peek(lx, at, &len), &upper) != 0;
}

static void
push_raw(struct token *t, uint8_t letter)
{
    if (t->n_raw < TOKEN_LETTERS)
        t->raw[t->n_raw++] = letter;
}

/* Take the rest of a word that begins at lx->at. */
static void
take_word(struct lexer *lx, struct token *t)
{
    bool shouts = true;

    for (;;) {
        size_t len;
        bool upper;
        uint32_t c = peek(lx, lx->at, &len);
        uint8_t letter = letter_of(c, &upper);
        bool inside = t->n_raw && letter_follows(lx, lx->at + len);

        if (letter) {
            push_raw(t, letter);
            shouts = shouts && upper;
        } else if (letter_is_ignorable(c)) {
            if (t->n_raw)
                t->raw[t->n_raw - 1] = letter_composed(t->raw[t->n_raw - 1], c);
        } else if (inside && letter_is_apostrophe(c)) {
            t->marks |= MARK_SOFT_APOSTROPHE;
        } else if (inside && c < 0x80 && letter_of_digit((uint8_t)c) &&
                   !is_latin(t->raw[t->n_raw - 1])) {
            push_raw(t, letter_of_digit((uint8_t)c));
        } else {
            break;
        }
        lx->at += len;
    }
    mend_script(t, lx->latin_shouts_are_cyrillic && shouts && t->n_raw >= 2 && t->n_raw <= 4 &&
                       all_have_twins(t));
    fold(t);
}

static void
take_number(struct lexer *lx, struct token *t)
{
    t->is_number = true;
    for (; lx->at < lx->text.n && lx->text.p[lx->at] >= '0' && lx->text.p[lx->at] <= '9';
         lx->at++) {
        if (t->digits < DIGITS_MAX)
            t->number = t->number * 10 + (uint32_t)(lx->text.p[lx->at] - '0');
        if (t->digits < UINT8_MAX)
            t->digits++;
        fold_push(t, (uint8_t)(LETTER_DIGIT + lx->text.p[lx->at] - '0'));
    }
}

/* Skip to the next word or number; say how far it stands from the one before. */
static bool
skip_between(struct lexer *lx, struct token *t)
{
    bool ends_sentence = false;
    bool after_digit = lx->at > 0 && lx->text.p[lx->at - 1] >= '0' && lx->text.p[lx->at - 1] <= '9';
    unsigned n = 0;

    for (;; n++) {
        size_t len;
        bool upper;
        uint32_t c = peek(lx, lx->at, &len);

        if (c == CP_END)
            return false;
        if (letter_of(c, &upper) || (c >= '0' && c <= '9'))
            break;
        if (c == '!' || c == '?' || c == ';' || c == 0x2026 || (c == '.' && !after_digit))
            ends_sentence = true;
        if (c == '?')
            lx->asks = true;
        if (c == '\n' && n > 0 && lx->text.p[lx->at - 1] == '\n')
            ends_sentence = true;
        t->glue = 0;
        t->paused = t->paused || c > ' ';
        if (n == 0 && c > ' ' && c < 0x7f)
            t->glue = (char)c;
        lx->at += len;
    }
    lx->pos = (uint16_t)(lx->pos + (ends_sentence ? 1 + SENTENCE_GAP : 1));
    return true;
}

bool
lexer_next(struct lexer *lx, struct token *out)
{
    memset(out, 0, sizeof *out);
    if (!skip_between(lx, out))
        return false;
    out->pos = lx->pos;
    if (lx->text.p[lx->at] >= '0' && lx->text.p[lx->at] <= '9')
        take_number(lx, out);
    else
        take_word(lx, out);
    return true;
}
