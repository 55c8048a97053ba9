/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "letters/answers.h"
#include "base/text.h"
#include "seeker/day.h"
#include <string.h>

/* Is this character one that hides, or that turns the direction of writing? */
static bool
is_hidden(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0xFEFF ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFFF9 && c <= 0xFFFB) || c >= 0xE0000;
}

/* One character of well-formed UTF-8. */
static uint32_t
character(const char *p, size_t *n)
{
    const uint8_t b = (uint8_t)*p;
    uint32_t c = b < 0x80 ? b : b < 0xE0 ? b & 0x1F : b < 0xF0 ? b & 0x0F : b & 0x07;

    for (*n = 1; ((uint8_t)p[*n] & 0xC0) == 0x80; ++*n)
        c = c << 6 | ((uint8_t)p[*n] & 0x3F);
    return c;
}

const char *
letter_clean(const char *typed, bool paragraphs, struct arena *a)
{
    char *to = arena_alloc(a, strlen(typed) + 1);
    size_t k = 0, n;

    for (const char *p = typed; to && *p; p += n) {
        uint32_t c = character(p, &n);
        if (c == '\n' && paragraphs) {
            to[k++] = '\n';
        } else if (c == '\n' || c == '\t') {
            to[k++] = ' ';
        } else if (!is_hidden(c)) {
            memcpy(to + k, p, n);
            k += n;
        }
    }
    if (!to)
        return NULL;
    while (k > 0 && (to[k - 1] == ' ' || to[k - 1] == '\n'))
        k--;
    to[k] = '\0';
    return to + strspn(to, " \n");
}

/* Is `value` one of "a,b,c"? */
static bool
among(const char *value, const char *values)
{
    const size_t n = strlen(value);

    for (const char *p = values; *p;) {
        size_t one = strcspn(p, ",");
        if (one == n && strncmp(p, value, n) == 0)
            return true;
        p += one + (p[one] == ',');
    }
    return false;
}

static bool
is_option(const struct letter_question *q, const char *value)
{
    for (size_t i = 0; i < q->n_options; i++)
        if (strcmp(q->options[i].value, value) == 0)
            return true;
    return q->kind == LETTER_YES && (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0);
}

/* What counts of a typed answer, leaving aside whether it was asked. */
static const char *
counted(const struct letter *d, const struct letter_answers *given, size_t at)
{
    const struct letter_question *q = &d->questions[at];
    const char *typed = given->typed[at] ? given->typed[at] : "";

    if ((q->kind == LETTER_CHOICE || q->kind == LETTER_YES) && !is_option(q, typed))
        return "";
    if (q->kind == LETTER_DATE && !letter_day(typed, &(int64_t){ 0 }))
        return "";
    return typed;
}

/* Which of the first `n` questions are asked: each depends on earlier ones only. */
static void asked(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t n, bool out[LETTER_MAX_QUESTIONS + 1]);

static bool
holds(const struct letter *d, const struct letter_answers *given,
    const bool is_asked[LETTER_MAX_QUESTIONS + 1], const struct letter_conditions *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct letter_when *w = &c->list[i];
        size_t at = letter_question_at(d, w->question);
        const char *value = at < d->n_questions && is_asked[at] ? counted(d, given, at) : "";
        bool is = w->values ? *value && among(value, w->values) : *value != '\0';
        if (is == w->unless)
            return false;
    }
    return true;
}

static bool
is_named(const struct competence *const *list, size_t n, const char *office)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i]->office, office) == 0)
            return true;
    return false;
}

/* Rows for this very status first; each office once. */
static size_t
offices_among(const struct letters *l, const struct letter *d, const char *place,
    const char *status, const struct competence *out[LETTER_MAX_OFFICES])
{
    size_t n = 0;

    for (int exact = 1; exact >= 0; exact--)
        for (size_t i = 0; i < l->n_competence && n < LETTER_MAX_OFFICES; i++) {
            const struct competence *c = &l->competence[i];
            bool any = strcmp(c->status, "*") == 0;
            if (strcmp(c->topic, d->topic) == 0 && any != exact &&
                (strcmp(c->place, "*") == 0 || strcmp(c->place, place) == 0) &&
                (any || strcmp(c->status, status) == 0) && !is_named(out, n, c->office))
                out[n++] = c;
        }
    return n;
}

/* The answer to a question that need not exist. */
static const char *
answer_to(const struct letter *d, const struct letter_answers *given,
    const bool is_asked[LETTER_MAX_QUESTIONS + 1], const char *id)
{
    size_t at = letter_question_at(d, id);

    return at < d->n_questions && is_asked[at] ? counted(d, given, at) : "";
}

static size_t
offices(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    const bool is_asked[LETTER_MAX_QUESTIONS + 1], const struct competence *out[LETTER_MAX_OFFICES])
{
    const char *place = answer_to(d, given, is_asked, "place");

    return offices_among(
        l, d, *place ? place : d->place, answer_to(d, given, is_asked, "status"), out);
}

