/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/export.h"
#include "base/clock.h"
#include "base/text.h"
#include "cases.gen.h"
#include "core/wire/content.h"
#include "desk/forms/items.h"
#include "desk/keep/json_out.h"
#include "desk/post/contact.h"
#include <string.h>

enum { FORMAT_VERSION = 1 };

static const char *const kinds[RECORD_KIND_END] = {
    [RECORD_MESSAGE] = "message",
    [RECORD_ANSWER] = "answer",
    [RECORD_NOTE] = "note",
    [RECORD_URGENCY] = "urgency",
    [RECORD_CLOSED] = "closed",
    [RECORD_REOPENED] = "reopened",
    [RECORD_ASSIGNED] = "assigned",
    [RECORD_OPENED] = "opened",
    [RECORD_ITEM] = "form",
    [RECORD_LABEL] = "label",
    [RECORD_SNOOZE] = "snooze",
    [RECORD_WATCH] = "watch",
    [RECORD_HANDOVER] = "handover",
    [RECORD_MERGE] = "merge",
    [RECORD_FREEZE] = "freeze",
    [RECORD_CONTACT] = "contact",
    [RECORD_SENT] = "sent",
    [RECORD_FILE] = "file",
    [RECORD_DATE_ACT] = "date",
    [RECORD_TRANSLATION] = "translation",
    [RECORD_SHARE] = "share",
    [RECORD_RETENTION] = "retention",
    [RECORD_PGP_KEY] = "key",
    [RECORD_LINK] = "link",
    [RECORD_UNTRAINED] = "untrained",
    [RECORD_TAKEN_BACK] = "taken_back",
};

const char *
export_kind_word(enum record_kind kind)
{
    return kind > RECORD_UNSET && kind < RECORD_KIND_END && kinds[kind] ? kinds[kind] : "";
}

enum record_kind
export_kind_of(const char *word)
{
    for (unsigned i = 1; i < RECORD_KIND_END; i++)
        if (kinds[i] && strcmp(kinds[i], word) == 0)
            return (enum record_kind)i;
    return RECORD_UNSET;
}

struct exporting {
    const struct casebook *b;
    struct json_out j;
    struct arena *a;
    enum err e;
};

/* The text of the thread; NULL: this record shows none of its own. */
static const char *
entry_text(struct exporting *x, int64_t id)
{
    OWN(db_stmt) s = db_use(x->b->p, CASES_EXPORT_ENTRY);

    db_bind_i64(s, 1, id);
    enum err e = db_one(s);
    if (e && e != ERR_NOT_FOUND)
        x->e = e;
    return e ? NULL : arena_text(x->a, db_text(s, 0));
}

static bool
is_zero(const struct content_id *id)
{
    static const struct content_id zero;

    return bytes_equal((struct bytes){ id->b, ID_BYTES }, (struct bytes){ zero.b, ID_BYTES });
}

/* ---- Forms: with the names of fields and choices, so that nobody needs our tables to read
   them. */

static const char *
choice_code(const struct form_field *f, int64_t n)
{
    const struct form_choice *c = form_choice_of(f, n);

    return c ? c->code : NULL;
}

static void
form_value(struct exporting *x, const struct form_field *f, const struct field_value *v)
{
    json_open(&x->j, NULL, '{');
    json_text(&x->j, "field", f->code);
    if (f->type == FIELD_CHOICE || f->type == FIELD_CHOICES)
        json_text(&x->j, "value", choice_code(f, v->n));
    else if (f->type == FIELD_DATE)
        json_time(&x->j, "value", v->n * DAY_S);
    else if (f->type == FIELD_HOURS)
        json_text(&x->j, "value",
            arena_printf(x->a, "%02d:%02d-%02d:%02d %s", (int)(v->n / HOURS_DAY / 60),
                (int)(v->n / HOURS_DAY % 60), (int)(v->n % HOURS_DAY / 60),
                (int)(v->n % HOURS_DAY % 60), v->text));
    else if (f->type == FIELD_NUMBER || f->type == FIELD_YESNO || f->type == FIELD_MOMENT)
        json_number(&x->j, "value", v->n);
    else
        json_text(&x->j, "value", v->text);
    json_close(&x->j, '}');
}

