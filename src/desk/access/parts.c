/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/parts.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/handlers.h"
#include "desk/view.h"
#include "http/reply.h"

enum access_says
parts_says(struct req *rq)
{
    uint64_t n = 0;

    return text_u64(view_param(rq, "s"), 1, N_SAYS - 1, &n) ? SAYS_NOTHING : (enum access_says)n;
}

enum err
parts_back(struct req *rq, const char *path, enum access_says s)
{
    const char *to = s ? arena_printf(rq->arena, "%s?s=%d", path, (int)s) : path;

    return to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

enum err
parts_bytes(struct req *rq, const char *field, struct bytes *out)
{
    const char *text = form_text(&rq->caller->form, field);
    size_t n = strlen(text);
    uint8_t *to = n > 0 && n <= 2 * PASSKEY_PART_MAX ? arena_alloc(rq->arena, n) : NULL;
    size_t got = 0;

    if (!to || b64_decode(text, n, to, n, &got) || got == 0 || got > PASSKEY_PART_MAX)
        return ERR_MALFORMED;
    *out = (struct bytes){ to, got };
    return OK;
}

const char *
parts_b64(struct arena *a, const uint8_t *p, size_t n)
{
    char *to = arena_alloc(a, B64_CAP(n));

    if (to)
        b64_encode((struct bytes){ p, n }, to);
    return to;
}

const char *
parts_hex(struct arena *a, const uint8_t *p, size_t n)
{
    char *to = arena_alloc(a, 2 * n + 1);

    if (to)
        hex_encode((struct bytes){ p, n }, to);
    return to ? to : "";
}

enum err
parts_passkey(struct req *rq, const uint8_t challenge[CHALLENGE_BYTES], const struct factor *all,
    size_t n, const struct session *member, struct passkey_form *out)
{
    struct arena *a = rq->arena;
    char rp[RP_CAP];
    const char *ids = "";

    if (passkey_rp_of(rq->app->conf.origin, rp))
        return ERR_NOT_FOUND;
    for (size_t i = 0; ids && i < n; i++) {
        if (all[i].kind != FACTOR_PASSKEY)
            continue;
        const char *id = parts_b64(a, all[i].credential, all[i].n_credential);
        ids = id ? arena_printf(a, "%s%s%s", ids, *ids ? "," : "", id) : NULL;
    }
    struct passkey_form p = { .rp = arena_text(a, rp),
        .challenge = parts_b64(a, challenge, CHALLENGE_BYTES),
        .ids = ids,
        .user = member ? parts_b64(a, member->member.b, ID_BYTES) : NULL,
        .name = member ? member->name : NULL };
    if (!p.rp || !p.challenge || !p.ids || (member && !p.user))
        return ERR_INTERNAL;
    *out = p;
    return OK;
}

int64_t
parts_wait_s(struct req *rq)
{
    bool known;
    const char *name = rq->caller->session->name;
    const char *slow = access_slow_name(rq, name, &known);
    int64_t tries = slow_wait_ms(&rq->app->slow, slow, clock_steady_ms());
    int64_t work = slow_work_wait_ms(&rq->app->slow, name, clock_steady_ms());

    return ((tries > work ? tries : work) + 999) / 1000;
}

enum err
parts_know(struct req *rq, const char *name, const char *slow, bool counted, const char *typed,
    struct member *out, struct box_secret *secret)
{
    struct slow *s = &rq->app->slow;
    int64_t before = clock_work_ms();

    if (counted && slow_work_wait_ms(s, name, clock_steady_ms()) > 0)
        return ERR_BUSY;
    enum err e = desk_know(rq->app, name, slow, typed, out, secret);
    if (counted)
        slow_worked(s, name, clock_steady_ms(), clock_work_ms() - before);
    return e;
}

enum err
parts_passphrase(struct req *rq, const char *typed, struct member *out, struct box_secret *secret)
{
    OWN(box_secret) own = box_secret_new();
    const char *name = rq->caller->session->name;
    struct member m;
    bool known;
    const char *slow = access_slow_name(rq, name, &known);

    if (!own)
        return ERR_INTERNAL;
    enum err e = parts_know(rq, name, slow, true, typed, &m, own);
    if (e)
        return e;
    slow_passed(&rq->app->slow, slow);
    if (secret)
        memcpy(secret->b, own->b, sizeof own->b);
    *out = m;
    return OK;
}
