/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Making the file.  Reading it: restore.c; opening everything in it: drill.c. */
#include "desk/keep/backup.h"
#include "base/file.h"
#include "desk/audit/beside.h"
#include "desk/keep/chest.h"
#include "desk/keep/files.h"
#include "desk/keep/recovery.h"
#include "desk/store/store.h"
#include "keys.gen.h"
#include "records.gen.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

enum { NOTE_MAX = 4 << 20, PIECE_BYTES = 256 * 1024, TRIES = 5 };

const char *const backup_notes[] = { "root", "card", "roster", RECOVERY_FILE, NULL };

struct making {
    const char *folder, *part, *records_part;
    struct org_id org;
    struct recovery recovery;
    struct chest *chest;
    struct arena *a;
    struct backup_made made;
    char *why;
};

static enum err
say(struct making *m, enum err e, const char *sentence, const char *detail)
{
    (void)snprintf(m->why, BACKUP_WHY_CAP, "%s%s%s", sentence, detail && *detail ? ": " : "",
        detail ? detail : "");
    return e;
}

static const char *
path_in(struct making *m, const char *name)
{
    const char *path = arena_printf(m->a, "%s/%s", m->folder, name);

    return path ? path : "";
}

static enum err
put_file(struct making *m, const char *name, struct bytes content)
{
    uint8_t head[64];
    struct writer w = writer_of(head, sizeof head);

    write_u64(&w, content.n);
    write_bytes(&w, bytes_of(name));
    enum err e = chest_put(m->chest, CHEST_BEGIN, (struct bytes){ head, w.n });
    while (!e && content.n > 0) {
        size_t n = content.n < CHEST_BOX_MAX ? content.n : CHEST_BOX_MAX;
        e = chest_put(m->chest, CHEST_DATA, (struct bytes){ content.p, n });
        content.p += n;
        content.n -= n;
    }
    return e;
}

static enum err
put_open_file(struct making *m, const char *name, int fd, uint64_t size)
{
    uint8_t *piece = arena_alloc(m->a, PIECE_BYTES);
    uint8_t head[64];
    struct writer w = writer_of(head, sizeof head);

    write_u64(&w, size);
    write_bytes(&w, bytes_of(name));
    enum err e =
        piece ? chest_put(m->chest, CHEST_BEGIN, (struct bytes){ head, w.n }) : ERR_INTERNAL;
    while (!e && size > 0) {
        size_t n = size < PIECE_BYTES ? (size_t)size : PIECE_BYTES;
        e = fd_read_exact(fd, piece, n);
        e = e ? e : chest_put(m->chest, CHEST_DATA, (struct bytes){ piece, n });
        size -= n;
    }
    return e;
}

/* The notes must verify: a backup of a desk that cannot start is none. */
static enum err
read_recovery(struct making *m)
{
    struct root *root = arena_alloc(m->a, sizeof *root);
    struct network_id network;
    struct bytes note;
    enum err e = root ? file_read(path_in(m, "root"), NOTE_MAX, m->a, &note) : ERR_INTERNAL;

    e = e ? e : root_open(note, root, &network);
    if (e)
        return say(m, e, "The root note in this folder is missing or does not verify", m->folder);
    e = recovery_load(m->folder, root, &network, &m->org, m->a, &m->recovery);
    if (e == ERR_NOT_FOUND)
        return say(m, e,
            "This desk has no recovery key yet: make one with `understory recovery`, print the two "
            "halves and give them to two people",
            NULL);
    return e ? say(m, e, "The recovery note does not verify; make a new recovery key", NULL) : OK;
}

static enum err
put_notes(struct making *m)
{
    enum err e = OK;

    for (const char *const *name = backup_notes; !e && *name; name++) {
        struct bytes note;
        e = file_read(path_in(m, *name), NOTE_MAX, m->a, &note);
        e = e ? say(m, e, "This file of the desk cannot be read", *name) : put_file(m, *name, note);
    }
    return e;
}

