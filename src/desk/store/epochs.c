/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/store/epochs.h"
#include "core/wire/content.h"

struct wrap_about
epoch_about(const struct stream_place *p, const struct stream_id *stream, uint32_t epoch,
    const uint8_t to[ID_BYTES])
{
    struct wrap_about about = { .org = p->org, .purpose = WRAP_STREAM, .epoch = epoch };

    memcpy(about.object, stream->b, ID_BYTES);
    memcpy(about.recipient, to, ID_BYTES);
    return about;
}

/* The public key of a vault or member as the signed roster has it; NULL: not there. */
static const struct box_public *
key_in_roster(const struct roster *r, const uint8_t id[ID_BYTES])
{
    struct vault_id vault;
    struct member_id member;

    memcpy(vault.b, id, ID_BYTES);
    memcpy(member.b, id, ID_BYTES);
    const struct roster_vault *v = roster_vault_find(r, &vault);
    const struct roster_member *m = v ? NULL : roster_member_find(r, &member);
    return v ? &v->key : m ? &m->key : NULL;
}

static bool
is_key_of(const struct box_public *key, const struct vault *v)
{
    return bytes_equal(
        (struct bytes){ key->b, KEY_BYTES }, (struct bytes){ v->row.public.b, KEY_BYTES });
}

enum err
epoch_give(const struct stream_place *p, const struct stream_id *stream, uint32_t epoch,
    const struct stream_key *key, const uint8_t to[ID_BYTES])
{
    const struct box_public *public = key_in_roster(p->roster, to);
    struct wrap_about about = epoch_about(p, stream, epoch, to);
    bool here = id_equal(to, p->vault->row.id.b);
    struct kept kept;
    struct wrap w;

    if (!public || (here && !is_key_of(public, p->vault)))
        return ERR_FORBIDDEN;
    enum err e = wrap_seal(&about, public, key->b, NULL, &w);
    e = e ? e : keys_wrap_put(p->keys, &about, &w);
    if (e || !here)
        return e;
    kept_seal(p->vault->kept_key, &about, key->b, NULL, &kept);
    return keys_kept_put(p->keys, &about, &kept);
}

enum err
epoch_open(const struct stream_place *p, const struct stream_id *stream, uint32_t epoch,
    struct stream_key *out, uint32_t *found)
{
    struct kept_row row;
    enum err e = keys_kept_get(p->keys, stream, p->vault->row.id.b, epoch, &row);

    if (e)
        return e;
    struct wrap_about about = epoch_about(p, stream, row.epoch, p->vault->row.id.b);
    *found = row.epoch;
    return kept_open(p->vault->kept_key, &about, &row.kept, out->b);
}

enum err
epoch_next(const struct stream_place *p, const struct stream_id *stream, struct stream_key *key,
    uint32_t *epoch)
{
    uint8_t readers[MAX_READERS][ID_BYTES];
    size_t n = 0;
    enum err e = keys_readers(p->keys, stream, readers, &n);

    if (e)
        return e;
    random_fill(key->b, sizeof key->b);
    e = p->keys_begun ? OK : db_begin(p->keys, TX_WRITE);
    if (e)
        return e;
    for (size_t i = 0; !e && i < n; i++) {
        e = epoch_give(p, stream, *epoch + 1, key, readers[i]);
        if (e == ERR_FORBIDDEN && !id_equal(readers[i], p->vault->row.id.b))
            e = OK; /* left the roster: reads no further */
    }
    e = e ? e : keys_turning_done(p->keys, stream);
    e = p->keys_begun ? e : db_end(p->keys, e);
    if (!e)
        (*epoch)++;
    return e;
}
