/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/acts.h"
#include "base/clock.h"
#include "base/text.h"
#include "cases.gen.h"
#include "desk/dates/due.h"
#include "forms.gen.h"
#include "text/fold.h"

enum { ARENA_BYTES = 1 << 20, WORDS_MAX = 1000 };

static enum err
refuse(enum desk_problem *why, enum err e, enum desk_problem p)
{
    *why = p;
    return e;
}

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* The case with where its work stands. */
struct looked {
    struct arena *a;
    struct case_row row;
    struct stream_id stream;
    struct case_work work;
};

static enum err
look(const struct casebook *b, int64_t id, struct arena *a, struct looked *out)
{
    struct case_full c;
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;

    e = e ? e : case_get(b->p, id, a, &c);
    if (e)
        return e;
    out->a = a;
    out->row = c.row;
    out->stream = c.stream;
    case_wipe(&c);
    return work_get(b->p, id, a, &out->work);
}

static enum err
put(const struct casebook *b, const struct stream_id *stream, struct record r,
    const struct actor *by)
{
    r.at_s = by->now_s;
    r.by = by->id;
    r.by_name = by->name;
    return case_act(b, stream, &r);
}

enum err
work_label(const struct casebook *b, int64_t id, const char *label, bool on, const struct actor *by,
    enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked c;

    *why = PROBLEM_NONE;
    if (is_blank(label) || strpbrk(label, "\r\n"))
        return refuse(why, ERR_MALFORMED, PROBLEM_EMPTY);
    if (strlen(label) > LABEL_BYTES)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_LABELS);
    enum err e = look(b, id, a, &c);
    if (e)
        return e;
    if (on && c.work.n_labels == LABELS_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_LABELS);
    return put(b, &c.stream,
        (struct record){ .kind = RECORD_LABEL, .number = on, .body = bytes_of(label) }, by);
}

/* When the next date of the case ends; 0: it has none. */
static enum err
next_date(struct db *p, int64_t id, int64_t now_s, struct arena *a, int64_t *out)
{
    struct date_due *rows = NULL;
    size_t n = 0;
    enum err e = dates_of_case(p, id, a, &rows, &n);

    for (size_t i = 0; !e && *out == 0 && i < n; i++)
        if (rows[i].state < DATE_DONE && rows[i].until_s > now_s)
            *out = rows[i].until_s;
    return e;
}

enum err
work_snooze(const struct casebook *b, int64_t id, const struct snooze_put *s,
    const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    uint8_t room[WORDS_MAX + 8];
    struct writer w = writer_of(room, sizeof room);
    struct record r = { .kind = RECORD_SNOOZE, .number = s->until };
    struct looked c;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    if (e)
        return e;
    if (s->until == SNOOZE_OFF)
        return put(b, &c.stream, r, by);
    if (strcmp(c.row.state, "open") != 0)
        return refuse(why, ERR_CONFLICT, PROBLEM_CLOSED);
    struct snooze_ask ask = { c.row.urgency, c.row.waiting_s, c.row.due_s, s->until, s->until_s,
        by->now_s, is_blank(s->words) ? "" : s->words };
    *why = snooze_problem(&ask);
    if (*why)
        return ERR_CONFLICT;
    int64_t date_s = 0;
    e = next_date(b->p, id, by->now_s, a, &date_s);
    if (e)
        return e;
    const struct snooze body = { snooze_latest(s->until, s->until_s, date_s, by->now_s), s->words };
    if (snooze_encode(&body, &w))
        return refuse(why, ERR_TOO_LARGE, PROBLEM_LABELS);
    r.body = (struct bytes){ room, w.n };
    return put(b, &c.stream, r, by);
}

enum err
work_watch(const struct casebook *b, int64_t id, bool on, const struct actor *by)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked c;
    enum err e = look(b, id, a, &c);

    return e ? e
             : put(b, &c.stream,
                   (struct record){
                       .kind = RECORD_WATCH, .number = on, .body = bytes_of(by->name) },
                   by);
}

enum err
work_may_lead(
    const struct casebook *b, int64_t id, const char *name, int64_t now_s, enum desk_problem *why)
{
    OWN(arena) a = arena_new(4 * ARENA_BYTES);
    struct looked c;
    bool trained = false;
    bool any = false;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    if (e || !*name || c.row.urgency > 2)
        return e;
    e = work_is_trained(b->p, name, day_of(now_s), a, &trained, &any);
    return !e && any && !trained ? refuse(why, ERR_FORBIDDEN, PROBLEM_UNTRAINED) : e;
}

