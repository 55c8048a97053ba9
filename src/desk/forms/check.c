/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/check.h"
#include "base/text.h"
#include "core/wire/crypto.h"
#include "desk/dates/calendar.h"
#include <stdlib.h>

struct checking {
    const struct form_def *d;
    const struct form_field *f;
    size_t at; /* place of f in d->fields */
    const struct form *typed;
    const struct item_scope *scope;
    struct arena *a;
    struct item_checked *out;
    bool full; /* out of memory or of room */
};

static void
wrong(struct checking *c, enum item_problem p, int64_t n)
{
    c->out->n_problems += c->out->problem[c->at] == ITEM_FINE;
    c->out->problem[c->at] = p;
    c->out->problem_n[c->at] = n;
}

static void
add(struct checking *c, int64_t n, int64_t more, const char *text)
{
    if (c->out->n == ITEM_VALUES_MAX || !text) {
        c->full = true;
        return;
    }
    c->out->v[c->out->n++] = (struct field_value){ c->f->number, n, more, text };
}

/* What was typed under fN and these letters: the i-th value of that name, without blanks at its
   ends; NULL when there are fewer. */
static const char *
typed_at(struct checking *c, const char *letters, size_t i)
{
    const char *name = arena_printf(c->a, "f%d%s", c->f->number, letters);

    for (size_t k = 0; name && k < c->typed->n; k++) {
        if (strcmp(c->typed->names[k], name) != 0 || i-- > 0)
            continue;
        const char *s = c->typed->values[k] + strspn(c->typed->values[k], " \t\r\n");
        size_t n = strlen(s);
        while (n > 0 && strchr(" \t\r\n", s[n - 1]))
            n--;
        return arena_text_n(c->a, s, n);
    }
    return NULL;
}

