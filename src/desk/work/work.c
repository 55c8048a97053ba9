/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/work.h"
#include "base/out.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/dates/due.h"
#include "desk/work/apply.h"
#include "forms.gen.h"
#include "text/fold.h"

static const char *
column_text(struct db_stmt *s, int column, struct arena *a)
{
    const char *text = db_text(s, column);

    return arena_text(a, text ? text : "");
}

static enum err
read_row(struct db *p, int64_t case_id, struct arena *a, struct case_work *w)
{
    OWN(db_stmt) s = db_use(p, CASES_WORK_GET);

    db_bind_i64(s, 1, case_id);
    enum err e = db_one(s);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    w->stage = (enum work_stage)db_i64(s, 0);
    w->frozen_s = db_i64(s, 1);
    w->frozen_by = column_text(s, 2, a);
    w->thaw_by = column_text(s, 3, a);
    w->snooze = (enum snooze_until)db_i64(s, 4);
    w->snooze_until_s = db_i64(s, 5);
    w->snooze_words = column_text(s, 6, a);
    w->merged_into = db_i64(s, 7);
    w->merged = db_i64(s, 8) != 0;
    w->offer_to = column_text(s, 9, a);
    w->offer_by = column_text(s, 10, a);
    w->offer_s = db_i64(s, 11);
    w->offer_note = column_text(s, 12, a);
    w->offer_promise = column_text(s, 13, a);
    return w->offer_promise ? OK : ERR_INTERNAL;
}

static enum err
read_names(struct db *p, int query, int64_t case_id, struct arena *a, const char **to, size_t cap,
    size_t *n)
{
    OWN(db_stmt) s = db_use(p, query);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, case_id);
    for (*n = 0; !e && *n < cap && !(e = db_step(s, &row)) && row; (*n)++) {
        to[*n] = column_text(s, 0, a);
        e = to[*n] ? OK : ERR_INTERNAL;
    }
    return e;
}

static enum err
read_merged(struct db *p, int64_t case_id, struct arena *a, struct case_work *w)
{
    OWN(db_stmt) s = db_use(p, CASES_WORK_MERGED_LIST);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, case_id);
    for (; !e && w->n_in < MERGED_MAX && !(e = db_step(s, &row)) && row; w->n_in++) {
        w->in[w->n_in] = (struct merged_case){ db_i64(s, 0), column_text(s, 1, a),
            db_i64(s, 2) != 0, db_i64(s, 3) != 0 };
        e = w->in[w->n_in].subject ? OK : ERR_INTERNAL;
    }
    return e;
}

/* The facts that the stage follows from; *stage: as it stands in the projection. */
static enum err
read_facts(
    struct db *p, int64_t case_id, struct stage_facts *f, enum work_stage *stage, bool *reopened)
{
    OWN(db_stmt) s = db_use(p, CASES_WORK_FACTS);

    db_bind_i64(s, 1, case_id);
    db_bind_i64(s, 2, FORM_ASSESSMENT);
    db_bind_i64(s, 3, FORM_GOAL);
    db_bind_i64(s, 4, FORM_SERVICE);
    db_bind_i64(s, 5, SERVICE_STATUS);
    db_bind_i64(s, 6, SERVICE_STATUS_NOT_IMPLEMENTED);
    db_bind_i64(s, 7, SERVICE_STATUS_IMPLEMENTED);
    enum err e = db_one(s);
    if (e)
        return e;
    *f = (struct stage_facts){ db_i64(s, 0) != 0, db_i64(s, 1) != 0, db_i64(s, 2), db_i64(s, 3),
        db_i64(s, 4), db_i64(s, 5) };
    *stage = (enum work_stage)db_i64(s, 6);
    *reopened = db_i64(s, 7) != 0;
    return OK;
}

enum err
work_get(struct db *p, int64_t case_id, struct arena *a, struct case_work *out)
{
    struct case_work w = { .frozen_by = "",
        .thaw_by = "",
        .snooze_words = "",
        .offer_to = "",
        .offer_by = "",
        .offer_note = "",
        .offer_promise = "" };
    enum work_stage kept = STAGE_UNSET;
    struct stage_facts f;
    enum err e = read_row(p, case_id, a, &w);

    e = e ? e : read_names(p, CASES_LABEL_LIST, case_id, a, w.labels, LABELS_MAX, &w.n_labels);
    e = e ? e
          : read_names(p, CASES_WATCH_LIST, case_id, a, w.watchers, WATCHERS_MAX, &w.n_watchers);
    e = e ? e : read_merged(p, case_id, a, &w);
    e = e ? e : read_facts(p, case_id, &f, &kept, &w.reopened);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    w.stage = stage_of(&f);
    w.seen = f.seen;
    *out = w;
    return OK;
}

/* ---- What is kept of the stage. */

static enum err
run_case(struct db *p, int query, int64_t case_id)
{
    OWN(db_stmt) s = db_use(p, query);

    db_bind_i64(s, 1, case_id);
    return db_run(s);
}

