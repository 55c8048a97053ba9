/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading the definitions. */
#include "letters/define.h"
#include "base/text.h"
#include "letters/answers.h"
#include "seeker/csv.h"
#include "seeker/keyed.h"
#include <stdlib.h>
#include <string.h>

struct reading {
    struct letters *l;
    struct arena *a;
    struct letter *shared;                /* `letter shared`: what others take over by its name */
    const char *names[LETTER_MAX_BLOCKS]; /* of its blocks */
    struct letter *d;
    struct letter_question *q; /* what a line belongs to: a question, a block or the letter */
    struct letter_block *b;
};

static const char *
begin_letter(struct reading *r, const char *id)
{
    bool shared = strcmp(id, "shared") == 0;
    struct letter *d = arena_alloc(r->a, sizeof *d);

    if (r->l->n == LETTERS_MAX || !d)
        return "too many letters";
    if (!shared && letters_find(r->l, id))
        return "a second letter of this name";
    d->id = id;
    if (shared)
        r->shared = d;
    else
        r->l->list[r->l->n++] = d;
    r->d = d;
    r->q = NULL;
    r->b = NULL;
    return NULL;
}

static const char *
begin_question(struct reading *r, const char *id)
{
    char name[LETTER_ID_CAP];
    const char *place = arena_printf(r->a, "{%s}", id);

    if (!place || letter_place_at(place, name) != strlen(place))
        return "a question's name is of a-z, 0-9, _ and -, and short";
    if (letter_question_at(r->d, id) < r->d->n_questions)
        return "a second question of this name";
    if (r->d->n_questions == LETTER_MAX_QUESTIONS)
        return "too many questions";
    r->b = NULL;
    r->q = &r->d->questions[r->d->n_questions++];
    *r->q = (struct letter_question){ .id = id };
    return NULL;
}

static const char *
begin_block(struct reading *r, enum letter_part part, const char *value)
{
    if (r->d->n_blocks == LETTER_MAX_BLOCKS)
        return "too many paragraphs";
    r->q = NULL;
    if (r->d == r->shared)
        r->names[r->d->n_blocks] = value;
    r->b = &r->d->blocks[r->d->n_blocks++];
    *r->b = (struct letter_block){ .part = part };
    if (part == LETTER_CLOCK)
        r->b->rule = value;
    return NULL;
}

/* `use NAME`: a question or a paragraph of `letter shared`. */
static const char *
use(struct reading *r, const char *name)
{
    if (!r->shared || r->d == r->shared)
        return "nothing is shared before this line";
    size_t i = letter_question_at(r->shared, name);
    if (i < r->shared->n_questions) {
        const char *wrong = begin_question(r, name);
        if (!wrong)
            *r->q = r->shared->questions[i];
        return wrong;
    }
    for (i = 0; i < r->shared->n_blocks; i++)
        if (strcmp(r->names[i], name) == 0) {
            const char *wrong = begin_block(r, LETTER_PARA, "");
            if (!wrong)
                *r->b = r->shared->blocks[i];
            return wrong;
        }
    return "`letter shared` has nothing of this name";
}

/* "church=yes,no" or "church" */
static const char *
take_when(struct reading *r, const char *value, bool unless)
{
    struct letter_conditions *c = r->q ? &r->q->when : r->b ? &r->b->when : NULL;
    size_t n = strcspn(value, "=");

    if (!c)
        return "a condition belongs to a question or a paragraph";
    if (c->n == LETTER_MAX_WHENS)
        return "too many conditions";
    c->list[c->n++] = (struct letter_when){
        .question = arena_text_n(r->a, value, n),
        .values = value[n] ? value + n + 1 : NULL,
        .unless = unless,
    };
    return c->list[c->n - 1].question ? NULL : "out of memory";
}

static const char *
set_text(const char *to[N_LANGS], const struct keyed *k)
{
    if (!k->lang)
        return "a text says its language: LANG.word";
    if (to[k->lang])
        return "a second text in this language";
    to[k->lang] = k->value;
    return NULL;
}

static const char *
take_option(struct reading *r, const char *value)
{
    struct letter_question *q = r->q;

    if (q->kind != LETTER_CHOICE || q->n_options == LETTER_MAX_OPTIONS)
        return "an option belongs to a choice, which has at most eight";
    q->options[q->n_options++] = (struct letter_option){ .value = value };
    return NULL;
}

static const char *
take_kind(struct letter_question *q, const char *value)
{
    static const char *const kinds[] = { "", "text", "long", "date", "choice", "yes", "office" };

    for (int i = LETTER_TEXT; i <= LETTER_OFFICE; i++)
        if (strcmp(kinds[i], value) == 0)
            q->kind = (enum letter_kind)i;
    q->max_characters = q->kind == LETTER_LONG ? LETTER_LONG_MAX : LETTER_LINE_MAX;
    return q->kind ? NULL : "kind is text, long, date, choice, yes or office";
}

