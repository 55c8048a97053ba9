/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "letters/compose.h"
#include "base/out.h"
#include "text/text.h"
#include <string.h>

#define BY_HAND "____________________"

enum { GLOSS_MAX_BYTES = 160 }; /* longer answers are not told twice */

struct composing {
    const struct letters *l;
    const struct letter *d;
    const struct letter_answers *given;
    enum lang reader;
    int64_t day;
    struct arena *a;
    struct letter_paper *paper;
    bool failed;
};

/* Keep the first failure of the arena. */
static const char *
kept(struct composing *c, const char *text)
{
    c->failed = c->failed || !text;
    return text ? text : "";
}

static const char *
yes_words(enum lang lang, const char *value)
{
    return strcmp(value, "yes") == 0 ? T("Yes") : T("No");
}

static const char *
option_words(const struct letter_question *q, enum lang lang, const char *value)
{
    for (size_t i = 0; i < q->n_options; i++)
        if (strcmp(q->options[i].value, value) == 0)
            return q->options[i].words[lang] ? q->options[i].words[lang]
                                             : q->options[i].label[lang];
    return yes_words(lang, value);
}

static const char *
office_words(const struct composing *c, enum lang lang)
{
    const struct competence *first = c->paper->n_offices > 0 ? c->paper->offices[0] : NULL;
    const struct office *o = first ? letters_office(c->l, first->office) : NULL;

    if (!o)
        return BY_HAND;
    return o->to[0] && lang == c->d->lang ? o->to : o->name[lang];
}

/* What stands in the place {id}. */
static const char *
filling(struct composing *c, const char *id, enum lang lang, bool is_gloss, const char *time)
{
    size_t at = letter_question_at(c->d, id);
    int64_t day;

    if (strcmp(id, "to") == 0)
        return office_words(c, lang);
    if (strcmp(id, "time") == 0)
        return time ? time : BY_HAND;
    if (at == c->d->n_questions)
        return BY_HAND;
    const struct letter_question *q = &c->d->questions[at];
    const char *value = letter_answer(c->l, c->d, c->given, at);
    if (!*value)
        return BY_HAND;
    if (q->kind == LETTER_DATE)
        return letter_day(value, &day) ? kept(c, text_date(c->a, lang, day)) : BY_HAND;
    if (q->kind == LETTER_CHOICE || q->kind == LETTER_YES)
        return option_words(q, lang, value);
    value = kept(c, letter_clean(value, q->kind == LETTER_LONG, c->a));
    if (is_gloss && strlen(value) > GLOSS_MAX_BYTES)
        return T("(here stands what you wrote)");
    return *value ? value : BY_HAND;
}

/* Who typed a full stop needs no second one. */
static bool
ends_sentence(const char *words)
{
    const size_t n = strlen(words);

    return n > 0 && strchr(".!?", words[n - 1]);
}

/* A text with its places filled. */
static const char *
fill(struct composing *c, const char *text, enum lang lang, bool is_gloss, const char *time)
{
    struct out o = out_in(c->a);
    char id[LETTER_ID_CAP];

    while (*text) {
        size_t plain = strcspn(text, "{");
        out_lit(&o, text, plain);
        text += plain;
        size_t n = *text ? letter_place_at(text, id) : 0;
        if (n > 0) {
            const char *words = filling(c, id, lang, is_gloss, time);
            out_lit(&o, words, strlen(words));
            n += text[n] == '.' && ends_sentence(words);
        } else if (*text) {
            out_lit(&o, text, 1);
            n = 1;
        }
        text += n;
    }
    return kept(c, out_text_of(&o));
}

/* Behind the act, or alone where the act was named just before. */
static const char *
law_words(const struct law *law, bool with_act, enum lang lang, struct arena *a)
{
    struct out made = out_in(a);
    struct out *o = &made;
    const char *words = with_act ? law->act[lang] : NULL;

    if (law->article[0])
        words =
            words ? TF("{1}, article {2}", words, law->article) : TF("article {1}", law->article);
    if (law->article[0] && law->part[0])
        words = TF("{1}, part {2}", words, law->part);
    return words;
}

const char *
letter_law_words(const struct law *law, enum lang lang, struct arena *a)
{
    return law_words(law, true, lang, a);
}

