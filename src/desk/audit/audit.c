/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/audit.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "core/wire/content.h"
#include "desk/audit/entry.h"
#include "records.gen.h"
#include <fcntl.h>
#include <sys/stat.h>

enum { ANCHOR_BYTES = 8 + KEY_BYTES + KEY_BYTES, LINK_INPUT_MAX = 7 + KEY_BYTES + AUDIT_ENTRY_MAX };

static struct digest
link_of(const struct digest *before, struct bytes entry)
{
    uint8_t in[LINK_INPUT_MAX];
    struct writer w = writer_of(in, sizeof in);

    write_bytes(&w, bytes_of("audit/1"));
    write_n(&w, before->b, sizeof before->b);
    write_bytes(&w, entry);
    return digest_sha256((struct bytes){ in, w.n });
}

/* The key that seals links; made when it is first needed. */
static enum err
seal_key(const struct audit_place *at, uint8_t key[KEY_BYTES])
{
    enum err e = keys_fact_get(at->keys, "audit-key", key, KEY_BYTES);

    if (e != ERR_NOT_FOUND)
        return e;
    random_fill(key, KEY_BYTES);
    e = db_begin(at->keys, TX_WRITE);
    return e ? e
             : db_end(at->keys,
                   keys_fact_put(at->keys, "audit-key", (struct bytes){ key, KEY_BYTES }));
}

/* Of entry number n with this link. */
static struct digest
seal_of(const uint8_t key[KEY_BYTES], uint64_t n, const struct digest *link)
{
    uint8_t in[8 + KEY_BYTES];
    struct writer w = writer_of(in, sizeof in);

    write_u64(&w, n);
    write_n(&w, link->b, sizeof link->b);
    return digest_keyed(key, "audit/1", (struct bytes){ in, w.n });
}

/* The last entry: 0 and zeros when there is none. */
static enum err
last_entry(struct db *records, uint64_t *n, struct digest *link)
{
    OWN(db_stmt) s = db_use(records, RECORDS_AUDIT_LAST);
    enum err e = db_one(s);

    *n = 0;
    *link = (struct digest){ { 0 } };
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    *n = (uint64_t)db_i64(s, 0);
    return db_fixed(s, 1, link->b, sizeof link->b);
}

enum err
audit_last(const struct audit_place *at, uint64_t *n, struct digest *link)
{
    return last_entry(at->records, n, link);
}

enum err
audit_put(const struct audit_place *at, const struct audit_what *what)
{
    OWN(db_stmt) s = db_use(at->records, RECORDS_AUDIT_PUT);
    uint8_t entry[AUDIT_ENTRY_MAX];
    uint8_t key[KEY_BYTES];
    struct digest link;
    uint64_t n = 0;
    size_t len = 0;
    enum err e = seal_key(at, key);

    e = e ? e : last_entry(at->records, &n, &link);
    e = e ? e : entry_seal(at, n + 1, what, entry, &len);
    if (e)
        return e;
    link = link_of(&link, (struct bytes){ entry, len });
    struct digest seal = seal_of(key, n + 1, &link);
    secret_wipe(key, sizeof key);
    db_bind_i64(s, 1, (int64_t)(n + 1));
    db_bind_bytes(s, 2, (struct bytes){ entry, len });
    db_bind_bytes(s, 3, (struct bytes){ link.b, sizeof link.b });
    db_bind_bytes(s, 4, (struct bytes){ seal.b, sizeof seal.b });
    return db_run(s);
}

enum err
audit_put_alone(const struct audit_place *at, const struct audit_what *what)
{
    enum err e = db_begin(at->records, TX_WRITE);

    return e ? e : db_end(at->records, audit_put(at, what));
}

enum err
audit_note(const struct casebook *b, enum audit_act act, const struct stream_id *stream,
    const char *words, const struct member_id *by, const char *by_name)
{
    struct audit_place at = { b->at.keys, b->at.records, b->at.org, b->at.roster };
    struct audit_what what = { .act = act,
        .by = *by,
        .by_name = by_name,
        .at_s = clock_now_s(),
        .stream_at = &b->at,
        .stream = stream,
        .words = words };

    return audit_put(&at, &what);
}

