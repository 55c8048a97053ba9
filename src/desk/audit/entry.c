/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/entry.h"
#include "base/text.h"
#include "core/open/hpke_open.h"
#include "core/open/record.h"
#include "core/wire/content.h"

enum {
    HEAD_BYTES = ID_BYTES + 4, /* vault and epoch, in the clear: which key opens it */
    INFO_BYTES = 7 + ID_BYTES + ID_BYTES + 4 + 8,
    WORDS_KIND = 0x7100, /* no record has this kind */
    WORDS_SEALED_MAX = AUDIT_WORDS_MAX + RECORD_EXTRA_BYTES,
    PLAIN_MAX = 1 + 8 + ID_BYTES + 1 + MEMBER_NAME_MAX + 1 + ID_BYTES + 4 + 2 + WORDS_SEALED_MAX,
};

/* Who can open the log: data protection, else the office.  Only a key of the signed roster. */
static const struct roster_vault *
log_vault(const struct roster *r)
{
    const struct roster_vault *office = NULL;

    for (size_t i = 0; i < r->n_vaults; i++) {
        if (strcmp(r->vaults[i].role, "audit") == 0)
            return &r->vaults[i];
        if (strcmp(r->vaults[i].role, "office") == 0)
            office = &r->vaults[i];
    }
    return office;
}

/* "audit/1" org vault epoch n */
static struct bytes
info_of(const struct org_id *org, const uint8_t vault[ID_BYTES], uint32_t epoch, uint64_t n,
    uint8_t to[INFO_BYTES])
{
    struct writer w = writer_of(to, INFO_BYTES);

    write_bytes(&w, bytes_of("audit/1"));
    write_n(&w, org->b, ID_BYTES);
    write_n(&w, vault, ID_BYTES);
    write_u32(&w, epoch);
    write_u64(&w, n);
    return (struct bytes){ to, w.n };
}

static struct record_about
about_words(const struct org_id *org, const struct stream_id *stream, uint32_t epoch, uint64_t n)
{
    return (struct record_about){
        .org = *org, .stream = *stream, .epoch = epoch, .seq = n, .kind = WORDS_KIND
    };
}

/* The words under the stream's key; nothing to seal: nothing. */
static enum err
seal_words(const struct audit_place *at, uint64_t n, const struct audit_what *what, uint8_t *to,
    size_t *len, uint32_t *epoch)
{
    OWN(record_key) key = record_key_new();
    struct bytes words = bytes_of(what->words ? what->words : "");

    *len = 0;
    *epoch = 0;
    words.n = utf8_prefix(words, AUDIT_WORDS_MAX);
    if (!what->stream || what->act == AUDIT_ERASED) { /* only the log's own seal */
        memcpy(to, words.p, words.n);
        *len = words.n;
        return OK;
    }
    if (!what->stream_at || words.n == 0)
        return OK;
    if (!key)
        return ERR_INTERNAL;
    enum err e = stream_newest_key(what->stream_at, what->stream, key, epoch);
    if (e)
        return e;
    struct record_about about = about_words(&at->org, what->stream, *epoch, n);
    e = record_seal(key, &about, words, NULL, to);
    *len = words.n + RECORD_EXTRA_BYTES;
    return e;
}

enum err
entry_seal(const struct audit_place *at, uint64_t n, const struct audit_what *what, uint8_t *to,
    size_t *len)
{
    static const struct stream_id none = { { 0 } };
    const struct roster_vault *v = log_vault(at->roster);
    struct bytes name = bytes_of(what->by_name ? what->by_name : "");
    uint8_t words[WORDS_SEALED_MAX];
    uint8_t plain[PLAIN_MAX];
    uint8_t info[INFO_BYTES];
    struct writer w = writer_of(plain, sizeof plain);
    struct writer head = writer_of(to, HEAD_BYTES);
    uint32_t epoch = 0;
    size_t n_words = 0;
    enum err e = v ? seal_words(at, n, what, words, &n_words, &epoch) : ERR_FORBIDDEN;

    if (e)
        return e;
    name.n = utf8_prefix(name, MEMBER_NAME_MAX);
    write_u8(&w, (uint8_t)what->act);
    write_u64(&w, (uint64_t)what->at_s);
    write_n(&w, what->by.b, ID_BYTES);
    write_u8(&w, (uint8_t)name.n);
    write_bytes(&w, name);
    write_u8(&w, what->stream != NULL);
    write_n(&w, what->stream ? what->stream->b : none.b, ID_BYTES);
    write_u32(&w, epoch);
    write_u16(&w, (uint16_t)n_words);
    write_n(&w, words, n_words);
    write_n(&head, v->id.b, ID_BYTES);
    write_u32(&head, v->epoch);
    e = hpke_seal_base(&v->key, info_of(&at->org, v->id.b, v->epoch, n, info),
        (struct bytes){ NULL, 0 }, (struct bytes){ plain, w.n }, NULL, to + HEAD_BYTES);
    *len = HEAD_BYTES + w.n + HPKE_EXTRA_BYTES;
    return e;
}

