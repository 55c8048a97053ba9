/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What no reader of a single line can see: names that lead nowhere, languages left out. */
#include "letters/answers.h"
#include "letters/define.h"
#include <string.h>

struct checking {
    const struct letters *l;
    const struct letter *d; /* NULL: the tables */
    struct arena *a;
    const char **why;
};

static enum err
wrong(const struct checking *c, const char *what, const char *name)
{
    *c->why = arena_printf(c->a, "letter %s: %s: %s", c->d ? c->d->id : "tables", what, name);
    return ERR_MALFORMED;
}

/* All five, or none where none is needed; never one without the others. */
static bool
speaks(const char *const text[N_LANGS], bool needed)
{
    size_t n = 0;

    for (int l = LANG_RU; l < N_LANGS; l++)
        n += text[l] && text[l][0];
    return n == N_LANGS - LANG_RU || (n == 0 && !needed);
}

/* Are the places of a text filled from somewhere? */
static bool
places_known(const struct checking *c, const struct letter_block *b, const char *text)
{
    char id[LETTER_ID_CAP];

    for (const char *p = text; *p; p++) {
        if (*p != '{' && *p != '}')
            continue;
        size_t n = letter_place_at(p, id);
        bool known = n > 0 && ((strcmp(id, "to") == 0 && b->part <= LETTER_ITEM) ||
                                  (strcmp(id, "time") == 0 && b->part == LETTER_CLOCK) ||
                                  letter_question_at(c->d, id) < c->d->n_questions);
        if (!known)
            return false;
        p += n - 1;
    }
    return true;
}

/* Has every place of one text its like in the other? */
static bool
same_places(const char *one, const char *other)
{
    char id[LETTER_ID_CAP], like[LETTER_ID_CAP];

    for (const char *p = one; *p; p++) {
        bool found = letter_place_at(p, id) == 0;
        for (const char *q = other; !found && *q; q++)
            found = letter_place_at(q, like) > 0 && strcmp(id, like) == 0;
        if (!found)
            return false;
    }
    return true;
}

static enum err
check_when(const struct checking *c, const struct letter_conditions *when, size_t before)
{
    for (size_t i = 0; i < when->n; i++) {
        const struct letter_when *w = &when->list[i];
        size_t at = letter_question_at(c->d, w->question);
        if (at >= before)
            return wrong(c, "a condition asks for what is not answered yet", w->question);
        if (w->values && c->d->questions[at].kind != LETTER_CHOICE &&
            c->d->questions[at].kind != LETTER_YES)
            return wrong(c, "a condition with a value is for choices", w->question);
    }
    return OK;
}

static enum err
check_question(const struct checking *c, size_t at)
{
    const struct letter_question *q = &c->d->questions[at];

    if (!q->kind || !speaks(q->ask, true) || !speaks(q->hint, false) || !speaks(q->help, false))
        return wrong(c, "a question lacks its kind or a language", q->id);
    if ((q->kind == LETTER_CHOICE) != (q->n_options > 0))
        return wrong(c, "a choice has options, and nothing else has", q->id);
    if (q->by_law && q->kind != LETTER_TEXT && q->kind != LETTER_LONG && q->kind != LETTER_DATE)
        return wrong(c, "what is filled in by hand is a text or a day", q->id);
    for (size_t i = 0; i < q->n_options; i++)
        if (!speaks(q->options[i].label, true) || !speaks(q->options[i].words, false))
            return wrong(c, "an option lacks a language", q->id);
    return check_when(c, &q->when, at);
}

static enum err
check_block(const struct checking *c, const struct letter_block *b)
{
    const char *some = b->text[LANG_EN] ? b->text[LANG_EN] : "(without English)";

    if (!speaks(b->text, true))
        return wrong(c, "a paragraph lacks a language", some);
    for (int l = LANG_RU; l < N_LANGS; l++)
        if (!places_known(c, b, b->text[l]) || !same_places(some, b->text[l]) ||
            !same_places(b->text[l], some))
            return wrong(c, "a {place} that nothing fills, or that a language lacks", b->text[l]);
    for (size_t i = 0; i < b->n_laws; i++)
        if (!letters_law(c->l, b->laws[i]))
            return wrong(c, "law.csv has no such law", b->laws[i]);
    return check_when(c, &b->when, c->d->n_questions);
}