enum err
audit_note_alone(const struct casebook *b, enum audit_act act, const struct stream_id *stream,
    const char *words, const struct member_id *by, const char *by_name)
{
    enum err e = db_begin(b->at.records, TX_WRITE);

    return e ? e : db_end(b->at.records, audit_note(b, act, stream, words, by, by_name));
}

/* ---- The anchor. */

static enum err
anchor_open(const char *folder, int flags, int *out)
{
    OWN_FD dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = dir < 0 ? -1 : openat(dir, AUDIT_ANCHOR_FILE, flags | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0)
        return ERR_NOT_FOUND;
    *out = fd;
    return OK;
}

/* Number, link, seal: one write, so that a crash leaves the old or the new one. */
void
audit_anchor(const struct audit_place *at, const char *folder, uint64_t *anchored)
{
    uint8_t b[ANCHOR_BYTES];
    uint8_t key[KEY_BYTES];
    struct writer w = writer_of(b, sizeof b);
    struct digest link;
    uint64_t n = 0;
    int found = -1;
    enum err e = last_entry(at->records, &n, &link);

    if (!e && n == *anchored)
        return;
    e = e ? e : seal_key(at, key);
    e = e ? e : anchor_open(folder, O_WRONLY | O_CREAT, &found);
    OWN_FD fd = found;
    if (!e) {
        struct digest seal = seal_of(key, n, &link);
        write_u64(&w, n);
        write_n(&w, link.b, sizeof link.b);
        write_n(&w, seal.b, sizeof seal.b);
        e = pwrite(fd, b, sizeof b, 0) == (ssize_t)sizeof b ? OK : ERR_INTERNAL;
    }
    secret_wipe(key, sizeof key);
    if (e)
        log_event("desk-audit-anchor", e, 0, NULL);
    *anchored = n; /* what failed is tried with the next entry */
}

/* ERR_NOT_FOUND: there is none; ERR_FORGED: it is not ours. */
static enum err
anchor_read(const char *folder, const uint8_t key[KEY_BYTES], uint64_t *n, struct digest *link)
{
    uint8_t b[ANCHOR_BYTES];
    struct reader r = reader_of((struct bytes){ b, sizeof b });
    struct digest seal;
    int found = -1;
    enum err e = anchor_open(folder, O_RDONLY, &found);
    OWN_FD fd = found;

    if (e)
        return e;
    if (pread(fd, b, sizeof b, 0) != (ssize_t)sizeof b)
        return ERR_FORGED;
    *n = read_u64(&r);
    read_fixed(&r, link->b, sizeof link->b);
    read_fixed(&r, seal.b, sizeof seal.b);
    struct digest right = seal_of(key, *n, link);
    return secret_equal(right.b, seal.b, sizeof seal.b) ? OK : ERR_FORGED;
}

/* ---- Checking. */

struct checking {
    struct audit_check c;
    uint8_t key[KEY_BYTES];
    bool anchored;
    uint64_t anchor_n;
    struct digest anchor;
    struct audit_known *known;
    size_t n_known;
};

static void
fault(struct checking *k, enum audit_fault f, uint64_t n)
{
    if (k->c.fault == AUDIT_WHOLE || n < k->c.bad) {
        k->c.fault = f;
        k->c.bad = n;
    }
}

/* One row; the chain goes on with what stands there, so that one fault is told once. */
static enum err
check_row(struct checking *k, struct db_stmt *s)
{
    uint64_t n = (uint64_t)db_i64(s, 0);
    struct bytes entry = db_bytes(s, 1);
    struct digest stored, stored_seal;
    enum err e = db_fixed(s, 2, stored.b, sizeof stored.b);

    e = e ? e : db_fixed(s, 3, stored_seal.b, sizeof stored_seal.b);
    if (e)
        return e;
    if (n != k->c.n + 1)
        fault(k, AUDIT_MISSING, k->c.n + 1);
    struct digest link = link_of(&k->c.head, entry);
    struct digest seal = seal_of(k->key, n, &link);
    bool right = entry.n <= AUDIT_ENTRY_MAX && secret_equal(link.b, stored.b, sizeof link.b) &&
                 secret_equal(seal.b, stored_seal.b, sizeof seal.b);
    if (!right)
        fault(k, AUDIT_EDITED, n);
    if (k->anchored && n == k->anchor_n && !secret_equal(stored.b, k->anchor.b, sizeof stored.b))
        fault(k, AUDIT_EDITED, n);
    for (size_t i = 0; i < k->n_known; i++)
        if (k->known[i].n == n)
            k->known[i].fits = secret_equal(stored.b, k->known[i].link.b, sizeof stored.b);
    k->c.n = n;
    k->c.head = stored;
    return OK;
}

