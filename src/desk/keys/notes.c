/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/notes.h"
#include "base/file.h"
#include "base/log.h"
#include "core/open/sign.h"

enum { ROSTER_TEXT_MAX = 64 * 1024, NOTE_MAX = ROSTER_TEXT_MAX + 4096 };

static const char *const names[] = { "roster", "card" };

static void
fact_name(const char *note, char to[static 16])
{
    (void)snprintf(to, 16, "note/%s", note);
}

enum err
notes_identity(const struct members_at *at, struct sign_secret *out)
{
    const struct vault *office = vaults_by_role(at->vaults, "office");
    struct wrap_about about = { .org = at->org, .purpose = WRAP_IDENTITY };
    uint8_t seed[KEY_BYTES];
    struct wrap w;

    if (!office || !office->secret || !vault_set_has(at->hers, office))
        return ERR_FORBIDDEN;
    about.epoch = office->row.epoch;
    memcpy(about.object, at->org.b, ID_BYTES);
    memcpy(about.recipient, office->row.id.b, ID_BYTES);
    enum err e = keys_wrap_get(at->keys, &about, &w);
    e = e ? e : wrap_open(&w, &about, office->secret, &office->row.public, seed);
    if (!e)
        sign_secret_from_seed(seed, out);
    secret_wipe(seed, sizeof seed);
    return e;
}

static enum err
keep(const struct members_at *at, const struct sign_secret *identity, const char *name,
    struct bytes text)
{
    OWN(arena) a = arena_new(NOTE_MAX + 4096);
    uint8_t *note = a ? arena_alloc(a, NOTE_MAX) : NULL;
    struct writer w = writer_of(note, note ? NOTE_MAX : 0);
    char signer[ORG_SIGNER_CAP];
    char fact[16];

    if (!note)
        return ERR_INTERNAL;
    org_signer_name(&at->org, signer);
    fact_name(name, fact);
    enum err e = note_sign(text, signer, identity, &w);
    if (!e && w.full)
        e = ERR_TOO_LARGE;
    return e ? e : keys_fact_put(at->keys, fact, (struct bytes){ note, w.n });
}

enum err
notes_keep_roster(
    const struct members_at *at, const struct sign_secret *identity, const struct roster *r)
{
    uint8_t text[ROSTER_TEXT_MAX];
    struct writer w = writer_of(text, sizeof text);
    enum err e = roster_encode(r, &w);

    return e ? e : keep(at, identity, "roster", (struct bytes){ text, w.n });
}

enum err
notes_keep_card(
    const struct members_at *at, const struct sign_secret *identity, const struct card *c)
{
    uint8_t text[CARD_TEXT_MAX];
    struct writer w = writer_of(text, sizeof text);
    enum err e = card_encode(c, &w);

    return e ? e : keep(at, identity, "card", (struct bytes){ text, w.n });
}

static enum err
write_one(struct db *keys, const char *folder, const char *name)
{
    OWN(arena) a = arena_new(4 * NOTE_MAX);
    char fact[16];
    struct bytes note;

    if (!a)
        return ERR_INTERNAL;
    fact_name(name, fact);
    enum err e = keys_fact_bytes(keys, fact, a, &note);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    const char *path = arena_printf(a, "%s/%s", folder, name);
    return path ? file_replace(path, note) : ERR_INTERNAL;
}

void
notes_write_files(const struct members_at *at)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        enum err e = write_one(at->keys, at->folder, names[i]);
        if (e)
            log_event("desk-note", e, 0, names[i]);
    }
}

static enum err
settle_roster(struct db *keys, const struct root *root, const struct network_id *network,
    const char *folder, struct arena *a, struct roster *roster)
{
    struct roster *newer = arena_alloc(a, sizeof *newer);
    struct bytes note;
    enum err e = newer ? keys_fact_bytes(keys, "note/roster", a, &note) : ERR_INTERNAL;

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = roster_open(note, root, network, newer);
    if (e || newer->version <= roster->version)
        return e;
    *roster = *newer;
    return write_one(keys, folder, "roster");
}

static enum err
settle_card(struct db *keys, const struct root *root, const struct network_id *network,
    const char *folder, struct arena *a, struct card *card)
{
    struct card *newer = arena_alloc(a, sizeof *newer);
    struct bytes note;
    enum err e = newer ? keys_fact_bytes(keys, "note/card", a, &note) : ERR_INTERNAL;

    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    e = card_open(note, root, network, newer);
    if (e || newer->version <= card->version)
        return e;
    *card = *newer;
    return write_one(keys, folder, "card");
}

enum err
members_settle(struct db *keys, const struct root *root, const struct network_id *network,
    const char *folder, struct roster *roster, struct card *card)
{
    OWN(arena) a = arena_new(1 << 20);
    enum err e = a ? settle_roster(keys, root, network, folder, a, roster) : ERR_INTERNAL;

    return e ? e : settle_card(keys, root, network, folder, a, card);
}
