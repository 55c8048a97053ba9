/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Which language.  Two kinds of evidence: letters that only some alphabets have, and common small
 * words (content/triage/language.txt).  Belarusian and Ukrainian share letters with Russian, so
 * absence proves nothing and each word counts once for every language it speaks for.
 */
#include <string.h>

#include "core/triage/work.h"

enum {
    SCORE_WORD = 3,
    SCORE_PIECE = 2,
    SCORE_OWN_LETTER = 3,
    SCORE_SHARED_LETTER = 1,
};

/* What content/triage/language.txt files its words under, after the five languages. */
enum { TRANSLIT_RU = TRIAGE_N_LANGS, TRANSLIT_UK, TRANSLIT_BE, N_SCORES };

struct scores {
    int32_t of[N_SCORES];
    uint32_t n_latin;
    uint32_t n_cyrillic;
};

static void
score_letters(struct scores *s, uint16_t marks)
{
    int32_t *of = s->of;

    if (marks & (MARK_I | MARK_YI_IE | MARK_SHORT_U))
        of[TRIAGE_LANG_RU] -= SCORE_OWN_LETTER;
    if (marks & MARK_I) {
        of[TRIAGE_LANG_UK] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_BE] += SCORE_SHARED_LETTER;
    }
    if (marks & MARK_YI_IE)
        of[TRIAGE_LANG_UK] += SCORE_OWN_LETTER;
    if (marks & MARK_SHORT_U)
        of[TRIAGE_LANG_BE] += SCORE_OWN_LETTER + 1;
    if (marks & (MARK_Y | MARK_E | MARK_IO)) {
        of[TRIAGE_LANG_RU] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_BE] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_UK] -= SCORE_OWN_LETTER;
    }
    if ((marks & (MARK_Y | MARK_E)) && (marks & MARK_I))
        of[TRIAGE_LANG_BE] += SCORE_OWN_LETTER;
    if (marks & MARK_HARD)
        of[TRIAGE_LANG_RU] += SCORE_OWN_LETTER;
    if (marks & (MARK_RU_I | MARK_SHCH)) {
        of[TRIAGE_LANG_RU] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_UK] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_BE] -= SCORE_SHARED_LETTER + 1;
    }
    if (marks & MARK_SOFT_APOSTROPHE) {
        of[TRIAGE_LANG_UK] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_BE] += SCORE_SHARED_LETTER;
        of[TRIAGE_LANG_RU] -= SCORE_SHARED_LETTER;
    }
    if (marks & MARK_UMLAUT)
        of[TRIAGE_LANG_DE] += SCORE_OWN_LETTER;
}

static const struct triage_node *
child(const struct triage_node *n, uint8_t letter)
{
    for (uint16_t i = n->child; i; i = triage_table.nodes[i].next)
        if (triage_table.nodes[i].letter == letter)
            return &triage_table.nodes[i];
    return NULL;
}

/* Pieces such as "-ць" or "жы": looked for at every letter of the word. */
static void
score_pieces(struct scores *s, const struct token *t)
{
    for (unsigned i = 0; i < t->n_raw; i++) {
        const struct triage_node *n = &triage_table.nodes[triage_table.root_pieces];

        for (unsigned j = i; j <= t->n_raw && n; j++) {
            n = child(n, j < t->n_raw ? t->raw[j] : LETTER_END);
            for (uint16_t k = 0; n && n->exact_hits && k < triage_table.pool[n->exact_hits]; k++)
                s->of[triage_table.pool[n->exact_hits + 1 + k] & HIT_TERM] += SCORE_PIECE;
        }
    }
}

static void
score_word(struct scores *s, uint16_t root, const uint8_t *letters, unsigned n_letters)
{
    const struct triage_node *n = &triage_table.nodes[root];

    for (unsigned i = 0; i < n_letters && n; i++)
        n = child(n, letters[i]);
    if (!n || !n->exact_hits)
        return;
    for (uint16_t i = 0; i < triage_table.pool[n->exact_hits]; i++)
        s->of[triage_table.pool[n->exact_hits + 1 + i] & HIT_TERM] += SCORE_WORD;
}

static uint8_t
best_of(const struct scores *s, const uint8_t *from, unsigned n)
{
    uint8_t best = from[0];

    for (unsigned i = 1; i < n; i++)
        if (s->of[from[i]] > s->of[best])
            best = from[i];
    return best;
}

static void
settle(struct work *w, const struct scores *s)
{
    static const uint8_t cyrillic[] = { TRIAGE_LANG_RU, TRIAGE_LANG_UK, TRIAGE_LANG_BE };
    static const uint8_t latin[] = { TRIAGE_LANG_EN, TRIAGE_LANG_DE, TRANSLIT_RU, TRANSLIT_UK,
        TRANSLIT_BE };
    uint8_t best;

    w->latin_mask = MASK_EN | MASK_DE;
    if (s->n_cyrillic > 0 && s->n_cyrillic >= s->n_latin) {
        w->lang = (enum triage_lang)best_of(s, cyrillic, sizeof cyrillic);
        return;
    }
    best = best_of(s, latin, sizeof latin);
    if (s->of[best] <= 0 || (uint32_t)s->of[best] * 4 < s->n_latin)
        return;
    if (best < TRIAGE_N_LANGS) {
        w->lang = (enum triage_lang)best;
        if (s->of[TRIAGE_LANG_EN] != s->of[TRIAGE_LANG_DE])
            w->latin_mask = best == TRIAGE_LANG_EN ? MASK_EN : MASK_DE;
        return;
    }
    w->transliterated = true;
    w->latin_mask = MASK_SLAVIC;
    w->lang = best == TRANSLIT_RU   ? TRIAGE_LANG_RU
              : best == TRANSLIT_UK ? TRIAGE_LANG_UK
                                    : TRIAGE_LANG_BE;
}

void
work_find_language(struct work *w)
{
    struct scores s;
    struct lexer lx;

    memset(&s, 0, sizeof s);
    lexer_init(&lx, w->ask->text);
    while (lexer_next(&lx, &w->token)) {
        if (w->token.is_number)
            continue;
        if (w->token.latin)
            s.n_latin++;
        else
            s.n_cyrillic++;
        score_letters(&s, w->token.marks);
        score_word(&s, triage_table.root_language, w->token.raw, w->token.n_raw);
        if (w->token.latin)
            score_word(
                &s, triage_table.root_spoken, w->skeleton, lex_skeleton(&w->token, w->skeleton));
        score_pieces(&s, &w->token);
    }
    settle(w, &s);
}
