/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/renewing.h"
#include "base/clock.h"
#include "cases.gen.h"
#include "core/seal/envelope_seal.h"

enum { RENEW_URGENCY = 4 /* what is new goes first */ };

enum err
renew_put(const struct casebook *b, const struct case_full *c, const struct parts *parts,
    const struct content_id *answer, int64_t now_s)
{
    int64_t day = day_of(now_s);
    enum err e = OK;

    for (int k = 0; !e && k < RENEW_TIMES; k++) {
        day += RENEW_EVERY_DAYS;
        for (size_t i = 0; !e && i < parts->n; i++) {
            struct outgoing out = { .shelf16 = c->card.shelf16 };
            e = answer_seal(&b->network, &c->card.pk, &parts->m[i], NULL, &out.envelope);
            e = e ? e : store_out_put_copy(b->at.records, &out, RENEW_URGENCY, day, answer);
        }
    }
    return e;
}

enum err
renew_stop(const struct casebook *b, int64_t id)
{
    OWN(db_stmt) s = db_use(b->p, CASES_ENTRY_ANSWERS);
    bool row = true;
    enum err e = OK;

    db_bind_i64(s, 1, id);
    while (!e && !(e = db_step(s, &row)) && row) {
        struct content_id answer;
        e = db_fixed(s, 0, answer.b, sizeof answer.b);
        e = e ? e : store_out_erase_copies(b->at.records, &answer);
    }
    return e;
}
