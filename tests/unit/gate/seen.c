/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking at pages and envelopes. */
#include "base/text.h"
#include "core/wire/shelf.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"

const char *
ticket_of(struct world *w, int64_t age_s)
{
    struct once once;
    struct ticket t;
    char *text = arena_alloc(w->a, TICKET_TEXT + 1);

    random_fill(once.b, sizeof once.b);
    ticket_make(&w->ticket_key, &w->hub, (uint32_t)(NOW_S - age_s), &once, &t);
    ticket_print(&t, text);
    return text;
}

const char *
hidden(struct world *w, const char *page, const char *name)
{
    const char *mark = arena_printf(w->a, "name=\"%s\" value=\"", name);
    const char *at = strstr(page, mark);

    if (!at)
        return NULL;
    at += strlen(mark);
    return arena_text_n(w->a, at, strcspn(at, "\""));
}

const char *
words_on(struct world *w, const char *page)
{
    const char *at = strstr(page, "<ol class=\"words\"");
    struct out o = out_in(w->a);

    assert_non_null(at);
    for (int i = 0; i < 12; i++) {
        at = strstr(at, "<li");
        assert_non_null(at);
        while (*at == '<') /* the item, and what may stand around its word */
            at = strchr(at, '>') + 1;
        out_lit(&o, at, strcspn(at, "<"));
        out_lit(&o, " ", 1);
    }
    return out_text_of(&o);
}

enum err
desk_opens(
    struct world *w, int org, const struct envelope *e, struct layer_head *head, struct message *m)
{
    struct box_public door = box_public_of(w->door[org]), people = box_public_of(w->people[org]);
    struct inner_box *inner = arena_alloc(w->a, sizeof *inner);
    struct opened *o = arena_alloc(w->a, sizeof *o);
    enum err failed = door_open(e, &w->network, w->door[org], &door, head, inner);

    if (!failed)
        failed = people_open(inner, &w->network, &w->org[org], w->people[org], &people, o);
    return failed ? failed : message_decode(o->type, (struct bytes){ o->body, o->n }, m);
}

void
answer_at(struct world *w, size_t slot, const struct seeker_keys *to, struct said s)
{
    struct message m = { .type = MESSAGE_ANSWER,
        .has = HAS_TEXT | HAS_PSK | HAS_ORG | HAS_HOUR,
        .text = bytes_of(s.text),
        .org = w->org[s.org],
        .hour = s.hour };

    seeker_psk(to, &w->org[s.psk_of], &m.psk);
    if (s.seq) {
        m.has |= HAS_SEQ;
        m.seq = s.seq;
    }
    if (s.part) {
        m.has |= HAS_PART;
        m.part = *s.part;
    }
    assert_int_equal(answer_seal(&w->network, &to->pk, &m, NULL, &w->peer->slots[slot]), OK);
}

void
shelf_of_strangers(struct world *w, size_t n_slots)
{
    static const uint8_t key[KEY_BYTES] = { 3 };

    w->peer->n_slots = n_slots;
    for (size_t i = 0; i < n_slots; i++)
        shelf_junk(key, 3, 1, (uint16_t)i, &w->peer->slots[i]);
}
