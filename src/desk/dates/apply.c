/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What forms and acts do to the rows of the dates.  Nothing else writes them. */
#include "cases.gen.h"
#include "desk/cases/named.h"
#include "desk/dates/acts.h"
#include "forms.gen.h"

static struct bytes
item_of(const struct applying *x)
{
    return (struct bytes){ x->r->content.b, ID_BYTES };
}

static const char *
name_of(const struct applying *x)
{
    return x->r->by_name ? x->r->by_name : "";
}

static const struct field_value *
value_of(const struct field_value *v, size_t n, uint16_t field)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].field == field)
            return &v[i];
    return NULL;
}

struct moment {
    const struct field_value *v; /* of a field of kind moment */
    enum date_kind kind;
    bool unsure, binding;
    const char *words;
};

/* The first moment too late is a minute after the last one. */
static enum err
put_row(const struct applying *x, const struct moment *m)
{
    const char *name = *m->v->text ? m->v->text : "UTC";
    const struct zone *z = zone_find(name);
    int64_t local_s = m->v->n - m->v->n % 60 + 60;
    int64_t day = day_of(local_s - 60);
    enum zone_fit fit = ZONE_ONCE;
    OWN(db_stmt) s = db_use(x->p, CASES_DATE_PUT);

    /* A zone that a newer program knew: its clock is taken for UTC, and the date for unsure. */
    int64_t until_s =
        z ? zone_to_utc(z, day, (int32_t)((local_s - day * DAY_S) / 60), &fit) : local_s;
    db_bind_bytes(s, 1, item_of(x));
    db_bind_i64(s, 2, x->id);
    db_bind_i64(s, 3, x->case_id);
    db_bind_i64(s, 4, m->kind);
    db_bind_i64(s, 5, local_s);
    db_bind_text(s, 6, name);
    db_bind_i64(s, 7, until_s);
    db_bind_i64(s, 8, m->unsure || !z);
    db_bind_i64(s, 9, m->binding);
    db_bind_text(s, 10, m->words);
    db_bind_i64(s, 11, x->r->at_s);
    return db_run(s);
}

static enum err
drop_row(const struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_DATE_DROP);

    db_bind_bytes(s, 1, item_of(x));
    db_bind_text(s, 2, name_of(x));
    db_bind_i64(s, 3, x->r->at_s);
    return db_run(s);
}

static enum err
apply_deadline(const struct applying *x, const struct field_value *v, size_t n)
{
    const struct field_value *kind = value_of(v, n, DEADLINE_KIND);
    const struct field_value *sure = value_of(v, n, DEADLINE_SURE);
    const struct field_value *binding = value_of(v, n, DEADLINE_BINDING);
    const struct field_value *what = value_of(v, n, DEADLINE_WHAT);
    struct moment m = { .v = value_of(v, n, DEADLINE_UNTIL),
        .kind = kind ? (enum date_kind)kind->n : KIND_OTHER,
        .unsure = !sure || sure->n != YESNO_YES,
        .binding = !binding || binding->n != YESNO_NO,
        .words = what ? what->text : "" };

    return m.v ? put_row(x, &m) : drop_row(x);
}

static enum err
apply_step(const struct applying *x, const struct field_value *v, size_t n)
{
    const struct field_value *authority = value_of(v, n, STEP_AUTHORITY);
    struct moment m = { .v = value_of(v, n, STEP_HEARING),
        .kind = KIND_HEARING,
        .binding = true,
        .words = authority ? authority->text : "" };

    return m.v ? put_row(x, &m) : drop_row(x);
}

enum err
date_form_apply(struct applying *x)
{
    const struct form_def *def = form_def_of(x->r->number);
    struct field_value *v = NULL;
    size_t n = 0;
    enum err e = item_apply(x);

    if (e || (x->r->number != FORM_DEADLINE && x->r->number != FORM_STEP))
        return e;
    e = item_body_decode(def, x->r->body, x->a, &v, &n);
    if (e)
        return e;
    e = x->r->number == FORM_DEADLINE ? apply_deadline(x, v, n) : apply_step(x, v, n);
    return e ? e : named_near(x->p, x->case_id, x->r->at_s);
}

/* ---- Acts. */

struct before {
    enum date_state state;
    const char *confirmed_by;
};

static enum err
find(const struct applying *x, struct before *out)
{
    OWN(db_stmt) s = db_use(x->p, CASES_DATE_OF_ITEM);

    db_bind_bytes(s, 1, item_of(x));
    enum err e = db_one(s);
    if (e)
        return e == ERR_NOT_FOUND ? ERR_MALFORMED : e;
    const char *name = db_text(s, 3);
    out->state = (enum date_state)db_i64(s, 2);
    out->confirmed_by = arena_text(x->a, name ? name : "");
    return out->confirmed_by ? OK : ERR_INTERNAL;
}

static enum err
set_state(const struct applying *x, enum date_state state, const char *confirmed, const char *ended)
{
    OWN(db_stmt) s = db_use(x->p, CASES_DATE_STATE);

    db_bind_bytes(s, 1, item_of(x));
    db_bind_i64(s, 2, state);
    db_bind_i64(s, 3, x->r->at_s);
    db_bind_text(s, 4, confirmed);
    db_bind_text(s, 5, ended);
    return db_run(s);
}

static enum err
set_explained(const struct applying *x)
{
    struct explained checked;
    OWN(db_stmt) s = db_use(x->p, CASES_DATE_EXPLAINED);
    enum err e = explain_decode(x->r->body, x->a, &checked);

    db_bind_bytes(s, 1, item_of(x));
    db_bind_bytes(s, 2, x->r->body);
    return e ? e : db_run(s);
}

static enum err
set_deputy(const struct applying *x)
{
    OWN(db_stmt) s = db_use(x->p, CASES_DATE_DEPUTY);

    db_bind_bytes(s, 1, item_of(x));
    db_bind_text(s, 2, arena_text_n(x->a, x->r->body.p, x->r->body.n));
    db_bind_i64(s, 3, x->r->at_s);
    return db_run(s);
}

/* Done is kept apart from confirmed, so that taking "done" back gives the confirmation back. */
static enum err
reopen(const struct applying *x, const struct before *was)
{
    bool to_confirmed = was->state == DATE_DONE && *was->confirmed_by;

    return to_confirmed ? set_state(x, DATE_CONFIRMED, was->confirmed_by, "")
                        : set_state(x, DATE_OPEN, "", "");
}

static enum err
apply_act(const struct applying *x, const struct before *was)
{
    switch ((enum date_act)x->r->number) {
    case DATE_ACT_EXPLAINED: return set_explained(x);
    case DATE_ACT_CONFIRMED: return set_state(x, DATE_CONFIRMED, name_of(x), "");
    case DATE_ACT_DONE: return set_state(x, DATE_DONE, was->confirmed_by, name_of(x));
    case DATE_ACT_REOPENED: return reopen(x, was);
    case DATE_ACT_DEPUTY: return set_deputy(x);
    case DATE_ACT_WITHDRAWN: return drop_row(x);
    case DATE_ACT_UNSET: break;
    }
    return ERR_MALFORMED;
}

enum err
date_act_apply(struct applying *x)
{
    struct before was = { DATE_OPEN, "" };
    enum err e = x->case_id ? find(x, &was) : ERR_MALFORMED;

    e = e ? e : apply_act(x, &was);
    e = e ? e : named_near(x->p, x->case_id, x->r->at_s);
    if (e || x->r->number == DATE_ACT_EXPLAINED)
        return e; /* the form beside it has its line */
    return applying_entry(x, x->id, x->r->body);
}
