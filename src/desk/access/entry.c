/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/entry.h"
#include "base/text.h"
#include "core/wire/content.h"

void
entry_end(struct entry *e)
{
    box_secret_drop(&e->secret);
    arena_drop(&e->memory);
    secret_wipe(e, sizeof *e);
}

void
entries_expire(struct entries *all, int64_t now_ms)
{
    for (size_t i = 0; i < ENTRIES_MAX; i++)
        if (all->e[i].used && now_ms >= all->e[i].until_ms)
            entry_end(&all->e[i]);
}

void
entries_wipe(struct entries *all)
{
    for (size_t i = 0; i < ENTRIES_MAX; i++)
        entry_end(&all->e[i]);
}

static struct entry *
room(struct entries *all)
{
    struct entry *oldest = &all->e[0];

    for (size_t i = 0; i < ENTRIES_MAX; i++) {
        if (!all->e[i].used)
            return &all->e[i];
        if (all->e[i].until_ms < oldest->until_ms)
            oldest = &all->e[i];
    }
    entry_end(oldest);
    return oldest;
}

static enum err
keep_typed(struct entry *e, const struct case_typed *typed)
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

static void
random_text(char to[SESSION_TOKEN_CAP])
{
    uint8_t b[32];

    random_fill(b, sizeof b);
    b64_encode((struct bytes){ b, sizeof b }, to);
    secret_wipe(b, sizeof b);
}

enum err
entry_begin(struct entries *all, const struct member *m, struct box_secret **secret,
    const struct case_typed *typed, const char *to, int64_t now_ms, char token[SESSION_TOKEN_CAP],
    struct entry **out)
{
    entries_expire(all, now_ms);
    struct entry *e = room(all);

    *e = (struct entry){ .used = true, .m = *m, .until_ms = now_ms + ENTRY_MS };
    random_text(token);
    random_text(e->csrf);
    e->token_hash = digest_blake2b(bytes_of(token));
    (void)snprintf(e->to, sizeof e->to, "%s", strlen(to) < sizeof e->to ? to : "");
    entry_challenge(e);
    enum err failed = keep_typed(e, typed);
    if (failed) {
        entry_end(e);
        return failed;
    }
    e->secret = TAKE(*secret);
    *out = e;
    return OK;
}

struct entry *
entry_find(struct entries *all, const char *token, int64_t now_ms)
{
    struct digest hash = digest_blake2b(bytes_of(token));

    for (size_t i = 0; i < ENTRIES_MAX; i++) {
        struct entry *e = &all->e[i];
        if (e->used && now_ms < e->until_ms && secret_equal(e->token_hash.b, hash.b, sizeof hash.b))
            return e;
    }
    return NULL;
}

bool
entry_failed(struct entry *e)
{
    bool over = ++e->tries >= ENTRY_TRIES;

    if (over)
        entry_end(e);
    return over;
}

void
entry_challenge(struct entry *e)
{
    random_fill(e->challenge, sizeof e->challenge);
}