enum err
work_settle(struct db *p, int64_t case_id)
{
    enum work_stage before = STAGE_UNSET;
    bool reopened = false;
    struct stage_facts f;
    enum err e = read_facts(p, case_id, &f, &before, &reopened);
    enum work_stage now = e ? STAGE_UNSET : stage_of(&f);
    bool plain = before == STAGE_UNSET && (now < STAGE_ASSESSMENT || now == STAGE_CLOSED);

    if (e || now == before || plain) /* most cases need no row */
        return e;
    e = run_case(p, CASES_WORK_NEED, case_id);
    OWN(db_stmt) s = db_use(p, CASES_WORK_SET_STAGE);
    db_bind_i64(s, 1, case_id);
    db_bind_i64(s, 2, now);
    return e ? e : db_run(s);
}

/* ---- Approval, training. */

static bool
approves(const struct item *it, uint32_t form)
{
    int64_t what = item_number(it, APPROVAL_WHAT, 0);

    return it->def->number == FORM_APPROVAL &&
           ((form == FORM_ASSESSMENT && what == APPROVAL_WHAT_ASSESSMENT) ||
               (form == FORM_GOAL && what == APPROVAL_WHAT_PLAN) ||
               (form == FORM_CLOSURE && what == APPROVAL_WHAT_CLOSURE));
}

enum approval
approval_of(const struct item *const *items, size_t n, uint32_t form)
{
    const struct item *decision = NULL;
    int64_t changed_s = 0;

    for (size_t i = 0; i < n; i++) {
        if (items[i]->def->number == form && items[i]->at_s > changed_s)
            changed_s = items[i]->at_s;
        if (approves(items[i], form))
            decision = items[i];
    }
    if (changed_s == 0)
        return APPROVAL_NONE;
    if (!decision || decision->at_s < changed_s)
        return APPROVAL_WAITS;
    return item_number(decision, APPROVAL_DECISION, 0) == APPROVAL_DECISION_APPROVED
               ? APPROVAL_GIVEN
               : APPROVAL_REFUSED;
}

static bool
holds(const struct item *it, int64_t today)
{
    return item_has_choice(it, TRAINING_TOPICS, TRAINING_TOPICS_URGENT) &&
           item_number(it, TRAINING_UNTIL, INT64_MAX) >= today;
}

enum err
work_is_trained(
    struct db *p, const char *member, int64_t today, struct arena *a, bool *trained, bool *any)
{
    struct items_ask ask = { .case_id = 0, .form = FORM_TRAINING };
    struct item **all = NULL;
    size_t n = 0;
    enum err e = items_list(p, &ask, a, &all, &n);

    *trained = *any = false;
    for (size_t i = 0; !e && i < n; i++) {
        bool good = holds(all[i], today);
        *any = *any || good;
        *trained = *trained || (good && strcmp(item_text(all[i], TRAINING_MEMBER), member) == 0);
    }
    return e;
}

/* ---- May it be done? */

enum err
work_answer_problem(struct db *p, int64_t case_id, struct arena *a, enum desk_problem *out)
{
    struct item *safe = NULL;
    struct case_work w = { .frozen_by = "" };
    enum err e = read_row(p, case_id, a, &w);

    e = e ? e : item_newest(p, case_id, FORM_SAFE_REPLY, a, &safe);
    if (!e)
        *out = answer_problem(
            &(struct answer_facts){ w.frozen_s > 0, item_number(safe, SAFE_REPLY_OK_TO_WRITE, 0) });
    return e;
}

static enum err
count_of(struct db_stmt *s, int64_t *out)
{
    enum err e = db_one(s);

    if (!e)
        *out = db_i64(s, 0);
    return e;
}

enum err
work_closing_problem(
    struct db *p, int64_t case_id, int reason, struct arena *a, enum desk_problem *out)
{
    struct closing_facts f = { .reason = reason };
    OWN(db_stmt) goals = db_use(p, CASES_WORK_OPEN_GOALS);
    OWN(db_stmt) dates = db_use(p, CASES_WORK_OPEN_DATES);
    struct case_work w = { 0 };
    int64_t closures = 0;
    enum err e = work_get(p, case_id, a, &w);

    db_bind_i64(goals, 1, case_id);
    db_bind_i64(goals, 2, FORM_GOAL);
    db_bind_i64(goals, 3, GOAL_STATE);
    db_bind_i64(goals, 4, GOAL_STATE_OPEN);
    db_bind_i64(dates, 1, case_id);
    db_bind_i64(dates, 2, DATE_DONE);
    e = e ? e : count_of(goals, &f.open_goals);
    e = e ? e : count_of(dates, &f.open_dates);
    e = e ? e : items_count(p, case_id, FORM_CLOSURE, &closures);
    if (e)
        return e;
    f.stage = w.stage;
    f.has_closure = closures > 0;
    f.frozen = w.frozen_s > 0;
    f.offered = w.offer_to && *w.offer_to;
    *out = closing_problem(&f);
    return OK;
}

enum err
work_translation(
    struct db *p, int64_t case_id, int64_t entry_id, struct arena *a, struct translation *out)
{
    OWN(db_stmt) s = db_use(p, CASES_TRANSLATION_OF);