static void
form_entry(struct exporting *x, const struct record *r)
{
    const struct form_def *d = form_def_of(r->number);
    struct field_value *v = NULL;
    size_t n = 0;

    json_text(&x->j, "form", d ? d->code : NULL);
    json_bool(&x->j, "withdrawn", r->body.n == 0);
    json_open(&x->j, "fields", '[');
    if (d && r->body.n > 0 && !item_body_decode(d, r->body, x->a, &v, &n))
        for (size_t i = 0; i < n; i++) {
            const struct form_field *f = form_field_of(d, v[i].field);
            if (f)
                form_value(x, f, &v[i]);
        }
    json_close(&x->j, ']');
}

static void
contact_entry(struct exporting *x, const struct record *r)
{
    struct contact_body c;

    json_text(&x->j, "channel",
        r->number < N_CHANNEL_KINDS ? channel_word((enum channel_kind)r->number) : NULL);
    if (contact_body_decode(r->body, x->a, &c))
        return;
    json_text(&x->j, "address", c.l.address);
    json_text(&x->j, "name", c.l.name);
    json_text(&x->j, "subject", c.l.subject);
    json_text(&x->j, "lang", c.l.lang);
}

/* What the text alone would not bring back. */
static void
details(struct exporting *x, const struct record *r)
{
    switch (r->kind) {
    case RECORD_MESSAGE:
    case RECORD_ANSWER: json_text(&x->j, "channel", channel_word(CHANNEL_HUB)); break;
    case RECORD_CONTACT:
    case RECORD_SENT: contact_entry(x, r); break;
    case RECORD_ITEM: form_entry(x, r); /* fall through */
    case RECORD_SNOOZE:
    case RECORD_HANDOVER:
    case RECORD_FILE:
    case RECORD_DATE_ACT:
    case RECORD_LABEL:
    case RECORD_WATCH:
    case RECORD_TRANSLATION:
    case RECORD_RETENTION: json_bytes(&x->j, "body", r->body); break;
    case RECORD_UNSET:
    case RECORD_NOTE:
    case RECORD_URGENCY:
    case RECORD_CLOSED:
    case RECORD_REOPENED:
    case RECORD_ASSIGNED:
    case RECORD_OPENED:
    case RECORD_MERGE:
    case RECORD_LINK:
    case RECORD_UNTRAINED:
    case RECORD_FREEZE:
    case RECORD_SHARE:
    case RECORD_BOOK:
    case RECORD_PGP_KEY:
    case RECORD_TAKEN_BACK:
    case RECORD_KIND_END: break;
    }
}

static enum err
put_record(void *closure, const struct stream_id *stream, int64_t id, const struct record *r)
{
    struct exporting *x = closure;
    const char *text = entry_text(x, id);
    bool spoken = r->kind == RECORD_MESSAGE || r->kind == RECORD_CONTACT;

    (void)stream;
    if (x->e || r->kind == RECORD_OPENED || (spoken && !text))
        return x->e; /* a later part of a message that stands whole above */
    json_open(&x->j, NULL, '{');
    json_text(&x->j, "kind", export_kind_word(r->kind));
    json_time(&x->j, "at", r->at_s);
    if (r->by_name && *r->by_name)
        json_text(&x->j, "by", r->by_name);
    if (!is_zero(&r->content))
        json_hex(&x->j, "id", (struct bytes){ r->content.b, ID_BYTES });
    json_number(&x->j, "number", r->number);
    if (text)
        json_text(&x->j, "text", text);
    details(x, r);
    json_close(&x->j, '}');
    return x->j.o->failed ? ERR_TOO_LARGE : OK;
}

static void
put_flags(struct exporting *x, uint64_t flags)
{
    json_open(&x->j, "flags", '[');
    for (unsigned i = 0; i < TRIAGE_N_FLAGS; i++)
        if (flags & (uint64_t)1 << i && triage_flag_name((enum triage_flag)i))
            json_text(&x->j, NULL, triage_flag_name((enum triage_flag)i));
    json_close(&x->j, ']');
}