static void
asked(const struct letters *l, const struct letter *d, const struct letter_answers *given, size_t n,
    bool out[LETTER_MAX_QUESTIONS + 1])
{
    const struct competence *who[LETTER_MAX_OFFICES];

    memset(out, 0, (LETTER_MAX_QUESTIONS + 1) * sizeof *out);
    for (size_t i = 0; i < n && i < d->n_questions; i++) {
        out[i] = holds(d, given, out, &d->questions[i].when);
        if (out[i] && d->questions[i].kind == LETTER_OFFICE)
            out[i] = offices(l, d, given, out, who) > 1;
    }
}

bool
letter_is_asked(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    size_t question)
{
    bool is_asked[LETTER_MAX_QUESTIONS + 1];

    asked(l, d, given, question + 1, is_asked);
    return question < d->n_questions && is_asked[question];
}

const char *
letter_answer(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    size_t question)
{
    return letter_is_asked(l, d, given, question) ? counted(d, given, question) : "";
}

bool
letter_holds(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    const struct letter_conditions *c)
{
    bool is_asked[LETTER_MAX_QUESTIONS + 1];

    asked(l, d, given, d->n_questions, is_asked);
    return holds(d, given, is_asked, c);
}

bool
letter_day(const char *typed, int64_t *day)
{
    const char *parts[3] = { "", "", "" };
    char room[3][8] = { "", "", "" };
    int32_t found;
    bool there;

    for (size_t i = 0; i < 3; i++) {
        size_t n = strcspn(typed, ".");
        if (n >= sizeof room[i])
            return false;
        memcpy(room[i], typed, n);
        parts[i] = room[i];
        typed += n + (typed[n] == '.');
    }
    if (*typed || day_typed(parts[0], parts[1], parts[2], &there, &found) || !there)
        return false;
    *day = found;
    return true;
}

static int64_t
n_characters(const char *s)
{
    int64_t n = 0;

    for (; *s; s++)
        n += ((uint8_t)*s & 0xC0) != 0x80;
    return n;
}

/* Bytes that it takes in a page. */
static size_t
escaped_bytes(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += *s == '&' || *s == '"' || *s == '\'' ? 5 : *s == '<' || *s == '>' ? 4 : 1;
    return n;
}

enum letter_problem
letter_problem_of(const struct letters *l, const struct letter *d,
    const struct letter_answers *given, size_t question, int64_t *n)
{
    const struct letter_question *q = &d->questions[question];
    const char *typed = given->typed[question] ? given->typed[question] : "";
    size_t all = 0;

    if (!letter_is_asked(l, d, given, question) || !*typed)
        return LETTER_FINE;
    if (q->kind == LETTER_DATE && strcmp(typed, "..") != 0 && !letter_day(typed, &(int64_t){ 0 }))
        return LETTER_BAD_DATE;
    if (q->kind != LETTER_TEXT && q->kind != LETTER_LONG)
        return LETTER_FINE;
    *n = n_characters(typed) - q->max_characters;
    if (*n > 0)
        return LETTER_TOO_LONG;
    for (size_t i = 0; i < d->n_questions; i++)
        all += given->typed[i] ? escaped_bytes(given->typed[i]) : 0;
    if (all <= LETTER_ALL_MAX_BYTES)
        return LETTER_FINE;
    *n = (int64_t)(all - LETTER_ALL_MAX_BYTES + 1) / 2; /* most letters have two bytes */
    return LETTER_ALL_TOO_LONG;
}

size_t
letter_next(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    size_t from)
{
    while (from < d->n_questions && !letter_is_asked(l, d, given, from))
        from++;
    return from;
}

size_t
letter_before(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    size_t before)
{
    while (before-- > 0)
        if (letter_is_asked(l, d, given, before))
            return before;
    return d->n_questions;
}

size_t
letter_offices(const struct letters *l, const struct letter *d, const struct letter_answers *given,
    const struct competence *out[LETTER_MAX_OFFICES])
{
    bool is_asked[LETTER_MAX_QUESTIONS + 1];

    asked(l, d, given, d->n_questions, is_asked);
    size_t n = offices(l, d, given, is_asked, out);
    size_t at = 0;
    while (at < d->n_questions && d->questions[at].kind != LETTER_OFFICE)
        at++;
    const char *chosen = at < d->n_questions && given->typed[at] ? given->typed[at] : "";
    for (size_t i = 1; i < n; i++)
        if (strcmp(out[i]->office, chosen) == 0) { /* the chosen one comes first */
            const struct competence *first = out[i];
            for (size_t k = i; k > 0; k--)
                out[k] = out[k - 1];
            out[0] = first;
            break;
        }
    return n;
}