enum err
work_offer(const struct casebook *b, int64_t id, const struct handover *o, const struct actor *by,
    enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    uint8_t room[3 * WORDS_MAX];
    struct writer w = writer_of(room, sizeof room);
    struct looked c;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    if (e)
        return e;
    if (strcmp(c.row.state, "open") != 0)
        return refuse(why, ERR_CONFLICT, PROBLEM_CLOSED);
    if (*c.work.offer_to)
        return refuse(why, ERR_CONFLICT, PROBLEM_OFFERED);
    if (!*o->to || strcmp(o->to, by->name) == 0)
        return refuse(why, ERR_MALFORMED, PROBLEM_CHOICE);
    e = work_may_lead(b, id, o->to, by->now_s, why);
    if (e)
        return e;
    if (handover_encode(o, &w))
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    return put(b, &c.stream,
        (struct record){ .kind = RECORD_HANDOVER, .number = OFFER_MADE, .body = { room, w.n } },
        by);
}

static enum err
end_offer(const struct casebook *b, int64_t id, enum offer_act act, const char *words,
    const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked c;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    if (e)
        return e;
    bool hers = strcmp(c.work.offer_to, by->name) == 0;
    bool own = act == OFFER_DECLINED && strcmp(c.work.offer_by, by->name) == 0;
    if (!*c.work.offer_to || (!hers && !own))
        return refuse(why, ERR_CONFLICT, PROBLEM_NOT_OFFERED);
    if (strlen(words) > WORDS_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    return put(b, &c.stream,
        (struct record){ .kind = RECORD_HANDOVER, .number = act, .body = bytes_of(words) }, by);
}

enum err
work_take(const struct casebook *b, int64_t id, const struct actor *by, enum desk_problem *why)
{
    return end_offer(b, id, OFFER_TAKEN, "", by, why);
}

enum err
work_decline(const struct casebook *b, int64_t id, const char *words, const struct actor *by,
    enum desk_problem *why)
{
    return end_offer(b, id, OFFER_DECLINED, words, by, why);
}

static struct record
merge_record(enum merge_act act, const struct stream_id *other)
{
    struct record r = { .kind = RECORD_MERGE, .number = act };

    memcpy(r.content.b, other->b, ID_BYTES);
    return r;
}

enum err
work_merge(const struct casebook *b, int64_t into, int64_t from, const struct actor *by,
    enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked to;
    struct looked of;
    enum err e = look(b, into, a, &to);

    *why = PROBLEM_NONE;
    e = e ? e : look(b, from, a, &of);
    if (e)
        return e;
    if (into == from || to.work.merged || of.work.merged || of.work.n_in > 0)
        return refuse(why, ERR_CONFLICT, PROBLEM_MERGED);
    if (to.work.frozen_s || of.work.frozen_s)
        return refuse(why, ERR_CONFLICT, PROBLEM_FROZEN);
    if (to.work.n_in == MERGED_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_MERGED);
    e = put(b, &to.stream, merge_record(MERGE_CAME_IN, &of.stream), by);
    return e ? e : put(b, &of.stream, merge_record(MERGE_WENT_INTO, &to.stream), by);
}

enum err
work_unmerge(const struct casebook *b, int64_t from, const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked to;
    struct looked of;
    enum err e = look(b, from, a, &of);

    *why = PROBLEM_NONE;
    if (e)
        return e;
    if (!of.work.merged || !of.work.merged_into)
        return refuse(why, ERR_CONFLICT, PROBLEM_MERGED);
    e = look(b, of.work.merged_into, a, &to);
    e = e ? e : put(b, &of.stream, merge_record(MERGE_UNDONE, &to.stream), by);
    return e ? e : put(b, &to.stream, merge_record(MERGE_UNDONE, &of.stream), by);
}

static enum err
freeze_put(const struct casebook *b, const struct looked *c, enum freeze_act act, const char *words,
    const struct actor *by)
{
    return put(b, &c->stream,
        (struct record){ .kind = RECORD_FREEZE, .number = act, .body = bytes_of(words) }, by);
}

enum err
work_freeze(const struct casebook *b, int64_t id, const char *words, const struct actor *by,
    enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked c;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    if (e)
        return e;
    if (c.work.frozen_s)
        return refuse(why, ERR_CONFLICT, PROBLEM_FROZEN);
    if (strlen(words) > WORDS_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    return freeze_put(b, &c, FREEZE_FROZEN, words, by);
}

enum err
work_thaw(const struct casebook *b, int64_t id, const char *words, const struct actor *by,
    enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct looked c;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    if (e)
        return e;
    if (!c.work.frozen_s)
        return refuse(why, ERR_CONFLICT, PROBLEM_NOT_FROZEN);
    if (strlen(words) > WORDS_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    if (is_blank(words))
        return refuse(why, ERR_MALFORMED, PROBLEM_EMPTY);
    if (!*c.work.thaw_by)
        return freeze_put(b, &c, FREEZE_ASKED, words, by);
    if (strcmp(c.work.thaw_by, by->name) == 0)
        return refuse(why, ERR_CONFLICT, PROBLEM_SECOND);
    return freeze_put(b, &c, FREEZE_THAWED, words, by);
}

static enum err
check_entry(const struct casebook *b, int64_t id, int64_t entry)
{
    OWN(db_stmt) s = db_use(b->p, CASES_ENTRY_IS_TEXT);

    db_bind_i64(s, 1, entry);
    db_bind_i64(s, 2, id);
    enum err e = db_one(s);
    if (e)
        return e;
    int64_t kind = db_i64(s, 0);
    return kind == RECORD_MESSAGE || kind == RECORD_ANSWER || kind == RECORD_CONTACT ||
                   kind == RECORD_SENT || kind == RECORD_NOTE
               ? OK
               : ERR_NOT_FOUND;
}

enum err
work_translate(const struct casebook *b, int64_t id, int64_t entry, const char *text,
    const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct record r = { .kind = RECORD_TRANSLATION, .body = bytes_of(text) };
    struct writer w = writer_of(r.content.b, sizeof r.content.b);
    struct looked c;
    enum err e = look(b, id, a, &c);

    *why = PROBLEM_NONE;
    e = e ? e : check_entry(b, id, entry);
    if (e)
        return e;
    if (is_blank(text))
        return refuse(why, ERR_MALFORMED, PROBLEM_EMPTY);
    if (r.body.n > NOTE_TEXT_MAX)
        return refuse(why, ERR_TOO_LARGE, PROBLEM_WORDS);
    write_u64(&w, (uint64_t)entry);
    return put(b, &c.stream, r, by);
}

/* ---- Rules of single forms. */

static const struct field_value *
value_of(const struct field_value *v, size_t n, uint32_t field)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].field == field)
            return &v[i];
    return NULL;
}

