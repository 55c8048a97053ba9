/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/chest.h"
#include "base/file.h"
#include "core/open/record.h"
#include "core/open/wrap_open.h"
#include "core/wire/content.h"
#include <errno.h>
#include <string.h>

#define CHEST_MAGIC "understory backup "
enum {
    MAGIC_BYTES = sizeof CHEST_MAGIC - 1,
    HEAD_BYTES = MAGIC_BYTES + 2 + ID_BYTES + ID_BYTES + KEY_BYTES + WRAP_BYTES,
    BOX_HEAD_BYTES = 6,
    KEY_EPOCH = 1,
};

struct chest {
    int fd; /* borrowed */
    struct record_key *key;
    struct record_about about; /* of the box before the next one */
    uint8_t *plain, *sealed;
};

void
chest_drop(struct chest **c)
{
    if (!*c)
        return;
    record_key_drop(&(*c)->key);
    guarded_free((*c)->plain);
    guarded_free((*c)->sealed);
    guarded_free(*c);
    *c = NULL;
}

/* Guarded memory throughout: what passes here holds keys. */
static struct chest *
chest_make(int fd, const struct org_id *org)
{
    OWN(chest) c = guarded_alloc(sizeof *c);

    if (!c)
        return NULL;
    *c = (struct chest){ .fd = fd, .about = { .org = *org, .epoch = KEY_EPOCH } };
    c->key = record_key_new();
    c->plain = guarded_alloc(CHEST_BOX_MAX);
    c->sealed = guarded_alloc(CHEST_BOX_MAX + RECORD_EXTRA_BYTES);
    return c->key && c->plain && c->sealed ? TAKE(c) : NULL;
}

static struct wrap_about
about_key(const struct chest *c, const struct box_public *to)
{
    struct wrap_about about = { .org = c->about.org, .purpose = WRAP_BACKUP, .epoch = KEY_EPOCH };

    memcpy(about.object, c->about.stream.b, ID_BYTES);
    recovery_id_of(to, about.recipient);
    return about;
}

static enum err
head_write(struct chest *c, const struct box_public *to, const struct wrap *w)
{
    uint8_t head[HEAD_BYTES];
    struct writer o = writer_of(head, sizeof head);

    write_bytes(&o, bytes_of(CHEST_MAGIC "1\n"));
    write_n(&o, c->about.org.b, ID_BYTES);
    write_n(&o, c->about.stream.b, ID_BYTES);
    write_n(&o, to->b, KEY_BYTES);
    write_n(&o, w->b, WRAP_BYTES);
    return fd_write_all(c->fd, (struct bytes){ head, o.n });
}

enum err
chest_new(int fd, const struct org_id *org, const struct box_public *to, struct chest **out)
{
    OWN(chest) c = chest_make(fd, org);
    OWN(stream_key) key = stream_key_new();
    struct wrap w;

    if (!c || !key)
        return ERR_INTERNAL;
    random_fill(c->about.stream.b, ID_BYTES);
    random_fill(key->b, sizeof key->b);
    struct wrap_about about = about_key(c, to);
    enum err e = wrap_seal(&about, to, key->b, NULL, &w);
    e = e ? e : head_write(c, to, &w);
    if (e)
        return e;
    record_key_of(key, c->key);
    *out = TAKE(c);
    return OK;
}

enum err
chest_put(struct chest *c, enum chest_kind kind, struct bytes plain)
{
    uint8_t head[BOX_HEAD_BYTES];
    struct writer w = writer_of(head, sizeof head);
    struct bytes sealed = { c->sealed, plain.n + RECORD_EXTRA_BYTES };

    if (plain.n > CHEST_BOX_MAX)
        return ERR_TOO_LARGE;
    c->about.seq++;
    c->about.kind = (uint16_t)kind;
    enum err e = record_seal(c->key, &c->about, plain, NULL, c->sealed);
    if (e)
        return e;
    write_u32(&w, (uint32_t)sealed.n);
    write_u16(&w, (uint16_t)kind);
    e = fd_write_all(c->fd, (struct bytes){ head, w.n });
    e = e ? e : fd_write_all(c->fd, sealed);
    c->about.previous = record_link(sealed);
    return e;
}

static enum err
key_open(struct chest *c, const struct box_public *to, const struct wrap *w,
    const struct box_secret *recovery)
{
    OWN(stream_key) key = stream_key_new();
    struct box_public ours = box_public_of(recovery);
    struct wrap_about about = about_key(c, &ours);

    if (!key)
        return ERR_INTERNAL;
    if (!bytes_equal((struct bytes){ to->b, KEY_BYTES }, (struct bytes){ ours.b, KEY_BYTES }))
        return ERR_FORBIDDEN;
    enum err e = wrap_open(w, &about, recovery, &ours, key->b);
    if (!e)
        record_key_of(key, c->key);
    return e;
}

enum err
chest_open(int fd, const struct box_secret *recovery, struct chest **out, int *version)
{
    uint8_t head[HEAD_BYTES];
    struct org_id org;
    struct box_public to;
    struct wrap w;

    *version = 0;
    if (fd_read_exact(fd, head, sizeof head))
        return ERR_MALFORMED;
    struct reader r = reader_of((struct bytes){ head, sizeof head });
    struct bytes magic = read_n(&r, MAGIC_BYTES);
    uint8_t digit = read_u8(&r);
    uint8_t end = read_u8(&r);
    if (!bytes_equal(magic, bytes_of(CHEST_MAGIC)) || digit < '1' || digit > '9' || end != '\n')
        return ERR_MALFORMED;
    *version = digit - '0';
    if (*version != 1)
        return ERR_MALFORMED;
    read_fixed(&r, org.b, ID_BYTES);
    OWN(chest) c = chest_make(fd, &org);
    if (!c)
        return ERR_INTERNAL;
    read_fixed(&r, c->about.stream.b, ID_BYTES);
    read_fixed(&r, to.b, KEY_BYTES);
    read_fixed(&r, w.b, WRAP_BYTES);
    enum err e = key_open(c, &to, &w, recovery);
    if (!e)
        *out = TAKE(c);
    return e;
}

/* Read up to n bytes; fewer at the end of the file. */
static size_t
read_some(int fd, uint8_t *to, size_t n)
{
    size_t got = 0;

    while (got < n) {
        ssize_t k = read(fd, to + got, n - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        got += (size_t)k;
    }
    return got;
}

enum err
chest_next(struct chest *c, enum chest_kind *kind, struct bytes *plain)
{
    uint8_t head[BOX_HEAD_BYTES];
    struct reader r = reader_of((struct bytes){ head, sizeof head });

    if (read_some(c->fd, head, sizeof head) != sizeof head)
        return ERR_NOT_FOUND;
    size_t n = read_u32(&r);
    c->about.kind = read_u16(&r);
    if (n < RECORD_EXTRA_BYTES || n > CHEST_BOX_MAX + RECORD_EXTRA_BYTES)
        return ERR_FORGED;
    if (read_some(c->fd, c->sealed, n) != n)
        return ERR_NOT_FOUND;
    c->about.seq++;
    struct bytes sealed = { c->sealed, n };
    enum err e = record_open(c->key, &c->about, sealed, c->plain);
    if (e)
        return e;
    c->about.previous = record_link(sealed);
    *kind = (enum chest_kind)c->about.kind;
    *plain = (struct bytes){ c->plain, n - RECORD_EXTRA_BYTES };
    return OK;
}

bool
chest_is_done(struct chest *c)
{
    uint8_t one;

    return read_some(c->fd, &one, 1) == 0;
}

const struct org_id *
chest_org(const struct chest *c)
{
    return &c->about.org;
}