static void
put_case(struct exporting *x, const struct case_full *c)
{
    struct content_id key = { { 0 } };

    /* Tells the same case again, and nothing else: the stream's own name stays here. */
    struct digest d = digest_keyed(
        (const uint8_t[KEY_BYTES]){ 0 }, "export/1", (struct bytes){ c->stream.b, ID_BYTES });
    memcpy(key.b, d.b, ID_BYTES);
    json_open(&x->j, "case", '{');
    json_hex(&x->j, "key", (struct bytes){ key.b, ID_BYTES });
    json_number(&x->j, "number", c->row.id);
    json_text(&x->j, "subject", c->row.subject);
    json_text(&x->j, "language", c->row.lang);
    json_text(&x->j, "country", c->row.country);
    json_text(&x->j, "situation", triage_situation_name(c->row.situation));
    put_flags(x, c->row.flags);
    json_number(&x->j, "urgency", c->row.urgency);
    json_number(&x->j, "urgency_proposed", c->row.proposed);
    json_text(&x->j, "urgency_decided_by", c->row.decided_by);
    json_text(&x->j, "state", c->row.state);
    json_text(&x->j, "lead", c->row.assignee);
    json_time(&x->j, "opened_at", c->opened_s);
    if (c->row.day)
        json_time(&x->j, "date", c->row.day * DAY_S);
    json_close(&x->j, '}');
}

enum err
export_case(const struct casebook *b, int64_t id, const char *org, int64_t now_s, struct out *o)
{
    struct exporting x = { .b = b, .j = { .o = o }, .a = o->a };
    struct case_full c;
    size_t n_broken = 0;
    enum err e = casebook_need(b, id);

    e = e ? e : case_get(b->p, id, o->a, &c);
    if (e)
        return e;
    json_open(&x.j, NULL, '{');
    json_text(&x.j, "format", "understory-case");
    json_number(&x.j, "version", FORMAT_VERSION);
    json_text(&x.j, "organisation", org);
    json_time(&x.j, "exported_at", now_s);
    put_case(&x, &c);
    json_open(&x.j, "entries", '[');
    e = stream_read(&b->at, &c.stream, put_record, &x, &n_broken);
    case_wipe(&c);
    json_close(&x.j, ']');
    json_number(&x.j, "unreadable", (int64_t)n_broken);
    json_close(&x.j, '}');
    return e ? e : o->failed ? ERR_TOO_LARGE : OK;
}

/* ---- Many cases, as codes. */

static void
cell(struct out *o, const char *text, bool last)
{
    out_lit(o, text ? text : "", text ? strlen(text) : 0);
    out_lit(o, last ? "\r\n" : ",", last ? 2 : 1);
}

static void
cell_number(struct out *o, int64_t n, bool there, bool last)
{
    if (there)
        out_i64_(o, n);
    cell(o, "", last);
}

/* Two letters, or nothing: a code that somebody else chose is not repeated. */
static const char *
code_or_none(const char *code)
{
    bool good = code && strlen(code) == 2 &&
                strspn(code, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2;

    return good ? code : "";
}

static const char *
who_word(int64_t who)
{
    static const char *const words[] = { "", "self", "relative", "friend", "lawyer", "partner",
        "host", "donor", "media" };

    return who >= 0 && who < (int64_t)(sizeof words / sizeof *words) ? words[who] : "other";
}

static void
list_row(struct out *o, struct db_stmt *s)
{
    struct date d = date_of_day(day_of(db_i64(s, 0)));
    bool answered = !db_is_null(s, 9);
    char month[16];

    (void)snprintf(month, sizeof month, "%04d-%02d", d.year, d.month);
    cell(o, month, false);
    cell(o, code_or_none(db_text(s, 1)), false);
    cell(o, code_or_none(db_text(s, 2)), false);
    cell(o, triage_situation_name((enum triage_situation)db_i64(s, 3)), false);
    cell(o, who_word(db_i64(s, 4)), false);
    cell(
        o, channel_word(db_is_null(s, 10) ? CHANNEL_HUB : (enum channel_kind)db_i64(s, 10)), false);
    cell_number(o, db_i64(s, 5), true, false);
    cell_number(o, db_i64(s, 6), true, false);
    cell(o, strcmp(db_text(s, 7), "closed") == 0 ? "closed" : "open", false);
    cell(o, db_i64(s, 8) ? "yes" : "no", false);
    cell_number(o, answered ? (db_i64(s, 9) - db_i64(s, 0)) / 3600 : 0, answered, true);
}

enum err
export_list(const struct casebook *b, struct out *o, size_t *n)
{
    OWN(db_stmt) s = db_use(b->p, CASES_EXPORT_LIST);
    bool row = true;
    enum err e = OK;

    cell(o,
        "month,language,country,situation,writes_for,channel,urgency_proposed,urgency,state,"
        "waiting,hours_to_first_answer",
        true);
    for (*n = 0; !e && !(e = db_step(s, &row)) && row; ++*n)
        list_row(o, s);
    return e ? e : o->failed ? ERR_TOO_LARGE : OK;
}