static bool
has_part(const struct letter *d, enum letter_part part)
{
    for (size_t i = 0; i < d->n_blocks; i++)
        if (d->blocks[i].part == part)
            return true;
    return false;
}

static enum err
check_letter(const struct checking *c)
{
    const struct letter *d = c->d;
    const struct competence *none[LETTER_MAX_OFFICES];
    struct letter_answers nothing = { { NULL } };
    enum err e = OK;

    if (!d->page || !d->topic || !d->place || !d->reviewer || !d->reviewed_day ||
        d->due_day < d->reviewed_day)
        return wrong(c, "lacks page, topic, place, reviewer, reviewed_on or review_due", d->id);
    if (!speaks(d->title, true) || !speaks(d->about, true))
        return wrong(c, "lacks title or about in a language", d->id);
    for (size_t i = 0; !e && i < d->n_questions; i++)
        e = check_question(c, i);
    for (size_t i = 0; !e && i < d->n_blocks; i++)
        e = check_block(c, &d->blocks[i]);
    for (int part = LETTER_HEAD; !e && part <= LETTER_WARN; part++)
        if (part != LETTER_ITEM && part != LETTER_CLOCK && !has_part(d, (enum letter_part)part))
            e = wrong(c, "lacks head, title, para, identifies, proof or warn", d->id);
    if (!e && letter_offices(c->l, d, &nothing, none) == 0)
        e = wrong(c, "nobody is competent where nothing was answered", d->topic);
    return e;
}

static enum err
check_tables(const struct checking *c)
{
    const struct letters *l = c->l;

    for (size_t i = 0; i < l->n_laws; i++)
        if (!speaks(l->laws[i].act, true))
            return wrong(c, "a law lacks a language", l->laws[i].id);
    for (size_t i = 0; i < l->n_offices; i++)
        if (!speaks(l->offices[i].name, true))
            return wrong(c, "an authority lacks a language", l->offices[i].id);
    for (size_t i = 0; i < l->n_competence; i++)
        if (!speaks(l->competence[i].reason, true) || !letters_office(l, l->competence[i].office))
            return wrong(c, "competence of nobody, or without a reason", l->competence[i].office);
    for (size_t i = 0; i < l->n_channels; i++)
        if (l->channels[i].law[0] && !letters_law(l, l->channels[i].law))
            return wrong(c, "law.csv has no such law", l->channels[i].law);
    return OK;
}

enum err
letters_check(const struct letters *l, struct arena *a, const char **why)
{
    struct checking c = { .l = l, .a = a, .why = why };
    enum err e = check_tables(&c);

    for (size_t i = 0; !e && i < l->n; i++) {
        c.d = l->list[i];
        e = check_letter(&c);
    }
    return e;
}

static bool
counts_somewhere(const struct letters *l, const char *office, int64_t day)
{
    const struct channel *ways[LETTER_MAX_CHANNELS];

    return letters_channels(l, office, day, ways) > 0 && ways[0]->effective;
}

enum err
letters_check_day(const struct letters *l, int64_t day, struct arena *a, const char **why)
{
    struct checking c = { .l = l, .a = a, .why = why };

    for (size_t i = 0; i < l->n_competence; i++)
        if (!counts_somewhere(l, l->competence[i].office, day))
            return wrong(&c, "no way in that counts in law", l->competence[i].office);
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < l->list[i]->n_blocks; k++) {
            const struct letter_block *b = &l->list[i]->blocks[k];
            c.d = l->list[i];
            if (b->part == LETTER_CLOCK && !letters_clock(l, b->rule, day))
                return wrong(&c, "rules.csv has no rule in force of this name", b->rule);
        }
    return OK;
}