/* Whoever filled it in cannot approve it. */
static enum err
approval_rule(const struct casebook *b, int64_t case_id, const struct field_value *v, size_t n,
    const struct actor *by, struct arena *a, enum desk_problem *why)
{
    static const uint32_t forms[] = { [APPROVAL_WHAT_ASSESSMENT] = FORM_ASSESSMENT,
        [APPROVAL_WHAT_PLAN] = FORM_GOAL,
        [APPROVAL_WHAT_CLOSURE] = FORM_CLOSURE };
    const struct field_value *what = value_of(v, n, APPROVAL_WHAT);
    struct item *it = NULL;

    if (!what || what->n < 1 || what->n >= (int64_t)(sizeof forms / sizeof *forms))
        return ERR_MALFORMED;
    enum err e = item_newest(b->p, case_id, forms[what->n], a, &it);
    if (e)
        return e;
    if (!it)
        return refuse(why, ERR_CONFLICT, PROBLEM_NOTHING_TO_APPROVE);
    return strcmp(it->by, by->name) == 0 ? refuse(why, ERR_FORBIDDEN, PROBLEM_SECOND) : OK;
}

/* Two decide about a child, and each signs for herself; parents are not contacted before. */
static enum err
two_signatures(const struct casebook *b, int64_t case_id, const struct field_value *v, size_t n,
    const struct actor *by, struct arena *a, enum desk_problem *why)
{
    const struct field_value *first = value_of(v, n, BEST_INTERESTS_DECIDED_BY);
    const struct field_value *second = value_of(v, n, BEST_INTERESTS_SECOND);
    const struct field_value *parents = value_of(v, n, BEST_INTERESTS_CONTACT_PARENTS);
    struct item *old = NULL;
    enum err e = item_newest(b->p, case_id, FORM_BEST_INTERESTS, a, &old);

    if (e)
        return e;
    bool contact = parents && parents->n != BEST_INTERESTS_CONTACT_PARENTS_NO;
    bool stood = second && strcmp(item_text(old, BEST_INTERESTS_SECOND), second->text) == 0;
    bool own = second && strcmp(second->text, by->name) == 0;
    bool same = first && second && strcmp(first->text, second->text) == 0;
    if (same || (second && !own && !stood) || (contact && !second))
        return refuse(why, ERR_CONFLICT, PROBLEM_SECOND);
    return OK;
}

enum err
work_item_rule(const struct casebook *b, int64_t case_id, const struct form_def *def,
    const struct field_value *v, size_t n, const struct actor *by, enum desk_problem *why)
{
    OWN(arena) a = arena_new(ARENA_BYTES);

    *why = PROBLEM_NONE;
    if (!a || n == 0)
        return a ? OK : ERR_INTERNAL;
    if (def->number == FORM_APPROVAL)
        return approval_rule(b, case_id, v, n, by, a, why);
    return def->number == FORM_BEST_INTERESTS ? two_signatures(b, case_id, v, n, by, a, why) : OK;
}