static void
check_known(struct checking *k)
{
    for (size_t i = 0; i < k->n_known; i++)
        if (!k->known[i].fits)
            fault(k, k->known[i].n > k->c.n ? AUDIT_MISSING : AUDIT_EDITED,
                k->known[i].n > k->c.n ? k->c.n + 1 : k->known[i].n);
}

static enum err
check_all(struct checking *k, struct db *records)
{
    OWN(db_stmt) s = db_use(records, RECORDS_AUDIT_ALL);
    bool row = true;
    enum err e = OK;

    while (!e && !(e = db_step(s, &row)) && row)
        e = check_row(k, s);
    return e;
}

enum err
audit_verify(const struct audit_place *at, const char *folder, struct audit_check *out)
{
    return audit_verify_known(at, folder, NULL, 0, out);
}

enum err
audit_verify_known(const struct audit_place *at, const char *folder, struct audit_known *known,
    size_t n_known, struct audit_check *out)
{
    struct checking k = { .known = known, .n_known = n_known };
    enum err e = seal_key(at, k.key);
    enum err anchor = e ? e : anchor_read(folder, k.key, &k.anchor_n, &k.anchor);

    k.anchored = !anchor;
    e = e ? e : check_all(&k, at->records);
    if (!e && k.anchored && k.anchor_n > k.c.n)
        fault(&k, AUDIT_MISSING, k.c.n + 1);
    if (!e && anchor && k.c.n > 0) /* the anchor was taken away or changed */
        fault(&k, AUDIT_MISSING, k.c.n + 1);
    check_known(&k);
    secret_wipe(k.key, sizeof k.key);
    if (!e)
        *out = k.c;
    return e;
}

enum err
audit_anchor_again(const struct audit_place *at, const char *folder)
{
    struct audit_check c;
    uint64_t anchored = UINT64_MAX;
    int fd = -1;
    enum err e = anchor_open(folder, O_RDONLY, &fd);

    fd_drop(&fd);
    if (e != ERR_NOT_FOUND)
        return e;
    e = audit_verify(at, folder, &c);
    if (e || c.n == 0)
        return e;
    if (c.fault != AUDIT_MISSING || c.bad != c.n + 1)
        return ERR_CONFLICT; /* more is wrong than that */
    audit_anchor(at, folder, &anchored);
    return OK;
}

/* ---- Reading. */

enum err
audit_list(const struct audit_place *at, struct vaults *vaults, uint64_t before, struct arena *a,
    struct audit_row to[AUDIT_PAGE], size_t *n, bool *more)
{
    OWN(db_stmt) s = db_use(at->records, RECORDS_AUDIT_PAGE);
    bool row = true;
    enum err e = OK;

    *n = 0;
    *more = false;
    db_bind_i64(s, 1, (int64_t)before);
    db_bind_i64(s, 2, AUDIT_PAGE + 1);
    while (!e && !(e = db_step(s, &row)) && row) {
        if (*n == AUDIT_PAGE) {
            *more = true;
            break;
        }
        struct audit_row *r = &to[(*n)++];
        *r = (struct audit_row){ .n = (uint64_t)db_i64(s, 0), .who = "", .words = "" };
        e = entry_open(at, vaults, r->n, db_bytes(s, 1), a, r);
        if (e == ERR_NOT_FOUND || e == ERR_FORGED || e == ERR_MALFORMED)
            e = OK; /* shown as sealed */
    }
    return e;
}
