/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/invitations.h"
#include "base/text.h"
#include "core/open/words.h"
#include "core/wire/content.h"
#include "keys.gen.h"

static struct bytes
id_of(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

static enum err
read_name(struct db_stmt *s, int column, char to[MEMBER_NAME_MAX + 1])
{
    const char *text = db_text(s, column);

    if (!text || strlen(text) > MEMBER_NAME_MAX)
        return ERR_MALFORMED;
    memcpy(to, text, strlen(text) + 1);
    return OK;
}

static enum err
read_one(struct db_stmt *s, struct invitation *out)
{
    struct invitation i = { .roles = (uint32_t)db_i64(s, 2),
        .until_s = db_i64(s, 4),
        .begun = !db_is_null(s, 5),
        .confirmed = db_i64(s, 6) != 0 };
    enum err e = db_fixed(s, 0, i.id, sizeof i.id);

    e = e ? e : read_name(s, 1, i.name);
    e = e ? e : read_name(s, 3, i.by_name);
    if (!e && i.begun)
        e = db_fixed(s, 5, i.member.b, ID_BYTES);
    if (!e)
        *out = i;
    return e;
}

static bool
is_name(const char *name)
{
    size_t n = strlen(name);
    bool plain = n > 0 && n <= MEMBER_NAME_MAX && utf8_is_valid(bytes_of(name)) && name[0] != ' ' &&
                 name[n - 1] != ' ';

    for (const char *c = name; *c; c++)
        plain = plain && (unsigned char)*c >= ' ' && *c != 0x7f && *c != '"' && *c != '\\';
    return plain;
}

enum err
invitation_new(struct db *keys, const char *name, uint32_t roles, const char *by_name,
    int64_t now_s, int64_t for_s, char token[SESSION_TOKEN_CAP])
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_PUT);
    struct invitation all[INVITATIONS_MAX];
    char made[SESSION_TOKEN_CAP];
    uint8_t id[ID_BYTES];
    struct member m;
    size_t n = 0;

    if (!is_name(name) || for_s < INVITATION_MIN_S || for_s > INVITATION_MAX_S)
        return ERR_MALFORMED;
    enum err taken = keys_member_get(keys, name, &m);
    if (taken != ERR_NOT_FOUND)
        return taken ? taken : ERR_CONFLICT;
    enum err e = invitation_list(keys, all, &n);
    if (e || n == INVITATIONS_MAX)
        return e ? e : ERR_TOO_LARGE;
    session_random_text(made);
    random_fill(id, sizeof id);
    struct digest hash = digest_blake2b(bytes_of(made));
    db_bind_bytes(s, 1, id_of(id));
    db_bind_bytes(s, 2, (struct bytes){ hash.b, sizeof hash.b });
    db_bind_text(s, 3, name);
    db_bind_i64(s, 4, roles);
    db_bind_text(s, 5, by_name);
    db_bind_i64(s, 6, now_s + for_s);
    e = db_run(s);
    if (!e)
        memcpy(token, made, sizeof made);
    return e;
}

enum err
invitation_by_token(struct db *keys, const char *token, int64_t now_s, struct invitation *out)
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_BY_HASH);
    struct digest hash = digest_blake2b(bytes_of(token));
    struct invitation i;

    db_bind_bytes(s, 1, (struct bytes){ hash.b, sizeof hash.b });
    enum err e = db_one(s);
    e = e ? e : read_one(s, &i);
    if (e)
        return e;
    if (!i.confirmed && now_s >= i.until_s)
        return ERR_NOT_FOUND;
    *out = i;
    return OK;
}

enum err
invitation_get(struct db *keys, const uint8_t id[ID_BYTES], struct invitation *out)
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_BY_ID);

    db_bind_bytes(s, 1, id_of(id));
    enum err e = db_one(s);
    return e ? e : read_one(s, out);
}

enum err
invitation_list(struct db *keys, struct invitation to[INVITATIONS_MAX], size_t *n)
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_LIST);
    bool row = true;
    enum err e = OK;

    for (*n = 0; !e && *n < INVITATIONS_MAX && !(e = db_step(s, &row)) && row; (*n)++)
        e = read_one(s, &to[*n]);
    return e;
}

static enum err
erase_enrolled(struct db *keys, const struct member_id *m)
{
    OWN(db_stmt) s = db_use(keys, KEYS_ENROLLED_ERASE);

    db_bind_bytes(s, 1, id_of(m->b));
    return db_run(s);
}

