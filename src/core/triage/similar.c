/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Are two requests about the same thing?  A mother and a daughter-in-law write within a day of each
 * other in different words, so what is told (situation, date, flags) weighs more than the words.
 * Points below; LIKELY_POINTS make a proposal.  A person decides; nothing is merged here.
 */
#include <stdlib.h>
#include <string.h>

#include "core/triage/lex.h"
#include "core/triage/triage.h"

enum {
    STEM_LETTERS = 5, /* endings differ; five letters keep the root of most words */
    WORD_LETTERS = 4, /* shorter words say nothing */
    DAYS_APART = 21,  /* requests further apart than this are not compared */
    LIKELY_POINTS = 5,
    MANY_WORDS_PERCENT = 50,
    SOME_WORDS_PERCENT = 20,
    MIN_SHARED_WORDS = 6,
};

static uint32_t
hash_stem(const struct token *t)
{
    uint32_t h = 2166136261u;

    for (unsigned i = 0; i < t->n_fold && i < STEM_LETTERS; i++)
        h = (h ^ t->fold[i]) * 16777619u;
    h ^= h >> 15;
    h *= 2246822519u;
    return h ^ h >> 13;
}

/* Keep the smallest hashes, sorted and once each: equal texts keep equal samples. */
static void
keep(struct triage_sketch *s, uint32_t h)
{
    unsigned at = 0;

    while (at < s->n && s->hash[at] < h)
        at++;
    if (at == TRIAGE_SKETCH_MAX || (at < s->n && s->hash[at] == h))
        return;
    if (s->n < TRIAGE_SKETCH_MAX)
        s->n++;
    memmove(s->hash + at + 1, s->hash + at, (s->n - 1u - at) * sizeof s->hash[0]);
    s->hash[at] = h;
}

void
triage_sketch(struct bytes text, struct triage_sketch *out)
{
    struct lexer lx;
    struct token t;

    memset(out, 0, sizeof *out);
    lexer_init(&lx, text);
    while (lexer_next(&lx, &t))
        if (!t.is_number && t.n_fold >= WORD_LETTERS)
            keep(out, hash_stem(&t));
    explicit_bzero(&t, sizeof t);
}

static unsigned
shared(const struct triage_sketch *a, const struct triage_sketch *b)
{
    unsigned n = 0;

    for (unsigned i = 0, j = 0; i < a->n && j < b->n;) {
        n += a->hash[i] == b->hash[j];
        if (a->hash[i] <= b->hash[j])
            i++;
        else
            j++;
    }
    return n;
}

/* Flags that few requests carry; the rest say nothing about identity. */
static unsigned
shared_flags(uint64_t both)
{
    static const uint8_t weighty[] = { FLAG_TORTURE_ALLEGED, FLAG_SEXUAL_VIOLENCE,
        FLAG_DEPRIVATION_OF_FOOD, FLAG_GROUP_CASE, FLAG_COERCED_CONTRACT, FLAG_COERCED_SIGNATURE,
        FLAG_DOCUMENTS_CONFISCATED, FLAG_WANTED_NOTICE_POSSIBLE, FLAG_ENFORCED_DISAPPEARANCE,
        FLAG_FORCED_SERVICE_OF_PROTECTED_PERSON, FLAG_MINOR, FLAG_ACUTE_MEDICAL };
    unsigned n = 0;

    for (size_t i = 0; i < sizeof weighty; i++)
        n += (unsigned)(both >> weighty[i] & 1);
    return n;
}

static bool
same_date(const struct triage_result *a, const struct triage_result *b)
{
    for (unsigned i = 0; i < a->n_dates; i++)
        for (unsigned j = 0; j < b->n_dates; j++)
            if (a->dates[i].day == b->dates[j].day && a->dates[i].kind == b->dates[j].kind &&
                a->dates[i].kind != DATE_OTHER && a->dates[i].kind != DATE_DATA_SUBJECT_REQUEST)
                return true;
    return false;
}

/* Situations that few people are in at one time. */
static bool
is_rare(enum triage_situation s)
{
    return s == SITUATION_HELD_BY_COMMAND || s == SITUATION_EXTRADITION_OR_REMOVAL ||
           s == SITUATION_POW_OR_CIVILIAN_DETAINEE || s == SITUATION_EXPELLED_AT_BORDER;
}

/* Both say where they are, and it is not the same country. */
static bool
elsewhere(const struct triage_result *a, const struct triage_result *b)
{
    return a->country[0] && b->country[0] && strncmp(a->country, b->country, 2) != 0;
}

static unsigned
points(const struct triage_likeness *l, enum triage_situation s)
{
    unsigned n = 0;

    n += l->same_situation ? (is_rare(s) ? 2 : 1) : 0;
    n += l->same_date ? 2 : 0;
    n += l->says_written_before ? 2 : 0;
    n += l->shared_flags > 2 ? 2 : l->shared_flags;
    if (l->shared_words >= MIN_SHARED_WORDS && l->word_percent >= MANY_WORDS_PERCENT)
        n += LIKELY_POINTS;
    else if (l->word_percent >= SOME_WORDS_PERCENT)
        n += 1;
    return n;
}

void
triage_similar(const struct triage_result *a, const struct triage_sketch *sa,
    const struct triage_result *b, const struct triage_sketch *sb, struct triage_likeness *out)
{
    unsigned least = sa->n < sb->n ? sa->n : sb->n;
    uint64_t both = a->flags & b->flags;
    struct triage_likeness l = { .shared_words = (uint8_t)shared(sa, sb) };

    if (least)
        l.word_percent = (uint8_t)(l.shared_words * 100u / least);
    l.same_situation = a->situation == b->situation && a->situation != SITUATION_UNCLEAR &&
                       a->situation != SITUATION_ORGANISATION;
    l.same_date = same_date(a, b);
    l.says_written_before = ((a->flags | b->flags) >> FLAG_DUPLICATE_CANDIDATE & 1) != 0;
    l.both_group = (both >> FLAG_GROUP_CASE & 1) != 0;
    l.shared_flags = (uint8_t)shared_flags(both);
    l.likely = labs((long)a->today - b->today) <= DAYS_APART &&
               (l.says_written_before || (a->lang == b->lang && !elsewhere(a, b))) &&
               points(&l, a->situation) >= LIKELY_POINTS;
    *out = l;
}
