/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/sealing.h"
#include "core/open/once.h"
#include "core/open/seeker_keys.h"

_Static_assert((int)BELL_NONE == (int)BELL_RING_NONE && (int)BELL_DATE == (int)BELL_RING_DATE &&
                   (int)BELL_DANGER == (int)BELL_RING_DANGER,
    "the rules and the envelope mean the same bell");
_Static_assert((int)HUBLINK_TICKET_BYTES == (int)TICKET_BYTES, "one ticket");
_Static_assert((int)HUBLINK_MAX_PUT == (int)PART_MAX_COUNT, "a message goes in one PUT");

static void
fill_message(const struct ask *q, const struct seeker_keys *keys, struct message *m)
{
    *m = (struct message){
        .type = q->again ? MESSAGE_FOLLOW_UP : MESSAGE_REQUEST,
        .has = HAS_TEXT | HAS_CARD | HAS_PSK | HAS_LANG,
        .text = q->text,
        .card = seeker_card_of(keys),
    };
    seeker_psk(keys, &q->card->org, &m->psk);
    memcpy(m->lang, lang_code(q->lang), sizeof m->lang);
    if (q->has_answers) {
        m->has |= HAS_ANSWERS;
        m->answers = q->answers;
    }
}

static void
fill_pass(
    const struct app *app, const struct ask *q, const struct epoch *epoch, struct gate_pass *pass)
{
    *pass = (struct gate_pass){
        .kind = PASS_WORDS,
        .lang = q->lang,
        .crisis = q->rated.crisis,
        .again = q->again != NULL,
        .has_org = true,
        .org = q->card->org,
        .epoch = epoch->number,
        .made_s = (uint32_t)app->now_s,
    };
    memcpy(pass->country, q->country, sizeof pass->country);
    if (q->again)
        pass->seed = q->again->seed;
    else
        once_seed(&epoch->r, &q->ticket.once, &pass->seed);
}

static enum err
seal_parts(const struct ask *q, const struct epoch *epoch, const struct request_to *to,
    const struct parts *parts, struct arena *a, struct sealed *out)
{
    struct envelope *e = arena_alloc(a, parts->n * sizeof *e);
    enum err failed = e ? OK : ERR_INTERNAL;

    for (size_t i = 0; !failed && i < parts->n; i++)
        failed = once_request_seal(
            &epoch->r, &q->ticket.once, to, &parts->m[i], (enum bell)q->rated.bell, &e[i]);
    if (failed)
        return failed;
    out->n = parts->n;
    out->envelopes = (struct bytes){ e->b, parts->n * sizeof *e };
    return OK;
}

static enum err
seal_message(const struct ask *q, const struct epoch *epoch, const struct request_to *to,
    const struct message *m, struct arena *a, struct sealed *out)
{
    struct parts *parts = arena_alloc(a, sizeof *parts);
    uint8_t group[PART_GROUP_BYTES];

    if (!parts)
        return ERR_INTERNAL;
    once_group(&epoch->r, &q->ticket.once, q->text, group);
    enum err e = parts_plan(m, REQUEST_MESSAGE_MAX, group, parts);
    if (!e)
        e = seal_parts(q, epoch, to, parts, a, out);
    parts_wipe(parts);
    return e;
}

enum err
seal_ask(const struct app *app, const struct ask *q, const struct epoch *epoch, struct arena *a,
    struct gate_pass *pass, struct sealed *out)
{
    struct request_to to;
    enum err e = request_to_card(q->card, q->ticket.made_s, &to);

    if (e)
        return e;
    fill_pass(app, q, epoch, pass);
    struct seeker_keys *keys = &app->pocket->keys;
    struct message *m = arena_alloc(a, sizeof *m);
    struct sealed s = { .pass = pass };
    if (!m)
        return ERR_INTERNAL;
    seeker_keys_fill(&pass->seed, &app->book->network, keys);
    fill_message(q, keys, m);
    e = seal_message(q, epoch, &to, m, a, &s);
    message_wipe(m);
    if (!e)
        *out = s;
    return e;
}

void
deliver(const struct app *app, const struct ticket *ticket, uint32_t epoch, struct bytes envelopes,
    struct arena *a, struct hublink_reply *out)
{
    struct hublink_request r = {
        .kind = HUBLINK_PUT,
        .epoch = epoch,
        .n_envelopes = envelopes.n / HUBLINK_ENVELOPE_BYTES,
        .envelopes = envelopes,
    };
    uint8_t *room = arena_alloc(a, HUBLINK_ROOM(r.n_envelopes));

    ticket_encode(ticket, r.ticket);
    if (!room || hublink_ask((int)app->conf->commit, &r, room, out))
        *out = (struct hublink_reply){ .status = HUBLINK_FAILED };
}

void
ticket_fresh(const struct app *app, char out[TICKET_TEXT + 1])
{
    struct once once;
    struct ticket t;

    random_fill(once.b, sizeof once.b);
    ticket_make(app->ticket_key, &app->conf->hub_id, (uint32_t)app->now_s, &once, &t);
    ticket_print(&t, out);
}
