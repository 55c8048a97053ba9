/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/rules.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/parts.h"
#include "desk/cases/rating.h"
#include "desk/cases/renewing.h"
#include "desk/post/alerts.h"
#include "desk/work/work.h"

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* The stream of a case, with its row.  The row holds no secrets afterwards. */
static enum err
case_find(const struct casebook *b, int64_t id, struct arena *a, struct case_full *out)
{
    enum err e = casebook_need(b, id);

    e = e ? e : case_get(b->p, id, a, out);

    if (!e)
        case_wipe(out);
    return e;
}

/* Append one record of this kind by this person. */
static enum err
act(const struct casebook *b, int64_t id, struct record r, const struct actor *by)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_full c;
    enum err e = a ? case_find(b, id, a, &c) : ERR_INTERNAL;

    if (e)
        return e;
    r.at_s = by->now_s;
    r.by = by->id;
    r.by_name = by->name;
    return case_act(b, &c.stream, &r);
}

enum err
case_note(const struct casebook *b, int64_t id, const char *text, const struct actor *by)
{
    if (is_blank(text))
        return ERR_MALFORMED;
    if (strlen(text) > NOTE_TEXT_MAX)
        return ERR_TOO_LARGE;
    return act(b, id, (struct record){ .kind = RECORD_NOTE, .body = bytes_of(text) }, by);
}

enum err
case_decide(
    const struct casebook *b, int64_t id, int urgency, const char *why, const struct actor *by)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_full c;

    if (urgency < 1 || urgency > 4)
        return ERR_MALFORMED;
    if (strlen(why) > REASON_TEXT_MAX)
        return ERR_TOO_LARGE;
    enum err e = a ? case_find(b, id, a, &c) : ERR_INTERNAL;
    if (e)
        return e;
    if (urgency > c.row.urgency && is_blank(why))
        return ERR_MALFORMED; /* nobody is made to wait longer without a word why */
    return act(b, id,
        (struct record){
            .kind = RECORD_URGENCY, .number = (uint32_t)urgency, .body = bytes_of(why) },
        by);
}

enum err
case_close(const struct casebook *b, int64_t id, enum close_reason reason, const char *words,
    const struct actor *by)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_full c;

    if (reason <= CLOSE_UNSET || reason >= N_CLOSE_REASONS)
        return ERR_MALFORMED;
    if (strlen(words) > REASON_TEXT_MAX)
        return ERR_TOO_LARGE;
    enum err e = a ? case_find(b, id, a, &c) : ERR_INTERNAL;
    if (e)
        return e;
    if (strcmp(c.row.state, "closed") == 0)
        return ERR_CONFLICT;
    e = renew_stop(b, id);
    if (e)
        return e;
    return act(b, id,
        (struct record){ .kind = RECORD_CLOSED, .number = reason, .body = bytes_of(words) }, by);
}

enum err
case_reopen(const struct casebook *b, int64_t id, const struct actor *by)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_full c;
    enum err e = a ? case_find(b, id, a, &c) : ERR_INTERNAL;

    if (e)
        return e;
    if (strcmp(c.row.state, "open") == 0)
        return ERR_CONFLICT;
    return act(b, id, (struct record){ .kind = RECORD_REOPENED }, by);
}

enum err
case_assign(const struct casebook *b, int64_t id, const char *name, const struct actor *by)
{
    if (strlen(name) > MEMBER_NAME_MAX)
        return ERR_TOO_LARGE;
    return act(b, id, (struct record){ .kind = RECORD_ASSIGNED, .body = bytes_of(name) }, by);
}

enum err
case_open_by(const struct casebook *b, int64_t id, const struct actor *by)
{
    OWN(arena) a = arena_new(1 << 20);
    struct case_full c;
    enum err e = a ? case_find(b, id, a, &c) : ERR_INTERNAL;

    if (e || c.row.unread == 0)
        return e;
    return act(b, id, (struct record){ .kind = RECORD_OPENED }, by);
}