static const char *
take_of_question(struct reading *r, const struct keyed *k)
{
    struct letter_question *q = r->q;
    uint64_t n;

    if (strcmp(k->key, "kind") == 0)
        return take_kind(q, k->value);
    if (strcmp(k->key, "need") == 0) {
        q->by_law = strcmp(k->value, "law") == 0;
        return q->by_law ? NULL : "need is `law`";
    }
    if (strcmp(k->key, "max") == 0) {
        if (text_u64(k->value, 1, LETTER_LONG_MAX, &n))
            return "max is a number of characters";
        q->max_characters = (int64_t)n;
        return NULL;
    }
    if (strcmp(k->key, "option") == 0)
        return k->lang ? "the words of an option are LANG.label" : take_option(r, k->value);
    if (strcmp(k->key, "ask") == 0)
        return set_text(q->ask, k);
    if (strcmp(k->key, "hint") == 0)
        return set_text(q->hint, k);
    if (strcmp(k->key, "help") == 0)
        return set_text(q->help, k);
    if (strcmp(k->key, "label") == 0 && q->n_options > 0)
        return set_text(q->options[q->n_options - 1].label, k);
    if (strcmp(k->key, "words") == 0 && q->n_options > 0)
        return set_text(q->options[q->n_options - 1].words, k);
    return "not a line of a question";
}

static const char *
take_of_block(struct reading *r, const struct keyed *k)
{
    struct letter_block *b = r->b;

    if (strcmp(k->key, "text") == 0)
        return set_text(b->text, k);
    if (strcmp(k->key, "law") != 0)
        return "not a line of a paragraph";
    if (b->n_laws == LETTER_MAX_LAWS)
        return "too many laws";
    b->laws[b->n_laws++] = k->value;
    return NULL;
}

static const char *
take_of_letter(struct reading *r, const struct keyed *k)
{
    struct letter *d = r->d;
    uint64_t n;

    if (strcmp(k->key, "title") == 0)
        return set_text(d->title, k);
    if (strcmp(k->key, "about") == 0)
        return set_text(d->about, k);
    if (strcmp(k->key, "page") == 0) {
        if (text_u64(k->value, LETTER_FIRST_PAGE, LETTER_LAST_PAGE, &n))
            return "page is a number from 301 to 399";
        if (letters_at(r->l, (int64_t)n))
            return "a second letter on this page";
        d->page = (int64_t)n;
    } else if (strcmp(k->key, "topic") == 0)
        d->topic = k->value;
    else if (strcmp(k->key, "place") == 0)
        d->place = k->value;
    else if (strcmp(k->key, "reviewer") == 0)
        d->reviewer = k->value;
    else if (strcmp(k->key, "reviewed_on") == 0)
        return csv_day(k->value, &d->reviewed_day) ? NULL : "no day";
    else if (strcmp(k->key, "review_due") == 0)
        return csv_day(k->value, &d->due_day) ? NULL : "no day";
    else if (strcmp(k->key, "paper") == 0) {
        d->lang = lang_of(k->value);
        return d->lang || strcmp(k->value, "reader") == 0 ? NULL
                                                          : "paper is a language or `reader`";
    } else
        return "not a line of a letter";
    return NULL;
}

static enum letter_part
part_of(const char *key)
{
    static const char *const parts[] = { "", "head", "title", "para", "item", "identifies", "clock",
        "proof", "warn" };

    for (int i = LETTER_HEAD; i <= LETTER_WARN; i++)
        if (strcmp(parts[i], key) == 0)
            return (enum letter_part)i;
    return LETTER_PART_UNSET;
}

static const char *
take(void *context, const struct keyed *k)
{
    struct reading *r = context;

    if (!k->lang && strcmp(k->key, "letter") == 0)
        return begin_letter(r, k->value);
    if (!r->d)
        return "the first line is not `letter NAME`";
    if (!k->lang && strcmp(k->key, "question") == 0)
        return begin_question(r, k->value);
    if (!k->lang && strcmp(k->key, "use") == 0)
        return use(r, k->value);
    if (!k->lang && part_of(k->key))
        return begin_block(r, part_of(k->key), k->value);
    if (!k->lang && (strcmp(k->key, "when") == 0 || strcmp(k->key, "unless") == 0))
        return take_when(r, k->value, *k->key == 'u');
    return r->q ? take_of_question(r, k) : r->b ? take_of_block(r, k) : take_of_letter(r, k);
}

static int
by_page(const void *a, const void *b)
{
    int64_t x = (*(const struct letter *const *)a)->page;
    int64_t y = (*(const struct letter *const *)b)->page;

    return (x > y) - (x < y);
}

enum err
letters_define(struct letters *l, struct bytes file, struct arena *a, const char **why)
{
    struct reading r = { .l = l, .a = a };

    l->list = arena_alloc(a, LETTERS_MAX * sizeof(void *));
    if (!l->list)
        return ERR_INTERNAL;
    enum err e = keyed_lines(LETTERS_PAGE, file, a, take, &r, why);
    if (!e)
        qsort(l->list, l->n, sizeof(void *), by_page);
    return e;
}
