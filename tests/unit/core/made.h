/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_CORE_MADE_H
#define TESTS_UNIT_CORE_MADE_H
/* The same made-up values as the vectors use, and views of the vectors. */
#include "core/wire/message.h"
#include "vectors.gen.h"

#define V(array)          ((struct bytes){ (array), sizeof(array) })
#define VTEXT(array)      ((struct bytes){ (const uint8_t *)(array), sizeof(array) - 1 })
#define FILL(field, from) memcpy((field), (from), sizeof(field))

/* start, start + 1, ... */
static inline void
run_fill(uint8_t start, uint8_t *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(start + i);
}

static inline struct network_id
made_network(void)
{
    struct network_id n;
    FILL(n.b, v_seeker_network);
    return n;
}

static inline struct org_id
made_org(void)
{
    struct org_id o;
    FILL(o.b, v_seeker_org);
    return o;
}

/* The person's part of the vectors: text, card, psk, language. */
static inline struct message
made_message(enum message_type type)
{
    struct message m = { .type = type, .text = V(v_request_text), .lang = "ru" };

    m.has = HAS_TEXT | HAS_CARD | HAS_PSK | HAS_LANG;
    FILL(m.card.pk.b, v_seeker_public);
    m.card.shelf16 = (uint16_t)(v_seeker_shelf16[0] << 8 | v_seeker_shelf16[1]);
    FILL(m.psk.b, v_seeker_psk);
    return m;
}

static inline struct message
made_request(void)
{
    struct message m = made_message(MESSAGE_REQUEST);

    FILL(m.nonce, v_request_nonce);
    m.has |= HAS_ANSWERS;
    m.answers = (struct answers){ .form = 1,
        .who = 2,
        .country = "AM",
        .has_day = true,
        .day = 20800,
        .day_kind = 2,
        .danger = 3,
        .safe = 1 };
    return m;
}

static inline struct message
made_answer(void)
{
    struct message m = made_message(MESSAGE_ANSWER);

    m.has = HAS_TEXT | HAS_PSK | HAS_LANG | HAS_SEQ | HAS_PREVIOUS | HAS_ORG | HAS_HOUR;
    FILL(m.nonce, v_answer_nonce);
    m.text = V(v_answer_text);
    m.seq = 2;
    run_fill(0x10, m.previous.b, sizeof m.previous.b);
    m.org = made_org();
    m.hour = 498888;
    return m;
}

#endif