enum err
invitation_erase(struct db *keys, const uint8_t id[ID_BYTES])
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_ERASE);
    struct invitation i;
    enum err e = invitation_get(keys, id, &i);

    if (!e && i.begun)
        e = erase_enrolled(keys, &i.member);
    if (e)
        return e;
    db_bind_bytes(s, 1, id_of(id));
    return db_run(s);
}

/* ---- The invited person's side. */

static struct joining *
room(struct joinings *j, int64_t now_ms)
{
    struct joining *found = NULL;

    if (!j->all)
        j->all = guarded_alloc(JOININGS_MAX * sizeof *j->all);
    for (size_t i = 0; j->all && !found && i < JOININGS_MAX; i++)
        if (!j->all[i].used || now_ms >= j->all[i].until_ms)
            found = &j->all[i];
    return found;
}

static enum err
remember(struct db *keys, const uint8_t invitation[ID_BYTES], const struct member_id *m)
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_BEGUN);
    enum err e = db_begin(keys, TX_WRITE);

    if (e)
        return e;
    db_bind_bytes(s, 1, id_of(invitation));
    db_bind_bytes(s, 2, id_of(m->b));
    e = db_run(s);
    if (!e && db_n_changed(keys) != 1)
        e = ERR_NOT_FOUND; /* taken back meanwhile */
    return db_end(keys, e);
}

static enum err
forget_earlier(struct db *keys, const struct invitation *from)
{
    if (!from->begun)
        return OK;
    enum err e = db_begin(keys, TX_WRITE);
    return e ? e : db_end(keys, erase_enrolled(keys, &from->member));
}

enum err
joining_begin(struct joinings *j, struct db *keys, const struct org_id *org,
    const struct invitation *from, const char *lang, int64_t now_ms, char token[SESSION_TOKEN_CAP])
{
    const struct enrolment who = { from->name, lang };
    char made[SESSION_TOKEN_CAP];
    struct member m;

    if (from->confirmed)
        return ERR_CONFLICT;
    if (joining_find(j, from->id, now_ms))
        return ERR_FORBIDDEN;
    struct joining *one = room(j, now_ms);
    if (!one)
        return j->all ? ERR_BUSY : ERR_INTERNAL;
    secret_wipe(one, sizeof *one);
    enum err e = forget_earlier(keys, from);
    e = e ? e : member_enrol(keys, org, &who, one->passphrase, &m);
    e = e ? e : remember(keys, from->id, &m.id);
    if (e) {
        secret_wipe(one, sizeof *one);
        return e;
    }
    one->used = true;
    memcpy(one->invitation, from->id, ID_BYTES);
    words_draw(one->ask);
    one->until_ms = now_ms + JOINING_MS;
    one->member = m.id;
    session_random_text(made);
    one->token_hash = digest_blake2b(bytes_of(made));
    memcpy(token, made, sizeof made);
    return OK;
}

struct joining *
joining_find(struct joinings *j, const uint8_t invitation[ID_BYTES], int64_t now_ms)
{
    for (size_t i = 0; j->all && i < JOININGS_MAX; i++)
        if (j->all[i].used && now_ms < j->all[i].until_ms &&
            id_equal(j->all[i].invitation, invitation))
            return &j->all[i];
    return NULL;
}

bool
joining_is_of(const struct joining *one, const char *token)
{
    struct digest hash = digest_blake2b(bytes_of(token ? token : ""));

    return token && secret_equal(one->token_hash.b, hash.b, sizeof hash.b);
}

enum err
joining_confirm(struct joining *one, struct db *keys, const char *first, const char *second)
{
    OWN(db_stmt) s = db_use(keys, KEYS_INVITATION_CONFIRMED);

    if (!word_is(one->passphrase, one->ask[0], first) ||
        !word_is(one->passphrase, one->ask[1], second))
        return ERR_FORBIDDEN;
    enum err e = db_begin(keys, TX_WRITE);
    if (e)
        return e;
    db_bind_bytes(s, 1, id_of(one->invitation));
    e = db_end(keys, db_run(s));
    if (!e)
        secret_wipe(one, sizeof *one);
    return e;
}

void
joinings_done(struct joinings *j)
{
    guarded_free(j->all);
    j->all = NULL;
}

void
fingerprint_of(const struct box_public *key, char out[FINGERPRINT_CAP])
{
    OWN(seed) s = seed_new();
    struct digest d = digest_keyed(key->b, "member key", (struct bytes){ key->b, KEY_BYTES });
    struct words w;

    out[0] = '\0';
    if (!s)
        return;
    memcpy(s->b, d.b, SEED_BYTES);
    if (!words_encode(s, WORDS_EN, &w))
        (void)snprintf(
            out, FINGERPRINT_CAP, "%s %s %s %s", w.word[0], w.word[1], w.word[2], w.word[3]);
}