/* The records first: see backup.h. */
static enum err
copy_records(struct making *m)
{
    char words[DB_WHY_BYTES] = "";
    OWN(db) from = NULL;
    enum err e = db_open(path_in(m, "records.db"), DB_READ_ONLY, &records_sqlite, &from, words);

    if (e)
        return say(m, e, "records.db cannot be read", words);
    (void)unlink(m->records_part);
    e = db_copy_to_file(from, m->records_part);
    return e ? say(m, e, "records.db cannot be copied beside the backup", db_why(from)) : OK;
}

static enum err
number(struct db *db, int query, uint64_t *out)
{
    OWN(db_stmt) s = db_use(db, query);
    enum err e = db_one(s);

    if (!e)
        *out = (uint64_t)db_i64(s, 0);
    return e;
}

/* A stream that was written anew between the two copies has its records in one and the keys for
   others in the other. */
enum err
backup_copies_fit(struct db *keys, struct db *records, bool *out)
{
    OWN(db_stmt) s = db_use(keys, KEYS_STREAMS_SHED);
    bool row = true;
    enum err e = OK;

    *out = true;
    while (!e && *out && !(e = db_step(s, &row)) && row) {
        OWN(db_stmt) first = db_use(records, RECORDS_RECORD_FIRST_EPOCH);
        db_bind_bytes(first, 1, db_bytes(s, 0));
        e = db_one(first);
        *out = e || db_i64(first, 0) >= db_i64(s, 1);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    return e;
}

/* Keys in memory: door keys must not lie on a disk beside the backup, not even for a moment. */
static enum err
copy_once(struct making *m, struct db *live, struct db **keys, bool *fit)
{
    char words[DB_WHY_BYTES] = "";
    OWN(db) records = NULL;
    OWN(db) copy = NULL;
    enum err e = copy_records(m);

    if (e)
        return e;
    e = db_copy_to_memory(live, &keys_sqlite, &copy);
    if (e)
        return say(m, e, "keys.db cannot be copied", db_why(live));
    e = store_open(m->records_part, &records, words);
    e = e ? e : backup_copies_fit(copy, records, fit);
    if (e)
        return say(m, e, "The copies cannot be compared", words);
    *keys = TAKE(copy);
    return OK;
}

static enum err
copy_both(struct making *m, struct db *live, struct db **keys)
{
    bool fit = false;
    enum err e = OK;

    for (int i = 0; !e && !fit && i < TRIES; i++) {
        db_drop(keys);
        e = copy_once(m, live, keys, &fit);
    }
    return !e && !fit ? say(m, ERR_BUSY, "The desk was erasing meanwhile; try again", NULL) : e;
}

/* Opening and closing also folds what the copy took over of a write-ahead log. */
static enum err
put_records(struct making *m)
{
    char words[DB_WHY_BYTES] = "";
    OWN(db) copy = NULL;
    struct stat st;
    enum err e = store_open(m->records_part, &copy, words);

    if (e)
        return say(m, e, "The copy of records.db cannot be opened", words);
    e = number(copy, RECORDS_RECORD_COUNT, &m->made.facts.records);
    e = e ? e : number(copy, RECORDS_STREAM_COUNT, &m->made.facts.streams);
    db_drop(&copy);
    OWN_FD fd = open(m->records_part, O_RDONLY | O_CLOEXEC);
    if (e || fd < 0 || fstat(fd, &st))
        return say(m, e ? e : ERR_INTERNAL, "The copy of records.db cannot be read", NULL);
    return put_open_file(m, "records.db", fd, (uint64_t)st.st_size);
}

static enum err
take_image(void *closure, struct bytes image)
{
    return put_file(closure, "keys.db", image);
}

static enum err
note_lacks(struct making *m, struct db *keys)
{
    struct recovery_lacks lacks;
    enum err e = recovery_lacks(keys, &m->org, &m->recovery.key, &lacks);
    size_t n = 0;

    for (size_t i = 0; !e && i < lacks.n && n < sizeof m->made.lacking; i++) {
        int k = snprintf(
            m->made.lacking + n, sizeof m->made.lacking - n, "%s%s", n ? " " : "", lacks.v[i].role);
        n += k > 0 ? (size_t)k : 0;
    }
    return e;
}

static enum err
put_keys(struct making *m, struct db *copy)
{
    struct member members[MEMBERS_MAX];
    size_t n = 0;
    enum err e = db_begin(copy, TX_WRITE);

    if (e)
        return say(m, e, "keys.db cannot be prepared for the backup", db_why(copy));
    e = db_end(copy, recovery_doors_seal(copy, &m->org, &m->recovery.key));
    e = e ? e : keys_member_list(copy, members, MEMBERS_MAX, &n);
    e = e ? e : note_lacks(m, copy);
    m->made.facts.members = n;
    return e ? say(m, e, "keys.db cannot be prepared for the backup", db_why(copy))
             : db_image(copy, take_image, m);
}

static enum err
put_end(struct making *m)
{
    uint8_t facts[32];
    struct writer w = writer_of(facts, sizeof facts);

    write_u64(&w, (uint64_t)m->made.facts.made_s);
    write_u64(&w, m->made.facts.records);
    write_u64(&w, m->made.facts.streams);
    write_u64(&w, m->made.facts.members);
    return chest_put(m->chest, CHEST_END, (struct bytes){ facts, w.n });
}

static enum err
write_all(struct making *m, struct db *keys, int fd)
{
    OWN(chest) chest = NULL;
    OWN(db) copy = NULL;
    struct stat st;
    enum err e = chest_new(fd, &m->org, &m->recovery.key, &chest);

    m->chest = chest;
    e = e ? e : put_notes(m);
    e = e ? e : copy_both(m, keys, &copy);
    e = e ? e : put_records(m);
    e = e ? e : put_keys(m, copy);
    e = e ? e : put_end(m);
    if (!e && (fsync(fd) || fstat(fd, &st)))
        e = ERR_INTERNAL;
    if (!e)
        m->made.bytes = (uint64_t)st.st_size;
    return e;
}

static enum err
make(struct making *m, const char *to)
{
    char words[DB_WHY_BYTES] = "";
    OWN(db) keys = NULL;
    enum err e = db_open(path_in(m, "keys.db"), DB_READ_ONLY, &keys_sqlite, &keys, words);

    if (e)
        return say(m, e, "keys.db cannot be read; is this the folder of a desk?", words);
    e = keys_fact_get(keys, "org", m->org.b, sizeof m->org.b);
    if (e)
        return say(m, e, "keys.db names no organisation", NULL);
    e = read_recovery(m);
    if (e)
        return e;
    m->made.unnoted = audit_note_beside(m->folder, AUDIT_BACKUP, to) != OK;
    (void)unlink(m->part);
    OWN_FD fd = open(m->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return say(m, ERR_INTERNAL, "The backup cannot be written there", to);
    (void)say(m, OK, "The backup could not be written; is the disk full?", NULL);
    e = write_all(m, keys, fd);
    if (!e && rename(m->part, to))
        e = say(m, ERR_INTERNAL, "The backup cannot be put in its place", to);
    if (!e)
        e = folder_sync(to);
    return e;
}

enum err
backup_make(const char *folder, const char *to, int64_t now_s, struct backup_made *out,
    char why[static BACKUP_WHY_CAP])
{
    OWN(arena) a = arena_new(64 << 20);
    struct making m = { .folder = folder, .a = a, .why = why };

    m.made.facts.made_s = now_s;
    m.part = a ? arena_printf(a, "%s.part", to) : NULL;
    m.records_part = a ? arena_printf(a, "%s.records-part", to) : NULL;
    if (!m.part || !m.records_part)
        return say(&m, ERR_INTERNAL, "No memory", NULL);
    enum err e = make(&m, to);
    (void)unlink(m.records_part);
    if (e)
        (void)unlink(m.part);
    else
        *out = m.made;
    return e;
}