/* The secret of the epoch an entry was sealed to; NULL: not open here. */
static const struct box_secret *
secret_of(struct vaults *vaults, const uint8_t id[ID_BYTES], uint32_t epoch,
    const struct box_public **public)
{
    const struct vault *v = vaults_by_id(vaults, id);

    if (!v || !v->secret)
        return NULL;
    *public = &v->row.public;
    if (v->row.epoch == epoch)
        return v->secret;
    for (size_t i = 0; i < v->n_past; i++) {
        *public = &v->past[i].row.public;
        if (v->past[i].row.epoch == epoch)
            return v->past[i].secret;
    }
    return NULL;
}

struct opened_entry {
    struct audit_row row;
    uint32_t epoch;
    struct bytes words; /* sealed */
};

static enum err
decode(struct bytes plain, struct arena *a, struct opened_entry *out)
{
    struct reader r = reader_of(plain);
    struct opened_entry x = { .row = { .opened = true } };
    struct member_id by;

    x.row.act = (enum audit_act)read_u8(&r);
    x.row.at_s = (int64_t)read_u64(&r);
    read_fixed(&r, by.b, ID_BYTES);
    struct bytes name = read_n(&r, read_u8(&r));
    x.row.has_stream = read_u8(&r) != 0;
    read_fixed(&r, x.row.stream.b, ID_BYTES);
    x.epoch = read_u32(&r);
    x.words = read_n(&r, read_u16(&r));
    if (!reader_end(&r) || !utf8_is_valid(name))
        return ERR_MALFORMED;
    x.row.who = arena_text_n(a, name.p, name.n);
    bool clear = !x.row.has_stream || x.row.act == AUDIT_ERASED;
    x.row.words = clear ? arena_text_n(a, x.words.p, x.words.n) : "";
    *out = x;
    return x.row.who && x.row.words ? OK : ERR_INTERNAL;
}

static enum err
open_whole(const struct audit_place *at, struct vaults *vaults, uint64_t n, struct bytes entry,
    struct arena *a, struct opened_entry *out)
{
    struct reader r = reader_of(entry);
    uint8_t vault[ID_BYTES];
    uint8_t info[INFO_BYTES];
    const struct box_public *public = NULL;

    read_fixed(&r, vault, ID_BYTES);
    uint32_t epoch = read_u32(&r);
    if (r.bad || r.left < HPKE_EXTRA_BYTES || entry.n > AUDIT_ENTRY_MAX)
        return ERR_FORGED;
    const struct box_secret *secret = secret_of(vaults, vault, epoch, &public);
    if (!secret)
        return ERR_NOT_FOUND;
    size_t len = r.left - HPKE_EXTRA_BYTES;
    uint8_t *plain = arena_alloc(a, len + 1);
    if (!plain)
        return ERR_INTERNAL;
    enum err e = hpke_open_base(secret, public, info_of(&at->org, vault, epoch, n, info),
        (struct bytes){ NULL, 0 }, (struct bytes){ r.p, r.left }, plain);
    return e ? e : decode((struct bytes){ plain, len }, a, out);
}

enum err
entry_open(const struct audit_place *at, struct vaults *vaults, uint64_t n, struct bytes entry,
    struct arena *a, struct audit_row *out)
{
    struct opened_entry x;
    enum err e = open_whole(at, vaults, n, entry, a, &x);

    if (!e) {
        *out = x.row;
        out->n = n;
    }
    return e;
}

enum err
entry_words(const struct audit_place *at, struct vaults *vaults, const struct stream_place *place,
    uint64_t n, struct bytes entry, struct arena *a, const char **out)
{
    OWN(record_key) key = record_key_new();
    struct opened_entry x;
    enum err e = key ? open_whole(at, vaults, n, entry, a, &x) : ERR_INTERNAL;

    if (e)
        return e;
    if (!x.row.has_stream || x.row.act == AUDIT_ERASED || x.words.n < RECORD_EXTRA_BYTES)
        return ERR_NOT_FOUND;
    struct record_about about = about_words(&at->org, &x.row.stream, x.epoch, n);
    char *words = arena_alloc(a, x.words.n);
    e = words ? stream_epoch_key(place, &x.row.stream, x.epoch, key) : ERR_INTERNAL;
    e = e ? e : record_open(key, &about, x.words, (uint8_t *)words);
    if (!e)
        *out = words;
    return e;
}