    db_bind_i64(s, 1, entry_id);
    db_bind_i64(s, 2, case_id);
    enum err e = db_one(s);
    if (e)
        return e;
    struct translation t = { column_text(s, 0, a), column_text(s, 1, a) };
    if (!t.body || !t.by)
        return ERR_INTERNAL;
    *out = t;
    return OK;
}

/* ---- Lists. */

enum err
work_labels(
    struct db *p, int64_t skip, struct arena *a, struct label_use *to, size_t cap, size_t *n)
{
    OWN(db_stmt) s = db_use(p, CASES_LABEL_ALL);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, (int64_t)cap);
    db_bind_i64(s, 2, skip);
    for (*n = 0; !e && *n < cap && !(e = db_step(s, &row)) && row; (*n)++) {
        const char *folded = db_text(s, 1);
        struct digest d = digest_keyed((const uint8_t[32]){ 0 }, "label", bytes_of(folded));
        to[*n].label = column_text(s, 0, a);
        to[*n].open = db_i64(s, 2);
        hex_encode((struct bytes){ d.b, 8 }, to[*n].key);
        e = to[*n].label ? OK : ERR_INTERNAL;
    }
    return e;
}

enum err
work_labels_count(struct db *p, int64_t *out)
{
    OWN(db_stmt) s = db_use(p, CASES_LABEL_ALL_COUNT);

    return count_of(s, out);
}

enum err
work_watched_count(struct db *p, const char *member, int64_t *out)
{
    OWN(db_stmt) s = db_use(p, CASES_WORK_WATCHED_COUNT);

    db_bind_text(s, 1, member);
    return count_of(s, out);
}

static void
bind_view(struct db_stmt *s, const struct work_view *v, const char *label, int64_t now_s)
{
    db_bind_text(s, 1, v->closed ? "closed" : "open");
    db_bind_i64(s, 2, v->waiting);
    db_bind_i64(s, 3, v->urgencies);
    db_bind_text(s, 4, v->lang);
    db_bind_text(s, 5, v->country);
    db_bind_i64(s, 6, v->situation);
    db_bind_text(s, 7, label);
    db_bind_i64(s, 8, v->nobody);
    db_bind_i64(s, 9, now_s);
    db_bind_text(s, 10, v->among ? v->among : "");
}

enum err
work_list(struct db *p, const struct work_view *v, int64_t skip, int64_t now_s, struct arena *a,
    struct work_rows *out)
{
    OWN(db_stmt) s = db_use(p, CASES_WORK_VIEW);
    OWN(db_stmt) all = db_use(p, CASES_WORK_VIEW_COUNT);
    const char *label = text_fold(a, v->label);

    if (!label)
        return ERR_INTERNAL;
    bind_view(s, v, label, now_s);
    db_bind_i64(s, 11, INBOX_PAGE + 1);
    db_bind_i64(s, 12, skip);
    bind_view(all, v, label, now_s);
    enum err e = case_rows(s, INBOX_PAGE, a, &out->rows, &out->n, &out->more);
    return e ? e : count_of(all, &out->total);
}

enum err
work_list_count(
    struct db *p, const struct work_view *v, int64_t now_s, struct arena *a, int64_t *out)
{
    OWN(db_stmt) s = db_use(p, CASES_WORK_VIEW_COUNT);
    const char *label = text_fold(a, v->label);

    if (!label)
        return ERR_INTERNAL;
    bind_view(s, v, label, now_s);
    return count_of(s, out);
}

/* ---- Texts for answers. */

enum err
work_templates(struct db *p, const struct case_row *row, int64_t today, struct arena *a,
    const struct item **to, size_t *n)
{
    struct items_ask ask = { .case_id = 0, .form = FORM_TEMPLATE };
    struct item **all = NULL;
    size_t n_all = 0;
    enum err e = items_list(p, &ask, a, &all, &n_all);

    *n = 0;
    for (size_t i = 0; !e && i < n_all && *n < TEMPLATES_MAX; i++) {
        const char *country = item_text(all[i], TEMPLATE_COUNTRY);
        bool language = strcmp(item_text(all[i], TEMPLATE_LANGUAGE), row->lang) == 0;
        bool place = !*country || strcmp(country, row->country) == 0;
        if (language && place && item_number(all[i], TEMPLATE_REVIEW, 0) >= today)
            to[(*n)++] = all[i];
    }
    return e;
}

const char *
work_fill_template(
    struct arena *a, const char *text, const char *const names[4], const char *const values[4])
{
    struct out o = out_in(a);

    while (*text) {
        size_t n = 1;
        const char *with = text;
        size_t n_with = 1;
        for (size_t i = 0; i < 4; i++) {
            size_t k = strlen(names[i]);
            bool here = strncmp(text, "{{", 2) == 0 && strncmp(text + 2, names[i], k) == 0 &&
                        strncmp(text + 2 + k, "}}", 2) == 0;
            if (here && *values[i]) {
                n = k + 4;
                with = values[i];
                n_with = strlen(with);
            }
        }
        out_lit(&o, with, n_with);
        text += n;
    }
    return out_text_of(&o);
}
