/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/acts.h"
#include "base/text.h"
#include "forms.gen.h"

enum { ARENA_BYTES = 1 << 20 };

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* ---- Keeping a date. */

static enum err
check(const struct date_put *put)
{
    if (put->kind <= KIND_UNSET || put->kind >= N_DATE_KINDS || !zone_find(put->zone))
        return ERR_MALFORMED;
    if (cal_check(put->day) || put->minute < 0 || put->minute > DAY_MINUTES)
        return ERR_MALFORMED;
    if (!put->explain && is_blank(put->why))
        return ERR_MALFORMED; /* a date that somebody typed says why */
    bool fits = strlen(put->what) <= DATE_WHAT_MAX && strlen(put->why) <= DATE_WHY_MAX;
    return fits ? OK : ERR_TOO_LARGE;
}

static void
add(struct field_value *v, size_t *n, uint16_t field, int64_t number, const char *text)
{
    v[(*n)++] = (struct field_value){ field, number, 0, text };
}

/* The values of the form, by rising field; room for all of them. */
static size_t
values_of(const struct date_put *put, struct field_value v[6])
{
    int64_t last_s = put->day * DAY_S + (int64_t)put->minute * 60 - 60;
    size_t n = 0;

    add(v, &n, DEADLINE_KIND, put->kind, "");
    add(v, &n, DEADLINE_UNTIL, last_s, put->zone);
    if (!is_blank(put->what))
        add(v, &n, DEADLINE_WHAT, 0, put->what);
    add(v, &n, DEADLINE_SURE, put->unsure ? YESNO_NO : YESNO_YES, "");
    add(v, &n, DEADLINE_BINDING, put->binding ? YESNO_YES : YESNO_NO, "");
    if (!is_blank(put->why))
        add(v, &n, DEADLINE_WHY, 0, put->why);
    return n;
}

/* Append an act; the stream is that of the case. */
static enum err
append(const struct casebook *b, int64_t case_id, const uint8_t item[ID_BYTES], enum date_act act,
    struct bytes body, const struct actor *by)
{
    struct record r = { .kind = RECORD_DATE_ACT,
        .at_s = by->now_s,
        .by = by->id,
        .by_name = by->name,
        .number = act,
        .body = body };
    struct stream_id stream;
    enum err e = casebook_stream(b, case_id, &stream);

    memcpy(r.content.b, item, ID_BYTES);
    return e ? e : case_act(b, &stream, &r);
}

/* A date that is a form of its own; the hearing of a step belongs to the step. */
static enum err
form_of(const struct casebook *b, const struct date_due *d, struct arena *a, struct item_id *out)
{
    struct item *it = NULL;

    memcpy(out->b, d->item, ID_BYTES);
    enum err e = item_get(b->p, out, a, &it);
    return e ? e : it->def->number == FORM_DEADLINE ? OK : ERR_CONFLICT;
}

static enum err
find_moved(
    const struct casebook *b, const struct date_put *put, struct arena *a, struct item_id *out)
{
    struct date_full old;
    enum err e = date_get(b->p, put->id, a, &old);

    if (e)
        return e;
    if (old.d.case_id != put->case_id)
        return ERR_NOT_FOUND;
    if (old.d.state >= DATE_DONE)
        return ERR_CONFLICT;
    return form_of(b, &old.d, a, out);
}

static enum err
explain(const struct casebook *b, const struct date_put *put, const struct item_id *item,
    const struct actor *by)
{
    uint8_t room[EXPLAIN_MAX];
    struct writer w = writer_of(room, sizeof room);

    if (!put->explain)
        return OK;
    explain_encode(put->explain, &w);
    if (w.full)
        return ERR_TOO_LARGE;
    return append(b, put->case_id, item->b, DATE_ACT_EXPLAINED, (struct bytes){ room, w.n }, by);
}

static enum err
number_of(const struct casebook *b, int64_t case_id, const struct item_id *item, struct arena *a,
    int64_t *out)
{
    struct date_due *rows = NULL;
    size_t n = 0;
    enum err e = dates_of_case(b->p, case_id, a, &rows, &n);

    for (size_t i = 0; !e && i < n; i++) {
        if (bytes_equal(
                (struct bytes){ rows[i].item, ID_BYTES }, (struct bytes){ item->b, ID_BYTES })) {
            *out = rows[i].id;
            return OK;
        }
    }
    return e ? e : ERR_INTERNAL;
}

enum err
date_put(const struct casebook *b, const struct date_put *put, const struct actor *by, int64_t *out)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct field_value v[6];
    struct item_id id = { { 0 } }, kept;
    struct item_put form = { .case_id = put->case_id,
        .def = form_def_of(FORM_DEADLINE),
        .id = put->id ? &id : NULL,
        .v = v };
    enum err e = a ? check(put) : ERR_INTERNAL;

    e = e ? e : casebook_need(b, put->case_id);
    e = !e && put->id ? find_moved(b, put, a, &id) : e;
    if (e)
        return e;
    form.n = values_of(put, v);
    e = item_put(b, &form, by, &kept);
    e = e ? e : explain(b, put, &kept, by);
    return e ? e : number_of(b, put->case_id, &kept, a, out);
}

/* ---- Acts. */

static bool
fits(enum date_act act, enum date_state s)
{
    switch (act) {
    case DATE_ACT_CONFIRMED: return s == DATE_OPEN;
    case DATE_ACT_DONE:
    case DATE_ACT_DEPUTY:
    case DATE_ACT_WITHDRAWN: return s == DATE_OPEN || s == DATE_CONFIRMED;
    case DATE_ACT_REOPENED: return s == DATE_DONE || s == DATE_CONFIRMED;
    case DATE_ACT_EXPLAINED:
    case DATE_ACT_UNSET: break;
    }
    return false;
}

/* Withdrawn is withdrawn for every list of forms. */
static enum err
withdraw_form(const struct casebook *b, const struct date_due *d, const struct item_id *id,
    const struct actor *by)
{
    struct item_put none = { .case_id = d->case_id, .def = form_def_of(FORM_DEADLINE), .id = id };
    struct item_id same;

    return item_put(b, &none, by, &same);
}

enum err
date_act(const struct casebook *b, int64_t id, enum date_act act, const char *words,
    const struct actor *by)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct date_full f;
    struct item_id item;
    enum err e = a ? date_get(b->p, id, a, &f) : ERR_INTERNAL;

    e = e ? e : casebook_need(b, f.d.case_id);
    e = e ? e : date_get(b->p, id, a, &f); /* what its records say */
    if (e)
        return e;
    if (!fits(act, f.d.state))
        return ERR_CONFLICT;
    if (act == DATE_ACT_WITHDRAWN && is_blank(words))
        return ERR_MALFORMED;
    if (strlen(words) > (act == DATE_ACT_DEPUTY ? MEMBER_NAME_MAX : DATE_WHY_MAX))
        return ERR_TOO_LARGE;
    if (act == DATE_ACT_WITHDRAWN)
        e = form_of(b, &f.d, a, &item);
    e = e ? e : append(b, f.d.case_id, f.d.item, act, bytes_of(words), by);
    return !e && act == DATE_ACT_WITHDRAWN ? withdraw_form(b, &f.d, &item, by) : e;
}
