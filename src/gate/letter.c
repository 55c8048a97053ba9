/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* act=letter: one question after the other, then the letter.  All that was answered travels in the
   page and back; when this process ends, it is gone. */
#include "base/clock.h"
#include "base/text.h"
#include "gate/ask.h"
#include "gate/forms.h"
#include "gate/letter_done.h"
#include "gate/show.h"
#include "seeker/say.h"
#include "text/text.h"

enum { UNPROCESSABLE = 422, DAY_FIELD_MAX = 7, DATE_MAX = 24 };

/* What may travel along of an answer. */
static const char *
tidy(const struct letter_question *q, const char *typed, struct arena *a)
{
    if (q->kind == LETTER_TEXT || q->kind == LETTER_LONG)
        return letter_clean(typed, q->kind == LETTER_LONG, a);
    const char *line = letter_clean(typed, false, a);
    return line && strlen(line) > DATE_MAX ? "" : line;
}

/* The answer to the question that was just shown. */
static const char *
answered(const struct letter_question *q, const struct form *f, struct arena *a)
{
    const char *d = form_text(f, "d"), *m = form_text(f, "m"), *y = form_text(f, "y");

    if (q->kind != LETTER_DATE)
        return tidy(q, form_text(f, "v"), a);
    if (!d[0] && !m[0] && !y[0])
        return "";
    if (strlen(d) > DAY_FIELD_MAX || strlen(m) > DAY_FIELD_MAX || strlen(y) > DAY_FIELD_MAX)
        return "?"; /* not a day, and shown as it was typed */
    const char *all = arena_printf(a, "%s.%s.%s", d, m, y);
    return all ? tidy(q, all, a) : NULL;
}

static enum err
read_answers(struct letter_filling *w, const struct form *f, struct arena *a)
{
    const struct letter *d = w->d;

    w->at = letter_question_at(d, form_text(f, "at"));
    w->is_new = !form_get(f, "at");
    for (size_t i = 0; i < d->n_questions; i++) {
        const char *name = arena_printf(a, "a-%s", d->questions[i].id);
        w->given.typed[i] = i == w->at ? answered(&d->questions[i], f, a)
                            : name     ? tidy(&d->questions[i], form_text(f, name), a)
                                       : NULL;
        if (!w->given.typed[i])
            return ERR_INTERNAL;
    }
    return OK;
}

static const char *
problem_words(struct out *o, enum lang lang, enum letter_problem problem, int64_t n)
{
    switch (problem) {
    case LETTER_FINE: break;
    case LETTER_BAD_DATE:
        return say_write_problem(o, lang, &(struct write_problem){ WRITE_BAD_DATE, 0 });
    case LETTER_TOO_LONG:
        return TN(
            "The answer is {n} character too long.", "The answer is {n} characters too long.", n);
    case LETTER_ALL_TOO_LONG:
        return TN("All answers together are {n} character too long. Shorten this one.",
            "All answers together are {n} characters too long. Shorten this one.", n);
    }
    return NULL;
}

static enum letter_field_kind
field_of(enum letter_kind kind)
{
    switch (kind) {
    case LETTER_LONG: return LETTER_FIELD_LONG;
    case LETTER_DATE: return LETTER_FIELD_DAY;
    case LETTER_CHOICE:
    case LETTER_YES:
    case LETTER_OFFICE: return LETTER_FIELD_ONE;
    case LETTER_KIND_UNSET:
    case LETTER_TEXT: break;
    }
    return LETTER_FIELD_LINE;
}

static void
fill_choices(const struct letter_filling *w, const struct letter_question *q,
    struct letter_choice *list, struct letter_question_view *v)
{
    const struct competence *who[LETTER_MAX_OFFICES];
    const enum lang lang = w->lang;
    size_t n = 0;

    for (size_t i = 0; i < q->n_options; i++)
        list[n++] = (struct letter_choice){ q->options[i].value, q->options[i].label[lang], NULL };
    if (q->kind == LETTER_YES) {
        list[n++] = (struct letter_choice){ "yes", T("Yes"), NULL };
        list[n++] = (struct letter_choice){ "no", T("No"), NULL };
    }
    if (q->kind == LETTER_OFFICE) {
        size_t n_who = letter_offices(w->l, w->d, &w->given, who);
        for (size_t i = 0; i < n_who; i++)
            list[n++] = (struct letter_choice){ who[i]->office,
                letters_office(w->l, who[i]->office)->name[lang], who[i]->reason[lang] };
        if (!v->typed[0] && n > 0)
            v->typed = list[0].value;
    } else if (n > 0) {
        list[n++] = (struct letter_choice){ "", T("I do not know"), NULL };
    }
    v->choices = list;
    v->n_choices = n;
}

