/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What her passphrase has to be typed for: removing a second factor, and a new passphrase. */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/access/handlers.h"
#include "desk/access/parts.h"
#include "desk/view.h"
#include "http/reply.h"

static enum err
frame_of(struct req *rq, struct desk_frame *f)
{
    view_frame(rq, PLACE_SETTINGS, f);
    return f->has_cases ? view_counts(rq, f) : OK;
}

/* ---- Remove a factor. */

static enum err
factor_of_path(struct req *rq, struct factor *out)
{
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    uint8_t id[ID_BYTES];
    size_t n = 0;
    enum err e =
        all ? factor_list(rq->app->keys, &rq->caller->session->member, all, &n) : ERR_INTERNAL;

    if (e || hex_decode(rq->parts[0], id, sizeof id))
        return e ? e : ERR_NOT_FOUND;
    for (size_t i = 0; i < n; i++)
        if (id_equal(all[i].id, id)) {
            *out = all[i];
            return OK;
        }
    return ERR_NOT_FOUND;
}

enum err
get_settings_factor(struct req *rq)
{
    struct factor *f = arena_alloc(rq->arena, sizeof *f);
    struct factor_view v = { .says = parts_says(rq), .wait_s = parts_wait_s(rq) };
    struct out o = out_in(rq->arena);
    enum err e = f ? factor_of_path(rq, f) : ERR_INTERNAL;

    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/settings", SAYS_OLD_PAGE);
    e = e ? e : frame_of(rq, &v.f);
    if (e)
        return e;
    v.row = (struct factor_row){ parts_hex(rq->arena, f->id, ID_BYTES), f->kind, f->label,
        f->added_day, f->used_day };
    page_desk_factor(&o, &v);
    return reply_page(rq, 200, &o);
}

/* With the last factor the recovery codes go. */
static enum err
remove_factor(struct req *rq, const uint8_t id[ID_BYTES])
{
    const struct member_id *m = &rq->caller->session->member;
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    size_t n = 0;
    enum err e = all ? db_begin(rq->app->keys, TX_WRITE) : ERR_INTERNAL;

    if (e)
        return e;
    e = factor_erase(rq->app->keys, m, id);
    e = e ? e : factor_list(rq->app->keys, m, all, &n);
    if (!e && n == 0)
        e = recovery_erase(rq->app->keys, m);
    return db_end(rq->app->keys, e);
}

enum err
post_settings_factor(struct req *rq)
{
    const char *page = arena_printf(rq->arena, "/settings/factor/%s", rq->parts[0]);
    struct factor *f = arena_alloc(rq->arena, sizeof *f);
    struct member m;

    if (!page || !f)
        return ERR_INTERNAL;
    enum err e = parts_passphrase(rq, form_text(&rq->caller->form, "passphrase"), &m, NULL);
    if (e == ERR_FORBIDDEN || e == ERR_BUSY)
        return parts_back(rq, page, e == ERR_BUSY ? SAYS_NOTHING : SAYS_PASSPHRASE_WRONG);
    e = e ? e : factor_of_path(rq, f);
    e = e ? e : remove_factor(rq, f->id);
    if (e == ERR_NOT_FOUND)
        return parts_back(rq, "/settings", SAYS_OLD_PAGE);
    if (e)
        return e;
    desk_audit(rq->app, AUDIT_FACTOR_REMOVED, &m.id, m.name, f->label);
    return parts_back(rq, "/settings", SAYS_FACTOR_GONE);
}

/* ---- A new passphrase. */

enum err
get_settings_passphrase(struct req *rq)
{
    const struct offer *offer = rq->caller->session->offer;
    struct passphrase_view v = { .says = parts_says(rq), .wait_s = parts_wait_s(rq) };
    struct out o = out_in(rq->arena);
    enum err e = frame_of(rq, &v.f);

    if (e)
        return e;
    if (offer && offer->has_passphrase) {
        v.words = offer->passphrase;
        v.ask[0] = offer->ask[0];
        v.ask[1] = offer->ask[1];
    }
    page_desk_passphrase(&o, &v);
    return reply_page(rq, 200, &o);
}

/* Her key once more, under a passphrase that nothing uses yet. */
static enum err
make_offer(struct req *rq, const struct member *m, const struct box_secret *secret)
{
    struct offer *offer = session_offer(rq->caller->session);
    OWN(member_kek) kek = member_kek_new();

    if (!offer || !kek)
        return ERR_INTERNAL;
    offer->has_passphrase = false;
    offer->resealed = *m;
    offer->resealed.cost = kek_cost_real();
    random_fill(offer->resealed.salt, sizeof offer->resealed.salt);
    member_passphrase_new(offer->passphrase);
    words_draw(offer->ask);
    int64_t before = clock_work_ms();
    enum err e = member_kek_of(
        bytes_of(offer->passphrase), offer->resealed.salt, &offer->resealed.cost, kek);
    slow_worked(&rq->app->slow, m->name, clock_steady_ms(), clock_work_ms() - before);
    if (e)
        return e;
    member_seal(kek, &rq->app->org, &m->id, secret, NULL, offer->resealed.sealed);
    offer->has_passphrase = true;
    return OK;
}

static enum err
begin_new(struct req *rq)
{
    OWN(box_secret) secret = box_secret_new();
    struct member m;

    if (!secret)
        return ERR_INTERNAL;
    enum err e = parts_passphrase(rq, form_text(&rq->caller->form, "passphrase"), &m, secret);
    if (e == ERR_FORBIDDEN || e == ERR_BUSY)
        return parts_back(
            rq, "/settings/passphrase", e == ERR_BUSY ? SAYS_NOTHING : SAYS_PASSPHRASE_WRONG);
    e = e ? e : make_offer(rq, &m, secret);
    return e ? e : parts_back(rq, "/settings/passphrase", SAYS_NOTHING);
}

static enum err
keep_new(struct req *rq)
{
    struct session *s = rq->caller->session;
    const struct form *f = &rq->caller->form;

    if (!s->offer || !s->offer->has_passphrase)
        return parts_back(rq, "/settings/passphrase", SAYS_OLD_PAGE);
    if (!word_is(s->offer->passphrase, s->offer->ask[0], form_text(f, "w1")) ||
        !word_is(s->offer->passphrase, s->offer->ask[1], form_text(f, "w2")))
        return parts_back(rq, "/settings/passphrase", SAYS_WORDS_WRONG);
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    e = e ? e : db_end(rq->app->keys, member_reseal(rq->app->keys, &s->offer->resealed));
    if (e)
        return e;
    session_withdraw(s);
    desk_end_member(rq->app, &s->member, s);
    desk_audit(rq->app, AUDIT_PASSPHRASE, &s->member, s->name, "");
    return parts_back(rq, "/settings", SAYS_PASSPHRASE_NEW);
}

enum err
post_settings_passphrase(struct req *rq)
{
    const char *act = form_text(&rq->caller->form, "act");

    if (strcmp(act, "make") == 0)
        return begin_new(rq);
    if (strcmp(act, "keep") == 0)
        return keep_new(rq);
    session_withdraw(rq->caller->session);
    return parts_back(rq, "/settings", SAYS_NOTHING);
}