/* " (law; law)" behind a text, before its full stop. */
static const char *
with_laws(struct composing *c, const struct letter_block *b, const char *text, enum lang lang)
{
    const size_t n = strlen(text);
    const size_t stop = b->n_laws > 0 && n > 0 && strchr(".;:", text[n - 1]) ? 1 : 0;
    const char *end = text + n - stop;

    text = kept(c, arena_text_n(c->a, text, n - stop));
    const struct law *before = NULL;
    for (size_t i = 0; i < b->n_laws; i++) {
        const struct law *law = letters_law(c->l, b->laws[i]); /* check.c saw that it is there */
        bool again = before && law->article[0] && strcmp(before->act[lang], law->act[lang]) == 0;
        const char *words = kept(c, law_words(law, !again, lang, c->a));
        text = kept(c, arena_printf(c->a, i == 0 ? "%s (%s" : "%s; %s", text, words));
        before = law;
    }
    return b->n_laws > 0 ? kept(c, arena_printf(c->a, "%s)%s", text, end)) : text;
}

static void
note_laws(struct composing *c, const struct letter_block *b)
{
    struct letter_paper *p = c->paper;

    for (size_t i = 0; i < b->n_laws; i++) {
        const struct law *law = letters_law(c->l, b->laws[i]);
        size_t k = 0;
        while (k < p->n_laws && p->laws[k] != law)
            k++;
        if (law && k == p->n_laws)
            p->laws[p->n_laws++] = law;
    }
}

static const char *
time_words(struct composing *c, const struct clock_rule *r, enum lang lang)
{
    struct out made = out_in(c->a);
    struct out *o = &made;

    if (strcmp(r->unit, "hours") == 0)
        return TN("{n} hour", "{n} hours", r->amount);
    if (strcmp(r->unit, "weeks") == 0)
        return TN("{n} week", "{n} weeks", r->amount);
    if (strcmp(r->unit, "months") == 0)
        return TN("{n} month", "{n} months", r->amount);
    if (strcmp(r->unit, "working_days") == 0)
        return TN("{n} working day", "{n} working days", r->amount);
    return TN("{n} day", "{n} days", r->amount);
}

static void
add_line(struct composing *c, const struct letter_block *b)
{
    struct letter_paper *p = c->paper;
    const char *text = fill(c, b->text[p->lang], p->lang, false, NULL);
    struct letter_line *line = &p->lines[p->n_lines++];

    *line = (struct letter_line){ b->part, with_laws(c, b, text, p->lang), NULL };
    if (p->lang != c->reader) {
        text = fill(c, b->text[c->reader], c->reader, true, NULL);
        line->gloss = with_laws(c, b, text, c->reader);
    }
}

static void
add_note(struct composing *c, const struct letter_block *b)
{
    struct letter_paper *p = c->paper;
    const struct clock_rule *r = b->rule ? letters_clock(c->l, b->rule, c->day) : NULL;

    if (b->part == LETTER_CLOCK && !r)
        return; /* no rule in force: say nothing rather than something old */
    const char *text =
        fill(c, b->text[c->reader], c->reader, true, r ? time_words(c, r, c->reader) : NULL);
    p->note_parts[p->n_notes] = b->part;
    p->notes[p->n_notes++] = with_laws(c, b, text, c->reader);
}

static void
add_by_hand(struct composing *c)
{
    struct letter_paper *p = c->paper;

    for (size_t i = 0; i < c->d->n_questions; i++) {
        const struct letter_question *q = &c->d->questions[i];
        if (q->by_law && letter_is_asked(c->l, c->d, c->given, i) &&
            !*letter_answer(c->l, c->d, c->given, i))
            p->by_hand[p->n_by_hand++] = q->ask[c->reader];
    }
}

enum err
letter_compose(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    enum lang reader, int64_t day, struct arena *a, struct letter_paper *out)
{
    struct composing c = { l, d, given, reader, day, a, out, false };

    *out = (struct letter_paper){ .lang = d->lang ? d->lang : reader };
    out->n_offices = letter_offices(l, d, given, out->offices);
    if (out->n_offices > 0)
        out->n_ways = letters_channels(l, out->offices[0]->office, day, out->ways);
    for (size_t i = 0; i < d->n_blocks; i++) {
        const struct letter_block *b = &d->blocks[i];
        if (!letter_holds(l, d, given, &b->when))
            continue;
        if (b->part <= LETTER_ITEM)
            add_line(&c, b);
        else
            add_note(&c, b);
        note_laws(&c, b);
    }
    add_by_hand(&c);
    return c.failed ? ERR_INTERNAL : OK;
}