/* "25.11.2026" back into three fields. */
static void
split_day(const char *typed, struct arena *a, struct letter_question_view *v)
{
    const char **parts[] = { &v->day, &v->month, &v->year };

    for (size_t i = 0; i < 3; i++) {
        size_t n = strcspn(typed, ".");
        *parts[i] = arena_text_n(a, typed, n);
        typed += n + (typed[n] == '.');
    }
}

/* The paper's language, where the reader's own words go into it. */
static const char *
foreign_language(const struct letter_filling *w, const struct letter_question *q)
{
    bool words = q->kind == LETTER_TEXT || q->kind == LETTER_LONG;

    return words && w->d->lang && w->d->lang != w->lang ? lang_endonym(w->d->lang) : NULL;
}

/* Show question `at`, with what is known as its answer. */
static enum err
show_question(struct req *rq, const struct letter_filling *w, size_t at, const char *problem,
    const struct form *shown)
{
    const struct letter_question *q = &w->d->questions[at];
    struct letter_choice *list = arena_alloc(rq->arena, (LETTER_MAX_OPTIONS + 3) * sizeof *list);
    struct letter_question_view v = { .id = w->d->id,
        .at = q->id,
        .ask = q->ask[w->lang],
        .hint = q->hint[w->lang],
        .help = q->help[w->lang],
        .problem = problem,
        .kind = field_of(q->kind),
        .typed = w->given.typed[at],
        .by_law = q->by_law,
        .language = foreign_language(w, q),
        .first = letter_before(w->l, w->d, &w->given, at) == w->d->n_questions };
    struct out o = out_in(rq->arena);

    if (!list)
        return ERR_INTERNAL;
    show_frame(rq->app, w->lang, NULL, &v.f);
    letter_carried(w, at, rq->arena, &v.carried, &v.n_carried);
    fill_choices(w, q, list, &v);
    if (shown && q->kind == LETTER_DATE) {
        v.day = form_text(shown, "d");
        v.month = form_text(shown, "m");
        v.year = form_text(shown, "y");
    } else if (q->kind == LETTER_DATE) {
        split_day(v.typed, rq->arena, &v);
    }
    page_letter_question(&o, &v);
    page_pad(&o, PAGE_PUBLIC_MAX);
    return reply_page(rq, problem ? UNPROCESSABLE : 200, &o);
}

/* The question that has something wrong in it, or the letter. */
static enum err
finish(struct req *rq, const struct letter_filling *w)
{
    struct out o = out_in(rq->arena);
    int64_t n = 0;

    for (size_t i = 0; i < w->d->n_questions; i++) {
        enum letter_problem p = letter_problem_of(w->l, w->d, &w->given, i, &n);
        if (p)
            return show_question(rq, w, i, problem_words(&o, w->lang, p, n), NULL);
    }
    return letter_done(rq, w);
}

static enum err
go_on(struct req *rq, const struct letter_filling *w, const struct form *f, bool repaired)
{
    const size_t n_questions = w->d->n_questions;
    struct out o = out_in(rq->arena);
    int64_t n = 0;

    if (w->is_new)
        return show_question(rq, w, letter_next(w->l, w->d, &w->given, 0), NULL, NULL);
    if (strcmp(form_text(f, "go"), "back") == 0) {
        size_t to = letter_before(w->l, w->d, &w->given, w->at);
        to = to < n_questions ? to : letter_next(w->l, w->d, &w->given, 0);
        return show_question(rq, w, to, NULL, NULL);
    }
    if (w->at == n_questions)
        return finish(rq, w);
    enum letter_problem wrong = letter_problem_of(w->l, w->d, &w->given, w->at, &n);
    const char *problem = problem_words(&o, w->lang, wrong, n);
    if (repaired)
        problem = say_write_problem(&o, w->lang, &(struct write_problem){ WRITE_BAD_TEXT, 0 });
    if (problem)
        return show_question(rq, w, w->at, problem, f);
    size_t next = letter_next(w->l, w->d, &w->given, w->at + 1);
    return next < n_questions ? show_question(rq, w, next, NULL, NULL) : finish(rq, w);
}

enum err
form_letter(struct req *rq, const struct form *f, bool repaired)
{
    const struct letters *l = rq->app->book->letters;
    struct letter_filling *w = arena_alloc(rq->arena, sizeof *w);
    const enum lang lang = form_lang(f);

    if (!w)
        return ERR_INTERNAL;
    *w = (struct letter_filling){ .l = l, .lang = lang, .day = day_of(rq->app->now_s) };
    w->d = l ? letters_find(l, form_text(f, "f")) : NULL;
    if (!w->d)
        return show_error(rq, lang, ERROR_404);
    if (w->day > 2 * w->d->due_day - w->d->reviewed_day) /* withdrawn */
        return show_error(rq, lang, ERROR_410);
    enum err e = read_answers(w, f, rq->arena);
    return e ? e : go_on(rq, w, f, repaired);
}