/* Seal every part and put it into the outbox; *last names the answer. */
static enum err
send_parts(const struct casebook *b, const struct case_full *c, const struct parts *parts,
    int64_t now_s, struct content_id *last)
{
    struct content_id part[PART_MAX_COUNT];
    enum err e = OK;

    for (size_t i = 0; !e && i < parts->n; i++) {
        struct outgoing out = { .shelf16 = c->card.shelf16 };
        e = answer_seal(&b->network, &c->card.pk, &parts->m[i], NULL, &out.envelope);
        e = e ? e : store_out_put(b->at.records, &out, c->row.urgency, day_of(now_s));
        if (!e)
            *last = part[i] = envelope_id(&out.envelope);
    }
    for (size_t i = 0; !e && i + 1 < parts->n; i++)
        e = store_out_part(b->at.records, &part[i], last);
    return e ? e : renew_put(b, c, parts, last, now_s);
}

static enum err
seal_answer(const struct casebook *b, const struct case_full *c, const char *text, int64_t now_s,
    struct content_id *last)
{
    struct message m = { .type = MESSAGE_ANSWER,
        .has = HAS_TEXT | HAS_PSK | HAS_SEQ | HAS_ORG | HAS_HOUR,
        .text = bytes_of(text),
        .psk = c->psk,
        .seq = c->out_seq + 1,
        .org = b->at.org,
        .hour = (uint32_t)(now_s / 3600) };
    uint8_t group[PART_GROUP_BYTES];
    struct parts parts;

    if (c->has_out_last) {
        m.has |= HAS_PREVIOUS;
        m.previous = c->out_last;
    }
    if (strlen(c->row.lang) == 2) {
        m.has |= HAS_LANG;
        memcpy(m.lang, c->row.lang, sizeof m.lang);
    }
    random_fill(group, sizeof group);
    enum err e = parts_plan(&m, ANSWER_MESSAGE_MAX, group, &parts);
    if (!e) {
        e = send_parts(b, c, &parts, now_s, last);
        parts_wipe(&parts);
    }
    message_wipe(&m);
    return e;
}

enum err
case_answer(const struct casebook *b, int64_t id, const char *text, const struct actor *by)
{
    OWN(arena) a = arena_new(1 << 20);
    struct content_id last = { { 0 } };
    enum desk_problem why = PROBLEM_NONE;
    struct case_full c;

    if (is_blank(text))
        return ERR_MALFORMED;
    enum err e = a ? casebook_need(b, id) : ERR_INTERNAL;
    e = e ? e : case_get(b->p, id, a, &c);
    if (e)
        return e;
    e = c.has_card && strcmp(c.row.state, "open") == 0 ? OK : ERR_CONFLICT;
    e = e ? e : work_answer_problem(b->p, id, a, &why);
    e = !e && why ? ERR_FORBIDDEN : e;
    e = e ? e : seal_answer(b, &c, text, by->now_s, &last);
    uint32_t seq = c.out_seq + 1;
    case_wipe(&c);
    if (e)
        return e;
    struct record r = {
        .kind = RECORD_ANSWER, .number = seq, .content = last, .body = bytes_of(text)
    };
    return act(b, id, r, by);
}

enum err
case_receive(const struct casebook *b, const struct opened *o, const struct content_id *content,
    int64_t arrived_s)
{
    struct record r = { .kind = RECORD_MESSAGE,
        .at_s = arrived_s,
        .number = o->type,
        .content = *content,
        .body = { o->body, o->n } };
    struct stream_id stream;
    struct message m;
    int64_t id = 0;

    if (o->type != MESSAGE_REQUEST && o->type != MESSAGE_FOLLOW_UP)
        return ERR_MALFORMED;
    enum err e = message_decode(o->type, r.body, &m);
    if (e)
        return e;
    struct thread_id thread = thread_id_of(&m.psk);
    e = case_of_thread(b->p, &thread, &id, &stream);
    if (e == ERR_NOT_FOUND) {
        e = stream_new(&b->at, &stream);
    } else if (!e) { /* what she answers she has read */
        e = casebook_need(b, id);
        e = e ? e : renew_stop(b, id);
    }
    if (!e) {
        rating_make(&m, m.text, arrived_s, &r.rating);
        e = case_act(b, &stream, &r);
    }
    e = e ? e : case_of_thread(b->p, &thread, &id, &stream);
    message_wipe(&m);
    return e ? e : alert_if_urgent(b, id, content, arrived_s);
}
