/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/sessions.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/wire/content.h"
#include <strings.h>

static struct digest
hash_of(const char *token)
{
    return digest_blake2b(bytes_of(token));
}

void
session_random_text(char to[SESSION_TOKEN_CAP])
{
    uint8_t b[32];

    random_fill(b, sizeof b);
    b64_encode((struct bytes){ b, sizeof b }, to);
    secret_wipe(b, sizeof b);
}

/* Where she begins to work: the first vault of the organisation with cases, else her own. */
static struct vault *
first_place(const struct vault_set *set)
{
    struct vault *at = NULL;

    for (size_t i = 0; i < set->n; i++)
        if (vault_has_cases(set->v[i]) && (!at || strcmp(set->v[i]->row.role, "intake") == 0))
            at = set->v[i];
    return at;
}

enum err
session_begin(struct sessions *all, const struct member *m, const struct vault_set *vaults,
    int64_t now_ms, char token[SESSION_TOKEN_CAP], struct session **out)
{
    struct session *s = NULL;

    for (size_t i = 0; !s && i < MAX_SESSIONS; i++)
        s = all->s[i].used ? NULL : &all->s[i];
    if (!s)
        return ERR_BUSY;
    session_random_text(token);
    *s = (struct session){ .used = true,
        .token_hash = hash_of(token),
        .member = m->id,
        .roles = m->roles,
        .vaults = *vaults,
        .at = first_place(vaults),
        .last_ms = now_ms,
        .began_ms = now_ms };
    memcpy(s->name, m->name, sizeof s->name);
    memcpy(s->lang, m->lang, sizeof s->lang);
    hex_encode((struct bytes){ s->member.b, ID_BYTES }, s->member_hex);
    session_random_text(s->csrf);
    *out = s;
    return OK;
}

struct session *
session_find(struct sessions *all, const char *token)
{
    struct digest hash = hash_of(token);

    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (all->s[i].used && secret_equal(all->s[i].token_hash.b, hash.b, sizeof hash.b))
            return &all->s[i];
    return NULL;
}

void
session_touch(struct session *s, int64_t now_ms)
{
    s->last_ms = now_ms;
}

struct offer *
session_offer(struct session *s)
{
    if (!s->offer)
        s->offer = guarded_alloc(sizeof *s->offer);
    return s->offer;
}

void
session_withdraw(struct session *s)
{
    if (s->offer)
        arena_drop(&s->offer->paper);
    guarded_free(s->offer);
    s->offer = NULL;
}

int64_t
session_limit_ms(const struct sessions *all, const struct session *s)
{
    return s->idle_ms > 0 && s->idle_ms < all->idle_ms ? s->idle_ms : all->idle_ms;
}

int64_t
session_left_ms(const struct sessions *all, const struct session *s, int64_t now_ms)
{
    int64_t idle_ms = session_limit_ms(all, s) - (now_ms - s->last_ms);
    int64_t age_ms = SESSION_MAX_MS - (now_ms - s->began_ms);

    return idle_ms < age_ms ? idle_ms : age_ms;
}

void
session_handle(const struct session *s, char out[static SESSION_HANDLE_CAP])
{
    hex_encode((struct bytes){ s->token_hash.b, (SESSION_HANDLE_CAP - 1) / 2 }, out);
}

void
words_draw(unsigned ask[2])
{
    unsigned first = random_below(PASSPHRASE_WORDS);
    unsigned second = random_below(PASSPHRASE_WORDS - 1);

    second += second >= first;
    ask[0] = first < second ? first : second;
    ask[1] = first < second ? second : first;
}

bool
word_is(const char *passphrase, unsigned i, const char *typed)
{
    const char *word = passphrase;

    for (; i > 0 && *word; i--)
        word += strcspn(word, " ") + 1;
    typed += strspn(typed, " ");
    size_t n = strcspn(typed, " ");
    return n > 0 && n == strcspn(word, " ") && strncasecmp(word, typed, n) == 0 &&
           typed[n + strspn(typed + n, " ")] == '\0';
}

enum err
session_keep(struct session *s, const struct case_typed *t)
{
    OWN(arena) memory = arena_new(LOGIN_FORM_MAX + 4096);
    struct case_typed kept = *t;

    if (!memory)
        return ERR_INTERNAL;
    kept.text = arena_text(memory, t->text);
    kept.pick = arena_text(memory, t->pick);
    kept.by = s->member_hex;
    if (!kept.text || !kept.pick)
        return ERR_INTERNAL;
    session_forget(s);
    s->memory = TAKE(memory);
    s->typed = kept;
    return OK;
}

void
session_forget(struct session *s)
{
    arena_drop(&s->memory);
    s->typed = (struct case_typed){ .form = FORM_NONE };
}

void
session_end(struct session *s)
{
    if (!s->used)
        return;
    session_forget(s);
    session_withdraw(s);
    vaults_leave(&s->vaults);
    secret_wipe(s, sizeof *s);
}

void
session_end_all(struct sessions *all, struct vaults *v)
{
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        session_end(&all->s[i]);
    vaults_close_all(v);
}

struct session *
session_over(struct sessions *all, int64_t now_ms)
{
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (all->s[i].used && session_left_ms(all, &all->s[i], now_ms) <= 0)
            return &all->s[i];
    return NULL;
}

size_t
session_count(const struct sessions *all)
{
    size_t n = 0;

    for (size_t i = 0; i < MAX_SESSIONS; i++)
        n += all->s[i].used;
    return n;
}

bool
session_csrf_is(const struct session *s, const char *value)
{
    size_t n = strlen(s->csrf);

    return strlen(value) == n && secret_equal((const uint8_t *)s->csrf, (const uint8_t *)value, n);
}