static int64_t
characters(const char *text)
{
    int64_t n = 0;

    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static void
check_text(struct checking *c, const char *s)
{
    int64_t over = characters(s) - c->f->max;

    if (over > 0)
        wrong(c, ITEM_TOO_LONG, over);
    else if (c->f->type == FIELD_TEXT && strchr(s, '\n'))
        wrong(c, ITEM_ONE_LINE, 0);
    else
        add(c, 0, 0, s);
}

static bool
parse_number(const char *s, int64_t *out)
{
    bool minus = *s == '-';
    uint64_t n = 0;

    if (text_u64(s + minus, 0, INT64_C(1000000000000000), &n))
        return false;
    *out = minus ? -(int64_t)n : (int64_t)n;
    return true;
}

static void
check_number(struct checking *c, const char *s)
{
    int64_t n = 0;

    if (!parse_number(s, &n) || n < c->f->least || n > c->f->most)
        wrong(c, ITEM_NUMBER, 0);
    else
        add(c, n, 0, "");
}

static void
check_date(struct checking *c, const char *s)
{
    enum date_precision precision = DATE_EXACT;
    bool about = typed_at(c, "a", 0) != NULL;
    int64_t day = 0;
    enum err e = date_of_text(s, &day, &precision);

    if (e)
        wrong(c, e == ERR_TOO_LARGE ? ITEM_DATE_FAR : ITEM_DATE, 0);
    else if (c->f->exact && precision != DATE_EXACT)
        wrong(c, ITEM_DATE_EXACT, 0);
    else
        add(c, day, precision == DATE_EXACT && about && !c->f->exact ? DATE_ABOUT : precision, "");
}

static void
check_moment(struct checking *c, const char *s)
{
    const char *zone = typed_at(c, "z", 0);
    int64_t at_s = 0;
    enum err e = moment_of_text(s, &at_s);

    if (e)
        wrong(c, e == ERR_TOO_LARGE ? ITEM_DATE_FAR : ITEM_MOMENT, 0);
    else if (zone && !zone_is_sane(zone))
        wrong(c, ITEM_ZONE, 0);
    else
        add(c, at_s, 0, zone ? zone : "");
}

/* "19:30" or "9:30"; -1: it is none. */
static int64_t
minute_of_text(const char *s)
{
    int64_t hour = 0;
    int64_t minute = 0;
    const char *colon = strchr(s, ':');
    char first[3] = "";

    if (!colon || colon == s || colon - s > 2 || strlen(colon) != 3)
        return -1;
    memcpy(first, s, (size_t)(colon - s));
    if (!parse_number(first, &hour) || !parse_number(colon + 1, &minute) || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59)
        return -1;
    return hour * 60 + minute;
}

static void
check_hours(struct checking *c, const char *s)
{
    const char *until = typed_at(c, "u", 0);
    const char *zone = typed_at(c, "z", 0);
    int64_t from_min = minute_of_text(s);
    int64_t to_min = minute_of_text(until ? until : "");

    if (from_min < 0 || to_min < 0 || from_min == to_min)
        wrong(c, ITEM_HOURS, 0);
    else if (!zone || !zone_find(zone))
        wrong(c, ITEM_ZONE, 0);
    else
        add(c, hours_of(from_min, to_min), 0, zone);
}

/* A choice that is retired may stay where it stood. */
static bool
may_choose(const struct checking *c, const struct form_choice *choice)
{
    return choice &&
           (!choice->retired || item_has_choice(c->scope->old, c->f->number, choice->number));
}

static void
check_choice(struct checking *c, const char *s)
{
    int64_t n = 0;
    bool fine = parse_number(s, &n);

    if (c->f->type == FIELD_YESNO)
        fine = fine && n >= YESNO_YES && n <= YESNO_UNKNOWN;
    else
        fine = fine && may_choose(c, form_choice_of(c->f, n));
    if (fine)
        add(c, n, 0, "");
    else
        wrong(c, ITEM_CHOICE, 0);
}

static void
check_code(struct checking *c, const char *s)
{
    struct field_value v = { .text = s };

    if (field_value_ok(c->f, &v))
        add(c, 0, 0, s);
    else
        wrong(c, c->f->type == FIELD_COUNTRY ? ITEM_COUNTRY : ITEM_LANGUAGE, 0);
}

/* A member who has left may stay where she stood. */
static void
check_member(struct checking *c, const char *s)
{
    const struct item *old = c->scope->old;
    bool known = false;

    for (size_t i = 0; i < c->scope->n_members; i++)
        known = known || strcmp(c->scope->members[i], s) == 0;
    for (size_t i = 0; !known && item_value(old, c->f->number, i); i++)
        known = strcmp(item_value(old, c->f->number, i)->text, s) == 0;
    if (known)
        add(c, 0, 0, s);
    else
        wrong(c, ITEM_MEMBER, 0);
}

static void
check_item(struct checking *c, const char *s)
{
    for (size_t i = 0; i < c->scope->n_others; i++) {
        const struct item *it = c->scope->others[i];
        if (it->def->number == c->f->of && strcmp(it->hex, s) == 0) {
            add(c, 0, 0, s);
            return;
        }
    }
    wrong(c, ITEM_OTHER, 0);
}

static void
check_one(struct checking *c, const char *s)
{
    switch (c->f->type) {
    case FIELD_TEXT:
    case FIELD_LONG: check_text(c, s); break;
    case FIELD_CHOICE:
    case FIELD_CHOICES:
    case FIELD_YESNO: check_choice(c, s); break;
    case FIELD_DATE: check_date(c, s); break;
    case FIELD_MOMENT: check_moment(c, s); break;
    case FIELD_HOURS: check_hours(c, s); break;
    case FIELD_NUMBER: check_number(c, s); break;
    case FIELD_COUNTRY:
    case FIELD_LANGUAGE: check_code(c, s); break;
    case FIELD_MEMBER: check_member(c, s); break;
    case FIELD_ITEM: check_item(c, s); break;
    case FIELD_UNSET: break;
    }
}

static int
by_number(const void *a, const void *b)
{
    const struct field_value *x = a;
    const struct field_value *y = b;

    return x->n < y->n ? -1 : x->n > y->n;
}

/* The values of a field each once, and choices by rising number, as they are kept. */
static void
put_in_order(struct checking *c, size_t from)
{
    struct field_value *v = c->out->v;
    size_t to = from;

    if (c->f->type == FIELD_CHOICES)
        qsort(v + from, c->out->n - from, sizeof *v, by_number);
    for (size_t i = from; i < c->out->n; i++) {
        bool twice = false;
        for (size_t k = from; k < to; k++)
            twice = twice || (v[k].n == v[i].n && strcmp(v[k].text, v[i].text) == 0);
        if (!twice)
            v[to++] = v[i];
    }
    c->out->n = to;
}

static void
check_field(struct checking *c)
{
    bool several = c->f->several || c->f->type == FIELD_CHOICES;
    size_t most = c->f->type == FIELD_CHOICES ? c->f->n_choices : several ? FIELD_SEVERAL_MAX : 1;
    size_t from = c->out->n;
    const char *s = NULL;

    for (size_t i = 0; i < FORM_MAX_FIELDS && (s = typed_at(c, "", i)); i++)
        if (*s && c->out->problem[c->at] == ITEM_FINE)
            check_one(c, s);
    put_in_order(c, from);
    if (c->out->n - from > most)
        wrong(c, ITEM_TOO_MANY, (int64_t)most);
    else if (c->f->required && c->out->n == from && c->out->problem[c->at] == ITEM_FINE)
        wrong(c, ITEM_NEEDED, 0);
}

/* What this vault does not show stays as it was. */
static void
keep_old(struct checking *c)
{
    for (size_t i = 0; item_value(c->scope->old, c->f->number, i); i++) {
        const struct field_value *v = item_value(c->scope->old, c->f->number, i);
        add(c, v->n, v->more, v->text);
    }
}

/* Fields stand in the form in the order of reading, in a body by number. */
static void
sort_fields(struct field_value *v, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct field_value x = v[i];
        size_t k = i;
        for (; k > 0 && v[k - 1].field > x.field; k--)
            v[k] = v[k - 1];
        v[k] = x;
    }
}

enum err
item_check(const struct form_def *d, const struct form *typed, const struct item_scope *scope,
    struct arena *a, struct item_checked *out)
{
    struct checking c = { .d = d, .typed = typed, .scope = scope, .a = a, .out = out };
    uint8_t room[ITEM_BODY_MAX];
    struct writer w = writer_of(room, sizeof room);

    *out = (struct item_checked){ .v = arena_alloc(a, ITEM_VALUES_MAX * sizeof *out->v) };
    if (!out->v || d->n_fields > FORM_FIELDS_MAX)
        return ERR_INTERNAL;
    for (c.at = 0; c.at < d->n_fields; c.at++) {
        c.f = &d->fields[c.at];
        if (c.f->retired || !form_field_shown(c.f, scope->vault_role))
            keep_old(&c);
        else
            check_field(&c);
    }
    if (c.full)
        return ERR_INTERNAL;
    sort_fields(out->v, out->n);
    out->too_much = out->n_problems == 0 && item_body_encode(d, out->v, out->n, &w) != OK;
    secret_wipe(room, sizeof room);
    return OK;
}
