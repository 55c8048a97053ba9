/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/halfway.h"
#include "core/wire/content.h"

void
halfway_end(struct halfway *e)
{
    box_secret_drop(&e->secret);
    arena_drop(&e->memory);
    secret_wipe(e, sizeof *e);
}

void
halfway_end_member(struct halfways *all, const struct member_id *m)
{
    for (size_t i = 0; i < HALFWAYS_MAX; i++)
        if (all->e[i].used && id_equal(all->e[i].m.id.b, m->b))
            halfway_end(&all->e[i]);
}

void
halfways_expire(struct halfways *all, int64_t now_ms)
{
    for (size_t i = 0; i < HALFWAYS_MAX; i++)
        if (all->e[i].used && now_ms >= all->e[i].until_ms)
            halfway_end(&all->e[i]);
}

void
halfways_wipe(struct halfways *all)
{
    for (size_t i = 0; i < HALFWAYS_MAX; i++)
        halfway_end(&all->e[i]);
}

static struct halfway *
room(struct halfways *all)
{
    struct halfway *oldest = &all->e[0];

    for (size_t i = 0; i < HALFWAYS_MAX; i++) {
        if (!all->e[i].used)
            return &all->e[i];
        if (all->e[i].until_ms < oldest->until_ms)
            oldest = &all->e[i];
    }
    halfway_end(oldest);
    return oldest;
}

static enum err
keep_typed(struct halfway *e, const struct case_typed *typed)
{
    e->typed = (struct case_typed){ .form = FORM_NONE };
    if (typed->form == FORM_NONE)
        return OK;
    e->memory = arena_new(LOGIN_FORM_MAX + 4096);
    if (!e->memory)
        return ERR_INTERNAL;
    struct case_typed kept = *typed;
    kept.text = arena_text(e->memory, typed->text);
    kept.pick = arena_text(e->memory, typed->pick);
    kept.by = arena_text(e->memory, typed->by);
    if (!kept.text || !kept.pick || !kept.by)
        return ERR_INTERNAL;
    e->typed = kept;
    return OK;
}

enum err
halfway_begin(struct halfways *all, const struct member *m, struct box_secret **secret,
    const struct case_typed *typed, const char *to, int64_t now_ms, char token[SESSION_TOKEN_CAP],
    struct halfway **out)
{
    halfways_expire(all, now_ms);
    struct halfway *e = room(all);

    *e = (struct halfway){ .used = true, .m = *m, .until_ms = now_ms + HALFWAY_MS };
    session_random_text(token);
    session_random_text(e->csrf);
    e->token_hash = digest_blake2b(bytes_of(token));
    (void)snprintf(e->to, sizeof e->to, "%s", strlen(to) < sizeof e->to ? to : "");
    halfway_challenge(e);
    enum err failed = keep_typed(e, typed);
    if (failed) {
        halfway_end(e);
        return failed;
    }
    e->secret = TAKE(*secret);
    *out = e;
    return OK;
}

struct halfway *
halfway_find(struct halfways *all, const char *token, int64_t now_ms)
{
    struct digest hash = digest_blake2b(bytes_of(token));

    for (size_t i = 0; i < HALFWAYS_MAX; i++) {
        struct halfway *e = &all->e[i];
        if (e->used && now_ms < e->until_ms && secret_equal(e->token_hash.b, hash.b, sizeof hash.b))
            return e;
    }
    return NULL;
}

bool
halfway_failed(struct halfway *e)
{
    bool over = ++e->tries >= HALFWAY_TRIES;

    if (over)
        halfway_end(e);
    return over;
}

void
halfway_challenge(struct halfway *e)
{
    random_fill(e->challenge, sizeof e->challenge);
}
